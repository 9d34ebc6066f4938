import { z } from "zod/v4";
import type { Clock } from "../../../src/sandbox/clock.ts";
import { botAppId, botPassword, graphAudience, tenantId } from "../../../src/sandbox/constants.ts";
import type { Person } from "../../../src/sandbox/people/person.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox/server.ts";
import type { GraphTokenOptions } from "../../../src/sandbox/tokens/tenant-tokens.ts";

const issued = z.object({ access_token: z.string() });

const listOfEntries = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
});

const listPage = listOfEntries.extend({ "@odata.nextLink": z.string().optional() });

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #ms: number;

  constructor(start: Date = new Date()) {
    this.#ms = start.getTime();
  }

  now(): Date {
    return new Date(this.#ms);
  }

  advance(ms: number): void {
    this.#ms += ms;
  }
}

export const minutes = (count: number): number => count * 60_000;

/** Starts a sandbox on a free port. Unexpected errors fail the test that caused them, at `close`. */
export async function start(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const errors: unknown[] = [];
  const sandbox = await startSandbox({
    port: 0,
    person: "sam",
    onError: (error) => errors.push(error),
    ...options,
  });
  return new TestSandbox(sandbox, errors);
}

export class TestSandbox {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** What went to `onError`; a test that expects an error empties it. */
  readonly errors: unknown[];

  constructor(sandbox: Sandbox, errors: unknown[]) {
    this.sandbox = sandbox;
    this.url = sandbox.url;
    this.errors = errors;
  }

  person(name: string): Person {
    const person = this.sandbox.people.find(name);
    if (person === undefined) throw new Error(`Nobody is called ${name}`);
    return person;
  }

  graphToken(name: string, options: Partial<GraphTokenOptions> = {}): Promise<string> {
    return this.sandbox.tenant.tokens.signGraphToken(this.person(name), {
      scopes: ["UserAuthenticationMethod.Read"],
      ...options,
    });
  }

  /** A token that may remove Authenticator entries: MFA just now, narrow write scope. */
  freshToken(name: string, options: Partial<GraphTokenOptions> = {}): Promise<string> {
    return this.graphToken(name, {
      scopes: ["UserAuthMethod-MicrosoftAuthApp.ReadWrite"],
      amr: ["pwd", "mfa", "ngcmfa"],
      ...options,
    });
  }

  /** A Graph request with the token of one who may read (or the one given). */
  async graph(name: string, path: string, init: RequestInit & { token?: string } = {}) {
    const { token = await this.graphToken(name), ...rest } = init;
    const headers = new Headers(rest.headers);
    headers.set("authorization", `Bearer ${token}`);
    return fetch(`${this.url}/graph${path}`, { ...rest, headers });
  }

  /** The app's own token, issued now. */
  async appToken(): Promise<string> {
    const reply = await fetch(`${this.url}/${tenantId}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: botAppId,
        client_secret: botPassword,
        scope: `${graphAudience}/.default`,
      }),
    });
    return issued.parse(await reply.json()).access_token;
  }

  /** A Graph request of the app itself; the path, or a whole link that Graph gave. */
  async app(path: string, init: { token?: string; method?: string; body?: unknown } = {}) {
    const { token = await this.appToken(), method = "GET", body } = init;
    const url = path.startsWith("http") ? path : `${this.url}/graph${path}`;
    return fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** A list as Graph answers the app. */
  async list(path: string): Promise<{ rows: Record<string, unknown>[]; next: string | null }> {
    const page = listPage.parse(await (await this.app(path)).json());
    return { rows: page.value, next: page["@odata.nextLink"] ?? null };
  }

  /** A person's Authenticator entries as Graph lists them. */
  async authenticators(name: string, version: "v1.0" | "beta" = "v1.0") {
    const path = `/${version}/me/authentication/microsoftAuthenticatorMethods`;
    const response = await this.graph(name, path);
    return listOfEntries.parse(await response.json()).value;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    if (this.errors.length > 0)
      throw new AggregateError(this.errors, "the sandbox reported errors");
  }
}
