import assert from "node:assert/strict";
import { createSecretKey, randomUUID } from "node:crypto";
import { EmulatorValidation } from "botframework-connector";
import { exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from "jose";
import { aMessage, type Json } from "./activities.ts";
import { APP_ID, type FakeCloud, TENANT_ID } from "./fake-cloud.ts";
import { RunningServer } from "./running-server.ts";

describe("POST /api/messages", () => {
  let running: RunningServer;
  let cloud: FakeCloud;
  let turns: string[];

  before(async () => {
    running = await RunningServer.start({
      onTurn: ({ activity }) => {
        turns.push(activity.text);
        return Promise.resolve();
      },
    });
    cloud = running.cloud;
  });

  after(() => running.close());

  // Servers of single tests, closed also when the test fails.
  const opened: RunningServer[] = [];
  const startOwn: typeof RunningServer.start = async (does) => {
    const own = await RunningServer.start(does);
    opened.push(own);
    return own;
  };
  afterEach(() => Promise.all(opened.splice(0).map((own) => own.close())));

  beforeEach(() => {
    turns = [];
  });

  it("runs the turn of an activity with the channel's token", async () => {
    const answer = await running.post(aMessage("hello"));

    assert.deepEqual([answer.status, answer.body], [200, ""]);
    assert.deepEqual(turns, ["hello"]);
  });

  it("lets the channel name our tenant in its token", async () => {
    const authorization = await running.authorization({ tid: TENANT_ID.toUpperCase() });

    assert.equal((await running.post(aMessage("hello"), authorization)).status, 200);
  });

  describe("refuses as not authenticated", () => {
    const seconds = (ahead: number): number => Math.floor(Date.now() / 1000) + ahead;
    const bearer = (claims: Json): Promise<string> => running.authorization(claims);

    const cases: readonly {
      readonly name: string;
      readonly authorization: () => Promise<string | null>;
      readonly activity?: Json;
    }[] = [
      { name: "no token", authorization: () => Promise.resolve(null) },
      { name: "an empty header", authorization: () => Promise.resolve("") },
      { name: "garbage", authorization: () => Promise.resolve("Bearer garbage") },
      { name: "garbage in three parts", authorization: () => Promise.resolve("Bearer a.b.c") },
      {
        name: "claims that are no JSON",
        authorization: () => Promise.resolve("Bearer eyJhbGciOiJSUzI1NiJ9.bm90anNvbg.c2ln"),
      },
      { name: "a word and nothing", authorization: () => Promise.resolve("Bearer") },
      { name: "two tokens", authorization: async () => `${await bearer({})} ${await bearer({})}` },
      {
        name: "another scheme",
        authorization: async () => `Basic ${await cloud.signToken()}`,
      },
      {
        name: "a wrong signature",
        authorization: async () => {
          const { privateKey } = await generateKeyPair("RS256");
          return `Bearer ${await cloud.signToken({}, { key: privateKey })}`;
        },
      },
      {
        name: "a changed claim under the old signature",
        authorization: async () => {
          const [head = "", , signature = ""] = (await cloud.signToken()).split(".");
          const claims = { iss: cloud.issuer, aud: APP_ID, serviceurl: cloud.serviceUrl };
          const changed = Buffer.from(JSON.stringify(claims)).toString("base64url");
          return `Bearer ${head}.${changed}.${signature}`;
        },
      },
      {
        name: "no key id",
        authorization: async () =>
          `Bearer ${await cloud.signToken({}, { header: { alg: "RS256" } })}`,
      },
      {
        name: "an unknown key id",
        authorization: async () =>
          `Bearer ${await cloud.signToken({}, { header: { alg: "RS256", kid: "other" } })}`,
      },
      {
        name: "alg none",
        authorization: () => {
          const claims = { iss: cloud.issuer, aud: APP_ID, serviceurl: cloud.serviceUrl };
          return Promise.resolve(`Bearer ${new UnsecuredJWT(claims).encode()}`);
        },
      },
      {
        name: "alg none under a known key id",
        authorization: () => {
          const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
          const claims = { iss: cloud.issuer, aud: APP_ID, serviceurl: cloud.serviceUrl };
          return Promise.resolve(
            `Bearer ${part({ alg: "none", kid: cloud.publicJwk.kid })}.${part(claims)}.`,
          );
        },
      },
      {
        name: "HS256 with the public key as secret",
        authorization: async () => {
          const key = await importJWK({ ...cloud.publicJwk, alg: "RS256" });
          assert.ok(!(key instanceof Uint8Array));
          const pem = createSecretKey(Buffer.from(await exportSPKI(key)));
          const token = await new SignJWT({
            iss: cloud.issuer,
            aud: APP_ID,
            serviceurl: cloud.serviceUrl,
            exp: seconds(3600),
          })
            .setProtectedHeader({ alg: "HS256", kid: cloud.publicJwk.kid ?? "" })
            .sign(pem);
          return `Bearer ${token}`;
        },
      },
      { name: "another audience", authorization: () => bearer({ aud: "another-bot" }) },
      { name: "no audience", authorization: () => bearer({ aud: undefined }) },
      { name: "another issuer", authorization: () => bearer({ iss: "https://evil.example" }) },
      { name: "no issuer", authorization: () => bearer({ iss: undefined }) },
      { name: "a token that has expired", authorization: () => bearer({ exp: seconds(-600) }) },
      { name: "a token of tomorrow", authorization: () => bearer({ nbf: seconds(600) }) },
      {
        name: "the service URL of another conversation",
        authorization: () => bearer({ serviceurl: "https://smba.trafficmanager.net/teams/" }),
      },
      { name: "no service URL", authorization: () => bearer({ serviceurl: undefined }) },
      {
        name: "a token of another bot that calls ours as its skill",
        authorization: () => bearer({ ver: "1.0", appid: "9b1c0000-0000-4000-8000-000000000009" }),
      },
      {
        name: "a token that the bot itself could get, as the Emulator sends it",
        authorization: () =>
          bearer({
            iss: "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
            ver: "1.0",
            appid: APP_ID,
          }),
      },
      {
        name: "a token of a tenant that nobody knows, as the Emulator sends it",
        authorization: () =>
          bearer({
            iss: "https://login.microsoftonline.com/0ddba110-0000-4000-8000-000000000000/v2.0",
            tid: "0ddba110-0000-4000-8000-000000000000",
            ver: "2.0",
            azp: APP_ID,
          }),
      },
      {
        name: "a token of our own tenant, as a person's sign-in gives it",
        authorization: () =>
          bearer({
            iss: `https://sts.windows.net/${TENANT_ID}/`,
            tid: TENANT_ID,
            ver: "1.0",
            appid: APP_ID,
          }),
      },
      {
        name: "the App Service channel, which is not ours",
        authorization: () =>
          bearer({ iss: `https://sts.windows.net/${TENANT_ID}/`, ver: "1.0", appid: APP_ID }),
        activity: { channelId: "AseChannel" },
      },
      {
        name: "a channel that the key is not endorsed for",
        authorization: () => bearer({}),
        activity: { channelId: "directline" },
      },
    ];

    for (const { name, authorization, activity } of cases) {
      it(name, async () => {
        const answer = await running.post(aMessage("hello", activity), await authorization());

        assert.deepEqual([answer.status, answer.body], [401, ""]);
        assert.deepEqual(turns, []);
      });
    }

    it("a key that is not endorsed for Teams", async () => {
      const other = await startOwn({ onTurn: () => assert.fail("a turn ran") });
      other.cloud.keys = [{ ...other.cloud.publicJwk, endorsements: ["webchat"] }];

      const answer = await other.post(aMessage("hello"));

      assert.deepEqual([answer.status, answer.body], [401, ""]);
    });

    it("everybody while the channel's keys cannot be had, and nobody afterwards", async () => {
      const other = await startOwn();
      const keys = "GET /channel/keys";
      other.cloud.instead.set(keys, { status: 503 });

      const during = await other.post(aMessage("hello"));
      other.cloud.instead.delete(keys);
      const afterwards = await other.post(aMessage("hello"));

      assert.deepEqual([during.status, during.body, afterwards.status], [401, "", 200]);
    });

    it("and learns nothing from what it refuses", async () => {
      const tid = randomUUID();
      const claims = { tid, iss: cloud.issuer, aud: APP_ID };
      const token = new UnsecuredJWT(claims).encode();

      await running.post(aMessage("hello"), `Bearer ${token}`);
      await running.post(aMessage("hello"), `Bearer ${token}c2ln`);
      await running.post(aMessage("hello"), await running.authorization({ tid }));

      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only view on what the SDK keeps
      const { issuer } = EmulatorValidation.ToBotFromEmulatorTokenValidationParameters;
      assert.ok(!JSON.stringify(issuer).includes(tid));
    });
  });

  describe("refuses as not ours", () => {
    const elsewhere = "https://evil.example/teams/";
    const cases: readonly {
      readonly name: string;
      readonly claims?: Json;
      readonly activity: Json;
    }[] = [
      {
        name: "another tenant",
        activity: {
          channelData: { tenant: { id: "0ddba110-0000-4000-8000-000000000000" } },
          conversation: { id: "a:1", conversationType: "personal" },
        },
      },
      {
        name: "two tenants",
        activity: { channelData: { tenant: { id: "0ddba110-0000-4000-8000-000000000000" } } },
      },
      {
        name: "no tenant",
        activity: { channelData: {}, conversation: { id: "a:1", conversationType: "personal" } },
      },
      {
        name: "a service URL of an unknown host",
        claims: { serviceurl: elsewhere },
        activity: { serviceUrl: elsewhere },
      },
    ];

    for (const { name, claims = {}, activity } of cases) {
      it(name, async () => {
        const authorization = await running.authorization(claims);

        const answer = await running.post(aMessage("hello", activity), authorization);

        assert.deepEqual([answer.status, answer.body], [403, ""]);
        assert.deepEqual(turns, []);
      });
    }
  });
});
