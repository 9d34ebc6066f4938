import { z } from "zod/v4";
import { type TenantId, tenantId } from "../methods/ids.ts";

const BEARER = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/;
const claims = z.object({ iss: z.string(), tid: z.string().optional() });

/**
 * Whether an Authorization header holds what could be the channel's token. Only a look at what it says of itself:
 * the SDK checks whether that is true.
 * The SDK also takes what the Emulator and other bots send: any Entra token, of any tenant and for any audience, that was
 * issued to this bot's app, and then asks for no service URL claim. And it keeps each tenant that any token names, true or
 * not, for the life of the process. A bot for Teams needs none of that, so nothing but channel tokens reaches the SDK.
 */
export function couldBeChannelToken(
  header: string,
  expected: { readonly issuer: string; readonly tenantId: TenantId },
): boolean {
  const payload = BEARER.exec(header)?.[1];
  if (payload === undefined) return false;
  const { data } = claims.safeParse(jsonIn(payload));
  if (data?.iss !== expected.issuer) return false;
  return data.tid === undefined || tenantId(data.tid) === expected.tenantId;
}

function jsonIn(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
