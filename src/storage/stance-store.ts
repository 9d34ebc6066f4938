import { type Kysely, sql } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import type { CannotReason } from "../reminders/settings.ts";
import type { Stance, StanceStore } from "../reminders/stance-store.ts";
import { oneOfEach } from "./batch.ts";
import { type StanceRow, toStance } from "./candidate-row.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

type KeyValues = { readonly tenantId: string; readonly userId: string };
type FindValues = KeyValues & { readonly campaignId: string | null };
type KeysValues = { readonly tenantIds: readonly string[]; readonly userIds: readonly string[] };
type ExemptValues = KeysValues & {
  readonly reason: string;
  readonly until: Date | null;
  readonly at: Date;
};
type OptOutValues = KeyValues & { readonly at: Date | null };
type CannotValues = KeyValues & {
  readonly reason: CannotReason | null;
  readonly at: Date | null;
};
type SnoozeValues = KeyValues & {
  readonly campaignId: string;
  readonly until: Date;
  readonly count: number;
  readonly at: Date;
};

const NOTHING_SETTLED: Stance = { exemption: null, optedOutAt: null, snooze: null, cannot: null };

/** What is settled about people, whether a scan has seen them or not, on either engine. Rejects with StorageError only. */
export class PostgresStanceStore implements StanceStore {
  readonly #find: Statement<FindValues, StanceRow>;
  readonly #exempt: Statement<ExemptValues, unknown>;
  readonly #endExemption: Statement<KeysValues, unknown>;
  readonly #setOptedOut: Statement<OptOutValues, unknown>;
  readonly #setCannot: Statement<CannotValues, unknown>;
  readonly #snooze: Statement<SnoozeValues, unknown>;

  constructor(database: Database) {
    this.#find = database.prepare("stances.find", find);
    this.#exempt = database.prepare("stances.exempt", exempt);
    this.#endExemption = database.prepare("stances.end_exemption", endExemption);
    this.#setOptedOut = database.prepare("stances.set_opted_out", setOptedOut);
    this.#setCannot = database.prepare("stances.set_cannot", setCannot);
    this.#snooze = database.prepare("stances.snooze", snooze);
  }

  async find(key: PersonKey, campaignId: string | null): Promise<Stance> {
    const [row] = await this.#find.run({ ...key, campaignId });
    return row === undefined ? NOTHING_SETTLED : toStance(row);
  }

  async exempt(
    keys: readonly PersonKey[],
    { reason, until }: { readonly reason: string; readonly until: Date | null },
    at: Date,
  ): Promise<void> {
    if (keys.length > 0) await this.#exempt.run({ ...columnsOf(keys), reason, until, at });
  }

