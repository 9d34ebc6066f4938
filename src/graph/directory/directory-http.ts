import { request } from "undici";
import { NO_TELEMETRY, type Telemetry } from "../../telemetry/telemetry.ts";
import { retryAfterSeconds } from "../client.ts";
import { tracedRequest } from "../traced-request.ts";
import type { AppTokenSource } from "./app-token.ts";

type Facts = {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;
};

/** What Graph answered; `body` is parsed JSON, or undefined where it was none. */
export type Answered = Facts & { readonly kind: "answered"; readonly body: unknown };

/** The same, not read yet. */
export type Received = Facts & { readonly kind: "received"; readonly bytes: Buffer };

/** No answer, or none in time. */
export type Unanswered = { readonly kind: "unanswered"; readonly why: "timeout" | "serviceError" };

export type GraphVersion = "v1.0" | "beta";

/** Graph's slowest back ends give up after 60 seconds by themselves (authentication methods overview). */
const REQUEST_LIMIT_MS = 60_000;

/**
 * Requests to Graph with the app's own token, each with a limit of time. It follows no redirect and repeats nothing but
 * a request whose token was refused: whoever asks knows best when to try again.
 */
export class DirectoryHttp {
  readonly #base: URL;
  readonly #tokens: AppTokenSource;
  readonly #limitMs: number;
  readonly #onUnanswered: (error: unknown) => void;
  readonly #telemetry: Telemetry;

  /**
   * @param options.url for instance `https://graph.microsoft.com`
   * @param options.onUnanswered told why there was no answer, for the log
   */
  constructor(
    tokens: AppTokenSource,
    options: {
      readonly url: string;
      readonly limitMs?: number;
      readonly onUnanswered?: (error: unknown) => void;
      readonly telemetry?: Telemetry;
    },
  ) {
    this.#base = new URL(`${options.url.replace(/\/+$/, "")}/`);
    this.#tokens = tokens;
    this.#limitMs = options.limitMs ?? REQUEST_LIMIT_MS;
    this.#onUnanswered = options.onUnanswered ?? (() => undefined);
    this.#telemetry = options.telemetry ?? NO_TELEMETRY;
  }

  /** The address of a path, for instance `users?$top=999`. */
  address(version: GraphVersion, path: string): string {
    return new URL(`${version}/${path}`, this.#base).href;
  }

  /** Whether a link leads to this Graph. The app's token can read a whole tenant: it goes nowhere else. */
  isOwn(link: string): boolean {
    if (!URL.canParse(link)) return false;
    const { origin, pathname, username } = new URL(link);
    return (
      origin === this.#base.origin && username === "" && pathname.startsWith(this.#base.pathname)
    );
  }

  async get(url: string, signal: AbortSignal): Promise<Answered | Unanswered> {
    return read(await this.#send(url, { method: "GET" }, signal));
  }

  async post(url: string, body: unknown, signal: AbortSignal): Promise<Answered | Unanswered> {
    return read(await this.#send(url, { method: "POST", body: JSON.stringify(body) }, signal));
  }

  /** For an answer that is too large to become objects all at once. */
  getBytes(url: string, signal: AbortSignal): Promise<Received | Unanswered> {
    return this.#send(url, { method: "GET" }, signal);
  }

  /** @throws the signal's reason when the caller gave up; anything else that happens is an answer. */
  async #send(url: string, what: Sending, signal: AbortSignal): Promise<Received | Unanswered> {
    if (!this.isOwn(url)) throw new Error("A request with the app's token to a foreign address");
    const limit = AbortSignal.timeout(this.#limitMs);
    const either = AbortSignal.any([signal, limit]);
    try {
      const first = await this.#sendOnce(url, what, either);
      if (first.status !== 401) return first;
      // The token may have been revoked, or the key that signed it replaced; a new one tells.
      this.#tokens.forget();
      return await this.#sendOnce(url, what, either);
    } catch (error) {
      signal.throwIfAborted();
      this.#onUnanswered(error);
      return { kind: "unanswered", why: limit.aborted ? "timeout" : "serviceError" };
    }
  }

  async #sendOnce(url: string, what: Sending, signal: AbortSignal): Promise<Received> {
    const token = await orAborted(this.#tokens.get(), signal);
    const received = await tracedRequest(
      this.#telemetry,
      { method: what.method, url },
      () => receive(url, what, { token, signal }),
      ({ status }) => status,
    );
    // A token from before an administrator consented lacks what was consented to.
    if (received.status === 403) this.#tokens.forget();
    return received;
  }
}

async function receive(
  url: string,
  { method, body }: Sending,
  { token, signal }: { readonly token: string; readonly signal: AbortSignal },
): Promise<Received> {
  const answer = await request(url, {
    method,
    signal,
    body: body ?? null,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  const headers = { get: (name: string) => headerText(answer.headers[name.toLowerCase()]) };
  return {
    kind: "received",
    status: answer.statusCode,
    bytes,
    retryAfterSeconds: retryAfterSeconds(headers),
    requestId: headers.get("request-id"),
  };
}

type Sending = { readonly method: "GET" | "POST"; readonly body?: string };

const headerText = (value: string | string[] | undefined): string | null =>
  Array.isArray(value) ? (value[0] ?? null) : (value ?? null);

function read(received: Received | Unanswered): Answered | Unanswered {
  return received.kind === "unanswered" ? received : answered(received);
}

export function answered({ bytes, ...facts }: Received): Answered {
  return { ...facts, kind: "answered", body: jsonIn(bytes) };
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The promise, or the signal's reason, whichever comes first. */
async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
