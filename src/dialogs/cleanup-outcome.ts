import type { CleanupView } from "../cards/cleanup/cleanup-view.ts";
import type { ProofStrength } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { AuthenticatorMethod } from "../methods/method.ts";
import type { CleanupState, Order } from "./cleanup-state.ts";
import type { CardOutcome } from "./moving-card.ts";

export type CleanupEffect =
  | { readonly kind: "show"; readonly view: CleanupView }
  /** Says it in a message of its own: the card belongs to something else by now. */
  | { readonly kind: "tell"; readonly view: CleanupView }
  | { readonly kind: "confirmDevice"; readonly methodId: MethodId }
  | { readonly kind: "saveProof"; readonly methodId: MethodId; readonly strength: ProofStrength }
  | { readonly kind: "keepDevices"; readonly methodIds: readonly MethodId[] }
  /** Facts have changed: read them again and go on with `factsChanged`. */
  | { readonly kind: "refresh" }
  /** The sign-in counts for nothing any more: its token is taken and forgotten. */
  | { readonly kind: "dropSignIn" }
  /**
   * Takes the token of the fresh sign-in and has these removed, showing that at once; leads to `tokenMissing` where there
   * is none. The only effect that removes anything.
   */
  | {
      readonly kind: "remove";
      readonly order: Order;
      readonly devices: readonly AuthenticatorMethod[];
    }
  /** All four points are done. */
  | { readonly kind: "finish" }
  | { readonly kind: "showChecklist" }
  /** The card that was pressed is not the one of now. */
  | { readonly kind: "sayStale" };

export type CleanupOutcome = CardOutcome<CleanupState, CleanupEffect>;

export const show = (view: CleanupView): CleanupEffect => ({ kind: "show", view });

/** Nothing is done on the strength of an old card. */
export const stale = (state: CleanupState | null): CleanupOutcome => ({
  state,
  effects: [{ kind: "sayStale" }],
});

export const unchanged = (state: CleanupState | null): CleanupOutcome => ({ state, effects: [] });
