import assert from "node:assert/strict";
import { type Activity, ActivityTypes } from "botbuilder";
import {
  BotFrameworkAuthenticationFactory,
  PasswordServiceClientCredentialFactory,
} from "botframework-connector";
import sinon from "sinon";
import {
  type ChannelTokenOverrides,
  createChannelIdentity,
} from "../../src/sandbox/channel/channel-identity.ts";
import { botAppId, connectorAudience } from "../../src/sandbox/constants.ts";
import { createSigningKey } from "../../src/sandbox/tokens/signing-key.ts";
import { botToken } from "./support/bot.ts";
import { start, type TestSandbox } from "./support/sandbox.ts";

describe("the channel of the sandbox", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  after(() => tenant.close());

  /** The SDK's own check of an incoming activity, set up as a bot of this tenant is. */
  async function authenticate(header: string, serviceUrl: string): Promise<void> {
    const metadata = `${tenant.url}/channel/.well-known/openid-configuration`;
    const authentication = BotFrameworkAuthenticationFactory.create(
      "",
      true,
      `${tenant.url}/channel/token`,
      "https://api.botframework.com",
      `${tenant.url}/channel`,
      `${tenant.url}/token-service`,
      metadata,
      metadata,
      "",
      new PasswordServiceClientCredentialFactory(botAppId, "sandbox-only"),
      { requiredEndorsements: [] },
    );
    await authentication.authenticateRequest(activity(serviceUrl), header);
  }

  async function channelHeader(
    overrides: ChannelTokenOverrides = {},
    serviceUrl = `${tenant.url}/connector`,
  ): Promise<string> {
    const token = await tenant.sandbox.tenant.channel.signChannelToken({ serviceUrl, overrides });
    return `Bearer ${token}`;
  }

  // The SDK prints what it refuses, with stack traces.
  beforeEach(() => {
    sinon.stub(console, "error");
  });
  afterEach(() => {
    sinon.restore();
  });

  it("signs tokens that the Bot Framework SDK accepts", async () => {
    await authenticate(await channelHeader(), `${tenant.url}/connector`);
  });

  const refused: readonly {
    why: string;
    overrides?: ChannelTokenOverrides;
    serviceUrl?: string;
  }[] = [
    { why: "another audience", overrides: { audience: "somebody-else" } },
    { why: "another issuer", overrides: { issuer: "https://evil.example" } },
    { why: "an expired lifetime", overrides: { lifetimeSeconds: -3600 } },
    { why: "an unpublished key", overrides: { unknownKey: true } },
    { why: "another service URL", serviceUrl: "https://evil.example/" },
  ];
  for (const { why, overrides, serviceUrl } of refused) {
    it(`signs tokens on request that the SDK refuses: ${why}`, async () => {
      const header = await channelHeader(overrides, serviceUrl);

      await assert.rejects(authenticate(header, `${tenant.url}/connector`));
    });
  }

  it("publishes keys endorsed for Teams, without their private part", async () => {
    const response = await fetch(`${tenant.url}/channel/keys`);

    const text = await response.text();
    assert.match(text, /"endorsements":\["msteams"\]/);
    assert.doesNotMatch(text, /"(d|p|q|dp|dq|qi)":/);
  });

  it("names its issuer and its keys", async () => {
    const response = await fetch(`${tenant.url}/channel/.well-known/openid-configuration`);

    assert.deepEqual(await response.json(), {
      issuer: `${tenant.url}/channel`,
      jwks_uri: `${tenant.url}/channel/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });

  it("gives the bot a token that it knows again", async () => {
    const token = await botToken(tenant.url);

    assert.equal(await tenant.sandbox.tenant.channel.isFromBot(`Bearer ${token}`), true);
  });

  it("takes nothing else for the bot's", async () => {
    const { channel, tokens } = tenant.sandbox.tenant;
    const strangers = [
      undefined,
      "Bearer garbage",
      `Basic ${await channel.signBotToken(3600)}`,
      `Bearer ${await channel.signBotToken(-1)}`,
      await channelHeader(),
      await channelHeader({ audience: connectorAudience }),
      `Bearer ${await tokens.signSsoToken(tenant.person("sam"))}`,
    ];

    const answers = await Promise.all(strangers.map((header) => channel.isFromBot(header)));

    assert.deepEqual(
      answers,
      strangers.map(() => false),
    );
  });

  it("takes no token that the bot got for another service", async () => {
    const key = await createSigningKey("channel");
    const clock = { now: () => new Date() };
    const channel = createChannelIdentity("http://127.0.0.1:1", clock, key);
    const sign = (aud: string) =>
      key.sign({ iss: channel.issuer, aud, appid: botAppId }, clock.now(), 60);

    assert.equal(await channel.isFromBot(`Bearer ${await sign(connectorAudience)}`), true);
    assert.equal(await channel.isFromBot(`Bearer ${await sign("https://other.example")}`), false);
  });

  const good = {
    grant_type: "client_credentials",
    client_id: botAppId,
    client_secret: "sandbox-only",
    scope: "https://api.botframework.com/.default",
  };
  const refusals: readonly {
    why: string;
    change: Partial<typeof good>;
    status: number;
    error: string;
  }[] = [
    { why: "a wrong secret", change: { client_secret: "x" }, status: 401, error: "invalid_client" },
    { why: "an unknown app", change: { client_id: "x" }, status: 401, error: "invalid_client" },
    {
      why: "another grant",
      change: { grant_type: "password" },
      status: 400,
      error: "unsupported_grant_type",
    },
    {
      why: "another scope",
      change: { scope: "https://x/.default" },
      status: 400,
      error: "invalid_scope",
    },
  ];
  for (const { why, change, status, error } of refusals) {
    it(`answers ${status} ${error} to ${why}`, async () => {
      const response = await fetch(`${tenant.url}/channel/token`, {
        method: "POST",
        body: new URLSearchParams({ ...good, ...change }),
      });

      assert.equal(response.status, status);
      assert.match(await response.text(), new RegExp(`^{"error":"${error}","error_description":`));
    });
  }

  it("answers 400 invalid_request to a form with nothing in it", async () => {
    const response = await fetch(`${tenant.url}/channel/token`, { method: "POST" });

    assert.equal(response.status, 400);
    assert.match(await response.text(), /invalid_request/);
  });
});

function activity(serviceUrl: string): Activity {
  return {
    type: ActivityTypes.Message,
    text: "hello",
    channelId: "msteams",
    serviceUrl,
    from: { id: "29:x", name: "" },
    recipient: { id: "28:x", name: "" },
    conversation: { id: "a:x", name: "", isGroup: false, conversationType: "personal" },
    topicName: "",
    locale: "en-US",
    localTimezone: "UTC",
    callerId: "",
    speak: "",
    inputHint: "",
    label: "",
    valueType: "",
    listenFor: [],
  };
}
