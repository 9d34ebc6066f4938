import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { type Dispatcher, request } from "undici";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { tracedRequest } from "./traced-request.ts";

/** Statuses whose answers have no body, and for which `Response` takes none. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * The last link of the SDK's middleware chain, in place of its own, which uses `fetch`. `fetch` runs each body through
 * web streams, which costs more than the request itself; Graph's answers here are small.
 * It follows no redirect: an answer from another address would not be Graph's.
 */
export class UndiciTransport implements Middleware {
  readonly #telemetry: Telemetry;

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry;
  }

  async execute(context: Context): Promise<void> {
    const url: unknown = context.request;
    if (typeof url !== "string") throw new TypeError("The Graph SDK sends to a URL");
    const options = optionsOf(context);
    context.response = await tracedRequest(
      this.#telemetry,
      { method: options.method, url },
      async () => {
        const answer = await request(url, options);
        const text = await answer.body.text();
        return new Response(WITHOUT_BODY.has(answer.statusCode) ? null : text, {
          status: answer.statusCode,
          headers: pairs(answer.headers),
        });
      },
      ({ status }) => status,
    );
  }
}

type Options = Pick<Dispatcher.RequestOptions, "method" | "headers" | "signal" | "body">;

// The SDK types these with the DOM's `RequestInit`; this is what it builds from what we give it.
function optionsOf(context: Context): Options {
  const { method, headers, signal, body } = (context.options ?? {}) as Partial<Options>;
  return {
    method: method ?? "GET",
    headers: headers ?? null,
    signal: signal ?? null,
    body: body ?? null,
  };
}

function pairs(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
}