  async endExemption(keys: readonly PersonKey[]): Promise<number> {
    return keys.length === 0 ? 0 : (await this.#endExemption.run(columnsOf(keys))).length;
  }

  async setOptedOut(key: PersonKey, at: Date | null): Promise<void> {
    await this.#setOptedOut.run({ ...key, at });
  }

  async setCannot(
    key: PersonKey,
    cannot: { readonly reason: CannotReason; readonly at: Date } | null,
  ): Promise<void> {
    await this.#setCannot.run({ ...key, reason: cannot?.reason ?? null, at: cannot?.at ?? null });
  }

  async snooze(
    key: PersonKey,
    campaignId: string,
    { until, count }: { readonly until: Date; readonly count: number },
    at: Date,
  ): Promise<boolean> {
    return (await this.#snooze.run({ ...key, campaignId, until, count, at })).length > 0;
  }
}

function columnsOf(keys: readonly PersonKey[]): KeysValues {
  const each = oneOfEach(keys, (key) => `${key.tenantId}/${key.userId}`);
  return {
    tenantIds: each.map((key) => key.tenantId),
    userIds: each.map((key) => key.userId),
  };
}

const keysTable = (given: Given<KeysValues>) =>
  sql`unnest(${given("tenantIds")}::text[], ${given("userIds")}::text[]) as given (tenant_id, user_id)`;

function find(db: Kysely<Schema>, given: Given<FindValues>) {
  return written(
    db,
    sql<StanceRow>`
      select stance.exempt_reason, stance.exempt_until, stance.opted_out_at,
        stance.cannot_reason, stance.cannot_at, snooze.snoozed_until, snooze.snoozes
      from (values (${given("tenantId")}::text, ${given("userId")}::text))
        as person (tenant_id, user_id)
      left join stances as stance using (tenant_id, user_id)
      left join snoozes as snooze on snooze.tenant_id = person.tenant_id
        and snooze.user_id = person.user_id and snooze.campaign_id = ${given("campaignId")}`,
  );
}

function exempt(db: Kysely<Schema>, given: Given<ExemptValues>) {
  return written(
    db,
    sql`
      insert into stances (tenant_id, user_id, exempt_reason, exempt_until, exempted_at)
      select given.tenant_id, given.user_id, ${given("reason")}::text,
        ${given("until")}::timestamptz, ${given("at")}::timestamptz
      from ${keysTable(given)}
      on conflict (tenant_id, user_id) do update set
        exempt_reason = excluded.exempt_reason,
        exempt_until = excluded.exempt_until,
        exempted_at = excluded.exempted_at`,
  );
}

function endExemption(db: Kysely<Schema>, given: Given<KeysValues>) {
  return written(
    db,
    sql`
      update stances set exempt_reason = null, exempt_until = null, exempted_at = null
      from ${keysTable(given)}
      where stances.tenant_id = given.tenant_id and stances.user_id = given.user_id
        and stances.exempt_reason is not null
      returning stances.user_id`,
  );
}

function setOptedOut(db: Kysely<Schema>, given: Given<OptOutValues>) {
  return written(
    db,
    sql`
      insert into stances (tenant_id, user_id, opted_out_at)
      values (${given("tenantId")}, ${given("userId")}, ${given("at")})
      on conflict (tenant_id, user_id) do update set opted_out_at = excluded.opted_out_at`,
  );
}

/** A statement that is older than the stored one changes nothing; taking it back always does. */
function setCannot(db: Kysely<Schema>, given: Given<CannotValues>) {
  return written(
    db,
    sql`
      insert into stances as known (tenant_id, user_id, cannot_reason, cannot_at)
      values (${given("tenantId")}, ${given("userId")}, ${given("reason")}, ${given("at")})
      on conflict (tenant_id, user_id) do update set
        cannot_reason = excluded.cannot_reason,
        cannot_at = excluded.cannot_at
      where known.cannot_at is null or excluded.cannot_at is null
        or excluded.cannot_at >= known.cannot_at`,
  );
}

/** Of two that follow on the same count, the second waits for the first and then finds another count. */
function snooze(db: Kysely<Schema>, given: Given<SnoozeValues>) {
  return written(
    db,
    sql`
      insert into snoozes as known
        (tenant_id, user_id, campaign_id, snoozed_until, snoozes, snoozed_at)
      select campaigns.tenant_id, ${given("userId")}::text, campaigns.campaign_id,
        ${given("until")}::timestamptz, ${given("count")}::integer, ${given("at")}::timestamptz
      from campaigns
      where campaigns.tenant_id = ${given("tenantId")}
        and campaigns.campaign_id = ${given("campaignId")}
        and ${given("count")}::integer = 1 + coalesce((
          select snoozes from snoozes
          where tenant_id = campaigns.tenant_id and user_id = ${given("userId")}
            and campaign_id = campaigns.campaign_id
        ), 0)
      on conflict (tenant_id, user_id, campaign_id) do update set
        snoozed_until = excluded.snoozed_until,
        snoozes = excluded.snoozes,
        snoozed_at = excluded.snoozed_at
      where known.snoozes = excluded.snoozes - 1
      returning known.snoozes`,
  );
}
