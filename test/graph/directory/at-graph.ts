import type { TokenCredential } from "@azure/identity";
import { SANDBOX } from "../../../src/config/sandbox-identity.ts";
import { Secret } from "../../../src/config/secret.ts";
import type { Clock } from "../../../src/enrollment/clock.ts";
import { AppTokenSource } from "../../../src/graph/directory/app-token.ts";
import { createGraphCredential } from "../../../src/graph/directory/credential.ts";
import { DirectoryHttp } from "../../../src/graph/directory/directory-http.ts";
import { type UserId, userId } from "../../../src/methods/ids.ts";
import type { TestSandbox } from "../../sandbox/support/sandbox.ts";

export const SCOPE = "https://graph.microsoft.com/.default";

/** Nobody aborts. */
export const PATIENT: AbortSignal = new AbortController().signal;

export const systemClock: Clock = { now: () => new Date() };

/** Hands out `token-1`, `token-2`, …, each good for an hour of `clock`. */
export class CountingCredential implements TokenCredential {
  asked = 0;
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  getToken(scope: string | string[]) {
    if (String(scope) !== SCOPE) throw new Error(`Another scope: ${String(scope)}`);
    this.asked += 1;
    const expiresOnTimestamp = this.#clock.now().getTime() + 3_600_000;
    return Promise.resolve({ token: `token-${this.asked}`, expiresOnTimestamp });
  }
}

export type Options = {
  readonly limitMs?: number;
  readonly onUnanswered?: (error: unknown) => void;
  readonly credential?: TokenCredential;
};

/** Graph at an address, with a token that nobody checks. */
export function httpTo(url: string, options: Options = {}): DirectoryHttp {
  const { credential = new CountingCredential(), ...rest } = options;
  return new DirectoryHttp(new AppTokenSource(credential, SCOPE, systemClock), { url, ...rest });
}

/** The local tenant's Graph, with the credential that the service uses there. */
export async function httpToSandbox(tenant: TestSandbox, limitMs = 5_000): Promise<DirectoryHttp> {
  const credential = await createGraphCredential(
    {
      kind: "sandbox",
      tokenUrl: `${tenant.url}/${SANDBOX.tenantId}/oauth2/v2.0/token`,
      clientId: SANDBOX.appId,
      secret: new Secret(SANDBOX.secret),
    },
    systemClock,
  );
  return httpTo(`${tenant.url}/graph`, { credential, limitMs });
}

export const idOf = (tenant: TestSandbox, name: string): UserId => userId(tenant.person(name).id);

/** Paths that the local tenant is asked for from now on. It remembers the last fifty requests. */
export function watchPaths(tenant: TestSandbox): () => readonly string[] {
  const { recentRequests } = tenant.sandbox.tenant;
  const [last] = recentRequests.list();
  return () => {
    const all = recentRequests.list();
    const until = last === undefined ? -1 : all.indexOf(last);
    return all.slice(0, until === -1 ? all.length : until).map(({ path }) => path);
  };
}
