import { z } from "zod/v4";
import { appIdUri } from "./app-id-uri.ts";
import { type Finding, failed, notChecked, ok, warning } from "./finding.ts";
import type { HttpAnswer, Probes } from "./probes.ts";
import { entraReason } from "./reason.ts";

/** Nobody's: the token service asks for one, and the state that it makes of it leads nowhere. */
const NOBODY = "29:pushready-doctor";

const signInResource = z.object({
  signInLink: z.string(),
  tokenExchangeResource: z.object({ uri: z.string().nullish() }).nullish(),
});

/** What the token service knows of an OAuth connection: `GetSignInResource`, as a message to somebody would ask. */
export function signInResourcePath(order: {
  readonly appId: string;
  readonly connection: string;
  readonly serviceUrl: string;
}): string {
  const state = {
    connectionName: order.connection,
    conversation: {
      channelId: "msteams",
      conversation: { id: NOBODY, conversationType: "personal" },
      user: { id: NOBODY },
      bot: { id: `28:${order.appId}` },
      serviceUrl: order.serviceUrl,
    },
    msAppId: order.appId,
  };
  const encoded = Buffer.from(JSON.stringify(state), "utf8").toString("base64");
  return `api/botsignin/GetSignInResource?${new URLSearchParams({ state: encoded }).toString()}`;
}

export function judgeConnection(
  { status, text }: HttpAnswer,
  order: {
    readonly appId: string;
    readonly connection: string;
    readonly signInClientId: string;
  },
): Finding {
  const { appId, connection } = order;
  if (status === 401 || status === 403) {
    return failed(
      `the token service does not take the bot's token (status ${status})`,
      `Make an Azure Bot with the application id ${appId}, of the type that BOT_TYPE says, in this tenant.`,
    );
  }
  if (status === 400 || status === 404) {
    return failed(
      `the bot has no connection "${connection}" (status ${status})`,
      `Add an OAuth connection of that name to the Azure Bot, with the scope UserAuthenticationMethod.Read, or set OAUTH_CONNECTION to the name it has.`,
    );
  }
  const parsed = status === 200 ? signInResource.safeParse(jsonIn(text)) : null;
  if (parsed?.success !== true) {
    return notChecked(`the token service gave no usable answer (status ${status}); try again`);
  }
  const uri = parsed.data.tokenExchangeResource?.uri ?? null;
  const own = appIdUri(order.signInClientId);
  if (uri === null) {
    return warning(
      `"${connection}" is there, without a token exchange URL: everybody has to press a button to sign in`,
      `Set the connection's token exchange URL to the App ID URI, ${own}.`,
    );
  }
  return uri.toLowerCase() === own.toLowerCase()
    ? ok(`"${connection}" is there, and exchanges tokens for ${own}`)
    : warning(
        `"${connection}" exchanges tokens for ${uri}, not for ${own}`,
        "Compare it with webApplicationInfo.resource in the app's manifest: they have to be the same.",
      );
}

/**
 * What the authorization server makes of the redirect URI, asked without any page (`prompt=none`). It sends an error
 * nowhere but to a registered address, so being sent there is the proof.
 */
export function judgeRedirect(answer: HttpAnswer, redirectUri: string): Finding {
  const { status, location, text } = answer;
  const next = `Add ${redirectUri} to the app registration of the fresh sign-in (SIGN_IN_CLIENT_ID, or BOT_ID), platform Web; it follows from PUBLIC_URL.`;
  if (status >= 300 && status < 400 && isBelow(location, redirectUri)) {
    return ok(`${redirectUri} is registered`);
  }
  const entra = entraReason({ message: `${location ?? ""} ${text}` });
  if (entra !== null) {
    return failed(entra.text, /50011/.test(entra.text) ? next : (entra.next ?? next));
  }
  if (status === 400 && /redirect_uri/.test(text)) {
    return failed(`${redirectUri} is not registered`, next);
  }
  return notChecked(
    `the authorization server did not say (status ${status}): sign in once with the link that the bot gives`,
  );
}

const isBelow = (location: string | null, redirectUri: string): boolean =>
  location !== null && (location === redirectUri || location.startsWith(`${redirectUri}?`));

/** Whether the authorization server knows the client, from what it answers to the client's own request for a token. */
export function judgeClient(
  refusal: Awaited<ReturnType<Probes["refusalOfSignInClient"]>>,
): Finding {
  if (refusal === null) return ok("the registration proves who it is");
  const entra = entraReason({ message: refusal.description });
  if (entra !== null) return failed(entra.text, entra.next ?? CLIENT_NEXT);
  switch (refusal.error) {
    case "invalid_client":
      return failed("its secret or certificate is refused", CLIENT_NEXT);
    // Who is not allowed this grant has been recognised all the same (RFC 6749, 5.2).
    case "unauthorized_client":
    case "invalid_scope":
      return ok("the registration proves who it is");
    default:
      return notChecked(
        `the authorization server did not say (${/^\w{1,40}$/.exec(refusal.error)?.[0] ?? "unreadable"})`,
      );
  }
}

const CLIENT_NEXT =
  "Make a new credential for the app registration of the fresh sign-in, and set it (SIGN_IN_…).";

const grants = z.object({
  value: z.array(z.object({ consentType: z.string().nullish(), scope: z.string().nullish() })),
});
const servicePrincipal = z.object({ id: z.string() });

export const DELEGATED = [
  "UserAuthenticationMethod.Read",
  "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
] as const;

const ONLY_A_PERSON =
  "the app's own token may not read consents, which it does not need: say “check” to the bot, and sign in once on the web";

/** Whether an administrator has consented, for everybody, to what people's own tokens need. */
export async function checkConsent(
  clientId: string,
  askGraph: Probes["askGraph"],
  signal: AbortSignal,
): Promise<Finding> {
  const principal = await askGraph(
    `v1.0/servicePrincipals(appId='${encodeURIComponent(clientId)}')?$select=id`,
    signal,
  );
  if (principal.status === 403) return notChecked(ONLY_A_PERSON);
  if (principal.status === 404) {
    return failed(
      `the tenant has no service principal for ${clientId}`,
      "Give admin consent to the app registration, which creates it: docs/permissions.md has the link.",
    );
  }
  const found = servicePrincipal.safeParse(jsonIn(principal.text));
  if (!found.success) return notChecked(`Graph gave no usable answer (status ${principal.status})`);
  // Consents of single people carry their ids, so they are not even asked for.
  const filter = `clientId eq '${found.data.id}' and consentType eq 'AllPrincipals'`;
  const answer = await askGraph(
    `v1.0/oauth2PermissionGrants?$filter=${encodeURIComponent(filter)}`,
    signal,
  );
  if (answer.status === 403) return notChecked(ONLY_A_PERSON);
  const parsed = grants.safeParse(jsonIn(answer.text));
  if (!parsed.success) return notChecked(`Graph gave no usable answer (status ${answer.status})`);
  const held = new Set(parsed.data.value.flatMap(({ scope }) => (scope ?? "").split(" ")));
  const missing = DELEGATED.filter((name) => !held.has(name));
  return missing.length === 0
    ? ok("an administrator has consented for everybody")
    : warning(
        `no administrator has consented for everybody to ${missing.join(" and ")}`,
        "Give admin consent to the app registration; else each person is asked, or turned away where the tenant forbids that.",
      );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
