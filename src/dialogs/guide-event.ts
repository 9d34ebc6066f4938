import type { GuideStep, Trouble } from "../cards/guide/guide-view.ts";
import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import type { ProofStrength } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { Snapshot } from "./guide-snapshot.ts";

/** Turning pages, troubles included. `at` is the page that was pressed; null: the card did not say. */
export type PageMove =
  | { readonly kind: "next"; readonly at: GuideStep | null }
  | { readonly kind: "back"; readonly at: GuideStep | null }
  | { readonly kind: "stuck"; readonly at: GuideStep | null }
  | { readonly kind: "troubleChosen"; readonly at: GuideStep | null; readonly trouble: Trouble }
  /** From the troubles, or from the help desk, back to the instruction. */
  | { readonly kind: "unstuck"; readonly at: GuideStep | null };

/** The list was read to see whether a new entry is there. */
export type Look =
  | { readonly kind: "looked"; readonly by: "watch"; readonly snapshot: Snapshot }
  | {
      readonly kind: "looked";
      readonly by: "person";
      readonly at: GuideStep | null;
      readonly snapshot: Snapshot;
    };

/** What can happen to a guide: in the chat, on Security info, in the browser. */
export type GuideEvent =
  | { readonly kind: "started"; readonly snapshot: Snapshot }
  /** The person came back: another day, another client, after a restart. */
  | { readonly kind: "resumed"; readonly snapshot: Snapshot }
  | PageMove
  | Look
  | { readonly kind: "deviceIsMine"; readonly methodId: MethodId; readonly snapshot: Snapshot }
  | { readonly kind: "noneIsMine"; readonly snapshot: Snapshot }
  | { readonly kind: "askedToProve"; readonly snapshot: Snapshot }
  | { readonly kind: "signedInAgain"; readonly snapshot: Snapshot }
  | { readonly kind: "signInFailed"; readonly why: FreshSignInFailure }
  | {
      readonly kind: "numberShowedOn";
      readonly methodId: MethodId;
      /** Null: the fresh sign-in is too old, or failed. */
      readonly strength: Exclude<ProofStrength, "registered"> | null;
      readonly snapshot: Snapshot;
    }
  | { readonly kind: "noNumberShowed" }
  | { readonly kind: "askedForChecklist"; readonly snapshot: Snapshot }
  | { readonly kind: "leftForChecklist"; readonly snapshot: Snapshot };
