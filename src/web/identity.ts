import { z } from "zod/v4";
import type { PersonKey } from "../enrollment/person.ts";
import { tenantId, userId } from "../methods/ids.ts";

const claimsOfIdentity = z.object({ oid: z.string(), tid: z.string() });
const claimsOfContexts = z.object({ acrs: z.array(z.string()) });

/**
 * Whether the id token, whose signature, issuer, audience, nonce and times were checked, is of the very person who asked.
 * `sub` is no help: it differs per app. Source: Entra, "ID token claims reference".
 */
export function judgeIdentity(
  claims: unknown,
  { tenantId: tenant, userId: user }: PersonKey,
): "same" | "wrongTenant" | "wrongAccount" | "unknown" {
  const { data } = claimsOfIdentity.safeParse(claims);
  if (data === undefined) return "unknown";
  if (tenantId(data.tid) !== tenant) return "wrongTenant";
  return userId(data.oid) === user ? "same" : "wrongAccount";
}

/** The authentication contexts (`acrs`) that the sign-in met; none when the id token does not tell. */
export function contextsOf(claims: unknown): readonly string[] {
  return claimsOfContexts.safeParse(claims).data?.acrs ?? [];
}
