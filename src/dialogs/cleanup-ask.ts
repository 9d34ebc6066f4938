import type { CardAction, CleanupAction } from "../cards/verbs.ts";
import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import type { MethodId } from "../methods/ids.ts";

/** What a person or the fresh sign-in asks of the clean-up, decided on methods that were read just now. */
export type ReadingCleanupAsk =
  | {
      readonly kind:
        | "start"
        | "look"
        | "keepAll"
        | "back"
        | "signInAgain"
        | "noNumber"
        | "signedIn";
    }
  | { readonly kind: "mine" | "showedNumber"; readonly methodId: MethodId }
  | { readonly kind: "pick" | "confirm"; readonly ids: readonly MethodId[] };

export type CleanupAsk =
  | ReadingCleanupAsk
  | { readonly kind: "noneMine" }
  | { readonly kind: "signInFailed"; readonly why: FreshSignInFailure };

export const needsList = (ask: CleanupAsk): ask is ReadingCleanupAsk =>
  ask.kind !== "noneMine" && ask.kind !== "signInFailed";

/** A pressed button as the clean-up understands it, with the clean-up that the card belonged to. */
export type PressedCleanupAsk = { readonly ask: CleanupAsk; readonly guideId: string | null };

export const isCleanupAction = (action: CardAction): action is CleanupAction =>
  action.verb.startsWith("cleanup.");

/** What a button asks of the clean-up. */
export function cleanupAskOf(action: CleanupAction): PressedCleanupAsk {
  const { guideId } = action;
  switch (action.verb) {
    // It begins something and is right on any card, however old.
    case "cleanup.start":
      return { ask: { kind: "start" }, guideId: null };
    case "cleanup.mine":
      return { ask: { kind: "mine", methodId: action.methodId }, guideId };
    case "cleanup.noneMine":
      return { ask: { kind: "noneMine" }, guideId };
    case "cleanup.pick":
      return { ask: { kind: "pick", ids: action.picked }, guideId };
    case "cleanup.keepAll":
      return { ask: { kind: "keepAll" }, guideId };
    case "cleanup.back":
      return { ask: { kind: "back" }, guideId };
    case "cleanup.confirm":
      return { ask: { kind: "confirm", ids: action.picked }, guideId };
    case "cleanup.signInAgain":
      return { ask: { kind: "signInAgain" }, guideId };
    case "cleanup.showedNumber":
      return { ask: { kind: "showedNumber", methodId: action.methodId }, guideId };
    case "cleanup.noNumber":
      return { ask: { kind: "noNumber" }, guideId };
    case "cleanup.look":
      return { ask: { kind: "look" }, guideId };
  }
}
