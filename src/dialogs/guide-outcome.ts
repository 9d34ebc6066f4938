import type { GuideView } from "../cards/guide/guide-view.ts";
import type { DeviceEvidence, ProofStrength } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { GuideState } from "./guide-state.ts";
import type { CardOutcome } from "./moving-card.ts";

export type GuideEffect =
  | { readonly kind: "show"; readonly view: GuideView }
  | { readonly kind: "startWatch"; readonly known: readonly MethodId[] }
  | { readonly kind: "stopWatch" }
  | {
      readonly kind: "confirmDevice";
      readonly methodId: MethodId;
      readonly evidence: DeviceEvidence;
    }
  | { readonly kind: "saveProof"; readonly methodId: MethodId; readonly strength: ProofStrength }
  /** Facts have changed: read everything again and go on with `leftForChecklist`. */
  | { readonly kind: "refresh" }
  | { readonly kind: "finish" }
  /** The card that was pressed is not the one of now. */
  | { readonly kind: "sayStale" };

export type GuideOutcome = CardOutcome<GuideState, GuideEffect>;

export const show = (view: GuideView): GuideEffect => ({ kind: "show", view });

/** Nothing is done on the strength of an old card. */
export const stale = (state: GuideState | null): GuideOutcome => ({
  state,
  effects: [{ kind: "sayStale" }],
});

export const unchanged = (state: GuideState | null): GuideOutcome => ({ state, effects: [] });
