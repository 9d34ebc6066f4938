import { errorName, type Telemetry } from "../telemetry/telemetry.ts";

/** Words of Graph's addresses. Any other part of an address may be an id of a person, and is not told. */
const WORDS: ReadonlySet<string> = new Set([
  ...["v1.0", "beta", "$batch", "me", "users", "groups", "reports", "policies", "delta"],
  ...["authentication", "methods", "microsoftAuthenticatorMethods", "authenticationMethods"],
  ...["userRegistrationDetails", "authenticationMethodsPolicy", "mailboxSettings", "teamwork"],
  ...["installedApps", "chat", "appCatalogs", "teamsApps", "members", "transitiveMembers"],
  ...["memberOf", "transitiveMemberOf", "checkMemberGroups", "signInPreferences"],
]);

/** The way of an address without ids and without its query, for instance `/v1.0/users/{}/authentication/methods`. */
export function routeOf(url: string): string {
  if (!URL.canParse(url)) return "{}";
  const parts = new URL(url).pathname.split("/").filter((part) => part !== "");
  return `/${parts.map((part) => (WORDS.has(part) ? part : "{}")).join("/")}`;
}

/** One request to Graph as a span, counted by its status; a request without an answer has the status `none`. */
export function tracedRequest<Answer>(
  telemetry: Telemetry,
  request: { readonly method: string; readonly url: string },
  send: () => Promise<Answer>,
  statusOf: (answer: Answer) => number,
): Promise<Answer> {
  const route = routeOf(request.url);
  const attributes = { "http.request.method": request.method, "http.route": route };
  const startMs = telemetry.nowMs();
  const measure = (status: string): void => {
    telemetry.count("pushready.graph.requests", { status, throttled: status === "429" });
    telemetry.record("pushready.graph.duration", telemetry.nowMs() - startMs, { status });
  };
  return telemetry.inSpan(
    { name: `Graph ${request.method} ${route}`, kind: "client", attributes },
    async (span) => {
      try {
        const answer = await send();
        const status = statusOf(answer);
        span.add({ "http.response.status_code": status });
        if (status >= 400) span.fail(String(status));
        measure(String(status));
        return answer;
      } catch (error) {
        measure("none");
        span.fail(errorName(error));
        throw error;
      }
    },
  );
}
