import assert from "node:assert/strict";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { judgeSkew } from "../../../src/admin/doctor/clock-skew.ts";
import * as database from "../../../src/admin/doctor/database.ts";
import type { Finding } from "../../../src/admin/doctor/finding.ts";
import { judgeManifest } from "../../../src/admin/doctor/manifest.ts";
import { judgePermissions } from "../../../src/admin/doctor/permissions.ts";
import { judgePolicies } from "../../../src/admin/doctor/policies.ts";
import type { DatabaseFacts, HttpAnswer } from "../../../src/admin/doctor/probes.ts";
import { reasonOf } from "../../../src/admin/doctor/reason.ts";
import {
  checkConsent,
  judgeClient,
  judgeConnection,
  judgeRedirect,
} from "../../../src/admin/doctor/sign-in.ts";
import { claimsOf } from "../../../src/admin/doctor/token-claims.ts";
import { judgeToken } from "../../../src/admin/doctor/tokens.ts";
import { zipEntry } from "../../../src/admin/doctor/zip-entry.ts";
import { DEFAULT_POLICY } from "../../../src/methods/policy.ts";

const NOW = new Date("2026-01-01T12:00:00Z");
const APP = "b07b07b0-0000-4000-8000-000000000001";
const OTHER = "11111111-2222-4333-8444-555555555555";
const signal = new AbortController().signal;

const answer = (
  status: number,
  body: unknown = "",
  location: string | null = null,
): HttpAnswer => ({
  ...{ status, location, date: null, receivedAt: NOW },
  text: typeof body === "string" ? body : JSON.stringify(body),
});
const kinds = (findings: Finding | readonly Finding[]): readonly string[] =>
  [findings].flat().map(({ kind }) => kind);
const nextOf = (finding: Finding): string => ("next" in finding ? finding.next : "");

describe("judgeSkew", () => {
  for (const [seconds, kind] of [
    [0, "ok"],
    [60, "ok"],
    [61, "warning"],
    [300, "warning"],
    [301, "failed"],
  ] as const) {
    it(`takes ${seconds} s either way for ${kind}`, () => {
      for (const ms of [seconds * 1_000, -seconds * 1_000]) {
        assert.equal(judgeSkew(new Date(NOW.getTime() + ms), NOW, "Graph").kind, kind);
      }
    });
  }

  it("says nothing where there is no clock", () => {
    assert.equal(judgeSkew(null, NOW, "Graph").kind, "notChecked");
  });
});

describe("judgePermissions", () => {
  it("takes a wider permission with a warning, and names one that nothing of ours uses", () => {
    const findings = judgePermissions(
      ["Policy.Read.All", "Sites.FullControl.All"],
      ["Policy.Read.AuthenticationMethod"],
    );

    assert.deepEqual(
      findings.map(({ about, kind }) => [about, kind]),
      [
        ["Policy.Read.AuthenticationMethod", "warning"],
        ["Sites.FullControl.All", "warning"],
      ],
    );
    assert.match(findings[0]?.text ?? "", /only by Policy\.Read\.All/);
    assert.match(findings[1]?.text ?? "", /PushReady never uses it/);
  });
});

describe("judgeToken", () => {
  const expected = {
    audiences: ["https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"],
    tenantId: OTHER,
    appId: null,
    variables: { appId: "A", audience: "B" },
  };

  it("takes any of the audiences, and any app where none is known", () => {
    for (const audience of ["https://graph.microsoft.com/", expected.audiences[1] ?? ""]) {
      const claims = { audience, tenantId: OTHER.toUpperCase(), appId: APP, roles: [] };
      assert.equal(judgeToken(claims, expected).kind, "ok");
    }
  });

  it("does not take a token without a tenant or an app", () => {
    const claims = {
      audience: expected.audiences[0] ?? "",
      tenantId: null,
      appId: null,
      roles: [],
    };

    assert.match(judgeToken(claims, expected).text, /from no tenant/);
    const owned = judgeToken({ ...claims, tenantId: OTHER }, { ...expected, appId: APP });
    assert.match(owned.text, /of the app \(none\)/);
  });
});

