import { randomBytes } from "node:crypto";
import Provider, { type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import { botAppId, botPassword, graphAudience, graphTokenSeconds, tenantId } from "../constants.ts";
import { html } from "../pages/html.ts";
import { pageHeaders, pageText } from "../pages/page.ts";
import type { Tenant } from "../tenant.ts";
import { accountClaims } from "../tokens/account-claims.ts";
import { pairwiseSubject } from "../tokens/subject.ts";
import { memoryAdapter } from "./memory-adapter.ts";
import { graphScopes, shortScope, signInScopes } from "./permissions.ts";

const minute = 60;
const hour = 60 * minute;

/** Where the token service receives the authorization code. */
export const redirectPath = "/token-service/api/oauth/callback";
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
        redirect_uris: [`${url}${redirectPath}`],
        grant_types: ["authorization_code"],
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
      openid: ["sub", "oid", "tid", "amr", "auth_time"],
      profile: ["name", "preferred_username"],
    },
    conformIdTokenClaims: false,
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
      IdToken: hour,
      Interaction: 15 * minute,
      Session: 8 * hour,
      Grant: 8 * hour,
    },
    interactions: { url: (_ctx, interaction) => `${signInPath}/${interaction.uid}` },
    findAccount: (_ctx, id) => {
      const person = people.findById(id);
      if (person === undefined) return undefined;
      return {
        accountId: person.id,
        claims: () => ({
          sub: person.id,
          oid: person.id,
          tid: tenantId,
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
        tid: tenantId,
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
