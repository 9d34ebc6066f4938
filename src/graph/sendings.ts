import type { Context, Middleware, MiddlewareOptions } from "@microsoft/microsoft-graph-client";

/** What became of one request, as far as the network tells. */
export type Sending =
  | { readonly kind: "answered"; readonly status: number }
  /** It never left: no connection came about, or the time was over before. */
  | { readonly kind: "unsent" }
  /** It may have left, and no whole answer came. */
  | { readonly kind: "lost" };

/**
 * Collects what became of a call's requests, the repeated ones included: the SDK's own errors keep neither the code of
 * the failure nor how often it had tried. Pass one to `middlewareOptions`, a new one for each call.
 */
export class Sendings implements MiddlewareOptions {
  readonly #list: Sending[] = [];

  /** Oldest first; empty when nothing got as far as the network. */
  get list(): readonly Sending[] {
    return this.#list;
  }

  add(sending: Sending): void {
    this.#list.push(sending);
  }
}

/** Stands just before the transport, so that it sees every request of a call. */
export class SendingsWatch implements Middleware {
  #next: Middleware | null = null;

  async execute(context: Context): Promise<void> {
    const sendings = context.middlewareControl?.getMiddlewareOptions(Sendings);
    if (!(sendings instanceof Sendings)) {
      await this.#next?.execute(context);
      return;
    }
    // The SDK waits before it repeats without looking at the signal.
    if (context.options?.signal?.aborted === true) {
      sendings.add({ kind: "unsent" });
      throw new Error("The time was over before the request was repeated");
    }
    try {
      await this.#next?.execute(context);
    } catch (error) {
      sendings.add({ kind: neverLeft(error) ? "unsent" : "lost" });
      throw error;
    }
    if (context.response !== undefined) {
      sendings.add({ kind: "answered", status: context.response.status });
    }
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }
}

/** Steps before a connection carries anything: asking for the address, connecting, TLS. */
const CONNECTING: ReadonlySet<string> = new Set(["getaddrinfo", "connect"]);
const CONNECTING_CODES =
  /^(?:UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|UNABLE_TO_\w+)$/;

/** Only what is certain: everything else may have reached Graph. */
function neverLeft(error: unknown): boolean {
  // One error per address of the host.
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.every(neverLeft);
  }
  if (!(error instanceof Error)) return false;
  const { syscall, code } = error as { readonly syscall?: unknown; readonly code?: unknown };
  return (
    (typeof syscall === "string" && CONNECTING.has(syscall)) ||
    (typeof code === "string" && CONNECTING_CODES.test(code))
  );
}
