import type { CardAction, CleanupAction } from "../cards/verbs.ts";
import type { GuideAsk } from "./guide.dialog.ts";

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
      return { ask: { kind: "next" }, guideId: action.guideId };
    case "guide.back":
      return { ask: { kind: "back" }, guideId: action.guideId };
    case "guide.stuck":
      return { ask: { kind: "stuck" }, guideId: action.guideId };
    case "guide.unstuck":
      return { ask: { kind: "unstuck" }, guideId: action.guideId };
    case "guide.checkNow":
      return { ask: { kind: "checkNow" }, guideId: action.guideId };
    case "guide.trouble":
      return { ask: { kind: "trouble", trouble: action.trouble }, guideId: action.guideId };
    case "device.mine":
      return { ask: { kind: "deviceIsMine", methodId: action.methodId }, guideId: action.guideId };
    case "device.none":
      return { ask: { kind: "noneIsMine" }, guideId: action.guideId };
    case "device.showedNumber":
      return {
        ask: { kind: "numberShowedOn", methodId: action.methodId },
        guideId: action.guideId,
      };
    case "device.noNumber":
      return { ask: { kind: "noNumber" }, guideId: action.guideId };
  }
}
