import assert from "node:assert/strict";
import { GraphDirectory } from "../../../src/graph/directory/graph-directory.ts";
import { REQUEST_ID, ScriptedGraph, type ScriptedReply } from "../scripted-graph.ts";
import { httpTo, PATIENT } from "./at-graph.ts";

const REPORT = "GET /v1.0/reports/authenticationMethods/userRegistrationDetails";
const FIRST = `${REPORT}?$top=999`;
const id = "0d6f1a55-1a55-4d6f-951a-f60d951af60d";

const error = (status: number, code: string, message = "No."): ScriptedReply => ({
  status,
  headers: { "request-id": REQUEST_ID },
  body: { error: { code, message } },
});

describe("GraphDirectory, by single replies", () => {
  let graph: ScriptedGraph;
  let unreadable: number[];
  let directory: GraphDirectory;
  beforeEach(async () => {
    graph = await ScriptedGraph.start();
    unreadable = [];
    directory = new GraphDirectory(httpTo(graph.url), {
      onUnreadable: (count) => unreadable.push(count),
    });
  });
  afterEach(() => graph.close());

  it("leaves out rows without an id, and tells how many", async () => {
    graph.on(FIRST, { status: 200, body: { value: [{ id }, { id: "x" }, null] } });

    const page = await directory.registrationPage(null, PATIENT);

    assert.ok(page.kind === "page");
    assert.equal(page.rows.length, 1);
    assert.deepEqual(unreadable, [2]);
  });

  it("takes an empty page with a link for what it is", async () => {
    const next = `${graph.url}/v1.0/users?$skiptoken=2`;
    graph.on("GET /v1.0/users?$select=id,accountEnabled,userType&$top=999", {
      status: 200,
      body: { value: [], "@odata.nextLink": next },
    });

    assert.deepEqual(await directory.accountPage(null, PATIENT), { kind: "page", rows: [], next });
  });

  it("does not use a page whose link leads elsewhere", async () => {
    graph.on(FIRST, {
      status: 200,
      headers: { "request-id": REQUEST_ID },
      body: { value: [{ id }], "@odata.nextLink": "https://attacker.example/v1.0/x" },
    });

    assert.deepEqual(await directory.registrationPage(null, PATIENT), {
      kind: "unavailable",
      why: "badReply",
      requestId: REQUEST_ID,
    });
  });

  it("asks nothing of a kept link that leads elsewhere, and begins anew", async () => {
    const answer = await directory.registrationPage("https://attacker.example/v1.0/x", PATIENT);

    assert.deepEqual(answer, { kind: "linkExpired" });
    assert.deepEqual(graph.seen, []);
  });

  const expired: readonly (readonly [name: string, reply: ScriptedReply])[] = [
    ["400 Directory_ExpiredPageToken", error(400, "Directory_ExpiredPageToken")],
    ["400 of any kind", error(400, "UnknownError")],
    ["410", error(410, "syncStateNotFound")],
  ];
  for (const [name, reply] of expired) {
    it(`begins anew when a further page is answered with ${name}`, async () => {
      graph.on("GET /v1.0/users?$skiptoken=2", reply);

      const answer = await directory.accountPage(`${graph.url}/v1.0/users?$skiptoken=2`, PATIENT);

      assert.deepEqual(answer, { kind: "linkExpired" });
    });
  }

  const licence: readonly (readonly [name: string, reply: ScriptedReply])[] = [
    ["403 with the code", error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")],
    [
      "403 with the code in other letters",
      error(403, "authentication_requestfromnonpremiumtenantorb2ctenant"),
    ],
    [
      "403 with the sentence",
      error(403, "Forbidden", "Neither tenant is B2C or tenant doesn't have premium license"),
    ],
    [
      "400 with the other sentence",
      error(400, "BadRequest", "Tenant is not a B2C tenant and doesn't have premium license"),
    ],
  ];
  for (const [name, reply] of licence) {
    it(`knows the missing licence by a ${name}`, async () => {
      graph.on(FIRST, reply);

      assert.deepEqual(await directory.registrationPage(null, PATIENT), { kind: "noLicence" });
    });
  }

  it("knows the missing licence in the middle of a scan", async () => {
    graph.on("GET /v1.0/x", error(400, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"));

    const answer = await directory.registrationPage(`${graph.url}/v1.0/x`, PATIENT);

    assert.deepEqual(answer, { kind: "noLicence" });
  });

  it("does without a page size where the report refuses one, from then on", async () => {
    const page = { status: 200, body: { value: [{ id }] } };
    graph.on(FIRST, error(400, "BadRequest", "Query option 'Top' is not allowed."));
    graph.on(REPORT, page, page);

    const first = await directory.registrationPage(null, PATIENT);
    const again = await directory.registrationPage(null, PATIENT);

    assert.deepEqual([first.kind, again.kind], ["page", "page"]);
    assert.equal(graph.seen.length, 3);
  });

  it("does not ask a third time", async () => {
    graph.on(FIRST, error(400, "BadRequest"));
    graph.on(REPORT, error(400, "BadRequest"));

    assert.deepEqual(await directory.registrationPage(null, PATIENT), {
      kind: "unavailable",
      why: "serviceError",
      requestId: REQUEST_ID,
    });
  });

  it("waits as long as nobody knows where Graph does not say", async () => {
    graph.on(FIRST, { status: 429 });

    assert.deepEqual(await directory.registrationPage(null, PATIENT), {
      kind: "throttled",
      retryAfterSeconds: null,
    });
  });

  it("tells Graph's id of the request with a refusal", async () => {
    graph.on(FIRST, error(403, "Authentication_MSGraphPermissionMissing"));

    assert.deepEqual(await directory.registrationPage(null, PATIENT), {
      kind: "forbidden",
      permission: "AuditLog.Read.All",
      requestId: REQUEST_ID,
    });
  });

  for (const body of [[], { value: {} }, "null", { value: [], "@odata.nextLink": 7 }]) {
    it(`cannot use ${JSON.stringify(body)} as a page`, async () => {
      graph.on(FIRST, { status: 200, body });

      assert.deepEqual(await directory.registrationPage(null, PATIENT), {
        kind: "unavailable",
        why: "badReply",
        requestId: null,
      });
    });
  }
});
