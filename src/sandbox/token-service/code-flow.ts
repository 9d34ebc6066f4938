import { createHash, randomBytes } from "node:crypto";
import { jwtVerify } from "jose";
import { z } from "zod/v4";
import { botAppId, botPassword, connectionScopes } from "../constants.ts";
import { SandboxError } from "../sandbox-error.ts";
import { redirectPath } from "../sign-in/authorization-server.ts";
import type { Tenant } from "../tenant.ts";

const requestTimeoutMs = 10_000;

/** Secrets of one authorization request. */
export type PendingFlow = {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
};

const tokenResponse = z.object({ access_token: z.string(), id_token: z.string() });

/** Starts a code flow with PKCE at the tenant's authorization server. */
export function beginFlow(tenant: Tenant, loginHint: string): { flow: PendingFlow; url: string } {
  const random = (): string => randomBytes(32).toString("base64url");
  const flow = { state: random(), nonce: random(), codeVerifier: random() };
  const parameters = new URLSearchParams({
    client_id: botAppId,
    response_type: "code",
    redirect_uri: `${tenant.url}${redirectPath}`,
    scope: ["openid", "profile", ...connectionScopes].join(" "),
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: createHash("sha256").update(flow.codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    login_hint: loginHint,
    // The account is chosen each time: an earlier session in the same browser must not choose silently.
    prompt: "login",
  });
  return { flow, url: `${tenant.tokens.issuer}/auth?${parameters.toString()}` };
}

/**
 * Exchanges the code for a Graph access token; the id token's signature, audience and nonce are checked.
 * @throws SandboxError `sandbox.sign-in-failed`
 */
export async function finishFlow(tenant: Tenant, flow: PendingFlow, code: string): Promise<string> {
  const response = await fetch(`${tenant.tokens.issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: botAppId,
      client_secret: botPassword,
      redirect_uri: `${tenant.url}${redirectPath}`,
      code_verifier: flow.codeVerifier,
      code,
    }),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  if (!response.ok) {
    throw new SandboxError(
      "sandbox.sign-in-failed",
      `The tenant refused the authorization code (${response.status}): start the sign-in again.`,
    );
  }
  const tokens = tokenResponse.parse(await response.json());
  const { payload } = await jwtVerify(tokens.id_token, tenant.tokens.key.publicKeys, {
    issuer: tenant.tokens.issuer,
    audience: botAppId,
    currentDate: tenant.clock.now(),
  });
  if (payload["nonce"] !== flow.nonce) {
    throw new SandboxError("sandbox.sign-in-failed", "The id token belongs to another sign-in.");
  }
  return tokens.access_token;
}
