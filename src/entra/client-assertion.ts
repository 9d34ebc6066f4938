import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SignJWT } from "jose";
import type { ClientProof } from "../config/client-proof.ts";
import type { Clock } from "../enrollment/clock.ts";
import { readCertificate } from "./certificate.ts";
import { EntraError } from "./entra-error.ts";
import { EXCHANGE_SCOPE, type Identity, identityTokens } from "./identity-token.ts";
import { KeptToken, type Token } from "./kept-token.ts";

/**
 * What an app registration sends to Entra's token endpoint in place of a secret (RFC 7523).
 * @throws EntraError (when called)
 */
export type ClientAssertion = (tokenEndpoint: string) => Promise<string>;

/** Long enough for clocks that differ a little, too short to be worth stealing. */
const SIGNED_FOR_SECONDS = 5 * 60;

export type AssertionParts = {
  readonly clientId: string;
  readonly clock: Clock;
  /** Only tests have another one. */
  readonly tokensOf?: (identity: Identity, scope: string) => (s: AbortSignal) => Promise<Token>;
};

/** The assertion of a registration that has no secret. */
export function clientAssertion(
  proof: Exclude<ClientProof, { readonly kind: "secret" }>,
  { clientId, clock, tokensOf = identityTokens }: AssertionParts,
): ClientAssertion {
  switch (proof.kind) {
    case "federated": {
      const identity = { kind: "managedIdentity", clientId: proof.trustedIdentityId } as const;
      const token = new KeptToken(tokensOf(identity, EXCHANGE_SCOPE), clock);
      return () => token.get();
    }
    case "workloadIdentity":
      return () => tokenIn(proof.tokenFile);
    case "certificate":
      return (tokenEndpoint) => signed({ file: proof.file, clientId, tokenEndpoint, clock });
  }
}

/** Kubernetes writes a new one before the old one expires. */
async function tokenIn(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw tokenFileError(file, "cannot be read", cause);
  });
  const token = text.trim();
  if (token === "") throw tokenFileError(file, "is empty");
  return token;
}

const tokenFileError = (file: string, why: string, cause?: unknown): EntraError =>
  new EntraError(
    "entra.token-file-unreadable",
    `The service account's token ${file} ${why}: label the pod azure.workload.identity/use: true, and see that its service account is the one that the app registration trusts.`,
    { cause },
  );

/** Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
async function signed(given: {
  readonly file: string;
  readonly clientId: string;
  readonly tokenEndpoint: string;
  readonly clock: Clock;
}): Promise<string> {
  const now = given.clock.now();
  const { key, thumbprint } = await readCertificate(given.file, now);
  const nowSeconds = Math.floor(now.getTime() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })
    .setIssuer(given.clientId)
    .setSubject(given.clientId)
    .setAudience(given.tokenEndpoint)
    .setJti(randomUUID())
    .setIssuedAt(nowSeconds)
    .setNotBefore(nowSeconds)
    .setExpirationTime(nowSeconds + SIGNED_FOR_SECONDS)
    .sign(key);
}
