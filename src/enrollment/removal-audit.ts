import type { PushProof } from "../methods/checklist.ts";
import type { MethodId, UserId } from "../methods/ids.ts";
import type { PersonKey } from "./person.ts";

/** What became of a removal. An outcome is written once and never changed. */
export const AUDITED_OUTCOMES = [
  /** Graph answered 204, or 404 to a repeated request of ours. */
  "removed",
  /** Graph answered 404: somebody else removed it. */
  "alreadyGone",
  "isDefaultMethod",
  "freshSignInNeeded",
  "stepUpNeeded",
  "throttled",
  /** Graph refused for another reason (4xx). */
  "refusedByGraph",
  /** The request never reached Graph. */
  "notRemoved",
  /** No usable answer came; the list that was read afterwards no longer has the entry. */
  "settledAsRemoved",
  /** No usable answer came; long after the request could have had any effect, the list still has the entry. */
  "settledAsNotRemoved",
] as const;

export type AuditedOutcome = (typeof AUDITED_OUTCOMES)[number];

/** Outcomes after which the entry no longer exists. */
export const GONE_OUTCOMES = [
  "removed",
  "alreadyGone",
  "settledAsRemoved",
] as const satisfies readonly AuditedOutcome[];

export type RemovalIntent = {
  readonly methodId: MethodId;
  /** The proof of push that allowed it. */
  readonly proof: PushProof;
  readonly requestedAt: Date;
};

/** An intent without an outcome: it is under way, or was cut off by a crash or by silence. */
export type OpenRemoval = RemovalIntent & {
  readonly removalId: string;
  readonly key: PersonKey;
};

export type AuditEntry = OpenRemoval & {
  /** Null while the removal is open. */
  readonly settled: {
    readonly outcome: AuditedOutcome;
    /** Graph's `request-id`, where an answer came. */
    readonly requestId: string | null;
    readonly at: Date;
  } | null;
};

/** `from` is included, `until` is not; both are about `requestedAt`. */
export type AuditFilter = {
  readonly from?: Date;
  readonly until?: Date;
  readonly userId?: UserId;
};

/**
 * The append-only record of removals. It outlives the person's other data. At most one intent per person is open at any
 * time, held by the database itself: even two replicas that both believe to hold the lock cannot both have one.
 */
export interface RemovalAudit {
  /**
   * Resolves once the intent is committed: only then may Graph be called. Null: a removal of this person is open, and
   * nothing was written.
   */
  intend(key: PersonKey, intent: RemovalIntent): Promise<string | null>;
  /**
   * Adds the outcome and closes the intent. True for exactly one caller per removal; false: it was settled before, and
   * nothing was written.
   */
  settle(
    removalId: string,
    outcome: AuditedOutcome,
    requestId: string | null,
    at: Date,
  ): Promise<boolean>;
  findOpen(key: PersonKey): Promise<OpenRemoval | null>;
  /** Oldest first. */
  listOpen(limit: number): Promise<readonly OpenRemoval[]>;
  /** What was settled with one of {@link GONE_OUTCOMES} at `since` or later: Graph's list may still show it. */
  listRemoved(key: PersonKey, since: Date): Promise<readonly MethodId[]>;
  /** Oldest first, page by page; for the export. */
  read(filter: AuditFilter): AsyncIterable<AuditEntry>;
}
