import { randomUUID } from "node:crypto";
import { z } from "zod/v4";
import {
  appIdUri,
  botAppId,
  connectionName,
  connectionScopes,
  graphAudience,
} from "../constants.ts";
import { type Answer, type Asked, emptyAnswer, type Handler, jsonAnswer, mount } from "../http.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import { mountBrowserRoutes } from "./browser-routes.ts";
import { parseExchangeState } from "./exchange-state.ts";
import { SignInLinks } from "./sign-in-links.ts";
import type { TokenKey, UserToken } from "./user-tokens.ts";

const base = "/token-service/api";
// Azure Bot's id of the provider "Azure Active Directory v2".
const providerId = "30dd229c-58e3-4a48-bdfd-91ec48eb906c";
const exchangeBody = z.object({ token: z.string() });
const resourcesBody = z.object({ resourceUrls: z.array(z.string()) });

/**
 * The Bot Framework token service on top of the tenant's authorization server (botbuilder's `OAuthUrl`).
 * Shapes: botframework-connector, tokenApi; every route needs the bot's own token.
 */
export function tokenServicePart(): SandboxPart {
  const links = new SignInLinks();
  return {
    routes: (server, tenant) => {
      const serve = (verb: "get" | "post" | "del", path: string, handler: Handler): void => {
        mount(server, verb, `${base}/${path}`, tenant.url, async (asked) => {
          if (await tenant.channel.isFromBot(asked.headers["authorization"])) return handler(asked);
          return refused(401, "Unauthorized", "Send the bot's own bearer token.");
        });
      };

      serve("get", "usertoken/GetToken", (asked) => getToken(asked, tenant));
      serve("post", "usertoken/exchange", (asked) => exchange(asked, tenant));
      serve("del", "usertoken/SignOut", (asked) => signOut(asked, tenant));
      serve("get", "usertoken/GetTokenStatus", (asked) => getTokenStatus(asked, tenant));
      serve("post", "usertoken/GetAadTokens", (asked) => getAadTokens(asked, tenant));
      serve("get", "botsignin/GetSignInUrl", (asked) => {
        const link = createLink(asked, tenant, links);
        return typeof link === "string"
          ? { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: link }
          : link;
      });
      serve("get", "botsignin/GetSignInResource", (asked) => {
        const link = createLink(asked, tenant, links);
        return typeof link === "string" ? jsonAnswer(200, signInResource(link)) : link;
      });
      mountBrowserRoutes(server, tenant, links);
    },
  };
}

/** 200 with the token, or 404 without a body: there is none, or the code is not right. */
async function getToken({ url }: Asked, tenant: Tenant): Promise<Answer> {
  const key = tokenKey(url);
  if (key === null) return missingParameters("userId, connectionName and channelId");
  const now = tenant.clock.now();
  const code = url.searchParams.get("code");
  const token = code ? tenant.userTokens.redeem(key, code, now) : tenant.userTokens.find(key, now);
  return token === null ? emptyAnswer(404) : tokenAnswer(key, token, tenant);
}

/** Silent sign-on: a client's token for the bot's app becomes a Graph token, if the person has consented. */
async function exchange({ url, body }: Asked, tenant: Tenant): Promise<Answer> {
  const key = tokenKey(url);
  if (key === null) return missingParameters("userId, connectionName and channelId");
  if (key.connectionName !== connectionName) return unknownConnection();
  const request = exchangeBody.safeParse(body);
  if (!request.success) return refused(400, "BadArgument", "Send the client's token as {token}.");

  const asker = tenant.people.findByTeamsUserId(key.userId);
  const personId = await tenant.tokens.checkSsoToken(request.data.token);
  if (asker === undefined || personId !== asker.id) {
    return refused(
      400,
      "BadRequest",
      "Token exchange failed: the token is not good for this user.",
    );
  }
  if (
    tenant.faults.isOn("consentRefused", asker) ||
    !tenant.consents.covers(asker, connectionScopes)
  ) {
    // The words that the SDKs look for: a sign-in window must ask for consent.
    return refused(400, "BadRequest", "Consent Required");
  }
  const token = await tenant.tokens.signGraphToken(asker, { scopes: connectionScopes });
  return tokenAnswer(key, tenant.userTokens.keep(key, token), tenant);
}

