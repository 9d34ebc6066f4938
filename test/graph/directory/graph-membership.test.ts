import assert from "node:assert/strict";
import { GraphMembership } from "../../../src/graph/directory/graph-membership.ts";
import { userId } from "../../../src/methods/ids.ts";
import { start, type TestSandbox } from "../../sandbox/support/sandbox.ts";
import { REQUEST_ID, ScriptedGraph } from "../scripted-graph.ts";
import { httpTo, httpToSandbox, idOf, PATIENT } from "./at-graph.ts";

const ADMINISTRATORS = "99999999-5a4d-4003-8000-000000000003";
const HEADQUARTERS = "99999999-5a4d-4004-8000-000000000004";
const NOBODYS = "99999999-5a4d-4fff-8000-000000000fff";
const STRANGER = userId("00000000-0000-4000-8000-000000000000");

describe("GraphMembership at the local tenant", () => {
  let tenant: TestSandbox;
  let membership: GraphMembership;
  before(async () => {
    tenant = await start();
  });
  beforeEach(async () => {
    membership = new GraphMembership(await httpToSandbox(tenant));
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  const cases = [
    { name: "a member", person: "priya", group: ADMINISTRATORS, isMember: true },
    { name: "somebody else", person: "sam", group: ADMINISTRATORS, isMember: false },
    { name: "a member of a group in it", person: "priya", group: HEADQUARTERS, isMember: true },
    { name: "a group that nobody made", person: "priya", group: NOBODYS, isMember: false },
    {
      name: "a group in capital letters",
      person: "priya",
      group: ADMINISTRATORS.toUpperCase(),
      isMember: true,
    },
  ];
  for (const { name, person, group, isMember } of cases) {
    it(`knows ${name}`, async () => {
      assert.deepEqual(await membership.isMember(idOf(tenant, person), group, PATIENT), {
        kind: "answered",
        isMember,
      });
    });
  }

  it("has somebody whom the directory does not know in no group", async () => {
    assert.deepEqual(await membership.isMember(STRANGER, ADMINISTRATORS, PATIENT), {
      kind: "answered",
      isMember: false,
    });
  });

  it("names the permission that is missing", async () => {
    tenant.sandbox.tenant.appConsents.withhold("GroupMember.Read.All");

    const answer = await membership.isMember(idOf(tenant, "priya"), ADMINISTRATORS, PATIENT);

    assert.ok(answer.kind === "forbidden");
    assert.equal(answer.permission, "GroupMember.Read.All");
  });
});

describe("GraphMembership", () => {
  let graph: ScriptedGraph;
  const asked = `POST /v1.0/users/${STRANGER}/checkMemberGroups`;
  beforeEach(async () => {
    graph = await ScriptedGraph.start();
  });
  afterEach(() => graph.close());

  const ask = (signal = PATIENT) =>
    new GraphMembership(httpTo(graph.url)).isMember(STRANGER, ADMINISTRATORS, signal);

  it("believes in a membership only where Graph names the very group", async () => {
    graph.on(asked, { status: 200, body: { value: [NOBODYS] } });

    assert.deepEqual(await ask(), { kind: "answered", isMember: false });
  });

  it("takes an answer of another shape for none", async () => {
    graph.on(asked, { status: 200, headers: { "request-id": REQUEST_ID }, body: { value: true } });

    assert.deepEqual(await ask(), {
      kind: "unavailable",
      why: "badReply",
      requestId: REQUEST_ID,
    });
  });

  it("has no answer when the one who waits gives up", async () => {
    graph.on(asked, "hang");

    assert.deepEqual(await ask(AbortSignal.timeout(50)), {
      kind: "unavailable",
      why: "timeout",
      requestId: null,
    });
  });

  it("passes on for how long Graph asks to wait", async () => {
    graph.on(asked, { status: 429, headers: { "retry-after": "7" } });

    assert.deepEqual(await ask(), { kind: "throttled", retryAfterSeconds: 7 });
  });
});
