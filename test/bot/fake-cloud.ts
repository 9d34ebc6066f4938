import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";
import type { Config } from "../../src/config/config.ts";
import { Secret } from "../../src/config/secret.ts";
import { tenantId } from "../../src/methods/ids.ts";

export const APP_ID = "b07b07b0-0000-4000-8000-000000000001";
export const TENANT_ID = tenantId("5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b");
export const CONNECTION = "graph";
const KEY_ID = "channel-1";
const AUDIENCE = "https://api.botframework.com";

/** What the bot sent into a conversation. */
export type SentActivity = {
  readonly conversationId: string;
  readonly type: string;
  readonly text?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content: unknown }[];
};

export type SeenCall = {
  readonly request: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
};

let keyPair: ReturnType<typeof generateKeyPair> | undefined;

type ChannelKey = JWK & { readonly endorsements?: readonly string[] };

type Reply = { readonly status: number; readonly body?: unknown } | "hang";

/**
 * Microsoft's side of a bot on a real port: the channel's keys, the connector, the token service. It holds what people
 * are signed in with in {@link tokens}, {@link codes} and {@link exchangeable}, and what the bot did in the lists.
 */
export class FakeCloud {
  readonly sent: SentActivity[] = [];
  readonly calls: SeenCall[] = [];
  /** Graph token by Teams user id. */
  readonly tokens = new Map<string, string>();
  /** Graph token by six digits; each works once. */
  readonly codes = new Map<string, string>();
  /** Graph token by SSO token; what is not in here cannot be exchanged. */
  readonly exchangeable = new Map<string, string>();
  /** Replaces the answer to a request (`METHOD path`), until deleted. */
  readonly instead = new Map<string, Reply>();
  readonly #server: Server;
  readonly #key: CryptoKey;
  readonly publicJwk: JWK;
  /** The SDK keeps keys by their address for the life of the process, and ports come again. */
  readonly #channel = `/channel-${randomUUID()}`;
  keys: readonly ChannelKey[];

  private constructor(key: CryptoKey, publicJwk: JWK) {
    this.#key = key;
    this.publicJwk = publicJwk;
    this.keys = [{ ...publicJwk, endorsements: ["msteams"] }];
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((reply) => {
        if (reply === "hang") return;
        response.writeHead(reply.status, { "content-type": "application/json" });
        response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
      });
    });
  }

  static async start(): Promise<FakeCloud> {
    // One key for all of them: making one takes longer than most tests.
    keyPair ??= generateKeyPair("RS256", { extractable: true });
    const { privateKey, publicKey } = await keyPair;
    const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, use: "sig" };
    const cloud = new FakeCloud(privateKey, jwk);
    await new Promise<void>((resolve) => cloud.#server.listen(0, "127.0.0.1", resolve));
    return cloud;
  }

  get url(): string {
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `http://127.0.0.1:${address.port}`;
  }

  get issuer(): string {
    return `${this.url}${this.#channel}`;
  }

  get serviceUrl(): string {
    return `${this.url}/connector`;
  }

  get config(): Config["bot"] {
    return {
      appId: APP_ID,
      tenantId: TENANT_ID,
      credentials: {
        kind: "sandbox",
        tokenUrl: `${this.issuer}/token`,
        audience: AUDIENCE,
        secret: new Secret("bot-secret"),
      },
      channel: {
        loginUrl: `${this.issuer}/token`,
        scope: this.issuer,
        issuer: this.issuer,
        tokenServiceUrl: `${this.url}/token-service`,
        openIdMetadataUrl: `${this.issuer}/.well-known/openid-configuration`,
      },
      serviceUrlHosts: [new URL(this.url).host],
    };
  }

  /** The token that comes with an activity. Claims of `undefined` are left out. */
  async signToken(
    claims: JWTPayload = {},
    with_: { readonly header?: JWTHeaderParameters; readonly key?: CryptoKey } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const all = {
      iss: this.issuer,
      aud: APP_ID,
      serviceurl: this.serviceUrl,
      nbf: now - 60,
      exp: now + 3600,
      ...claims,
    };
    const header = with_.header ?? { alg: "RS256", kid: KEY_ID };
    return new SignJWT(all).setProtectedHeader(header).sign(with_.key ?? this.#key);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "/", this.url);
    const path = url.pathname.replace(this.#channel, "/channel");
    const body = await bodyOf(request);
    if (path === "/channel/.well-known/openid-configuration") {
      return { status: 200, body: { issuer: this.issuer, jwks_uri: `${this.issuer}/keys` } };
    }
    if (path === "/channel/keys") {
      return this.instead.get(`${method} ${path}`) ?? { status: 200, body: { keys: this.keys } };
    }

    const name = path.startsWith("/connector/") ? "send" : path.replace("/token-service/api/", "");
    const call = `${method} ${name}`;
    this.calls.push({
      request: call,
      query: path === "/channel/token" ? new URLSearchParams(body) : url.searchParams,
      authorization: headers.authorization,
    });
    return this.instead.get(call) ?? this.#serve(call, path, url.searchParams, body);
  }

  #serve(call: string, path: string, query: URLSearchParams, body: string): Reply {
    const user = query.get("userId") ?? "";
    switch (call) {
      case "POST /channel/token":
        return { status: 200, body: { access_token: "bot-token", expires_in: 3600 } };
      case "POST send": {
        const [, conversation = ""] = /\/v3\/conversations\/([^/]+)\//.exec(path) ?? [];
        const activity = JSON.parse(body) as Omit<SentActivity, "conversationId">;
        this.sent.push({ ...activity, conversationId: decodeURIComponent(conversation) });
        return { status: 200, body: { id: `sent-${this.sent.length}` } };
      }
      case "GET usertoken/GetToken":
        return this.#getToken(user, query.get("code") ?? "");
      case "DELETE usertoken/SignOut":
        this.tokens.delete(user);
        return { status: 200 };
      case "POST usertoken/exchange": {
        const { token } = JSON.parse(body) as { readonly token: string };
        const found = this.exchangeable.get(token);
        if (found === undefined) {
          return {
            status: 400,
            body: { error: { code: "BadRequest", message: "Consent Required" } },
          };
        }
        this.tokens.set(user, found);
        return { status: 200, body: tokenReply(found) };
      }
      case "GET botsignin/GetSignInResource":
        return {
          status: 200,
          body: {
            signInLink: `${this.url}/sign-in`,
            tokenExchangeResource: { id: "exchange-1", uri: `api://botid-${APP_ID}` },
          },
        };
      default:
        return { status: 418 };
    }
  }

  #getToken(user: string, code: string): Reply {
    if (code !== "") {
      const redeemed = this.codes.get(code);
      this.codes.delete(code);
      if (redeemed === undefined) return { status: 404 };
      this.tokens.set(user, redeemed);
    }
    const token = this.tokens.get(user);
    return token === undefined ? { status: 404 } : { status: 200, body: tokenReply(token) };
  }
}

const tokenReply = (token: string) => ({
  channelId: "msteams",
  connectionName: CONNECTION,
  token,
  expiration: "2026-11-24T13:00:00Z",
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
