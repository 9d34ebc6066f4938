import { randomBytes } from "node:crypto";
import Provider, {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from "oidc-provider";
import {
  botAppId,
  botPassword,
  graphAudience,
  graphTokenSeconds,
  otherTenantId,
  tenantId,
} from "../constants.ts";
import { html } from "../pages/html.ts";
import { pageHeaders, pageText } from "../pages/page.ts";
import type { Person } from "../people/person.ts";
import type { Tenant } from "../tenant.ts";
import { accountClaims } from "../tokens/account-claims.ts";
import { pairwiseSubject } from "../tokens/subject.ts";
import { parseClaimsRequest } from "./claims-request.ts";
import { memoryAdapter } from "./memory-adapter.ts";
import { graphScopes, shortScope, signInScopes } from "./permissions.ts";

const minute = 60;
const hour = 60 * minute;

/** Where the token service receives the authorization code. */
export const redirectPath = "/token-service/api/oauth/callback";
/** Where the bot's own web sign-in receives it, below the bot's address. */
const freshSignInPath = "/sign-in/callback";
/** Where oidc-provider sends the browser when it needs the person; the interaction's id follows. */
export const signInPath = "/sign-in";

/**
 * The tenant's authorization server: code flow with PKCE, tokens for Graph as JWTs with `oid`, `tid` and `scp`, signed
 * by the tenant's key. Consent is remembered by the tenant, not by browser session.
 */
export function createAuthorizationServer(tenant: Tenant): Provider {
  const { url, tokens, people } = tenant;
  const port = new URL(url).port;

  const configuration: Configuration = {
    adapter: memoryAdapter(() => tenant.clock.now().getTime()),
    jwks: { keys: [tokens.key.privateJwk] },
    clients: [
      {
        client_id: botAppId,
        client_secret: botPassword,
        client_name: "PushReady",
        // With this type the port of a loopback address is left out of account (RFC 8252 §7.3), so that the bot
        // may listen on any.
        application_type: "native",
        redirect_uris: [redirectPath, freshSignInPath].map((path) => `http://127.0.0.1${path}`),
        grant_types: ["authorization_code", "client_credentials"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_post",
        subject_type: "pairwise",
      },
    ],
    subjectTypes: ["pairwise"],
    pairwiseIdentifier: (_ctx, accountId, client) => pairwiseSubject(accountId, client.clientId),
    responseTypes: ["code"],
    scopes: [...signInScopes],
    claims: {
      openid: ["sub", "oid", "tid", "amr", "auth_time", "acrs"],
      profile: ["name", "preferred_username"],
    },
    conformIdTokenClaims: false,
    // Not oidc-provider's own claimsParameter: that one refuses the members that Entra takes.
    extraParams: {
      claims: (_ctx, value) => {
        if (parseClaimsRequest(value) !== null) return;
        throw new errors.InvalidRequest("AADSTS50194: the claims parameter is not valid JSON");
      },
    },
    pkce: { required: () => true },
    clientBasedCORS: () => false,
    cookies: {
      keys: [randomBytes(32).toString("base64url")],
      // Cookies know no ports: two sandboxes side by side must not share names.
      names: {
        session: `session_${port}`,
        interaction: `interaction_${port}`,
        resume: `resume_${port}`,
      },
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      // As Entra has it. The bot's own registration may do nothing with it here; what is tested is its secret.
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => graphAudience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: graphScopes.join(" "),
          audience: graphAudience,
          accessTokenFormat: "jwt",
          accessTokenTTL: graphTokenSeconds,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
    ttl: {
      AccessToken: graphTokenSeconds,
      AuthorizationCode: minute,
      ClientCredentials: minute,
      IdToken: hour,
      Interaction: 15 * minute,
      Session: 8 * hour,
      Grant: 8 * hour,
    },
    interactions: {
      url: (_ctx, interaction) => `${signInPath}/${interaction.uid}`,
      policy: policyWithMfa(tenant),
    },
    findAccount: (ctx, id) => {
      const person = people.findById(id);
      if (person === undefined) return undefined;
      return {
        accountId: person.id,
        claims: () => ({
          sub: person.id,
          oid: person.id,
          tid: tenantOf(person, tenant),
          ...contexts(ctx),
          name: person.displayName,
          preferred_username: person.userPrincipalName,
        }),
      };
    },
    loadExistingGrant: (ctx) => rememberedGrant(ctx, tenant),
    extraTokenClaims: (ctx, token) => {
      const code = ctx.oidc.entities.AuthorizationCode;
      const person = people.findById(code?.accountId ?? "");
      return {
        oid: code?.accountId,
        ...(person === undefined ? {} : accountClaims(person)),
        tid: tenantOf(person, tenant),
        ...contexts(ctx),
        appid: botAppId,
        scp: [...token.scopes].map(shortScope).join(" "),
        amr: code?.amr,
        auth_time: code?.authTime,
      };
    },
    renderError: (ctx, out) => {
      const page = {
        title: "Sign-in stopped",
        layout: "card" as const,
        body: html`<p class="brand">VIPdesk</p>
<h1>Sign-in stopped</h1>
<p>${out.error_description ?? out.error}</p>
<p class="quiet">Close this window and start again from Teams.</p>`,
      };
      ctx.set(pageHeaders(page));
      ctx.body = pageText(page);
    },
  };

  return new Provider(tokens.issuer, configuration);
}

// Entra takes MFA within ten minutes for fresh (Graph, authentication methods overview).
const freshMfaMs = 10 * 60 * 1000;

/** The usual prompts, and sign-in again when the app asks for MFA that this session does not have. */
function policyWithMfa({ clock }: Tenant) {
  const { base, Check, Prompt } = interactionPolicy;
  const policy = base();
  // Entra knows this one too: the person picks an account even where the browser has a session.
  policy.add(new Prompt({ name: "select_account", requestable: true }), 0);
  const check = new Check("mfa", "MFA is required", (ctx) => {
    const { params, session, result } = ctx.oidc;
    const asked = parseClaimsRequest(params?.["claims"]);
    if (!asked?.needsMfa || result?.login !== undefined) return Check.NO_NEED_TO_PROMPT;
    const ageMs = clock.now().getTime() - (session?.authTime() ?? 0) * 1000;
    const isFresh = session?.amr?.includes("mfa") === true && ageMs <= freshMfaMs;
    const hasContext = asked.contextId === null || session?.acr === asked.contextId;
    return isFresh && hasContext ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  });
  policy.get("login")?.checks.add(check);
  const consent = policy.get("consent")?.checks;
  // Only the redirect addresses are those of a native app: it need not ask on every sign-in.
  consent?.remove("native_client_prompt");
  // An authentication context is no data of the person, so nobody consents to it.
  consent?.remove("op_claims_missing");
  return policy;
}

/** The authentication context that the sign-in satisfied; the session keeps it in the place of `acr`. */
function contexts({ oidc }: KoaContextWithOIDC): { acrs?: readonly string[] } {
  const context = oidc.entities.AuthorizationCode?.acr;
  return context === undefined ? {} : { acrs: [context] };
}

function tenantOf(person: Person | undefined, { faults }: Tenant): string {
  return person !== undefined && faults.isOn("otherTenant", person) ? otherTenantId : tenantId;
}

/** The grant of this very interaction, else one made from what the person agreed to before, else none: ask. */
async function rememberedGrant(ctx: KoaContextWithOIDC, tenant: Tenant) {
  const { provider, result, session, client } = ctx.oidc;
  const answered = result?.consent?.grantId;
  if (answered !== undefined) return provider.Grant.find(answered);

  const person = tenant.people.findById(session?.accountId ?? "");
  if (person === undefined || client === undefined) return undefined;
  const agreed = tenant.consents.granted(person);
  if (agreed.size === 0 || tenant.faults.isOn("consentRefused", person)) return undefined;

  const grant = new provider.Grant({ accountId: person.id, clientId: client.clientId });
  grant.addOIDCScope(signInScopes.join(" "));
  const scopes = graphScopes.filter((scope) => agreed.has(shortScope(scope)));
  grant.addResourceScope(graphAudience, scopes.join(" "));
  await grant.save();
  return grant;
}
