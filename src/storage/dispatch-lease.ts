import { type Kysely, type RawBuilder, sql } from "kysely";
import type { TenantId } from "../methods/ids.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

export type HolderValues = { readonly tenantId: string; readonly holder: string };
type LeaseValues = HolderValues & { readonly leaseMs: number };
type PauseValues = HolderValues & { readonly pauseMs: number };

/**
 * Which replica dispatches a tenant's reminders. Only the database's clock counts, read when a row is in hand: a
 * statement may have waited for it.
 */
export class DispatchLease {
  readonly #take: Statement<LeaseValues, { readonly paused_ms: number }>;
  readonly #extend: Statement<LeaseValues, unknown>;
  readonly #release: Statement<HolderValues, unknown>;
  readonly #pause: Statement<PauseValues, unknown>;

  constructor(database: Database) {
    this.#take = database.prepare("dispatch_leases.take", take);
    this.#extend = database.prepare("dispatch_leases.extend", extend);
    this.#release = database.prepare("dispatch_leases.release", release);
    this.#pause = database.prepare("dispatch_leases.pause", pause);
  }

  /** How long Teams asked to wait, or null when another holder has the lease. */
  async take(tenantId: TenantId, holder: string, leaseMs: number): Promise<number | null> {
    const [row] = await this.#take.run({ tenantId, holder, leaseMs });
    return row?.paused_ms ?? null;
  }

  async extend(tenantId: TenantId, holder: string, leaseMs: number): Promise<boolean> {
    return (await this.#extend.run({ tenantId, holder, leaseMs })).length > 0;
  }

  async release(tenantId: TenantId, holder: string): Promise<void> {
    await this.#release.run({ tenantId, holder });
  }

  async pause(tenantId: TenantId, holder: string, pauseMs: number): Promise<void> {
    await this.#pause.run({ tenantId, holder, pauseMs });
  }
}

/**
 * A table `lease` with one row while the holder has the lease, else none. Its row stays locked until the statement is
 * over: whoever takes the lease meanwhile waits, and so never sees half of what a predecessor did.
 */
export const leaseTable = (given: Given<HolderValues>): RawBuilder<unknown> => sql`
  lease as materialized (
    select holder from dispatch_leases
    where tenant_id = ${given("tenantId")} and holder = ${given("holder")}
      and leased_until > clock_timestamp()
    for share
  )`;

const after = (ms: RawBuilder<unknown> | number) =>
  sql`clock_timestamp() + ${ms}::double precision * interval '1 millisecond'`;

function take(db: Kysely<Schema>, given: Given<LeaseValues>) {
  return written(
    db,
    sql<{ readonly paused_ms: number }>`
      insert into dispatch_leases as known (tenant_id, holder, leased_until)
      values (${given("tenantId")}, ${given("holder")}, ${after(given("leaseMs"))})
      on conflict (tenant_id) do update set
        holder = excluded.holder,
        leased_until = ${after(given("leaseMs"))}
      where known.holder is null or known.holder = excluded.holder
        or known.leased_until <= clock_timestamp()
      returning greatest(
        0, coalesce(extract(epoch from known.paused_until - clock_timestamp()), 0) * 1000
      )::double precision as paused_ms`,
  );
}

function extend(db: Kysely<Schema>, given: Given<LeaseValues>) {
  return written(
    db,
    sql`
      update dispatch_leases set leased_until = ${after(given("leaseMs"))}
      where tenant_id = ${given("tenantId")} and holder = ${given("holder")}
        and leased_until > clock_timestamp()
      returning holder`,
  );
}

/** The row stays, for the pause. */
function release(db: Kysely<Schema>, given: Given<HolderValues>) {
  return written(
    db,
    sql`
      update dispatch_leases set holder = null, leased_until = null
      where tenant_id = ${given("tenantId")} and holder = ${given("holder")}`,
  );
}

function pause(db: Kysely<Schema>, given: Given<PauseValues>) {
  return written(
    db,
    sql`
      update dispatch_leases set paused_until = greatest(paused_until, ${after(given("pauseMs"))})
      where tenant_id = ${given("tenantId")} and holder = ${given("holder")}`,
  );
}
