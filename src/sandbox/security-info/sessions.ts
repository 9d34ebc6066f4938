import { randomBytes } from "node:crypto";
import type { Person } from "../people/person.ts";

export type SecurityInfoSession = {
  readonly person: Person;
  /** The registration that this browser is in, if any. */
  readonly registrationId: string | null;
};

/** Who is signed in to Security info, by the secret in the browser's cookie. */
export class SecurityInfoSessions {
  readonly #byId = new Map<string, SecurityInfoSession>();
  readonly #cookieName: string;

  /** @param port part of the cookie's name, because cookies know no ports */
  constructor(port: string) {
    this.#cookieName = `security_info_${port}`;
  }

  /** Id of the session that a request belongs to, or null. */
  idOf(cookieHeader: string | undefined): string | null {
    const pairs = (cookieHeader ?? "").split(";").map((pair) => pair.trim().split("="));
    const id = pairs.find(([name]) => name === this.#cookieName)?.[1];
    return id !== undefined && this.#byId.has(id) ? id : null;
  }

  find(id: string | null): SecurityInfoSession | null {
    return this.#byId.get(id ?? "") ?? null;
  }

  /** Signs in; returns the `Set-Cookie` header. */
  begin(person: Person): string {
    const id = randomBytes(32).toString("base64url");
    this.#byId.set(id, { person, registrationId: null });
    return `${this.#cookieName}=${id}; Path=/security-info; HttpOnly; SameSite=Lax`;
  }

  change(id: string, registrationId: string | null): void {
    const session = this.#byId.get(id);
    if (session !== undefined) this.#byId.set(id, { ...session, registrationId });
  }

  end(id: string): void {
    this.#byId.delete(id);
  }
}
