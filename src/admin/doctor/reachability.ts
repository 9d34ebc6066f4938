import { about, type Finding, failed, ok, warning } from "./finding.ts";
import type { HttpAnswer, Probes } from "./probes.ts";
import { reasonOf, safe } from "./reason.ts";

type Get = Pick<Probes, "get">["get"];

/**
 * Whether Teams' connectors can be reached. The default names those of all clouds, and an organisation is in one of
 * them: it takes one that answers.
 */
export async function checkHosts(
  hosts: readonly string[],
  { get, isLocal }: { readonly get: Get; readonly isLocal: boolean },
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const scheme = isLocal ? "http" : "https";
  const seen = await Promise.all(
    hosts.map(async (host) => ({
      host,
      trouble: await trouble(get, `${scheme}://${host}/`, signal),
    })),
  );
  const isAnyThere = seen.some((one) => one.trouble === null);
  return seen.map(({ host, trouble: why }) => about(host, judgeHost(why, isAnyThere)));
}

function judgeHost(why: string | null, isAnyThere: boolean): Finding {
  if (why === null) return ok("reachable");
  return isAnyThere
    ? warning(
        `not reachable (${why})`,
        "Nothing to do where your organisation is in another cloud: leave it out of SERVICE_URL_HOSTS. Else let this machine reach it on port 443.",
      )
    : failed(
        `not reachable (${why}): no message gets to Teams`,
        "Let this machine reach it on port 443 (firewall, proxy, DNS), or correct SERVICE_URL_HOSTS.",
      );
}

/** Any answer counts: whoever answers is there. */
async function trouble(get: Get, url: string, signal: AbortSignal): Promise<string | null> {
  try {
    await get(url, signal);
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    return reasonOf(error).text;
  }
}

/** Whether the metadata by which the channel's requests are checked can be read. */
export async function checkChannel(url: string, get: Get, signal: AbortSignal): Promise<Finding> {
  const next = `Let this machine reach ${new URL(url).host} on port 443; without it nobody's message is taken.`;
  const answer = await tryGet(get, url, signal);
  if ("trouble" in answer) return failed(`its keys cannot be read (${answer.trouble})`, next);
  return answer.status === 200 && field(answer.text, "jwks_uri") !== null
    ? ok(
        "its keys can be read; whether the bot's registration in Azure points here only a message shows",
      )
    : failed(`its keys cannot be read (status ${answer.status})`, next);
}

/** Whether people's browsers would find this service, as far as this machine can tell. */
export async function checkPublicUrl(
  publicUrl: string,
  get: Get,
  signal: AbortSignal,
): Promise<Finding> {
  const answer = await tryGet(get, `${publicUrl}/healthz`, signal);
  if ("trouble" in answer) {
    return failed(
      `${publicUrl} is not reachable from here (${answer.trouble})`,
      "Start the service, and check PUBLIC_URL, DNS and the ingress. Where only this machine cannot reach it, try it from a browser.",
    );
  }
  if (answer.status === 200 && field(answer.text, "status") === "ok")
    return ok("this service answers");
  return failed(
    `something else answers at ${publicUrl}/healthz (status ${answer.status})`,
    "Set PUBLIC_URL to the address under which the ingress shows this service, without a path, and let /healthz, /sign-in and /api/messages through.",
  );
}

async function tryGet(
  get: Get,
  url: string,
  signal: AbortSignal,
): Promise<HttpAnswer | { readonly trouble: string }> {
  try {
    return await get(url, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return { trouble: reasonOf(error).text };
  }
}

/** A text of a JSON object; null where there is none. */
export function field(json: string, name: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    const found = Object.entries(Object(value) as Readonly<Record<string, unknown>>).find(
      ([key]) => key === name,
    )?.[1];
    return typeof found === "string" ? safe(found) : null;
  } catch {
    return null;
  }
}
