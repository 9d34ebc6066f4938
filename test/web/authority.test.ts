import assert from "node:assert/strict";
import sinon from "sinon";
import { readConfig } from "../../src/config/read-config.ts";
import { Authority } from "../../src/web/authority.ts";

const TENANT = "aaaaaaaa-2222-4333-8444-555555555555";
const ENTRA = "https://login.microsoftonline.com";

const { freshSignIn: config } = readConfig({
  BOT_ID: "11111111-2222-4333-8444-555555555555",
  TENANT_ID: TENANT.toUpperCase(),
  DATABASE_URL: "postgres://db/pushready",
  PUBLIC_URL: "https://pushready.example.com",
  TOKEN_KEY: Buffer.alloc(32).toString("base64"),
  SIGN_IN_CLIENT_ID: "22222222-2222-4333-8444-555555555555",
});

/** As Entra serves them: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
const metadataOf = (tenant: string) => ({
  issuer: `${ENTRA}/${tenant}/v2.0`,
  authorization_endpoint: `${ENTRA}/${TENANT}/oauth2/v2.0/authorize`,
  token_endpoint: `${ENTRA}/${TENANT}/oauth2/v2.0/token`,
  jwks_uri: `${ENTRA}/${TENANT}/discovery/v2.0/keys`,
});

describe("Authority before Entra", () => {
  afterEach(() => {
    sinon.restore();
  });

  function entraAnswers(metadata: unknown): sinon.SinonStub {
    const answer = new Response(JSON.stringify(metadata), {
      headers: { "content-type": "application/json; charset=utf-8" },
    });
    return sinon.stub(globalThis, "fetch").resolves(answer);
  }

  const clock = { now: () => new Date() };
  const secrets = { purpose: "prove", state: "s", nonce: "n", codeVerifier: "v" } as const;

  it("reads the tenant's metadata and sends people to its sign-in", async () => {
    const fetch = entraAnswers(metadataOf(TENANT));
    const authority = new Authority(config, clock);

    const url = new URL(await authority.authorizationUrl(secrets));

    assert.equal(
      String(fetch.firstCall.args[0]),
      `${ENTRA}/${TENANT}/v2.0/.well-known/openid-configuration`,
    );
    assert.equal(url.origin + url.pathname, `${ENTRA}/${TENANT}/oauth2/v2.0/authorize`);
    assert.equal(
      url.searchParams.get("redirect_uri"),
      "https://pushready.example.com/sign-in/callback",
    );
    assert.equal(authority.origin, ENTRA);
  });

  for (const tenant of ["{tenantid}", "99999999-2222-4333-8444-555555555555"]) {
    it(`takes no metadata of the issuer ${tenant}, which the library would let in`, async () => {
      entraAnswers(metadataOf(tenant));

      await assert.rejects(new Authority(config, clock).authorizationUrl(secrets), {
        code: "web.authority-mismatch",
      });
    });
  }
});
