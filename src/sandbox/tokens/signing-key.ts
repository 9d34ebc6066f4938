import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from "jose";

const alg = "RS256";

/** An RSA key made when the sandbox starts; it never leaves the process. */
export type SigningKey = {
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
  readonly publicKeys: ReturnType<typeof createLocalJWKSet>;
  /** Signs `claims` with `iat`, `nbf` and `exp` from `at` on. A lifetime below zero gives an expired token. */
  sign(claims: JWTPayload, at: Date, lifetimeSeconds: number): Promise<string>;
};

export async function createSigningKey(kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const named = { kid, alg, use: "sig" };
  const publicJwk = { ...(await exportJWK(publicKey)), ...named };
  const privateJwk = { ...(await exportJWK(privateKey)), ...named };

  return {
    publicJwk,
    privateJwk,
    publicKeys: createLocalJWKSet({ keys: [publicJwk] }),
    sign: (claims, at, lifetimeSeconds) => {
      const issuedAt = Math.floor(at.getTime() / 1000);
      // An expired token was issued one hour before it expired, not after.
      const start = lifetimeSeconds < 0 ? issuedAt + lifetimeSeconds - 3600 : issuedAt;
      return new SignJWT(claims)
        .setProtectedHeader({ alg, kid, typ: "JWT" })
        .setIssuedAt(start)
        .setNotBefore(start)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(privateKey);
    },
  };
}
