import assert from "node:assert/strict";
import fc from "fast-check";
import { type InboundRefusal, refuseInbound, senderOf } from "../../src/bot/inbound.ts";
import { ANNA, anActivity, type Json } from "./activities.ts";
import { TENANT_ID } from "./fake-cloud.ts";

const TEAMS = "smba.trafficmanager.net";
const RULES = {
  tenantId: TENANT_ID,
  serviceUrlHosts: [TEAMS, "smba.infra.gcc.teams.microsoft.com"],
};
const LOCAL = { tenantId: TENANT_ID, serviceUrlHosts: ["127.0.0.1:4300", "[::1]:4300"] };
const OTHER_TENANT = "0ddba110-0000-4000-8000-000000000000";

const fromTeams = (properties: Json = {}): Json =>
  anActivity({ type: "message", serviceUrl: `https://${TEAMS}/emea/`, ...properties });
const tenants = (data: unknown, conversation: unknown): Json => ({
  channelData: data === undefined ? undefined : { tenant: { id: data } },
  conversation: { id: "a:1", conversationType: "personal", tenantId: conversation },
});

describe("refuseInbound", () => {
  const cases: readonly (readonly [
    name: string,
    properties: Json,
    refusal: InboundRefusal | null,
  ])[] = [
    ["what Teams sends", {}, null],
    ["the web chat channel", { channelId: "webchat" }, "foreignChannel"],
    ["the channel in other letters", { channelId: "MSTeams" }, "foreignChannel"],
    ["no channel", { channelId: undefined }, "malformed"],
    ["no sender", { from: undefined }, "malformed"],
    ["a sender without id", { from: { aadObjectId: ANNA.userId } }, "malformed"],
    ["a sender with an empty id", { from: { id: "" } }, "malformed"],
    ["no recipient", { recipient: undefined }, "malformed"],
    ["no conversation", { conversation: undefined }, "malformed"],

    ["our tenant in capitals", tenants(TENANT_ID.toUpperCase(), TENANT_ID.toUpperCase()), null],
    ["our tenant in the channel data alone", tenants(TENANT_ID, undefined), null],
    ["our tenant in the conversation alone", tenants(undefined, TENANT_ID), null],
    ["our tenant beside null", tenants(TENANT_ID, null), null],
    ["another tenant", tenants(OTHER_TENANT, OTHER_TENANT), "foreignTenant"],
    ["another tenant in the channel data", tenants(OTHER_TENANT, TENANT_ID), "foreignTenant"],
    ["another tenant in the conversation", tenants(TENANT_ID, OTHER_TENANT), "foreignTenant"],
    ["no tenant at all", tenants(undefined, undefined), "foreignTenant"],
    ["an empty tenant", tenants("", ""), "foreignTenant"],
    ["our tenant with a space", tenants(`${TENANT_ID} `, TENANT_ID), "foreignTenant"],
    ["a tenant that is a list", tenants([TENANT_ID], TENANT_ID), "malformed"],

    ["another region", { serviceUrl: `https://${TEAMS}/amer/` }, null],
    [
      "the government cloud",
      { serviceUrl: "https://smba.infra.gcc.teams.microsoft.com/teams" },
      null,
    ],
    ["the host in capitals", { serviceUrl: "https://SMBA.TRAFFICMANAGER.NET/emea/" }, null],
    ["the usual port, written", { serviceUrl: `https://${TEAMS}:443/emea/` }, null],
    ...[
      "https://evil.example/",
      `https://${TEAMS}.evil.example/`,
      `https://evil.example/${TEAMS}`,
      `https://evil-${TEAMS}/`,
      `https://${TEAMS}@evil.example/`,
      `https://user:word@${TEAMS}/emea/`,
      `https://user@${TEAMS}/emea/`,
      `https://evil.example#@${TEAMS}/`,
      `https://evil.example\\@${TEAMS}/`,
      `https://${TEAMS}:8443/emea/`,
      `https://${TEAMS}./emea/`,
      "https://smba.trafficmanager.nеt/", // Cyrillic е
      "https://xn--smba-trafficmanager-net.example/",
      `http://${TEAMS}/emea/`,
      `ftp://${TEAMS}/`,
      "http://127.0.0.1/",
      "http://169.254.169.254/metadata/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "data:text/plain,x",
    ].map((serviceUrl) => [serviceUrl, { serviceUrl }, "foreignServiceUrl"] as const),
    ["a host that is none", { serviceUrl: `https://${TEAMS}%40evil.example/` }, "malformed"],
    ["no service URL", { serviceUrl: undefined }, "malformed"],
    ["an empty service URL", { serviceUrl: "" }, "malformed"],
    ["a service URL that is none", { serviceUrl: TEAMS }, "malformed"],
    ["a service URL that is no text", { serviceUrl: { href: `https://${TEAMS}/` } }, "malformed"],
  ];

  for (const [name, properties, refusal] of cases) {
    it(`${refusal === null ? "lets in" : "refuses"} ${name}${refusal === null ? "" : `: ${refusal}`}`, () => {
      assert.equal(refuseInbound(fromTeams(properties), RULES), refusal);
    });
  }

  for (const serviceUrl of ["http://127.0.0.1:4300/connector", "http://[::1]:4300/connector"]) {
    it(`lets the local tenant at ${serviceUrl} in where it is configured, and only there`, () => {
      assert.equal(refuseInbound(fromTeams({ serviceUrl }), LOCAL), null);
      assert.equal(refuseInbound(fromTeams({ serviceUrl }), RULES), "foreignServiceUrl");
    });
  }

  it("reads anything without an error", () => {
    const parts = fc.record({
      channelId: fc.oneof(fc.constant("msteams"), fc.jsonValue()),
      serviceUrl: fc.oneof(fc.webUrl(), fc.string()),
      channelData: fc.jsonValue(),
      conversation: fc.oneof(fc.record({ id: fc.string() }), fc.jsonValue()),
    });

    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), parts.map(fromTeams)), (activity) => {
        assert.notEqual(refuseInbound(activity, RULES), null);
      }),
    );
  });
});

