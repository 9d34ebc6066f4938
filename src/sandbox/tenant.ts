import type { Server } from "restify";
import type { ChannelIdentity } from "./channel/channel-identity.ts";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults/faults.ts";
import type { AppInstallations } from "./graph/directory/app-installations.ts";
import type { MethodsPolicy } from "./graph/directory/methods-policy.ts";
import type { ReportRequests } from "./graph/directory/report-requests.ts";
import type { GraphLag } from "./graph/graph-lag.ts";
import type { RecentRequests } from "./index-page/recent-requests.ts";
import type { People } from "./people/people.ts";
import type { Person } from "./people/person.ts";
import type { Phones } from "./phones/phones.ts";
import type { PushRequests } from "./phones/push-requests.ts";
import type { TextMessages } from "./phones/text-messages.ts";
import type { Registrations } from "./security-info/registrations.ts";
import type { AppConsents } from "./sign-in/app-permissions.ts";
import type { Consents } from "./sign-in/consents.ts";
import type { UserTokens } from "./token-service/user-tokens.ts";
import type { TenantTokens } from "./tokens/tenant-tokens.ts";

/** What the parts of the sandbox share. `url` is final: the server listens before parts mount routes. */
export interface Tenant {
  /** S, the base URL of everything: `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** Where the bot listens, or null while only the tenant runs. */
  readonly botUrl: string | null;
  /** Where the Agents Playground listens, or null. */
  readonly playgroundUrl: string | null;
  readonly clock: Clock;
  /** Whom the Teams client is signed in as. */
  readonly playing: Person;
  readonly people: People;
  readonly faults: Faults;
  readonly consents: Consents;
  /** What an administrator allowed the app itself. */
  readonly appConsents: AppConsents;
  readonly userTokens: UserTokens;
  readonly channel: ChannelIdentity;
  readonly tokens: TenantTokens;
  readonly recentRequests: RecentRequests;
  readonly phones: Phones;
  /** Notifications on their way to phones. */
  readonly pushRequests: PushRequests;
  readonly textMessages: TextMessages;
  /** People who are adding a sign-in method right now. */
  readonly registrations: Registrations;
  /** What Graph does not show yet. */
  readonly graphLag: GraphLag;
  readonly reportRequests: ReportRequests;
  /** The tenant's policy of authentication methods. */
  readonly methodsPolicy: MethodsPolicy;
  readonly appInstallations: AppInstallations;
  /** A program installed the bot's app for a person: every part that listens tells the bot, in its own time. */
  appInstalled(person: Person): void;
  /**
   * The token that a Teams client gets silently for the bot's app (JWT, `aud` = the App ID URI,
   * `scp` = access_as_user, `oid`, `tid`); the bot exchanges it at the token service.
   */
  signSsoToken(person: Person): Promise<string>;
  /** Tells every part that listens how a sign-in window ended. Resolves to true when the chat got it. */
  tellChat(signIn: FinishedSignIn): Promise<boolean>;
  /** Takes back consent, and with it the tokens that came of it; null = everybody's. */
  revokeConsent(person: Person | null): void;
}

/** How a sign-in window that the bot asked for ended. */
export type SignInOutcome =
  | {
      readonly kind: "completed";
      /** Six digits, single use, good for the asker only: `signin/verifyState` carries them. */
      readonly code: string;
    }
  | { readonly kind: "refused"; readonly error: string; readonly description: string };

export type FinishedSignIn = {
  /** Who asked for the sign-in in Teams; not always the account that signed in. */
  readonly asker: Person;
  /** `conversation` reference as the bot sent it in the token exchange state (opaque here). */
  readonly conversation: unknown;
  readonly outcome: SignInOutcome;
};

/** One folder's contribution to the sandbox server. */
export interface SandboxPart {
  /** Adds routes. Handlers are `async (req, res)`; paths are whole, from the root of S. */
  routes(server: Server, tenant: Tenant): void;
  /** Called when a sign-in window ended; resolves once the chat was told. A failure is shown on the page. */
  signInFinished?(signIn: FinishedSignIn, tenant: Tenant): Promise<void>;
  /** Called when a program installed the bot's app for a person; resolves once the bot was told. */
  appInstalled?(person: Person, tenant: Tenant): Promise<void>;
  /** Frees what `routes` opened. */
  close?(): Promise<void>;
}
