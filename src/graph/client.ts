import {
  Client,
  type Context,
  type Middleware,
  type MiddlewareOptions,
  RetryHandler,
  RetryHandlerOptions,
} from "@microsoft/microsoft-graph-client";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/telemetry.ts";
import { SendingsWatch } from "./sendings.ts";
import { UndiciTransport } from "./undici-transport.ts";

/** Microsoft's own promise to wait less than this is worth keeping inside a turn; anything longer is told to the person. */
const LONGEST_WAIT_SECONDS = 2;
const RETRIES = 2;
const FIRST_DELAY_SECONDS = 0.5;

/**
 * One Graph client for the whole process. It carries no token: each request brings its own, so that one person's token
 * can never be used for another.
 * Source: Microsoft Graph throttling guidance; the SDK's retry handler repeats 429, 503 and 504.
 */
export function createGraphClient(options: {
  readonly url: string;
  readonly version: "v1.0" | "beta";
  readonly telemetry?: Telemetry;
}): Client {
  const base = new URL(options.url);
  return Client.initWithMiddleware({
    baseUrl: `${base.href.replace(/\/+$/, "")}/`,
    defaultVersion: options.version,
    middleware: [
      new RetryHandler(new RetryHandlerOptions(FIRST_DELAY_SECONDS, RETRIES, isWorthWaiting)),
      new OnlyOwnOrigin(base.origin),
      new SendingsWatch(),
      new UndiciTransport(options.telemetry ?? NO_TELEMETRY),
    ],
  });
}

/**
 * Makes a request follow a page link as it was given: Graph calls the link opaque, while the SDK takes it apart and
 * understands https links only. Pass it to `middlewareOptions`.
 */
export class NextPage implements MiddlewareOptions {
  readonly link: string;

  constructor(link: string) {
    this.link = link;
  }
}

function isWorthWaiting(
  _delay: number,
  _attempt: number,
  _request: unknown,
  _options: unknown,
  response: Response | undefined,
): boolean {
  const asked = retryAfterSeconds(response?.headers);
  return asked === null || asked <= LONGEST_WAIT_SECONDS;
}

/** Seconds of a Retry-After header (delta or HTTP date), or null when there is none that can be read. */
export function retryAfterSeconds(
  headers: Pick<Headers, "get"> | undefined,
  now: Date = new Date(),
): number | null {
  const value = headers?.get("Retry-After") ?? null;
  if (value === null || value.trim() === "") return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return null;
  return Math.max(0, Math.ceil((date.getTime() - now.getTime()) / 1000));
}

/** Graph's name for one answer, for support; null when there is none that could be written down. */
export function requestIdOf(response: Response): string | null {
  const id = response.headers.get("request-id");
  return id !== null && REQUEST_ID.test(id) ? id : null;
}

// A GUID so far; the bound keeps what anybody in between might send out of logs and of the audit.
const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** Whether a header can carry the token. The platform's own error about one that it cannot would quote it. */
export const isSendable = (token: DelegatedToken): boolean => HEADER_VALUE.test(token.value);

const HEADER_VALUE = /^[\x21-\x7e]+$/;

/** A page link that leads elsewhere would carry the person's token there: refuse it before it leaves. */
class OnlyOwnOrigin implements Middleware {
  readonly #origin: string;
  #next: Middleware | null = null;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async execute(context: Context): Promise<void> {
    const page = context.middlewareControl?.getMiddlewareOptions(NextPage);
    if (page instanceof NextPage) context.request = page.link;
    // The SDK types this with the DOM's RequestInfo; our requests are always made from a path, so it is a string.
    const request: unknown = context.request;
    const origin = typeof request === "string" ? new URL(request).origin : "unknown";
    if (origin !== this.#origin) {
      throw new Error(`Graph request to a foreign address refused: ${origin}`);
    }
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }
}
