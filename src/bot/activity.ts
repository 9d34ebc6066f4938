import type { TurnContext } from "botbuilder";
import { type CardAction, parseAction } from "../cards/verbs.ts";

/** A pressed button of a card (Universal Actions). */
export const isActionInvoke = ({ activity }: TurnContext): boolean =>
  activity.type === "invoke" && activity.name === "adaptiveCard/action";

/** The action in an `adaptiveCard/action` value; null when it is none of ours, broken, or of another version. */
export function actionIn(value: unknown): CardAction | null {
  const part = actionPart(value);
  return parseAction(part?.verb, part?.data);
}

/**
 * The app was taken away from where it was. An upgrade takes it away as well (`remove-upgrade`) and brings it back at
 * once, in no certain order, so it does not count.
 */
export const isUninstall = ({ activity }: TurnContext): boolean =>
  activity.type === "installationUpdate"
    ? activity.action === "remove"
    : activity.type === "conversationUpdate" && names(activity.membersRemoved, activity.recipient);

/** The bot itself was added to a conversation. */
export const isBotAdded = ({ activity }: TurnContext): boolean =>
  activity.type === "conversationUpdate" && names(activity.membersAdded, activity.recipient);

/** The SDK promises a text with every message; clients do not keep that promise for pressed buttons. */
export const isBlank = (text: string | undefined): boolean =>
  text === undefined || text.trim() === "";

const names = (
  members: TurnContext["activity"]["membersAdded"],
  one: { readonly id: string },
): boolean => members?.some((member) => member.id === one.id) ?? false;

type ActionPart = { readonly verb?: unknown; readonly data?: unknown };

function actionPart(value: unknown): ActionPart | null {
  if (typeof value !== "object" || value === null || !("action" in value)) return null;
  const { action } = value;
  return typeof action === "object" ? action : null;
}
