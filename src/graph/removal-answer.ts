import { z } from "zod/v4";
import type { GraphRemoval } from "../enrollment/remove.ts";
import { requestIdOf, retryAfterSeconds } from "./client.ts";
import type { Sending } from "./sendings.ts";

export const UNSENT = { kind: "unavailable", requestId: null } as const satisfies GraphRemoval;

type Answer = { readonly response: Response; readonly body: string };

/**
 * What one removal came to, by all its requests. Says that nothing was removed only where no request can have done it:
 * a 503, a 504 or silence may hide that Graph did.
 *
 * @param answer The answer to the last request; null when none came.
 */
export function removalOf(sendings: readonly Sending[], answer: Answer | null): GraphRemoval {
  if (answer === null) {
    return sendings.some(mayHaveActed) ? { kind: "unknown", requestId: null } : UNSENT;
  }
  const requestId = requestIdOf(answer.response);
  const certain = certainRemoval(answer, sendings.slice(0, -1).some(mayHaveActed));
  if (certain !== null) return { ...certain, requestId };
  return { kind: "unknown", requestId };
}

function mayHaveActed(sending: Sending): boolean {
  switch (sending.kind) {
    case "answered":
      return isSilence(sending.status);
    case "unsent":
      return false;
    case "lost":
      return true;
  }
}

/** Statuses that leave open whether the request was carried out. */
const isSilence = (status: number): boolean => status < 400 || status === 408 || status >= 500;

type Certain = WithoutRequestId<Exclude<GraphRemoval, { kind: "unavailable" | "unknown" }>>;
type WithoutRequestId<Removal> = Removal extends unknown ? Omit<Removal, "requestId"> : never;

/** Null where the answer does not settle it. `earlier`: an earlier request of this removal may have done it. */
function certainRemoval({ response, body }: Answer, earlier: boolean): Certain | null {
  const error = errorIn(body);
  // Documented: 204 and nothing else.
  if (response.status === 204) return { kind: "removed" };
  if (response.status === 404) {
    // Only Graph's own word counts: a gateway says 404 too, and Graph says it of an address it does not serve.
    if (error === null) return null;
    if (!NO_SUCH_ADDRESS.test(error)) return { kind: earlier ? "removed" : "alreadyGone" };
  }
  // The entry is there, and an earlier request on its way would be refused the same.
  if (response.status === 400 && error !== null && IS_DEFAULT.test(error)) {
    return { kind: "isDefaultMethod" };
  }
  if (earlier || isSilence(response.status)) return null;
  switch (response.status) {
    case 401:
      return { kind: "freshSignInNeeded", claims: challengedClaims(response.headers) };
    case 403:
      return { kind: "stepUpNeeded" };
    case 429:
      return { kind: "throttled", retryAfterSeconds: retryAfterSeconds(response.headers) };
    default:
      return { kind: "refusedByGraph" };
  }
}

/**
 * "Cannot delete default method with other methods configured. Please change default method before deletion." and "The
 * requested authentication method id of […] matches the user's current default authentication method, and cannot be
 * deleted until the default authentication method is changed". Neither has a code of its own.
 * Source: microsoft-graph-docs issues 14470 and 18091.
 */
const IS_DEFAULT = /delete default method|current default authentication method/i;

/** What a path that nothing serves is answered with. Source: msgraph-sdk-powershell issue 937. */
const NO_SUCH_ADDRESS = /No HTTP resource was found/i;

const graphError = z.object({ error: z.object({ message: z.string() }) });

/** Graph's error message; null when the body is not one of Graph's errors. */
function errorIn(body: string): string | null {
  return graphError.safeParse(jsonIn(body)).data?.error.message ?? null;
}

/**
 * What a claims challenge asks for, as JSON text.
 * Source: Microsoft identity platform, "Claims challenges, claims requests and client capabilities".
 */
function challengedClaims(headers: Headers): string | null {
  const encoded = /\bclaims="([\w+/=-]+)"/.exec(headers.get("WWW-Authenticate") ?? "")?.[1];
  if (encoded === undefined) return null;
  const claims = z
    .record(z.string(), z.unknown())
    .safeParse(jsonIn(Buffer.from(encoded, "base64").toString("utf8")));
  return claims.success ? JSON.stringify(claims.data) : null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
