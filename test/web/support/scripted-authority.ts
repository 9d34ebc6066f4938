import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";

export type Identity = { readonly oid?: string; readonly tid?: string };

/** How the next answers of the token endpoint differ from good ones. */
export type Script = {
  readonly claims?: (good: JWTPayload) => JWTPayload;
  readonly signature?: "strange key" | "none" | "shared secret" | "broken";
  /** What comes instead of tokens. */
  readonly refusal?: { readonly status: number; readonly body: unknown };
  readonly withoutIdToken?: boolean;
};

type Grant = { readonly identity: Identity; readonly query: URLSearchParams; used: boolean };
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const CLIENT_ID = "b07b07b0-0000-4000-8000-000000000001";
const CLIENT_SECRET = "sandbox-only";

/**
 * An authorization server whose answers a test may spoil one by one. Its sign-in page is {@link ScriptedAuthority.signIn}:
 * what the browser would bring back. Everything secret that passes is kept, so that tests can look for it elsewhere.
 */
export class ScriptedAuthority {
  script: Script = {};
  /** Whether anything is answered at all. */
  isUp = true;
  metadata: Readonly<Record<string, unknown>> = {};
  /** How a client has to prove itself. */
  isClient: (form: URLSearchParams) => Promise<boolean> = (form) =>
    Promise.resolve(form.get("client_secret") === CLIENT_SECRET);
  discoveries = 0;
  readonly tokenRequests: URLSearchParams[] = [];
  readonly secrets = new Set<string>([CLIENT_SECRET]);
  readonly #server: Server;
  readonly #keys: Keys;
  readonly #strangeKeys: Keys;
  readonly #grants = new Map<string, Grant>();

  private constructor(server: Server, keys: Keys, strangeKeys: Keys) {
    this.#server = server;
    this.#keys = keys;
    this.#strangeKeys = strangeKeys;
  }

  static async start(): Promise<ScriptedAuthority> {
    const server = createServer();
    const [keys, strange] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
    const authority = new ScriptedAuthority(server, keys, strange);
    server.on("request", (request, response) => {
      authority.#answer(request, response).catch((error: unknown) => {
        json(response, 500, { error: String(error) });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return authority;
  }

  get url(): string {
    const address = this.#server.address();
    assert.ok(address !== null && typeof address === "object");
    return `http://127.0.0.1:${address.port}`;
  }

  get issuer(): string {
    return `${this.url}/oidc`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What happens at the tenant's pages: somebody signs in, and the browser is sent to the address that this returns. */
  signIn(location: string | null, identity: Identity): string {
    const { searchParams: query } = new URL(location ?? "");
    for (const name of ["state", "nonce", "code_challenge"]) {
      this.secrets.add(query.get(name) ?? "");
    }
    const code = `code-${randomBytes(16).toString("hex")}`;
    this.secrets.add(code);
    this.#grants.set(code, { identity, query, used: false });
    return this.sendBack(location, { code });
  }

  /** The address to which the browser is sent back with these parameters and the state. */
  sendBack(location: string | null, parameters: Readonly<Record<string, string>>): string {
    const { searchParams: query } = new URL(location ?? "");
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("state", query.get("state") ?? "");
    for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
    return back.href;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.isUp) {
      response.destroy();
      return;
    }
    switch (request.url ?? "") {
      case "/oidc/.well-known/openid-configuration":
        this.discoveries += 1;
        json(response, 200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/auth`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          id_token_signing_alg_values_supported: ["RS256"],
          response_types_supported: ["code"],
          subject_types_supported: ["pairwise"],
          ...this.metadata,
        });
        return;
      case "/oidc/jwks":
        json(response, 200, {
          keys: [
            { ...(await exportJWK(this.#keys.publicKey)), kid: "k", alg: "RS256", use: "sig" },
          ],
        });
        return;
      case "/oidc/token":
        await this.#token(request, response);
        return;
      default:
        json(response, 404, {});
    }
  }

  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    this.tokenRequests.push(form);
    this.secrets.add(form.get("code_verifier") ?? "");
    const { refusal } = this.script;
    if (refusal !== undefined) {
      json(response, refusal.status, refusal.body);
      return;
    }
    if (!(await this.isClient(form))) {
      json(response, 401, { error: "invalid_client", error_description: "AADSTS700027: no" });
      return;
    }
    const grant = this.#grants.get(form.get("code") ?? "");
    if (grant === undefined || grant.used || !isMeantFor(grant, form)) {
      json(response, 400, { error: "invalid_grant" });
      return;
    }
    grant.used = true;
    const token = `access-${randomBytes(16).toString("hex")}`;
    const idToken = await this.#idToken(grant);
    for (const secret of [token, idToken]) this.secrets.add(secret);
    json(response, 200, {
      token_type: "Bearer",
      access_token: token,
      expires_in: 3600,
      ...(this.script.withoutIdToken === true ? {} : { id_token: idToken }),
    });
  }

  async #idToken({ identity, query }: Grant): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const good: JWTPayload = {
      iss: this.issuer,
      aud: CLIENT_ID,
      sub: "pairwise-subject",
      iat: now,
      exp: now + 3600,
      nonce: query.get("nonce") ?? "",
      name: "Sam Secret-Name",
      ...identity,
    };
    const claims = this.script.claims?.(good) ?? good;
    const { signature } = this.script;
    if (signature === "none") return new UnsecuredJWT(claims).encode();
    if (signature === "shared secret") {
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", kid: "k" })
        .sign(new TextEncoder().encode(CLIENT_SECRET.padEnd(32, "-")));
    }
    const keys = signature === "strange key" ? this.#strangeKeys : this.#keys;
    const signed = await new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .sign(keys.privateKey);
    if (signature !== "broken") return signed;
    const [header, , seal] = signed.split(".");
    const forged = JSON.stringify({ ...claims, forged: true });
    return [header, Buffer.from(forged).toString("base64url"), seal].join(".");
  }
}

/** As a good authorization server checks a code: client, redirect URI and PKCE. How the client proves itself comes before. */
function isMeantFor({ query }: Grant, form: URLSearchParams): boolean {
  const challenge = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  return (
    form.get("client_id") === CLIENT_ID &&
    form.get("redirect_uri") === query.get("redirect_uri") &&
    challenge === query.get("code_challenge")
  );
}

function json(response: ServerResponse, status: number, body: unknown): void {
  // Two statements: restify, once loaded, changes every response of the process, and its writeHead returns nothing.
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
