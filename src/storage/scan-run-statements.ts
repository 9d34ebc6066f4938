import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

type HolderValues = { readonly tenantId: string; readonly holder: string };
export type BeginValues = HolderValues & {
  readonly leaseMs: number;
  readonly plan: string;
  readonly requiresInclusion: boolean;
  readonly resumeAfter: Date;
  readonly at: Date;
};
export type RunValues = HolderValues & { readonly run: number };
export type ProgressValues = RunValues & {
  readonly leaseMs: number;
  readonly step: number;
  readonly next: string | null;
  readonly members: number;
  readonly accounts: number;
  readonly report: number;
};
export type CompleteValues = RunValues & { readonly at: Date };
export type TenantValues = { readonly tenantId: string };

export type RunRow = {
  readonly run: number;
  readonly started_at: Date;
  readonly step: number;
  readonly next_link: string | null;
  readonly members_read: number;
  readonly accounts_read: number;
  readonly report_read: number;
};

const RUN = sql.raw("run, started_at, step, next_link, members_read, accounts_read, report_read");

const leaseEnd = (given: Given<{ readonly leaseMs: number }>) =>
  sql`clock_timestamp() + ${given("leaseMs")}::double precision * interval '1 millisecond'`;

export function resume(db: Kysely<Schema>, given: Given<BeginValues>) {
  return written(
    db,
    sql<RunRow>`
      update scan_runs set holder = ${given("holder")}, leased_until = ${leaseEnd(given)}
      where tenant_id = ${given("tenantId")}
        and run = (select max(run) from scan_runs where tenant_id = ${given("tenantId")})
        and completed_at is null
        and plan = ${given("plan")}
        and started_at >= ${given("resumeAfter")}
        and (holder is null or holder = ${given("holder")} or leased_until <= clock_timestamp())
      returning ${RUN}`,
  );
}

// Of two that begin at once, the primary key lets one through. What the new one replaces is deleted, so that its holder
// can save nothing more.
export function beginNew(db: Kysely<Schema>, given: Given<BeginValues>) {
  return written(
    db,
    sql<RunRow>`
      with begun as (
        insert into scan_runs
          (tenant_id, run, plan, requires_inclusion, started_at, holder, leased_until)
        select ${given("tenantId")}, coalesce(max(run), 0) + 1, ${given("plan")},
          ${given("requiresInclusion")}::boolean, ${given("at")}, ${given("holder")}, ${leaseEnd(given)}
        from scan_runs where tenant_id = ${given("tenantId")}
        having not coalesce(bool_or(
          holder <> ${given("holder")} and leased_until > clock_timestamp()
        ), false)
        on conflict do nothing
        returning ${RUN}
      ), replaced as (
        delete from scan_runs using begun
        where scan_runs.tenant_id = ${given("tenantId")}
          and scan_runs.completed_at is null and scan_runs.run < begun.run
      )
      select ${RUN} from begun`,
  );
}

export function saveProgress(db: Kysely<Schema>, given: Given<ProgressValues>) {
  return written(
    db,
    sql`
      update scan_runs set
        step = ${given("step")}, next_link = ${given("next")},
        members_read = ${given("members")}, accounts_read = ${given("accounts")},
        report_read = ${given("report")}, leased_until = ${leaseEnd(given)}
      where tenant_id = ${given("tenantId")} and run = ${given("run")}
        and holder = ${given("holder")}
      returning run`,
  );
}

export function release(db: Kysely<Schema>, given: Given<RunValues>) {
  return db
    .updateTable("scan_runs")
    .set({ holder: null, leased_until: null })
    .where("tenant_id", "=", given("tenantId"))
    .where("run", "=", given("run"))
    .where("holder", "=", given("holder"));
}

export function complete(db: Kysely<Schema>, given: Given<CompleteValues>) {
  return written(
    db,
    sql`
      with completed as (
        update scan_runs set completed_at = ${given("at")}, holder = null, leased_until = null
        where tenant_id = ${given("tenantId")} and run = ${given("run")}
          and holder = ${given("holder")}
        returning run
      ), older as (
        delete from scan_runs using completed
        where scan_runs.tenant_id = ${given("tenantId")} and scan_runs.run < completed.run
      )
      select run from completed`,
  );
}

export function lastCompleted(db: Kysely<Schema>, given: Given<TenantValues>) {
  return db
    .selectFrom("scan_runs")
    .select("completed_at")
    .where("tenant_id", "=", given("tenantId"))
    .where("completed_at", "is not", null)
    .orderBy("run", "desc")
    .limit(1);
}
