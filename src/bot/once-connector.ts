import { request } from "undici";
import { z } from "zod/v4";
import type { Clock } from "../enrollment/clock.ts";
import type { TeamsRefusal } from "../reminders/reachability.ts";
import { retryAfterMs } from "../reminders/retry-delay.ts";
import type { SignsRequests } from "./token-client.ts";

/** Teams takes a message within a second; one that is silent for so long may still have taken it. */
const LONGEST_WAIT_MS = 15_000;
/** Answers are ids and error codes; what is longer is no answer of Teams. */
const LONGEST_ANSWER = 64 * 1024;

/** Teams answered, and the answer was not success. */
export class TeamsRefused extends Error {
  override readonly name = "TeamsRefused";
  readonly refusal: TeamsRefusal;

  constructor(refusal: TeamsRefusal) {
    super(`Teams answered ${refusal.status}`);
    this.refusal = refusal;
  }
}

/** The request was never made: there is no token to make it with. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

type Method = "POST" | "PUT";
type Sent = { readonly id: string };

const resource = z.object({ id: z.string().min(1) });

/**
 * The two calls of the Bot Connector that reminders need, each made exactly once. The SDK's own connector repeats
 * requests by itself, also a POST whose answer was lost, and then a person reads the same message twice; it hides
 * Retry-After too. It stands where the SDK's connector stands in a turn.
 * Source: Bot Connector, "Send to conversation", "Update activity".
 */
export class OnceConnector {
  readonly #serviceUrl: string;
  readonly #credentials: SignsRequests;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(
    serviceUrl: string,
    parts: {
      readonly credentials: SignsRequests;
      readonly clock: Clock;
      readonly signal: AbortSignal;
    },
  ) {
    this.#serviceUrl = serviceUrl.replace(/\/+$/, "");
    this.#credentials = parts.credentials;
    this.#clock = parts.clock;
    this.#signal = parts.signal;
  }

  readonly conversations = {
    sendToConversation: (conversationId: string, activity: unknown): Promise<Sent> =>
      this.#call("POST", conversationId, "", activity),
    // A turn that was made up replies to nothing that anybody wrote; the SDK makes up an id for it all the same.
    replyToActivity: (
      conversationId: string,
      _madeUp: string,
      activity: Record<string, unknown>,
    ): Promise<Sent> =>
      this.#call("POST", conversationId, "", { ...activity, replyToId: undefined }),
    updateActivity: (conversationId: string, activityId: string, activity: unknown) =>
      this.#call("PUT", conversationId, `/${encodeURIComponent(activityId)}`, activity),
  };

  /** @throws TeamsRefused when Teams says no, NotSent when no request was made; otherwise whatever kept the answer from coming. */
  async #call(method: Method, conversation: string, path: string, body: unknown): Promise<Sent> {
    const headers = await this.#headers();
    const url = `${this.#serviceUrl}/v3/conversations/${encodeURIComponent(conversation)}/activities${path}`;
    const answer = await request(url, {
      method,
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(LONGEST_WAIT_MS)]),
    });
    const text = (await answer.body.text()).slice(0, LONGEST_ANSWER);
    if (answer.statusCode >= 200 && answer.statusCode < 300) return sentIn(text);
    const asked = answer.headers["retry-after"];
    throw new TeamsRefused({
      status: answer.statusCode,
      body: jsonIn(text) ?? text,
      retryAfterMs: retryAfterMs(typeof asked === "string" ? asked : null, this.#clock.now()),
    });
  }

  async #headers(): Promise<Record<string, string>> {
    const headers: Record<string, string> = {
      accept: "application/json",
      "content-type": "application/json; charset=utf-8",
    };
    const set = (name: string, value: string): void => {
      headers[name.toLowerCase()] = value;
    };
    try {
      await this.#credentials.signRequest({ headers: { set } });
    } catch (cause) {
      throw new NotSent("The bot got no token for Teams", { cause });
    }
    return headers;
  }
}

// Taken is taken: an answer that cannot be read is no reason to think that the message was not delivered.
function sentIn(text: string): Sent {
  const parsed = resource.safeParse(jsonIn(text));
  return parsed.success ? parsed.data : { id: "" };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
