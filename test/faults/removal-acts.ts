import type { AuditedOutcome } from "../../src/enrollment/removal-audit.ts";
import type { DatabaseOptions } from "../../src/storage/database.ts";

/** Where a worker ends itself, or stops, as if it were killed or frozen there. */
export type Step =
  | "beforeIntent"
  | "afterIntent"
  /** Graph has answered; nobody has looked at the answer yet. */
  | "afterDelete"
  | "beforeOutcome"
  | "afterOutcome";

export type Fate = {
  readonly step: Step;
  /** At which removal of the batch, from 1. */
  readonly removal: number;
  readonly signal: "SIGKILL" | "SIGSTOP";
};

export type Act =
  /** The person says which phone is in their hand, and has just proved it. */
  | { readonly do: "prove"; readonly device: string }
  | { readonly do: "remove"; readonly targets: readonly string[]; readonly laterMs?: number }
  | { readonly do: "settle"; readonly laterMs: number }
  | { readonly do: "readAudit" };

/** What a worker is told: everything it needs to be one replica of the service, removing one person's devices. */
export type WorkerOrder = {
  readonly database: WorkerDatabase;
  readonly graphUrl: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly readingToken: string;
  readonly actingToken: string;
  readonly fate: Fate | null;
  readonly acts: readonly Act[];
};

export type WorkerDatabase = Pick<DatabaseOptions, "kind"> & {
  /** Address or folder. */
  readonly place: string;
};

/** An audit entry as a worker prints it. */
export type Trail = { readonly methodId: string; readonly outcome: AuditedOutcome | "open" };