function signOut({ url }: Asked, tenant: Tenant): Answer {
  const userId = url.searchParams.get("userId");
  if (userId === null) return missingParameters("userId");
  tenant.userTokens.forget(userId, url.searchParams.get("connectionName"));
  return emptyAnswer(204);
}

function getTokenStatus({ url }: Asked, tenant: Tenant): Answer {
  const userId = url.searchParams.get("userId");
  const channelId = url.searchParams.get("channelId");
  if (userId === null || channelId === null) return missingParameters("userId and channelId");
  const held = tenant.userTokens.find({ userId, connectionName, channelId }, tenant.clock.now());
  return jsonAnswer(200, [
    {
      channelId,
      connectionName,
      hasToken: held !== null,
      serviceProviderDisplayName: "Azure Active Directory v2",
    },
  ]);
}

/** The connection's token serves Graph alone; other resources are left out of the answer. */
async function getAadTokens({ url, body }: Asked, tenant: Tenant): Promise<Answer> {
  const key = tokenKey(url);
  if (key === null) return missingParameters("userId, connectionName and channelId");
  const request = resourcesBody.safeParse(body);
  if (!request.success) return refused(400, "BadArgument", "Send {resourceUrls: [...]}.");

  const held = tenant.userTokens.find(key, tenant.clock.now());
  const wanted = request.data.resourceUrls.filter(
    (resource) => resource.replace(/\/$/, "") === graphAudience,
  );
  const response = held === null ? null : await tokenResponse(key, held, tenant);
  return jsonAnswer(
    200,
    response === null ? {} : Object.fromEntries(wanted.map((resource) => [resource, response])),
  );
}

async function tokenAnswer(key: TokenKey, held: UserToken, tenant: Tenant): Promise<Answer> {
  return jsonAnswer(200, await tokenResponse(key, held, tenant), { "cache-control": "no-store" });
}

async function tokenResponse(key: TokenKey, held: UserToken, { faults, people, tokens }: Tenant) {
  const asker = people.findByTeamsUserId(key.userId);
  const expired = asker !== undefined && faults.take("expiredToken", asker) !== undefined;
  return {
    channelId: key.channelId,
    connectionName: key.connectionName,
    token: expired
      ? await tokens.signGraphToken(asker, { scopes: connectionScopes, lifetimeSeconds: -60 })
      : held.token,
    expiration: held.expiresAt.toISOString(),
  };
}

/** An absolute link under S that carries no token, or the refusal. */
function createLink({ url }: Asked, tenant: Tenant, links: SignInLinks): string | Answer {
  const exchangeState = parseExchangeState(url.searchParams.get("state"));
  if (exchangeState === null) {
    return refused(400, "BadArgument", "state must be a base64 TokenExchangeState.");
  }
  if (exchangeState.msAppId !== botAppId) {
    return refused(400, "BadArgument", `msAppId must be ${botAppId}.`);
  }
  if (exchangeState.connectionName !== connectionName) return unknownConnection();
  const asker = tenant.people.findByTeamsUserId(exchangeState.userId);
  // The service knows no directory: whoever follows such a link is told that it has expired.
  if (asker === undefined) return `${tenant.url}${base}/oauth/signin?signin=${randomUUID()}`;
  const id = links.create(asker, exchangeState, tenant.clock.now());
  return `${tenant.url}${base}/oauth/signin?signin=${id}`;
}

function signInResource(signInLink: string) {
  return {
    signInLink,
    tokenExchangeResource: { id: randomUUID(), uri: appIdUri, providerId },
  };
}

function tokenKey({ searchParams }: URL): TokenKey | null {
  const userId = searchParams.get("userId");
  const connection = searchParams.get("connectionName");
  const channelId = searchParams.get("channelId");
  return userId === null || connection === null || channelId === null
    ? null
    : { userId, connectionName: connection, channelId };
}

function unknownConnection(): Answer {
  return refused(404, "NotFound", `The bot has one OAuth connection: ${connectionName}.`);
}

function missingParameters(names: string): Answer {
  return refused(400, "BadArgument", `The query must name ${names}.`);
}

function refused(status: number, code: string, message: string): Answer {
  return jsonAnswer(status, { error: { code, message } });
}
