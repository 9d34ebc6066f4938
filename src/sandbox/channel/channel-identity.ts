import { jwtVerify } from "jose";
import type { Clock } from "../clock.ts";
import { botAppId, connectorAudience, tenantId } from "../constants.ts";
import { createSigningKey, type SigningKey } from "../tokens/signing-key.ts";
import type { StrangeClaims } from "../tokens/strange-claims.ts";

const channelTokenSeconds = 3600;

/** Deviations for tests of what a bot must refuse. `lifetimeSeconds` below zero gives an expired token. */
export type ChannelTokenOverrides = {
  readonly audience?: string;
  readonly issuer?: string;
  readonly lifetimeSeconds?: number;
  /** Signs with a key that is not published, under the published key's id: a wrong signature. */
  readonly unknownKey?: boolean;
};

/** The channel's side of bot authentication: what the Bot Connector service does in the cloud. */
export interface ChannelIdentity {
  /** `S/channel`. */
  readonly issuer: string;
  /** The keys document; keys are endorsed for Teams. */
  readonly keys: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** Signs the token that an activity carries to the bot; its `serviceurl` claim is `serviceUrl`. */
  signChannelToken(options: {
    readonly serviceUrl: string;
    readonly overrides?: ChannelTokenOverrides;
  }): Promise<string>;
  /** Signs the token that the bot gets for its own app id and secret. */
  signBotToken(lifetimeSeconds: number, strange?: StrangeClaims): Promise<string>;
  /**
   * Checks an `Authorization` header that the bot sent to the connector or the token service.
   * Resolves to false when it is missing, not a bearer token, not signed here, expired, or for somebody else.
   */
  isFromBot(authorization: string | undefined): Promise<boolean>;
}

export function createChannelIdentity(url: string, clock: Clock, key: SigningKey): ChannelIdentity {
  const issuer = `${url}/channel`;

  return {
    issuer,
    keys: { keys: [{ ...key.publicJwk, endorsements: ["msteams"] }] },
    signChannelToken: async ({ serviceUrl, overrides = {} }) => {
      const signer = overrides.unknownKey ? await createSigningKey(key.publicJwk.kid ?? "") : key;
      return signer.sign(
        {
          iss: overrides.issuer ?? issuer,
          aud: overrides.audience ?? botAppId,
          serviceurl: serviceUrl,
        },
        clock.now(),
        overrides.lifetimeSeconds ?? channelTokenSeconds,
      );
    },
    signBotToken: (lifetimeSeconds, strange = {}) =>
      key.sign(
        { iss: issuer, aud: connectorAudience, appid: botAppId, tid: tenantId, ...strange },
        clock.now(),
        lifetimeSeconds,
      ),
    isFromBot: async (authorization) => {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
      if (token === undefined) return false;
      return jwtVerify(token, key.publicKeys, {
        issuer,
        audience: connectorAudience,
        currentDate: clock.now(),
      }).then(
        ({ payload }) => payload["appid"] === botAppId,
        // Whatever is wrong with a token, it is not the bot's.
        () => false,
      );
    },
  };
}
