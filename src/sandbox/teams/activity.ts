import { z } from "zod/v4";

// Loose on purpose: a client and a channel pass on what they do not understand.
const account = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  aadObjectId: z.string().optional(),
});

const attachment = z.looseObject({ contentType: z.string(), content: z.unknown() });

const activity = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  text: z.string().optional(),
  replyToId: z.string().optional(),
  from: account.optional(),
  recipient: account.optional(),
  conversation: z.looseObject({ id: z.string() }).optional(),
  membersAdded: z.array(account).optional(),
  attachments: z.array(attachment).optional(),
  entities: z.array(z.unknown()).optional(),
  channelData: z.looseObject({}).optional(),
  value: z.unknown(),
});

/** A Bot Framework activity as far as the Teams client and the connector look into it; the rest passes through. */
export type Activity = z.infer<typeof activity>;

/** @throws ZodError when the body is no activity. */
export const parseActivity = (body: unknown): Activity => activity.parse(body);

const tokenExchangeResource = z.looseObject({ id: z.string(), uri: z.string() });

const oauthCard = z.looseObject({
  text: z.string().optional(),
  connectionName: z.string(),
  // Left out: no single sign-on. An explicit null is refused (seen in Microsoft's own trace, teams.net core/docs/sso).
  tokenExchangeResource: tokenExchangeResource.optional(),
  buttons: z
    .array(
      z.looseObject({
        type: z.string(),
        title: z.string().optional(),
        value: z.string().optional(),
      }),
    )
    .default([]),
});

/** An OAuth card, or the value of a loginRequest, which has the same form. */
export type OAuthCard = z.infer<typeof oauthCard>;

const oauthCardType = "application/vnd.microsoft.card.oauth";
export const signinCardType = "application/vnd.microsoft.card.signin";
export const adaptiveCardType = "application/vnd.microsoft.card.adaptive";

export type OAuthReading =
  | { readonly kind: "none" }
  | { readonly kind: "card"; readonly login: OAuthCard }
  /** Teams answers such a message with 400. */
  | { readonly kind: "broken" };

/** The OAuth card that a message carries. */
export function readOAuthCard(message: Activity): OAuthReading {
  const found = message.attachments?.find((one) => one.contentType === oauthCardType);
  if (!found) return { kind: "none" };
  const parsed = oauthCard.safeParse(found.content);
  return parsed.success ? { kind: "card", login: parsed.data } : { kind: "broken" };
}

const invokeAnswer = z.looseObject({
  statusCode: z.number(),
  type: z.string(),
  value: z.unknown(),
});

/** What a bot answers to adaptiveCard/action, by what a Teams client does with it. */
export type ActionAnswer =
  | { readonly kind: "card"; readonly card: unknown }
  | { readonly kind: "message"; readonly text: string }
  | { readonly kind: "loginRequest"; readonly login: OAuthCard }
  | { readonly kind: "preconditionFailed" }
  | { readonly kind: "error"; readonly message: string };

/** Teams' own words for an answer it can do nothing with. */
const unusable: ActionAnswer = { kind: "error", message: "Unable to reach app. Please try again." };

/**
 * Reads the answer to an adaptiveCard/action invoke.
 * Source: msteams-docs "Universal Actions for Adaptive Cards", response format and authentication flow.
 */
export function readActionAnswer(status: number, body: unknown): ActionAnswer {
  const parsed = invokeAnswer.safeParse(body);
  // Bots put the code in the body and answer 200, or (some) repeat it as the HTTP status.
  if (!parsed.success) return status === 412 ? { kind: "preconditionFailed" } : unusable;
  const { type, statusCode, value } = parsed.data;
  if (type === "application/vnd.microsoft.card.adaptive") return { kind: "card", card: value };
  if (type === "application/vnd.microsoft.activity.message" && typeof value === "string") {
    return { kind: "message", text: value };
  }
  if (type === "application/vnd.microsoft.activity.loginRequest") {
    const login = oauthCard.safeParse(value);
    return login.success ? { kind: "loginRequest", login: login.data } : unusable;
  }
  if (type === "application/vnd.microsoft.error.preconditionFailed" || statusCode === 412) {
    return { kind: "preconditionFailed" };
  }
  const error = z.looseObject({ message: z.string() }).safeParse(value);
  return error.success ? { kind: "error", message: error.data.message } : unusable;
}
