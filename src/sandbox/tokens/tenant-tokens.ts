import { errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod/v4";
import type { Clock } from "../clock.ts";
import {
  appIdUri,
  botAppId,
  graphAudience,
  graphTokenSeconds,
  servicePrincipalId,
  tenantId,
} from "../constants.ts";
import type { Person } from "../people/person.ts";
import { accountClaims } from "./account-claims.ts";
import type { SigningKey } from "./signing-key.ts";
import type { StrangeClaims } from "./strange-claims.ts";
import { pairwiseSubject } from "./subject.ts";

export type GraphTokenOptions = {
  /** Short names: `UserAuthenticationMethod.Read`. */
  readonly scopes: readonly string[];
  /** `["pwd"]` unless told; `ngcmfa` = MFA done at `authenticatedAt`. */
  readonly amr?: readonly string[];
  readonly authenticatedAt?: Date;
  /** Seconds; below zero gives an expired token. */
  readonly lifetimeSeconds?: number;
  readonly audience?: string;
};

/** A person's token: what they may do, and how they signed in. */
export type GraphToken = {
  readonly kind: "delegated";
  readonly personId: string;
  readonly scopes: ReadonlySet<string>;
  readonly amr: readonly string[];
  readonly authenticatedAt: Date | null;
};

/** The app's own token: nobody's, with the application permissions that an administrator consented to. */
export type AppToken = { readonly kind: "app"; readonly roles: ReadonlySet<string> };

export type TokenProblem = "missing" | "malformed" | "signature" | "expired" | "audience";
type CheckedGraphToken =
  | { readonly kind: "valid"; readonly token: GraphToken | AppToken }
  | { readonly kind: "refused"; readonly problem: TokenProblem };

/** Tokens of the local directory: what Entra signs in the cloud. */
export interface TenantTokens {
  /** `S/oidc`. */
  readonly issuer: string;
  readonly key: SigningKey;
  signGraphToken(person: Person, options: GraphTokenOptions): Promise<string>;
  /** The app's own token for Graph (client credentials). A lifetime below zero gives an expired one. */
  signAppToken(
    roles: Iterable<string>,
    lifetimeSeconds?: number,
    strange?: StrangeClaims,
  ): Promise<string>;
  /** Reads a token as Graph does: signature, audience, lifetime. */
  checkGraphToken(token: string | undefined): Promise<CheckedGraphToken>;
  /** The token that a Teams client gets silently for the bot's app. */
  signSsoToken(person: Person, lifetimeSeconds?: number): Promise<string>;
  /** Object id of the person whom a client's silent token is for, or null when the token is not good. */
  checkSsoToken(token: string): Promise<string | null>;
}

const appClaims = z.object({ idtyp: z.literal("app"), roles: z.array(z.string()).default([]) });

const graphClaims = z.object({
  oid: z.string(),
  scp: z.string().default(""),
  amr: z.array(z.string()).default([]),
  auth_time: z.number().optional(),
});

const ssoClaims = z.object({
  oid: z.string(),
  tid: z.literal(tenantId),
  scp: z.literal("access_as_user"),
});

export function createTenantTokens(url: string, clock: Clock, key: SigningKey): TenantTokens {
  const issuer = `${url}/oidc`;
  const identity = (person: Person): JWTPayload => ({
    iss: issuer,
    oid: person.id,
    sub: pairwiseSubject(person.id, botAppId),
    tid: tenantId,
    preferred_username: person.userPrincipalName,
    name: person.displayName,
  });

  return {
    issuer,
    key,
    signGraphToken: (person, options) => {
      const { authenticatedAt = clock.now(), amr = ["pwd"] } = options;
      const claims = {
        ...identity(person),
        ...accountClaims(person),
        aud: options.audience ?? graphAudience,
        appid: botAppId,
        scp: options.scopes.join(" "),
        amr: [...amr],
        auth_time: Math.floor(authenticatedAt.getTime() / 1000),
      };
      return key.sign(claims, clock.now(), options.lifetimeSeconds ?? graphTokenSeconds);
    },
    signAppToken: (roles, lifetimeSeconds = graphTokenSeconds, strange = {}) =>
      key.sign(
        {
          iss: issuer,
          aud: graphAudience,
          appid: botAppId,
          idtyp: "app",
          oid: servicePrincipalId,
          sub: servicePrincipalId,
          tid: tenantId,
          roles: [...roles],
          ...strange,
        },
        clock.now(),
        lifetimeSeconds,
      ),
    checkGraphToken: async (token) => {
      if (token === undefined || token === "") return { kind: "refused", problem: "missing" };
      try {
        const { payload } = await jwtVerify(token, key.publicKeys, {
          issuer,
          audience: [graphAudience, `${url}/graph`],
          currentDate: clock.now(),
        });
        return { kind: "valid", token: readGraphToken(payload) };
      } catch (error) {
        return { kind: "refused", problem: problemOf(error) };
      }
    },
    signSsoToken: (person, lifetimeSeconds = graphTokenSeconds) =>
      key.sign(
        { ...identity(person), aud: appIdUri, scp: "access_as_user", ver: "2.0" },
        clock.now(),
        lifetimeSeconds,
      ),
    checkSsoToken: (token) =>
      jwtVerify(token, key.publicKeys, {
        issuer,
        audience: [appIdUri, botAppId],
        currentDate: clock.now(),
      }).then(
        ({ payload }) => ssoClaims.safeParse(payload).data?.oid ?? null,
        // Whatever is wrong with it, it proves nobody.
        () => null,
      ),
  };
}

function readGraphToken(payload: JWTPayload): GraphToken | AppToken {
  const app = appClaims.safeParse(payload);
  if (app.success) return { kind: "app", roles: new Set(app.data.roles) };
  const claims = graphClaims.parse(payload);
  return {
    kind: "delegated",
    personId: claims.oid,
    scopes: new Set(claims.scp.split(" ").filter((scope) => scope !== "")),
    amr: claims.amr,
    authenticatedAt: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000),
  };
}

function problemOf(error: unknown): TokenProblem {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === "aud" ? "audience" : "signature";
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return "malformed";
  if (error instanceof z.ZodError) return "malformed";
  if (error instanceof errors.JOSEError) return "signature";
  throw error;
}
