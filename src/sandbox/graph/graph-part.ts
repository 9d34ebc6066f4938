import { type Answer, type Asked, mount, type Verb } from "../http.ts";
import type { Person } from "../people/person.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import type { GraphToken } from "../tokens/tenant-tokens.ts";
import { answerApp } from "./directory/answer-app.ts";
import { sufferFault } from "./faulty.ts";
import { cutInTheMiddle, type GraphResult, graphAnswer, requestIds } from "./graph-answer.ts";
import { invalidToken, unknownSegment, userNotFound } from "./graph-errors.ts";
import { pathOf } from "./graph-path.ts";
import { routeGraph } from "./graph-routes.ts";

const verbs: readonly Verb[] = ["get", "post", "put", "patch", "del"];

/** Microsoft Graph under `S/graph/v1.0` and `S/graph/beta`, for people's tokens and for the app's own. */
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
  const ids = requestIds(asked, tenant.clock.now());
  const bearer = /^Bearer (.+)$/i.exec(asked.headers["authorization"] ?? "")?.[1];
  const checked = await tenant.tokens.checkGraphToken(bearer);
  const authorizationUri = `${tenant.tokens.issuer}/auth`;
  if (checked.kind === "refused") {
    return graphAnswer(invalidToken(checked.problem, authorizationUri), ids);
  }
  if (checked.token.kind === "app") {
    return answerApp(asked, checked.token, ids, tenant, closing);
  }

  const person = tenant.people.findById(checked.token.personId);
  if (person === undefined) return graphAnswer(userNotFound(checked.token.personId), ids);

  const fault = await sufferFault(tenant.faults, person, closing);
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
  const path = pathOf(url.pathname, tenant.url);
  if (path.kind === "unknownVersion") return unknownSegment(path.version);
  return routeGraph(
    {
      method,
      version: path.version,
      segments: path.segments,
      query: url.searchParams,
      person,
      token,
      now: tenant.clock.now(),
      root: path.root,
    },
    tenant,
  );
}
