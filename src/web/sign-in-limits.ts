import type { Asked } from "./fresh-sign-in.ts";

/** Counts what is asked for under an id. */
export interface CountsRequests {
  press(
    id: string,
  ): Promise<
    { readonly kind: "within" } | { readonly kind: "tooMany"; readonly retryAfterSeconds: number }
  >;
}

/**
 * How often the pages of the fresh sign-in may be asked for: by one address, and with one link. Links are 256 random bits,
 * so this keeps nobody from guessing them; it keeps floods from the database and from the tenant's sign-in.
 */
export class SignInLimits {
  readonly #trustedProxies: number;
  readonly #address: CountsRequests;
  readonly #link: CountsRequests;

  constructor(parts: {
    readonly trustedProxies: number;
    readonly address: CountsRequests;
    readonly link: CountsRequests;
  }) {
    this.#trustedProxies = parts.trustedProxies;
    this.#address = parts.address;
    this.#link = parts.link;
  }

  /** Seconds to wait, or null when the request is within the limits. */
  async retryAfterOf(
    { route, headers }: Pick<Asked, "route" | "headers">,
    socketAddress: string | undefined,
  ): Promise<number | null> {
    const forwarded = headers["x-forwarded-for"];
    const address = clientAddress(forwarded, socketAddress, this.#trustedProxies);
    const byAddress = await this.#address.press(address);
    if (byAddress.kind === "tooMany") return byAddress.retryAfterSeconds;
    if (route.kind !== "ticket") return null;
    const byLink = await this.#link.press(route.ticket);
    return byLink.kind === "tooMany" ? byLink.retryAfterSeconds : null;
  }
}

/**
 * Who asks. Each proxy adds the address that it sees at the end, so with N proxies of ours the Nth entry from the end is
 * true; what stands before it is what the client wrote itself.
 * Source: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For
 */
export function clientAddress(
  forwardedFor: string | undefined,
  socketAddress: string | undefined,
  trustedProxies: number,
): string {
  const entries = forwardedFor?.split(",").map((entry) => entry.trim()) ?? [];
  const told = trustedProxies === 0 ? undefined : entries.at(-trustedProxies);
  // App Service adds the client's port, which changes with every connection.
  const address = told
    ?.replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1")
    .replace(/^\[(.*)\](?::\d+)?$/, "$1");
  return address === undefined || address === "" ? (socketAddress ?? "unknown") : address;
}
