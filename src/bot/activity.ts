import type { TurnContext } from "botbuilder";
import { type CardAction, parseAction } from "../cards/verbs.ts";

/** A pressed button of a card (Universal Actions). */
export const isActionInvoke = ({ activity }: TurnContext): boolean =>
  activity.type === "invoke" && activity.name === "adaptiveCard/action";

/** A pressed `Action.Execute`, of a known card or not. */
export const isExecute = (context: TurnContext): boolean =>
  isActionInvoke(context) && actionPart(context.activity.value)?.type === "Action.Execute";

/** The action in an `adaptiveCard/action` value; null when it is none of ours, broken, or of another version. */
export function actionIn(value: unknown): CardAction | null {
  const part = actionPart(value);
  return parseAction(part?.verb, part?.data);
}

export const isUninstall = ({ activity }: TurnContext): boolean =>
  activity.type === "installationUpdate" && (activity.action?.startsWith("remove") ?? false);

/** The SDK promises a text with every message; clients do not keep that promise for pressed buttons. */
export const isBlank = (text: string | undefined): boolean =>
  text === undefined || text.trim() === "";

type ActionPart = { readonly type?: unknown; readonly verb?: unknown; readonly data?: unknown };

function actionPart(value: unknown): ActionPart | null {
  if (typeof value !== "object" || value === null || !("action" in value)) return null;
  const { action } = value;
  return typeof action === "object" ? action : null;
}