describe("claimsOf", () => {
  const token = (claims: object): string =>
    `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

  it("reads both versions of tokens", () => {
    assert.equal(claimsOf(token({ aud: "a", appid: APP })).appId, APP);
    assert.equal(claimsOf(token({ aud: "a", azp: APP, roles: ["R"] })).appId, APP);
  });

  it("repeats nothing of what it cannot read", () => {
    for (const broken of ["", "secret", "a.secret.b", token({ secret: 1 })]) {
      assert.throws(
        () => claimsOf(broken),
        (error: Error) => !error.message.includes("secret"),
      );
    }
  });
});

describe("reasonOf", () => {
  it("knows Entra's codes through what wraps them", () => {
    const cause = new Error(
      "invalid_client: AADSTS7000222: The provided client secret keys for app …",
    );

    const { text, next } = reasonOf(new Error("no token", { cause }));

    assert.equal(text, "the client secret has expired (AADSTS7000222)");
    assert.match(next ?? "", /new secret/);
  });

  it("knows the network's codes, also of several attempts", () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });

    assert.equal(reasonOf(new AggregateError([refused])).text, "nothing listens there");
    assert.equal(
      reasonOf(new TypeError("fetch failed", { cause: refused })).text,
      "nothing listens there",
    );
  });

  it("never repeats what could be a token, a secret or an address of somebody", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w~.-]{40,80}$/),
        fc.stringMatching(/^[a-z]{3,9}@[a-z]{3,9}\.org$/),
        (secret, address) => {
          const { text } = reasonOf(new Error(`refused ${secret} of ${address}\nat /home`));
          assert.ok(!text.includes(secret) && !text.includes(address) && !text.includes("/home"));
        },
      ),
    );
  });

  it("has words for what is no error", () => {
    assert.equal(reasonOf("x").text, "unknown trouble");
  });
});

describe("the doctor's look at the OAuth connection", () => {
  const order = { appId: OTHER, signInClientId: APP, connection: "graph" };
  const resource = (uri: string | null) =>
    answer(200, { signInLink: "https://x", tokenExchangeResource: uri === null ? null : { uri } });
  for (const [name, given, kind, says] of [
    ["exchanges tokens for the bot", resource(`api://botid-${APP}`), "ok", /exchanges tokens/],
    ["has no exchange URL", resource(null), "warning", /press a button/],
    ["has another exchange URL", resource("api://other"), "warning", /not for api:\/\/botid-/],
    ["is not there", answer(404), "failed", /no connection "graph"/],
    ["refuses the bot", answer(401), "failed", /does not take the bot's token/],
    ["is in trouble", answer(503), "notChecked", /status 503/],
    ["answers something else", answer(200, "<html>"), "notChecked", /no usable answer/],
  ] as const) {
    it(`tells when it ${name}`, () => {
      const finding = judgeConnection(given, order);

      assert.equal(finding.kind, kind);
      assert.match(finding.text, says);
    });
  }
});

describe("the doctor's look at the redirect URI", () => {
  const uri = "https://pushready.example.com/sign-in/callback";
  for (const [name, given, kind] of [
    ["an error sent there", answer(302, "", `${uri}?error=login_required&state=x`), "ok"],
    [
      "sent to a longer host",
      answer(302, "", "https://pushready.example.com.evil.org/"),
      "notChecked",
    ],
    ["Entra's page", answer(200, "… AADSTS50011: The redirect URI …"), "failed"],
    ["another trouble of Entra's", answer(200, "AADSTS700016: Application not found"), "failed"],
    ["another server's page", answer(400, "redirect_uri did not match"), "failed"],
    ["a sign-in page", answer(200, "<html>Sign in</html>"), "notChecked"],
  ] as const) {
    it(`takes ${name} for ${kind}`, () => {
      assert.equal(judgeRedirect(given, uri).kind, kind);
    });
  }
});

describe("the doctor's look at the sign-in's client", () => {
  for (const [error, description, kind] of [
    ["invalid_client", "AADSTS7000215: Invalid client secret provided", "failed"],
    ["unauthorized_client", "AADSTS700016: not found in the directory", "failed"],
    ["invalid_client", "", "failed"],
    ["unauthorized_client", "", "ok"],
    ["temporarily_unavailable", "", "notChecked"],
  ] as const) {
    it(`takes ${error} ${description.slice(0, 13)} for ${kind}`, () => {
      assert.equal(judgeClient({ error, description }).kind, kind);
    });
  }
});

