import { appIdUri } from "../constants.ts";
import type { Person } from "../people/person.ts";
import type { OAuthCard } from "./activity.ts";

/** Codes that Teams documents for signin/failure (teams-sdk, "SSO troubleshooting"). */
export const ssoFailureCodes = [
  "installappfailed",
  "authrequestfailed",
  "installedappnotfound",
  "invokeerror",
  "resourcematchfailed",
  "oauthcardnotvalid",
  "tokenmissing",
] as const;

export type SsoFailureCode = (typeof ssoFailureCodes)[number];

const messages: Readonly<Record<SsoFailureCode, string>> = {
  installappfailed: "Failed to install the app",
  authrequestfailed: "Failed to handle SSO auth request",
  installedappnotfound: "The app is not installed",
  invokeerror: "Invoke failed",
  resourcematchfailed: "Resource match failed",
  oauthcardnotvalid: "OAuth card is not valid",
  tokenmissing: "Token is missing",
};

export type SsoToken =
  | { readonly kind: "token"; readonly exchangeId: string; readonly token: string }
  /** The card does not ask for single sign-on. */
  | { readonly kind: "notAsked" }
  /** The client cannot get a token: the user is shown nothing, the bot is told `signin/failure`. */
  | { readonly kind: "failed"; readonly code: SsoFailureCode; readonly message: string };

/** What a signed-in Teams client gets for an OAuth card, silently. */
export async function ssoToken(
  login: OAuthCard,
  person: Person,
  signSsoToken: (person: Person) => Promise<string>,
  forcedFailure: SsoFailureCode | null,
): Promise<SsoToken> {
  const resource = login.tokenExchangeResource;
  if (!resource) return { kind: "notAsked" };
  const failure = forcedFailure ?? (isForThisBot(resource.uri) ? null : "resourcematchfailed");
  if (failure !== null) return { kind: "failed", code: failure, message: messages[failure] };
  return { kind: "token", exchangeId: resource.id, token: await signSsoToken(person) };
}

const isForThisBot = (uri: string): boolean => uri === appIdUri || uri.startsWith(`${appIdUri}/`);
