import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/**
 * Everything around the bots, in a process of its own so that none of it is counted: the channel's issuer, the token
 * service, Graph and the connector. It answers from memory and as fast as it can.
 */
const APP_ID = process.env["BOT_ID"] ?? "";
const TENANT_ID = process.env["TENANT_ID"] ?? "";
const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = {
  ...(await exportJWK(publicKey)),
  kid: "bench",
  use: "sig",
  alg: "RS256",
  endorsements: ["msteams"],
};

const methods = JSON.stringify({
  value: [
    {
      "@odata.type": "#microsoft.graph.passwordAuthenticationMethod",
      id: "28c10230-6103-485e-b985-444c60001490",
      password: null,
      createdDateTime: "2024-01-01T00:00:00Z",
    },
    {
      "@odata.type": "#microsoft.graph.phoneAuthenticationMethod",
      id: "3179e48a-750b-4051-897c-87b9720928f7",
      phoneNumber: "+1 2065555555",
      phoneType: "mobile",
      smsSignInState: "ready",
    },
    {
      "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
      id: "6803c096-c096-6803-96c0-036896c00368",
      displayName: "Pixel 9",
      deviceTag: "SoftwareTokenActivated",
      phoneAppVersion: "6.2501.0191",
      createdDateTime: null,
    },
    {
      "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
      id: "7803c096-c096-6803-96c0-036896c00369",
      displayName: "iPhone 12",
      deviceTag: "SoftwareTokenActivated",
      phoneAppVersion: "6.8.13",
      createdDateTime: null,
    },
  ],
});

const userTokens = new Map<string, string>();
let origin = "";

async function userToken(userId: string): Promise<string> {
  const known = userTokens.get(userId);
  if (known !== undefined) return known;
  const token = await sign(
    {
      oid: userId.replace(/^29:/, ""),
      tid: TENANT_ID,
      scp: "UserAuthenticationMethod.Read",
      acct: 0,
    },
    "https://graph.microsoft.com",
  );
  userTokens.set(userId, token);
  return token;
}

function sign(claims: Record<string, unknown>, audience: string): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: "bench", typ: "JWT" })
    .setIssuer(`${origin}/channel`)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime("2h")
    .sign(privateKey);
}

const json = (response: ServerResponse, body: unknown): void => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", origin);
  request.resume();
  switch (url.pathname) {
    case "/channel/.well-known/openid-configuration":
      json(response, {
        issuer: `${origin}/channel`,
        jwks_uri: `${origin}/channel/keys`,
        id_token_signing_alg_values_supported: ["RS256"],
      });
      return;
    case "/channel/keys":
      json(response, { keys: [jwk] });
      return;
    case "/channel/token":
      json(response, { access_token: "bench", token_type: "Bearer", expires_in: 7200 });
      return;
    case "/bench/channel-token":
      json(response, { token: await sign({ serviceurl: `${origin}/connector/` }, APP_ID) });
      return;
    case "/token-service/api/usertoken/GetToken": {
      const token = await userToken(url.searchParams.get("userId") ?? "");
      json(response, { connectionName: "graph", token, expiration: "2099-01-01T00:00:00Z" });
      return;
    }
    case "/graph/v1.0/me/authentication/methods":
      json(response, methods);
      return;
    default:
      json(response, { id: "1:1" });
  }
}

const server = createServer((request, response) => {
  void answer(request, response);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  process.send?.({ ready: origin });
});
