import type { GuideStep, Trouble } from "../cards/guide/guide-view.ts";
import type { CardAction, CleanupAction } from "../cards/verbs.ts";

import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import type { MethodId } from "../methods/ids.ts";

/** Asks that move between pages only. `step` is the page that was pressed; null: the card did not say. */
type PageAsk =
  | { readonly kind: "next" | "back" | "stuck" | "unstuck"; readonly step: GuideStep | null }
  | { readonly kind: "trouble"; readonly step: GuideStep | null; readonly trouble: Trouble }
  | { readonly kind: "noNumber" }
  | { readonly kind: "signInFailed"; readonly why: FreshSignInFailure };

/** Asks that are decided on methods that were read just now. */
export type ReadingAsk =
  | { readonly kind: "start" | "resume" | "watchFound" | "prove" | "checklist" }
  | { readonly kind: "checkNow"; readonly step: GuideStep | null }
  | { readonly kind: "deviceIsMine" | "numberShowedOn"; readonly methodId: MethodId }
  | { readonly kind: "noneIsMine" }
  | { readonly kind: "signedInAgain" };

/** What a person, a watch or the fresh sign-in asks of the guide. */
export type GuideAsk = PageAsk | ReadingAsk;

export function needsReading(ask: GuideAsk): ask is ReadingAsk {
  switch (ask.kind) {
    case "next":
    case "back":
    case "stuck":
    case "unstuck":
    case "noNumber":
    case "trouble":
    case "signInFailed":
      return false;
    case "start":
    case "resume":
    case "checkNow":
    case "watchFound":
    case "prove":
    case "checklist":
    case "deviceIsMine":
    case "numberShowedOn":
    case "noneIsMine":
    case "signedInAgain":
      return true;
  }
}

/** A pressed button as the guide understands it, with the guide that the card belonged to. */
export type PressedAsk = { readonly ask: GuideAsk; readonly guideId: string | null };

/** Buttons of the guide: each can carry the guide that its card belonged to. */
export type GuideAction = Exclude<
  Extract<CardAction, { readonly guideId: string | null }>,
  CleanupAction
>;

export const isGuideAction = (action: CardAction): action is GuideAction =>
  "guideId" in action && !action.verb.startsWith("cleanup.");

/** What a button asks of the guide. */
export function guideAskOf(action: GuideAction): PressedAsk {
  const { guideId } = action;
  switch (action.verb) {
    // These four begin something and are right on any card, however old.
    case "guide.start":
      return { ask: { kind: "start" }, guideId: null };
    case "guide.resume":
      return { ask: { kind: "resume" }, guideId: null };
    case "guide.prove":
      return { ask: { kind: "prove" }, guideId: null };
    case "checklist.show":
      return { ask: { kind: "checklist" }, guideId: null };
    case "guide.next":
      return { ask: { kind: "next", step: action.step }, guideId };
    case "guide.back":
      return { ask: { kind: "back", step: action.step }, guideId };
    case "guide.stuck":
      return { ask: { kind: "stuck", step: action.step }, guideId };
    case "guide.unstuck":
      return { ask: { kind: "unstuck", step: action.step }, guideId };
    case "guide.checkNow":
      return { ask: { kind: "checkNow", step: action.step }, guideId };
    case "guide.trouble":
      return { ask: { kind: "trouble", step: action.step, trouble: action.trouble }, guideId };
    case "device.mine":
      return { ask: { kind: "deviceIsMine", methodId: action.methodId }, guideId };
    case "device.none":
      return { ask: { kind: "noneIsMine" }, guideId };
    case "device.showedNumber":
      return { ask: { kind: "numberShowedOn", methodId: action.methodId }, guideId };
    case "device.noNumber":
      return { ask: { kind: "noNumber" }, guideId };
  }
}