describe("the doctor's look at consent", () => {
  const asked: string[] = [];
  const graph = (...answers: readonly HttpAnswer[]) => {
    const left = [...answers];
    return (path: string): Promise<HttpAnswer> => {
      asked.push(path);
      return Promise.resolve(left.shift() ?? answer(500));
    };
  };
  const principal = answer(200, { id: OTHER });
  const granted = (scope: string) => answer(200, { value: [{ scope }] });
  const all = "openid UserAuthenticationMethod.Read UserAuthMethod-MicrosoftAuthApp.ReadWrite";

  for (const [name, answers, kind] of [
    ["may not be read", [answer(403)], "notChecked"],
    ["may not be read in part", [principal, answer(403)], "notChecked"],
    ["is given for everybody", [principal, granted(all)], "ok"],
    ["was revoked", [principal, answer(200, { value: [] })], "warning"],
    ["is given in part", [principal, granted("UserAuthenticationMethod.Read")], "warning"],
    ["cannot be, without a service principal", [answer(404)], "failed"],
    ["is not told", [answer(503)], "notChecked"],
  ] as const) {
    it(`says ${kind} when it ${name}`, async () => {
      assert.equal((await checkConsent(APP, graph(...answers), signal)).kind, kind);
    });
  }

  it("asks for no consent of a single person", async () => {
    asked.length = 0;
    await checkConsent(APP, graph(principal, granted(all)), signal);

    assert.match(decodeURIComponent(asked[1] ?? ""), /consentType eq 'AllPrincipals'/);
  });
});

describe("the doctor's look at the database", () => {
  const facts: DatabaseFacts = {
    ...{ kind: "postgres", version: "17.2", now: NOW, askedAt: NOW, isEncrypted: true },
    ...{ fsync: true, synchronousCommit: "on", missingMigrations: [], unknownMigrations: [] },
    schedules: [{ name: "plan", cron: "7 * * * *" }],
    reminders: null,
  };
  const wishes = { isProduction: true, hasScanSchedule: true };
  const reminders = { scannedAt: NOW, dispatcher: "none", isCampaignRunning: false } as const;
  const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

  for (const [name, finding, kind] of [
    ["TLS", database.judgeConnectionTo(facts, wishes), "ok"],
    [
      "no TLS in production",
      database.judgeConnectionTo({ ...facts, isEncrypted: false }, wishes),
      "failed",
    ],
    [
      "no TLS elsewhere",
      database.judgeConnectionTo(
        { ...facts, isEncrypted: false },
        { ...wishes, isProduction: false },
      ),
      "ok",
    ],
    [
      "files in production",
      database.judgeConnectionTo({ ...facts, kind: "embedded" }, wishes),
      "warning",
    ],
    [
      "tables of a newer version",
      database.judgeMigrations({ ...facts, unknownMigrations: ["9999-x"] }),
      "failed",
    ],
    ["no table", database.judgeMigrations({ ...facts, missingMigrations: ["0001-x"] }), "failed"],
    ["durable commits", database.judgeDurability(facts), "ok"],
    [
      "remote commits",
      database.judgeDurability({ ...facts, synchronousCommit: "remote_apply" }),
      "ok",
    ],
    [
      "commits that are not awaited",
      database.judgeDurability({ ...facts, synchronousCommit: "off" }),
      "failed",
    ],
    ["no fsync", database.judgeDurability({ ...facts, fsync: false }), "failed"],
    ["a schedule that is missing", database.judgeQueue(facts, wishes), "warning"],
    [
      "a schedule that nobody wants",
      database.judgeQueue(facts, { ...wishes, hasScanSchedule: false }),
      "ok",
    ],
    ["no queue", database.judgeQueue({ ...facts, schedules: null }, wishes), "warning"],
    ["nobody who sends", database.judgeDispatcher(reminders), "warning"],
    [
      "nobody who sends a campaign",
      database.judgeDispatcher({ ...reminders, isCampaignRunning: true }),
      "failed",
    ],
    [
      "a sender that is gone",
      database.judgeDispatcher({ ...reminders, dispatcher: "expired" }),
      "warning",
    ],
    ["a scan of today", database.judgeScan(reminders, wishes, later(24)), "ok"],
    ["an old scan", database.judgeScan(reminders, wishes, later(49)), "warning"],
    [
      "an old scan that nobody scheduled",
      database.judgeScan(reminders, { ...wishes, hasScanSchedule: false }, later(49)),
      "ok",
    ],
    ["no scan", database.judgeScan({ ...reminders, scannedAt: null }, wishes, NOW), "warning"],
  ] as const) {
    it(`takes ${name} for ${kind}`, () => {
      assert.equal(finding.kind, kind);
    });
  }
});

