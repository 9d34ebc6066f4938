import { type Client, type GraphRequest, ResponseType } from "@microsoft/microsoft-graph-client";
import { z } from "zod/v4";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type {
  GraphRefusal,
  MethodsReader,
  MethodsReading,
  OwnerReading,
} from "../enrollment/methods-reader.ts";
import { userId } from "../methods/ids.ts";
import { parseMethods } from "../methods/parse.ts";
import { isSendable, NextPage, requestIdOf, retryAfterSeconds } from "./client.ts";

/** All requests of one reading together. Teams gives an invoke about ten seconds; the answer must fit in too. */
const BUDGET_MS = 7_000;
/** Nobody has this many pages of methods; it ends a loop that Graph would have to be broken to cause. */
const MOST_PAGES = 10;

const page = z.object({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.url().optional(),
});

const me = z.object({ id: z.guid(), userType: z.string().nullish() });

/**
 * Reads `/me/authentication/methods` with the person's own delegated token (UserAuthenticationMethod.Read).
 * Source: Microsoft Graph, "List methods"; it takes no OData options.
 */
export class GraphMethodsReader implements MethodsReader {
  readonly #client: Client;
  readonly #budgetMs: number;
  readonly #onUnanswered: (error: unknown) => void;

  constructor(
    client: Client,
    options: {
      readonly budgetMs?: number;
      /** Told why no answer came (name not found, connection refused, time over): operators need it, people do not. */
      readonly onUnanswered?: (error: unknown) => void;
    } = {},
  ) {
    this.#client = client;
    this.#budgetMs = options.budgetMs ?? BUDGET_MS;
    this.#onUnanswered = options.onUnanswered ?? (() => undefined);
  }

  async readMine(token: DelegatedToken): Promise<MethodsReading> {
    const signal = AbortSignal.timeout(this.#budgetMs);
    const entries: unknown[] = [];
    let request = this.#client.api("/me/authentication/methods");
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const answer = await this.#send(request, token, signal);
      if (answer.kind !== "answered") return answer;
      const read = page.safeParse(answer.body);
      if (!read.success) return badReply(answer);
      entries.push(...read.data.value);
      const next = read.data["@odata.nextLink"];
      if (next === undefined) return { kind: "read", methods: parseMethods(entries) };
      request = this.#client.api("").middlewareOptions([new NextPage(next)]);
    }
    return badReply({ requestId: null });
  }

  async readOwner(token: DelegatedToken): Promise<OwnerReading> {
    const signal = AbortSignal.timeout(this.#budgetMs);
    const request = this.#client.api("/me?$select=id,userType");
    const answer = await this.#send(request, token, signal);
    if (answer.kind !== "answered") return answer;
    const read = me.safeParse(answer.body);
    if (!read.success) return badReply(answer);
    const { id, userType } = read.data;
    const isGuest = userType?.toLowerCase() === "guest";
    return { kind: "known", owner: { userId: userId(id), tenantId: null, isGuest } };
  }

  async #send(
    request: GraphRequest,
    token: DelegatedToken,
    signal: AbortSignal,
  ): Promise<Answered | GraphRefusal> {
    if (!isSendable(token)) return { kind: "tokenRefused" };
    try {
      // Raw, because the SDK loses the headers of an error whose body it does not understand, Retry-After among them.
      const response = (await request
        .header("Authorization", `Bearer ${token.value}`)
        .option("signal", signal)
        .responseType(ResponseType.RAW)
        .get()) as Response;
      const text = await response.text();
      if (!response.ok) return refusalOf(response);
      return { kind: "answered", body: jsonIn(text), requestId: requestIdOf(response) };
    } catch (error) {
      this.#onUnanswered(error);
      return { ...UNANSWERED, why: signal.aborted ? "timeout" : "serviceError" };
    }
  }
}

type Answered = {
  readonly kind: "answered";
  /** Parsed JSON; undefined when it is none. */
  readonly body: unknown;
  readonly requestId: string | null;
};

const UNANSWERED = { kind: "unavailable", retryAfterSeconds: null, requestId: null } as const;

const badReply = ({ requestId }: { readonly requestId: string | null }): GraphRefusal => ({
  ...UNANSWERED,
  why: "badReply",
  requestId,
});

function refusalOf(response: Response): GraphRefusal {
  const facts = {
    retryAfterSeconds: retryAfterSeconds(response.headers),
    requestId: requestIdOf(response),
  };
  switch (response.status) {
    case 401:
      return { kind: "tokenRefused" };
    case 403:
      return { kind: "unavailable", why: "forbidden", ...facts };
    case 429:
      return { kind: "unavailable", why: "throttled", ...facts };
    default:
      return { kind: "unavailable", why: "serviceError", ...facts };
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
