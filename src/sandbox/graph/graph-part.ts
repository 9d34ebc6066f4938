import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, type Asked, mount, type Verb } from "../http.ts";
import type { Person } from "../people/person.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import type { GraphToken } from "../tokens/tenant-tokens.ts";
import {
  cutInTheMiddle,
  type GraphResult,
  type GraphVersion,
  graphAnswer,
  type RequestIds,
} from "./graph-answer.ts";
import {
  invalidToken,
  serverError,
  tooManyRequests,
  unknownSegment,
  userNotFound,
} from "./graph-errors.ts";
import { routeGraph } from "./graph-routes.ts";

const verbs: readonly Verb[] = ["get", "post", "put", "patch", "del"];

/** Microsoft Graph under `S/graph/v1.0` and `S/graph/beta`, for delegated tokens. */
export function graphPart(): SandboxPart {
  const closing = new AbortController();
  return {
    routes: (server, tenant) => {
      for (const verb of verbs) {
        mount(server, verb, "/graph/*", tenant.url, (asked) =>
          answerGraph(asked, tenant, closing.signal),
        );
      }
    },
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

async function answerGraph(asked: Asked, tenant: Tenant, closing: AbortSignal): Promise<Answer> {
  const requestId = randomUUID();
  const ids: RequestIds = {
    requestId,
    clientRequestId: asked.headers["client-request-id"] ?? requestId,
    at: tenant.clock.now(),
  };
  const bearer = /^Bearer (.+)$/i.exec(asked.headers["authorization"] ?? "")?.[1];
  const checked = await tenant.tokens.checkGraphToken(bearer);
  const authorizationUri = `${tenant.tokens.issuer}/auth`;
  if (checked.kind === "refused") {
    return graphAnswer(invalidToken(checked.problem, authorizationUri), ids);
  }

  const person = tenant.people.findById(checked.token.personId);
  if (person === undefined) return graphAnswer(userNotFound(checked.token.personId), ids);

  const fault = await sufferFault(tenant, person, closing);
  if (fault !== null) return graphAnswer(fault, ids);
  if (tenant.faults.take("expiredToken", person) !== undefined) {
    return graphAnswer(invalidToken("expired", authorizationUri), ids);
  }

  const result = answerPerson(asked, tenant, person, checked.token);
  const answer = graphAnswer(result, ids);
  const cut = result.kind === "ok" && tenant.faults.take("malformedBody", person) !== undefined;
  return cut ? cutInTheMiddle(answer) : answer;
}

function answerPerson(
  { method, url }: Asked,
  tenant: Tenant,
  person: Person,
  token: GraphToken,
): GraphResult {
  // The router has refused broken escapes already.
  const [version, ...segments] = url.pathname
    .replace(/^\/graph\/|\/$/g, "")
    .split("/")
    .map(decodeURIComponent);
  if (!isVersion(version)) return unknownSegment(version ?? "");
  return routeGraph(
    {
      method,
      version,
      segments,
      query: url.searchParams,
      person,
      token,
      now: tenant.clock.now(),
      root: `${tenant.url}/graph/${version}`,
    },
    tenant,
  );
}

function isVersion(value: string | undefined): value is GraphVersion {
  return value === "v1.0" || value === "beta";
}

/** Waits where a fault says so, then returns the error that takes the answer's place, if any. */
async function sufferFault(
  { faults }: Tenant,
  person: Person,
  closing: AbortSignal,
): Promise<GraphResult | null> {
  const hang = faults.take("hang", person);
  if (hang !== undefined) {
    await waitFor(hang.limitMs, closing);
    return serverError(504);
  }
  const slow = faults.take("slow", person);
  if (slow !== undefined) await waitFor(slow.delayMs, closing);
  const throttle = faults.take("throttle", person);
  if (throttle !== undefined) return tooManyRequests(throttle.retryAfterSeconds);
  const failing = faults.take("serverError", person);
  return failing === undefined ? null : serverError(failing.status);
}

/** Ends early when the sandbox stops, so that a hanging request cannot keep the process alive. */
async function waitFor(ms: number, closing: AbortSignal) {
  await wait(ms, undefined, { signal: closing }).catch((error: unknown) => {
    if (!closing.aborted) throw error;
  });
}
