import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { createCredentialsFactory } from "../../src/bot/credentials.ts";
import {
  EntraCredentialsFactory,
  registrationCredential,
} from "../../src/bot/entra-credentials.ts";
import { identityTokens } from "../../src/entra/identity-token.ts";
import { tenantId } from "../../src/methods/ids.ts";

const BOT = {
  appId: "11111111-2222-4333-8444-555555555555",
  tenantId: tenantId("aaaaaaaa-2222-4333-8444-555555555555"),
};
const IDENTITY = "33333333-2222-4333-8444-555555555555";
const AUDIENCE = "https://api.botframework.com";

const PROOFS = [
  { kind: "federated", trustedIdentityId: IDENTITY },
  { kind: "workloadIdentity", tokenFile: "/run/token" },
  { kind: "certificate", file: "/run/bot.pem" },
] as const;

/** What the factory's credentials put on a request to the connector. */
async function headerOf(factory: EntraCredentialsFactory): Promise<string> {
  const credentials = await factory.createCredentials(BOT.appId, AUDIENCE);
  const headers = new Map<string, string>();
  const set = (name: string, value: string) => headers.set(name, value);
  await credentials.signRequest({ headers: { set } } as never);
  return headers.get("Authorization") ?? "";
}

describe("the bot's credentials without a secret", () => {
  for (const credentials of PROOFS) {
    it(`are ours, not the SDK's, for ${credentials.kind}`, () => {
      const factory = createCredentialsFactory({
        ...BOT,
        credentials,
        channel: null,
        serviceUrlHosts: [],
      });

      assert.ok(factory instanceof EntraCredentialsFactory);
    });
  }

  const kinds = [
    ClientAssertionCredential,
    WorkloadIdentityCredential,
    ClientCertificateCredential,
  ];
  for (const [index, proof] of PROOFS.entries()) {
    it(`come from a ${kinds[index]?.name ?? ""} for ${proof.kind}`, async () => {
      const credential = await registrationCredential(BOT, proof)();

      assert.equal(credential.constructor, kinds[index]);
    });
  }

  it("ask for a token with every request, so that none outlives its time", async () => {
    const scopes: unknown[] = [];
    let made = 0;
    const factory = new EntraCredentialsFactory(BOT.appId, () => {
      made += 1;
      return Promise.resolve({
        getToken: (scope) => {
          scopes.push(scope);
          return Promise.resolve({ token: `token-${scopes.length}`, expiresOnTimestamp: 0 });
        },
      });
    });

    const headers = [await headerOf(factory), await headerOf(factory)];

    assert.deepEqual(headers, ["Bearer token-1", "Bearer token-2"]);
    assert.deepEqual(scopes, [`${AUDIENCE}/.default`, `${AUDIENCE}/.default`]);
    assert.equal(made, 1);
  });

  it("are made for this bot alone", async () => {
    const factory = new EntraCredentialsFactory(BOT.appId, () => Promise.reject(new Error("no")));

    await assert.rejects(factory.createCredentials(IDENTITY, AUDIENCE), /Invalid appId/);
    assert.equal(await factory.isValidAppId(IDENTITY), false);
    assert.equal(await factory.isAuthenticationDisabled(), false);
  });

  it("try again when the credential could not be made", async () => {
    let made = 0;
    const factory = new EntraCredentialsFactory(BOT.appId, () => {
      made += 1;
      return made === 1
        ? Promise.reject(new Error("not yet"))
        : Promise.resolve({
            getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: 0 }),
          });
    });

    await assert.rejects(headerOf(factory), /not yet/);

    assert.equal(await headerOf(factory), "Bearer t");
  });

  describe("before a machine's identity service", () => {
    let server: Server;
    let asked: URL[];
    const before = { ...process.env };

    beforeEach(async () => {
      asked = [];
      server = createServer((request, response) => {
        asked.push(new URL(request.url ?? "", "http://127.0.0.1"));
        const isKnown = request.headers["x-identity-header"] === "from the platform";
        response.writeHead(isKnown ? 200 : 401, { "content-type": "application/json" });
        const expires = Math.floor(Date.now() / 1000) + 3600;
        response.end(JSON.stringify({ access_token: "identity-token", expires_on: expires }));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      assert.ok(address !== null && typeof address === "object");
      // As App Service and Container Apps tell a program where it is.
      process.env["IDENTITY_ENDPOINT"] = `http://127.0.0.1:${address.port}/msi/token`;
      process.env["IDENTITY_HEADER"] = "from the platform";
    });

    afterEach(async () => {
      for (const name of ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"]) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
      await new Promise((resolve) => server.close(resolve));
    });

    it("get the token that the registration trusts, of the identity that is named", async () => {
      const identity = { kind: "managedIdentity", clientId: IDENTITY } as const;
      const tokens = identityTokens(identity, "api://AzureADTokenExchange/.default");

      const token = await tokens(AbortSignal.timeout(5_000));

      assert.equal(token.value, "identity-token");
      assert.equal(asked[0]?.searchParams.get("client_id"), IDENTITY);
      assert.equal(asked[0].searchParams.get("resource"), "api://AzureADTokenExchange");
    });
  });
});
