import { FRESH_SIGN_IN_MS } from "../enrollment/fresh-sign-in.ts";
import { RANDOM_VALUE } from "./paths.ts";

/**
 * The cookie that ties a sign-in to the browser in which it was begun. Over https its name begins with `__Host-`: browsers
 * then take it from this very host only, and never from a neighbour or over plain http (RFC 6265bis, 4.1.3.2).
 */
export class BrowserSecret {
  readonly #name: string;
  readonly #attributes: string;

  constructor(publicUrl: string) {
    const isSecure = publicUrl.startsWith("https:");
    this.#name = isSecure ? "__Host-pushready-sign-in" : "pushready-sign-in";
    // Lax: the callback comes from the tenant's pages, as a link would.
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  }

  /** The `Set-Cookie` that gives the browser its secret, for as long as the sign-in may take. */
  give(secret: string): string {
    return `${this.#name}=${secret}; Max-Age=${FRESH_SIGN_IN_MS / 1000}; ${this.#attributes}`;
  }

  /** The `Set-Cookie` that takes it back. */
  takeBack(): string {
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`;
  }

  /** The secret in a `Cookie` header; null when there is none, or more than one, since one of them is somebody else's. */
  read(header: string | undefined): string | null {
    const values = (header ?? "")
      .split(";")
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.#name}=`))
      .map((pair) => pair.slice(this.#name.length + 1));
    const [value = "", ...more] = values;
    return more.length === 0 && RANDOM_VALUE.test(value) ? value : null;
  }
}