describe("judgeManifest", () => {
  const good = {
    id: OTHER,
    bots: [{ botId: OTHER }],
    webApplicationInfo: { id: APP, resource: `api://botid-${APP}` },
    validDomains: ["token.botframework.com", "*.example.com"],
  };
  const wishes = {
    botAppId: OTHER,
    signInClientId: APP,
    publicUrl: "https://pushready.example.com",
    teamsAppId: OTHER,
    installerAppId: APP,
  };
  const judged = (changed: object, variables = {}) =>
    judgeManifest(JSON.stringify({ ...good, ...changed }), variables, wishes);

  it("finds nothing where all agrees", () => {
    assert.deepEqual(new Set(kinds(judged({}))), new Set(["ok"]));
  });

  for (const [about, changed] of [
    ["id", { id: APP }],
    ["bots", { bots: [{ botId: APP }] }],
    ["webApplicationInfo", { webApplicationInfo: undefined }],
    ["webApplicationInfo", { webApplicationInfo: { id: APP, resource: "api://pushready" } }],
    ["webApplicationInfo", { webApplicationInfo: { ...good.webApplicationInfo, id: OTHER } }],
    ["validDomains", { validDomains: ["token.botframework.com", "example.com"] }],
    ["validDomains", { validDomains: ["pushready.example.com"] }],
    ["validDomains", { validDomains: ["token.botframework.com", "*.com"] }],
  ] as const) {
    it(`names ${about} in ${JSON.stringify(changed)}`, () => {
      const wrong = judged(changed).filter(({ kind }) => kind === "failed");

      assert.deepEqual(
        wrong.map((finding) => finding.about),
        [about],
      );
    });
  }

  it("fills placeholders in, and takes one that nothing is set for as what it is", () => {
    const changed = { id: "${{TEAMS_APP_ID}}", version: "${{APP_VERSION}}" };

    assert.deepEqual(kinds(judged(changed, { TEAMS_APP_ID: OTHER })), ["ok", "ok", "ok", "ok"]);
    assert.match(judged(changed)[0]?.text ?? "", /^\$\{\{TEAMS_APP_ID\}\}, but/);
  });

  it("takes what is no manifest for one thing that failed", () => {
    for (const text of ["", "{", "[]", "{}"]) {
      assert.deepEqual(kinds(judgeManifest(text, {}, wishes)), ["failed"]);
    }
  });
});

describe("zipEntry", () => {
  it("finds what was packed, whatever it is and whatever is beside it", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.constantFrom(0, 9), (one, two, level) => {
        const zip = Buffer.from(
          zipSync({ "a/b.json": one, "c.json": two }, { level: level === 0 ? 0 : 9 }),
        );

        assert.deepEqual(zipEntry(zip, "c.json"), Buffer.from(two));
        assert.equal(zipEntry(zip, "d.json"), null);
      }),
    );
  });

  it("takes what is broken for nothing, and never throws", () => {
    const whole = Buffer.from(zipSync({ "c.json": strToU8("{}".repeat(50)) }));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const broken = Buffer.from(whole);
        broken[at] = byte;
        zipEntry(broken.subarray(0, end), "c.json");
      }),
    );
  });
});

describe("judgePolicies", () => {
  it("counts people, and names none", () => {
    const target = { mode: "any", type: "group", id: "all_users" } as const;
    const exclude = [
      { type: "user", id: OTHER },
      { type: "user", id: APP },
      { type: "group", id: "group-1" },
    ] as const;
    const findings = [
      judgePolicies(
        {
          kind: "read",
          policies: {
            campaign: { state: "disabled", snoozeDays: null, include: [], exclude: [] },
            authenticator: { isEnabled: true, include: [target], exclude },
          },
        },
        DEFAULT_POLICY,
      ),
    ].flat();

    assert.deepEqual(kinds(findings), ["warning"]);
    assert.match(findings[0]?.text ?? "", /\(group group-1, user × 2\)$/);
    assert.match(nextOf(findings[0] ?? { kind: "notChecked", text: "" }), /^Leave them out/);
  });

  it("says that it is not known where Graph does not tell", () => {
    const throttled = { kind: "throttled", retryAfterSeconds: 5 } as const;

    assert.deepEqual(kinds(judgePolicies(throttled, DEFAULT_POLICY)), ["notChecked"]);
  });
});
