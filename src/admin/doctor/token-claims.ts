import { z } from "zod/v4";
import type { TokenClaims } from "./probes.ts";

const claims = z.object({
  aud: z.string(),
  // Tokens of version 1 and 2.
  appid: z.string().optional(),
  azp: z.string().optional(),
  tid: z.string().optional(),
  roles: z.array(z.string()).default([]),
});

/**
 * What a token says of itself, to see whether Entra gave the right one; whether it is true, those find out who get it.
 * @throws Error that says nothing of what was in it
 */
export function claimsOf(token: string): TokenClaims {
  const parsed = claims.safeParse(payloadOf(token));
  if (!parsed.success) throw new Error("What came is no token that says whom it is for");
  const { aud, appid, azp, tid, roles } = parsed.data;
  return { audience: aud, appId: appid ?? azp ?? null, tenantId: tid ?? null, roles };
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
