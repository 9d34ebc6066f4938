import { type Client, GraphError } from "@microsoft/microsoft-graph-client";
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
import { retryAfterSeconds } from "./client.ts";

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

  constructor(client: Client, options: { readonly budgetMs?: number } = {}) {
    this.#client = client;
    this.#budgetMs = options.budgetMs ?? BUDGET_MS;
  }

  async readMine(token: DelegatedToken): Promise<MethodsReading> {
    return this.#bounded(async (signal): Promise<MethodsReading> => {
      const entries: unknown[] = [];
      let path: string | undefined = "/me/authentication/methods";
      for (let pages = 0; path !== undefined; pages += 1) {
        if (pages === MOST_PAGES) return BAD_REPLY;
        const answer = page.safeParse(await this.#get(path, token, signal));
        if (!answer.success) return BAD_REPLY;
        entries.push(...answer.data.value);
        path = answer.data["@odata.nextLink"];
      }
      return { kind: "read", methods: parseMethods(entries) };
    });
  }

  async readOwner(token: DelegatedToken): Promise<OwnerReading> {
    return this.#bounded(async (signal): Promise<OwnerReading> => {
      const answer = me.safeParse(await this.#get("/me?$select=id,userType", token, signal));
      if (!answer.success) return BAD_REPLY;
      const { id, userType } = answer.data;
      const isGuest = userType?.toLowerCase() === "guest";
      return { kind: "known", owner: { userId: userId(id), tenantId: null, isGuest } };
    });
  }

  async #bounded<Reading>(
    read: (signal: AbortSignal) => Promise<Reading>,
  ): Promise<Reading | GraphRefusal> {
    const signal = AbortSignal.timeout(this.#budgetMs);
    try {
      return await read(signal);
    } catch (error) {
      return refusalFrom(error, signal);
    }
  }

  async #get(path: string, token: DelegatedToken, signal: AbortSignal): Promise<unknown> {
    return (await this.#client
      .api(path)
      .header("Authorization", `Bearer ${token.value}`)
      .option("signal", signal)
      .get()) as unknown;
  }
}

const BAD_REPLY = {
  kind: "unavailable",
  why: "badReply",
  retryAfterSeconds: null,
  requestId: null,
} as const satisfies GraphRefusal;

function refusalFrom(error: unknown, signal: AbortSignal): GraphRefusal {
  if (signal.aborted) return { ...BAD_REPLY, why: "timeout" };
  if (!(error instanceof GraphError)) throw error;
  const headers = error.headers;
  const facts = {
    retryAfterSeconds: retryAfterSeconds(headers),
    requestId: error.requestId ?? headers?.get("request-id") ?? null,
  };
  switch (error.statusCode) {
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
