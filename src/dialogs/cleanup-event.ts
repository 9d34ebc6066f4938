import type { OutcomeRow, Stop } from "../cards/cleanup/cleanup-view.ts";
import type { EnrollmentFacts } from "../enrollment/facts.ts";
import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import type { ProofStrength } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { Assessment } from "../methods/readiness.ts";
import type { CleanupSnapshot } from "./cleanup-snapshot.ts";
import type { Order } from "./cleanup-state.ts";

/** How strongly the last fresh sign-in shows a push; null where there is none of the last ten minutes. */
type SignInStrength = Exclude<ProofStrength, "registered"> | null;

/** Whether another removal of this person may begin. */
export type Standing =
  | { readonly kind: "free" }
  /** One runs, here or on another replica. */
  | { readonly kind: "underWay" }
  /** What an earlier one came to is not known yet; it is settled by `settlesAt` at the latest. */
  | { readonly kind: "open"; readonly methodId: MethodId; readonly settlesAt: Date };

/** What came of a removal: for each phone, or why nothing was tried. */
export type RemovalEnd =
  /** `unsure`: the phone of which nobody can say yet whether it is removed. */
  | { readonly kind: "stopped"; readonly stop: Stop; readonly unsure: MethodId | null }
  | {
      readonly kind: "finished";
      readonly rows: readonly OutcomeRow[];
      /** The list as read afterwards, without what was removed; null where it could not be read. */
      readonly after: Assessment | null;
      readonly facts: EnrollmentFacts;
    };

export type CleanupEvent =
  | { readonly kind: "started"; readonly snapshot: CleanupSnapshot; readonly standing: Standing }
  | {
      readonly kind: "looked";
      readonly snapshot: CleanupSnapshot;
      readonly standing: Standing;
      /** When the newest fresh sign-in was completed; null: none within ten minutes. */
      readonly signedInAt: Date | null;
    }
  | {
      readonly kind: "deviceIsMine";
      readonly methodId: MethodId;
      readonly strength: SignInStrength;
      readonly snapshot: CleanupSnapshot;
    }
  | { readonly kind: "noneIsMine" }
  | {
      readonly kind: "picked";
      readonly ids: readonly MethodId[];
      readonly snapshot: CleanupSnapshot;
    }
  | {
      readonly kind: "confirmed";
      readonly ids: readonly MethodId[];
      readonly snapshot: CleanupSnapshot;
    }
  | { readonly kind: "keptAll"; readonly snapshot: CleanupSnapshot }
  | { readonly kind: "back"; readonly snapshot: CleanupSnapshot }
  | { readonly kind: "askedToSignIn"; readonly snapshot: CleanupSnapshot }
  | { readonly kind: "noNumberShowed"; readonly snapshot: CleanupSnapshot }
  | {
      readonly kind: "numberShowedOn";
      readonly methodId: MethodId;
      readonly strength: SignInStrength;
      readonly snapshot: CleanupSnapshot;
    }
  /** The browser came back. Nobody pressed anything for these two. */
  | { readonly kind: "signedIn"; readonly snapshot: CleanupSnapshot }
  | { readonly kind: "signInFailed"; readonly why: FreshSignInFailure; readonly now: Date }
  /** What was established has changed in this very turn. */
  | { readonly kind: "factsChanged"; readonly snapshot: CleanupSnapshot }
  /** There was no token of a fresh sign-in to remove with. */
  | { readonly kind: "tokenMissing"; readonly now: Date }
  /** A removal that was ordered has ended, well or not. Nobody pressed anything for it. */
  | {
      readonly kind: "removed";
      readonly order: Order;
      readonly end: RemovalEnd;
      readonly now: Date;
    };
