/** Deviations for tests of what a bot must refuse. `lifetimeSeconds` below zero gives an expired token. */
export type ChannelTokenOverrides = {
  readonly audience?: string;
  readonly issuer?: string;
  readonly lifetimeSeconds?: number;
  /** Signs with a key that is not published. */
  readonly unknownKey?: boolean;
};

/** The channel's side of bot authentication: what the Bot Connector service does in the cloud. */
export interface ChannelIdentity {
  /** `S/channel`. */
  readonly issuer: string;
  /** Signs the token that an activity carries to the bot; its `serviceurl` claim is `serviceUrl`. */
  signChannelToken(options: {
    readonly serviceUrl: string;
    readonly overrides?: ChannelTokenOverrides;
  }): Promise<string>;
  /**
   * Checks an `Authorization` header that the bot sent to the connector or the token service.
   * Resolves to false when it is missing, not a bearer token, not signed here, expired, or for somebody else.
   */
  isFromBot(authorization: string | undefined): Promise<boolean>;
}
