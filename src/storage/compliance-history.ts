import type { Kysely } from "kysely";
import { z } from "zod/v4";
import type { TenantId } from "../methods/ids.ts";
import type {
  ComplianceCounts,
  ComplianceHistory,
  ComplianceRecord,
} from "../reminders/compliance-history.ts";
import { REPORT_METHODS } from "../reminders/report-methods.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";

type AddValues = {
  readonly tenantId: string;
  readonly run: number;
  readonly at: Date;
  readonly counts: string;
};
type ListValues = { readonly tenantId: string; readonly since: Date };
type HistoryRow = { readonly run: number; readonly at: Date; readonly counts: string };

const LONG_AGO = new Date(0);

// Another version of the program may have known other methods: what it did not count is none.
const count = z.int().nonnegative().default(0);
const countsParser = z.object({
  people: count,
  ready: count,
  notReady: count,
  notKnown: count,
  leftOut: z.object({ guests: count, disabled: count, excluded: count, exempt: count }),
  byMethod: z.record(z.string(), count).transform(
    (found) =>
      Object.fromEntries(
        REPORT_METHODS.map((method) => [method, found[method] ?? 0]),
        // Every method has its number.
      ) as ComplianceCounts["byMethod"],
  ),
  byReachability: z.object({
    unknown: count,
    reachable: count,
    notInstalled: count,
    removed: count,
    blocked: count,
    gone: count,
  }),
});

/** How many were set up at each complete scan, on either engine. Rejects with StorageError only. */
export class PostgresComplianceHistory implements ComplianceHistory {
  readonly #add: Statement<AddValues, unknown>;
  readonly #list: Statement<ListValues, HistoryRow>;

  constructor(database: Database) {
    this.#add = database.prepare("compliance_history.add", add);
    this.#list = database.prepare("compliance_history.list", list);
  }

  async add(tenantId: TenantId, { run, at, counts }: ComplianceRecord): Promise<void> {
    await this.#add.run({ tenantId, run, at, counts: JSON.stringify(counts) });
  }

  async list(tenantId: TenantId, since: Date | null): Promise<readonly ComplianceRecord[]> {
    const rows = await this.#list.run({ tenantId, since: since ?? LONG_AGO });
    return rows.map(({ run, at, counts }) => ({
      run,
      at,
      counts: countsParser.parse(JSON.parse(counts)),
    }));
  }
}

function add(db: Kysely<Schema>, given: Given<AddValues>) {
  return db
    .insertInto("compliance_history")
    .values({
      tenant_id: given("tenantId"),
      run: given("run"),
      at: given("at"),
      counts: given("counts"),
    })
    .onConflict((conflict) => conflict.doNothing());
}

function list(db: Kysely<Schema>, given: Given<ListValues>) {
  return db
    .selectFrom("compliance_history")
    .select(["run", "at", "counts"])
    .where("tenant_id", "=", given("tenantId"))
    .where("at", ">=", given("since"))
    .orderBy("at")
    .orderBy("run");
}
