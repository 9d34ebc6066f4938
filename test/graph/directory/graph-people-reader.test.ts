import assert from "node:assert/strict";
import { GraphPeopleReader } from "../../../src/graph/directory/graph-people-reader.ts";
import { type UserId, userId } from "../../../src/methods/ids.ts";
import { start, type TestSandbox } from "../../sandbox/support/sandbox.ts";
import { REQUEST_ID, ScriptedGraph } from "../scripted-graph.ts";
import { httpTo, httpToSandbox, idOf, PATIENT, watchPaths } from "./at-graph.ts";

const nobody = userId("00000000-0000-4000-8000-000000000000");

describe("GraphPeopleReader at the local tenant", () => {
  let tenant: TestSandbox;
  let reader: GraphPeopleReader;
  before(async () => {
    tenant = await start({ generated: 40 });
  });
  beforeEach(async () => {
    reader = new GraphPeopleReader(await httpToSandbox(tenant, 400), "v1.0");
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  const ids = (...names: readonly string[]): readonly UserId[] =>
    names.map((name) => idOf(tenant, name));

  /** Kinds of methods, or the kind of answer, in the order of the question. */
  async function recheck(people: readonly UserId[], by = reader): Promise<readonly unknown[]> {
    const answers = await by.recheck(people, PATIENT);
    return people.map((person) => {
      const answer = answers.get(person);
      return answer?.kind === "read" ? answer.methods.map(({ kind }) => kind) : answer?.kind;
    });
  }

  it("reads what each has registered, in one request", async () => {
    const paths = watchPaths(tenant);

    const found = await recheck([...ids("priya", "sam", "uma"), nobody]);

    assert.deepEqual(found, [
      ["password", "microsoftAuthenticator"],
      ["password", "phone"],
      ["password", "unknown"],
      "noSuchUser",
    ]);
    // The other one is for the token.
    assert.deepEqual(
      paths().map((path) => path.split("/").at(-1)),
      ["$batch", "token"],
    );
  });

  it("tells Authenticator Lite apart where beta is read", async () => {
    const beta = new GraphPeopleReader(await httpToSandbox(tenant), "beta");
    const [linus] = ids("linus");
    assert.ok(linus);

    const apps = await Promise.all(
      [reader, beta].map(async (one) => {
        const answer = (await one.recheck([linus], PATIENT)).get(linus);
        assert.ok(answer?.kind === "read");
        return answer.methods.flatMap((method) =>
          method.kind === "microsoftAuthenticator" ? [method.clientApp] : [],
        );
      }),
    );

    assert.deepEqual(apps, [[null], ["outlookMobile"]]);
  });

  it("reads twenty people at once", async () => {
    const people = Array.from({ length: 20 }, (_, index) => ids(`g${index}`)).flat();

    const answers = await reader.recheck(people, PATIENT);

    assert.deepEqual([...answers.keys()], people);
    assert.ok([...answers.values()].every(({ kind }) => kind === "read"));
  });

  it("refuses to ask about more", async () => {
    const people = Array.from({ length: 21 }, (_, index) => ids(`g${index}`)).flat();

    await assert.rejects(reader.recheck(people, PATIENT), RangeError);
  });

  it("asks nothing about nobody", async () => {
    assert.equal((await reader.recheck([], PATIENT)).size, 0);
  });

  it("is told how long to wait for one person, and reads the others", async () => {
    tenant.sandbox.faults.on(tenant.person("sam"), {
      fault: "throttle",
      retryAfterSeconds: 21,
      requests: 1,
    });
    const [sam, priya] = ids("sam", "priya");
    assert.ok(sam && priya);

    const answers = await reader.recheck([sam, priya], PATIENT);

    assert.deepEqual(answers.get(sam), { kind: "throttled", retryAfterSeconds: 21 });
    assert.equal(answers.get(priya)?.kind, "read");
  });

  it("has no answer about one whose reading fails", async () => {
    tenant.sandbox.faults.on(tenant.person("sam"), {
      fault: "serverError",
      status: 503,
      requests: 1,
    });

    assert.deepEqual(await recheck(ids("sam", "priya")), [
      "unavailable",
      ["password", "microsoftAuthenticator"],
    ]);
  });

  it("names the permission", async () => {
    const { appConsents } = tenant.sandbox.tenant;
    appConsents.withhold("UserAuthenticationMethod.Read.All");
    appConsents.withhold("MailboxSettings.Read");
    const [sam] = ids("sam");
    assert.ok(sam);

    const methods = await reader.recheck([sam], PATIENT);
    const zones = await reader.mailboxTimeZones([sam], PATIENT);

    assert.partialDeepStrictEqual(methods.get(sam), {
      kind: "forbidden",
      permission: "UserAuthenticationMethod.Read.All",
    });
    assert.partialDeepStrictEqual(zones.get(sam), {
      kind: "forbidden",
      permission: "MailboxSettings.Read",
    });
  });

  it("gives every person the answer that none was given", async () => {
    tenant.sandbox.faults.on(null, { fault: "hang", limitMs: 10_000 });
    const late = await recheck(ids("sam", "priya"));
    tenant.sandbox.faults.reset();
    tenant.sandbox.faults.on(null, { fault: "malformedBody" });
    const broken = await recheck(ids("sam", "priya"));
    tenant.sandbox.faults.reset();
    tenant.sandbox.faults.on(null, { fault: "expiredToken" });
    const refused = await recheck(ids("sam", "priya"));

    assert.deepEqual(
      [late, broken, refused],
      [
        ["unavailable", "unavailable"],
        ["unavailable", "unavailable"],
        ["forbidden", "forbidden"],
      ],
    );
  });

  it("reads time zones of mailboxes, and who has none", async () => {
    tenant.sandbox.people.setTimeZone(tenant.person("sam"), " ");
    const people = [...ids("felix", "linus", "sam", "gustav"), nobody];

    const zones = await reader.mailboxTimeZones(people, PATIENT);

    assert.deepEqual(
      people.map((person) => zones.get(person)),
      [
        { kind: "read", zone: "W. Europe Standard Time" },
        { kind: "read", zone: "Europe/Paris" },
        { kind: "read", zone: null },
        { kind: "noMailbox" },
        { kind: "noMailbox" },
      ],
    );
  });
});

describe("GraphPeopleReader, by single replies", () => {
  const BATCH = "POST /v1.0/$batch";
  const sam = userId("11111111-5a4d-4001-8000-000000000001");
  let graph: ScriptedGraph;
  let reader: GraphPeopleReader;
  beforeEach(async () => {
    graph = await ScriptedGraph.start();
    reader = new GraphPeopleReader(httpTo(graph.url), "v1.0");
  });
  afterEach(() => graph.close());

  const inner = (part: object) => ({
    status: 200,
    headers: { "request-id": REQUEST_ID },
    body: { responses: [{ id: sam, status: 200, headers: {}, ...part }] },
  });

  const unusable: readonly (readonly [name: string, reply: object])[] = [
    [
      "a list that goes on elsewhere",
      inner({ body: { value: [], "@odata.nextLink": "https://x" } }),
    ],
    ["no list", inner({ body: { value: null } })],
    ["no body", inner({})],
    ["another person's answer", inner({ id: "somebody", body: { value: [] } })],
    ["no answers", { status: 200, headers: { "request-id": REQUEST_ID }, body: { responses: [] } }],
    ["no batch", { status: 200, headers: { "request-id": REQUEST_ID }, body: [] }],
  ];
  for (const [name, reply] of unusable) {
    it(`cannot use ${name}`, async () => {
      graph.on(BATCH, { status: 200, ...reply });

      const answers = await reader.recheck([sam], PATIENT);

      assert.deepEqual(answers.get(sam), {
        kind: "unavailable",
        why: "badReply",
        requestId: REQUEST_ID,
      });
    });
  }

  it("reads a Retry-After in any letters, and a date as well as seconds", async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    graph.on(
      BATCH,
      inner({ status: 429, headers: { "retry-after": "9" } }),
      inner({ status: 429, headers: { "Retry-After": date } }),
      inner({ status: 429, headers: null }),
    );
    const waits: unknown[] = [];
    for (let request = 0; request < 3; request += 1) {
      const answer = (await reader.recheck([sam], PATIENT)).get(sam);
      waits.push(answer?.kind === "throttled" ? answer.retryAfterSeconds : answer?.kind);
    }

    assert.equal(waits[0], 9);
    assert.ok(Number(waits[1]) >= 28 && Number(waits[1]) <= 31, String(waits[1]));
    assert.equal(waits[2], null);
  });

  it("passes the whole batch's refusal on to everybody", async () => {
    graph.on(BATCH, { status: 429, headers: { "Retry-After": "5" } });

    const answers = await reader.mailboxTimeZones([sam, nobody], PATIENT);

    assert.deepEqual(
      [...answers.values()],
      [
        { kind: "throttled", retryAfterSeconds: 5 },
        { kind: "throttled", retryAfterSeconds: 5 },
      ],
    );
  });

  it("takes a failed dependency for no answer", async () => {
    graph.on(BATCH, inner({ status: 424 }));

    const answer = (await reader.recheck([sam], PATIENT)).get(sam);

    assert.deepEqual(answer, { kind: "unavailable", why: "serviceError", requestId: REQUEST_ID });
  });
});
