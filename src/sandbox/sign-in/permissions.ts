import { graphAudience } from "../constants.ts";

/** Delegated permissions of Microsoft Graph that the bot's app may ask for, in the words of the consent page. */
const graphPermissions: Readonly<Record<string, string>> = {
  "User.Read": "Sign you in and read your profile",
  "UserAuthenticationMethod.Read": "Read your own sign-in methods",
  "UserAuthMethod-MicrosoftAuthApp.ReadWrite":
    "Read and remove your own Microsoft Authenticator entries",
};

const signInPermissions: Readonly<Record<string, string>> = {
  openid: "Sign you in",
  profile: "View your basic profile",
};

export const signInScopes: readonly string[] = Object.keys(signInPermissions);

/** Every name that is understood as a Graph scope: the short one and the one with the resource before it. */
export const graphScopes: readonly string[] = Object.keys(graphPermissions).flatMap((scope) => [
  scope,
  `${graphAudience}/${scope}`,
]);

/** `https://graph.microsoft.com/User.Read` → `User.Read`: `scp` and consent know the short name only. */
export function shortScope(scope: string): string {
  return scope.startsWith(`${graphAudience}/`) ? scope.slice(graphAudience.length + 1) : scope;
}

export function inWords(scope: string): string {
  const short = shortScope(scope);
  return graphPermissions[short] ?? signInPermissions[short] ?? short;
}