describe("senderOf", () => {
  const reference = {
    channelId: "msteams",
    serviceUrl: `https://${TEAMS}/emea/`,
    conversationId: ANNA.conversationId,
    teamsUserId: ANNA.teamsUserId,
    botId: "28:bot",
  };

  it("tells who writes, from where and in which language", () => {
    assert.deepEqual(senderOf(fromTeams(), TENANT_ID), {
      key: { tenantId: TENANT_ID, userId: ANNA.userId },
      isPersonal: true,
      locale: "en-US",
      timeZone: "Europe/Budapest",
      reference,
    });
  });

  it("writes the object id in lower case, as it is compared", () => {
    const from = { id: ANNA.teamsUserId, aadObjectId: ANNA.userId.toUpperCase() };

    assert.equal(senderOf(fromTeams({ from }), TENANT_ID)?.key.userId, ANNA.userId);
  });

  const nobody: readonly (readonly [string, Json])[] = [
    ["no object id", { from: { id: "29:anna" } }],
    ["an object id that is no GUID", { from: { id: "29:anna", aadObjectId: "anna" } }],
    ["an object id that is a list", { from: { id: "29:anna", aadObjectId: [ANNA.userId] } }],
    ["no sender", { from: undefined }],
    ["no conversation", { conversation: undefined }],
  ];
  for (const [name, properties] of nobody) {
    it(`knows nobody by ${name}`, () => {
      assert.equal(senderOf(fromTeams(properties), TENANT_ID), null);
    });
  }

  it("takes the sender from the sender alone, whatever else names somebody", () => {
    const sender = senderOf(
      fromTeams({
        aadObjectId: OTHER_TENANT,
        userId: OTHER_TENANT,
        channelData: { tenant: { id: TENANT_ID }, from: { aadObjectId: OTHER_TENANT } },
        conversation: {
          id: ANNA.conversationId,
          conversationType: "personal",
          tenantId: TENANT_ID,
          aadObjectId: OTHER_TENANT,
        },
        recipient: { id: "28:bot", aadObjectId: OTHER_TENANT },
        value: { from: { aadObjectId: OTHER_TENANT }, userId: OTHER_TENANT },
      }),
      TENANT_ID,
    );

    assert.equal(sender?.key.userId, ANNA.userId);
  });

  for (const conversationType of ["groupChat", "channel", undefined, "Personal"]) {
    it(`does not take ${String(conversationType)} for a personal chat`, () => {
      const conversation = { id: "19:group", conversationType, tenantId: TENANT_ID };

      assert.equal(senderOf(fromTeams({ conversation }), TENANT_ID)?.isPersonal, false);
    });
  }

  const zones: readonly (readonly [string, Json, string | null])[] = [
    ["the older property", { entities: [], localTimezone: "Asia/Tokyo" }, "Asia/Tokyo"],
    ["none", { entities: undefined }, null],
    ["another entity", { entities: [{ type: "mention", timezone: "Asia/Tokyo" }] }, null],
    ["entities that are none", { entities: "clientInfo" }, null],
    ["a zone that is no text", { entities: [{ type: "clientInfo", timezone: 5 }] }, null],
    [
      "a zone that is too long",
      { entities: [{ type: "clientInfo", timezone: "x".repeat(65) }] },
      null,
    ],
  ];
  for (const [name, properties, timeZone] of zones) {
    it(`reads the time zone from ${name}`, () => {
      assert.equal(senderOf(fromTeams(properties), TENANT_ID)?.timeZone, timeZone);
    });
  }

  for (const locale of [undefined, null, 5, "x".repeat(65)]) {
    it(`knows no language by ${String(locale).slice(0, 10)}`, () => {
      assert.equal(senderOf(fromTeams({ locale }), TENANT_ID)?.locale, null);
    });
  }

  it("reads anything without an error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (activity) => {
        assert.equal(senderOf(activity, TENANT_ID), null);
      }),
    );
  });
});
