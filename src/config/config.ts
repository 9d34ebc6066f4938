import type { ProofStrength } from "../methods/checklist.ts";
import type { TenantId } from "../methods/ids.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import type { ClientProof } from "./client-proof.ts";
import type { DirectoryConfig } from "./directory.ts";
import type { RemindersConfig } from "./reminders.ts";
import type { Secret } from "./secret.ts";
import type { TelemetryConfig } from "./telemetry.ts";

/** How the bot proves to the Bot Connector that it is itself. */
export type BotCredentials =
  /** The bot is a user-assigned managed identity itself. */
  | { readonly kind: "managedIdentity" }
  /** The bot is an app registration of one tenant. */
  | ClientProof
  /** The local tenant's plain client-credentials endpoint. Never in production. */
  | {
      readonly kind: "sandbox";
      readonly tokenUrl: string;
      readonly audience: string;
      readonly secret: Secret;
    };

/** Who signs in to PostgreSQL. */
export type DatabaseIdentity =
  /** The user in the address, by the password there or whatever the server asks for. */
  | { readonly kind: "none" }
  /** The user in the address is a principal of Entra; null: the identity that the system assigned. */
  | { readonly kind: "managedIdentity"; readonly clientId: string | null }
  | {
      readonly kind: "workloadIdentity";
      readonly tenantId: string;
      readonly clientId: string;
      readonly tokenFile: string;
    };

export type StorageConfig =
  | { readonly kind: "postgres"; readonly url: Secret; readonly identity: DatabaseIdentity }
  | { readonly kind: "embedded"; readonly folder: string };

/** Where the Bot Framework's services are. `null`: the public cloud's own addresses, known to the SDK. */
export type ChannelEndpoints = {
  readonly loginUrl: string;
  readonly scope: string;
  readonly issuer: string;
  readonly tokenServiceUrl: string;
  readonly openIdMetadataUrl: string;
};

/** Everything the service can be told, parsed once. Made by {@link readConfig}; nothing else reads the environment. */
export type Config = {
  readonly environment: "production" | "development" | "test";
  readonly server: { readonly host: string; readonly port: number };
  readonly bot: {
    readonly appId: string;
    readonly tenantId: TenantId;
    readonly credentials: BotCredentials;
    readonly channel: ChannelEndpoints | null;
    /** Hosts that may be written to with the bot's token (Teams' connectors). */
    readonly serviceUrlHosts: readonly string[];
  };
  /** Name of the OAuth connection on the Azure Bot whose scope is UserAuthenticationMethod.Read. */
  readonly oauthConnection: string;
  readonly graph: { readonly url: string; readonly version: "v1.0" | "beta" };
  /** The tenant as the app itself sees it, without a person's token. */
  readonly directory: DirectoryConfig;
  readonly storage: StorageConfig;
  readonly organisation: {
    readonly organisationName: string;
    readonly helpDeskUrl: string;
    readonly securityInfoUrl: string;
  };
  readonly freshSignIn: {
    /** Origin under which browsers reach this service; no slash at the end. */
    readonly publicUrl: string;
    /** Issuer of the tenant's id tokens; its metadata say the rest. */
    readonly authority: string;
    /** The app registration that people sign in to. */
    readonly client: { readonly id: string; readonly proof: ClientProof };
    /** 32 bytes each, in base64. The first encrypts, all decrypt. Never empty. */
    readonly tokenKeys: readonly Secret[];
    /** Authentication context whose strength allows only push, or null when the tenant has none. */
    readonly authContextId: string | null;
  };
  readonly proof: {
    /** Weaker proofs do not allow a removal. */
    readonly minimum: ProofStrength;
    /** Nor do older ones. Milliseconds. */
    readonly maxAgeMs: number;
    /** Whether Graph's beta last use counts as proof. */
    readonly logged: boolean;
  };
  readonly protection: {
    /** Of one person; more are held back. */
    readonly messagesPerMinute: number;
    /** How many entries at the end of X-Forwarded-For were written by proxies of ours. */
    readonly trustedProxies: number;
    /** How long the record of removals and the reminders of ended campaigns are kept. */
    readonly retentionDays: number;
  };
  readonly reminders: RemindersConfig;
  readonly policy: MethodPolicy;
  readonly log: { readonly level: string };
  /** Null: reported to nobody. */
  readonly telemetry: TelemetryConfig | null;
};
