import type { AuditedOutcome } from "./removal-audit.ts";
import type { GraphRemoval, RemovalOutcome } from "./remove.ts";

/** What came of one target, and whether the next may be tried. */
export type Attempt = { readonly outcome: RemovalOutcome; readonly goesOn: boolean };

export const goOn = (outcome: RemovalOutcome): Attempt => ({ outcome, goesOn: true });
export const stop = (outcome: RemovalOutcome): Attempt => ({ outcome, goesOn: false });

export const NOT_TRIED = { kind: "notTried" } as const;

/**
 * What an answer of Graph means for the audit, the person and the rest of the batch: what would meet the next request
 * too ends it.
 */
export function conclusionOf(
  removal: Exclude<GraphRemoval, { readonly kind: "unknown" }>,
): Attempt & { readonly audited: AuditedOutcome } {
  switch (removal.kind) {
    case "removed":
    case "alreadyGone":
    case "isDefaultMethod":
      return { audited: removal.kind, ...goOn({ kind: removal.kind }) };
    case "refusedByGraph":
      return { audited: removal.kind, ...goOn(removal) };
    case "freshSignInNeeded": {
      const { kind, claims } = removal;
      return { audited: kind, ...stop({ kind, claims }) };
    }
    case "stepUpNeeded":
      return { audited: removal.kind, ...stop({ kind: removal.kind }) };
    case "throttled": {
      const { kind, retryAfterSeconds } = removal;
      return { audited: kind, ...stop({ kind, retryAfterSeconds }) };
    }
    case "unavailable":
      return { audited: "notRemoved", ...stop({ kind: removal.kind }) };
  }
}
