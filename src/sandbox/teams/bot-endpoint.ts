import type { ChannelIdentity } from "../channel/channel-identity.ts";
import type { Activity } from "./activity.ts";

export type BotAnswer = { readonly status: number; readonly body: unknown };

/** The bot's messaging endpoint, as the Bot Framework channel calls it. */
export interface BotEndpoint {
  /** Never throws: a bot that is away or too slow is answered for as the channel does (502, 504). */
  deliver(activity: Activity): Promise<BotAnswer>;
}

// The Bot Framework channel gives up on a bot after 15 seconds and says 504 BotTimeout.
const patienceMs = 15_000;

/** Delivers to `BOT_URL/api/messages` with a channel token whose `serviceurl` claim is `serviceUrl`. */
export function botEndpoint(
  botUrl: string,
  serviceUrl: string,
  channel: Pick<ChannelIdentity, "signChannelToken">,
): BotEndpoint {
  return {
    async deliver(activity) {
      const token = await channel.signChannelToken({ serviceUrl });
      try {
        const response = await fetch(`${botUrl}/api/messages`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify(activity),
          signal: AbortSignal.timeout(patienceMs),
        });
        return { status: response.status, body: readBody(await response.text()) };
      } catch (cause) {
        const late = cause instanceof DOMException && cause.name === "TimeoutError";
        const code = late ? "BotTimeout" : "BotNotReachable";
        return { status: late ? 504 : 502, body: { error: { code, message: String(cause) } } };
      }
    },
  };
}

function readBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
