import { z } from "zod/v4";

/**
 * What the bot says when it asks for a sign-in: base64 of a JSON `TokenExchangeState`
 * (botframework-schema), made by `UserTokenClient.createTokenExchangeState`.
 */
export type ExchangeState = {
  readonly connectionName: string;
  readonly msAppId: string;
  /** Teams user id of the asker. */
  readonly userId: string;
  readonly channelId: string;
  /** The whole conversation reference, as sent. */
  readonly conversation: unknown;
};

const stateShape = z.object({
  connectionName: z.string(),
  msAppId: z.string(),
  conversation: z.looseObject({
    channelId: z.string(),
    user: z.object({ id: z.string() }),
  }),
});

/** The state, or null when it is not one. */
export function parseExchangeState(encoded: string | null): ExchangeState | null {
  const parsed = stateShape.safeParse(fromBase64Json(encoded ?? ""));
  if (!parsed.success) return null;
  const { connectionName, msAppId, conversation } = parsed.data;
  return {
    connectionName,
    msAppId,
    userId: conversation.user.id,
    channelId: conversation.channelId,
    conversation,
  };
}

function fromBase64Json(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
