import { createHash } from "node:crypto";

/**
 * `sub`: differs per person and app, and is never the object id, as in Entra's tokens. Code that takes
 * it for the object id fails here as it would there.
 */
export function pairwiseSubject(personId: string, clientId: string): string {
  return createHash("sha256").update(`${clientId} ${personId}`).digest("base64url");
}
