import assert from "node:assert/strict";
import { GraphDirectory } from "../../../src/graph/directory/graph-directory.ts";
import { start, type TestSandbox } from "../../sandbox/support/sandbox.ts";
import { httpToSandbox, idOf, PATIENT } from "./at-graph.ts";

const pilot = "99999999-5a4d-4001-8000-000000000001";

/** What the four readings answer, each for its first page. */
type Reading = (directory: GraphDirectory) => Promise<{ readonly kind: string }>;
const readings: readonly (readonly [name: string, permission: string, read: Reading])[] = [
  ["the report", "AuditLog.Read.All", (one) => one.registrationPage(null, PATIENT)],
  ["accounts", "User.Read.All", (one) => one.accountPage(null, PATIENT)],
  ["members", "GroupMember.Read.All", (one) => one.groupMemberPage(pilot, null, PATIENT)],
  ["policies", "Policy.Read.AuthenticationMethod", (one) => one.policies(PATIENT)],
];

describe("GraphDirectory at the local tenant", () => {
  let tenant: TestSandbox;
  let directory: GraphDirectory;
  before(async () => {
    tenant = await start({ generated: 2000 });
  });
  beforeEach(async () => {
    directory = new GraphDirectory(await httpToSandbox(tenant, 400));
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  it("reads the report to its end, in pages of 999", async () => {
    const sizes: number[] = [];
    const seen = new Set<string>();
    let next: string | null = null;
    do {
      const page = await directory.registrationPage(next, PATIENT);
      assert.ok(page.kind === "page");
      sizes.push(page.rows.length);
      for (const { userId } of page.rows) seen.add(userId);
      next = page.next;
    } while (next !== null);

    assert.equal(sizes[0], 999);
    assert.equal(
      seen.size,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    // Some 5 % of the made-up accounts are disabled, and the report does not know them.
    assert.ok(seen.size > 1850 && seen.size < 1950, String(seen.size));
  });

  it("reads who somebody is and what they have", async () => {
    const page = await directory.registrationPage(null, PATIENT);

    assert.ok(page.kind === "page");
    const row = (name: string) => page.rows.find(({ userId }) => userId === idOf(tenant, name));
    assert.deepEqual(row("priya")?.methodsRegistered, [
      "microsoftAuthenticatorPush",
      "softwareOneTimePasscode",
    ]);
    assert.equal(row("gustav")?.isGuest, true);
    assert.ok(row("sam")?.updatedAt instanceof Date);
  });

  it("goes on from a link that was kept", async () => {
    const first = await directory.accountPage(null, PATIENT);
    assert.ok(first.kind === "page");
    const other = new GraphDirectory(await httpToSandbox(tenant));

    const second = await other.accountPage(first.next, PATIENT);

    assert.ok(second.kind === "page");
    assert.equal(second.rows.length, 999);
    assert.notEqual(second.rows[0]?.userId, first.rows[0]?.userId);
  });

  it("reads accounts, disabled ones and guests included", async () => {
    tenant.sandbox.faults.on(tenant.person("nora"), { fault: "accountDisabled" });

    const page = await directory.accountPage(null, PATIENT);

    assert.ok(page.kind === "page");
    const row = (name: string) => page.rows.find(({ userId }) => userId === idOf(tenant, name));
    assert.deepEqual(
      [row("sam"), row("nora"), row("gustav")].map((one) => [one?.isGuest, one?.isEnabled]),
      [
        [false, true],
        [false, false],
        [true, true],
      ],
    );
  });

  it("reads the people of a group, with those of groups in it", async () => {
    const page = await directory.groupMemberPage(
      "99999999-5a4d-4004-8000-000000000004",
      null,
      PATIENT,
    );

    assert.ok(page.kind === "page");
    const members = new Set(page.rows.map(({ userId }) => userId));
    assert.ok(members.has(idOf(tenant, "oscar")));
    assert.ok(members.has(idOf(tenant, "sam")));
    assert.ok(!members.has(idOf(tenant, "kaya")));
  });

  it("does not know a group that is not there", async () => {
    const nowhere = "00000000-0000-4000-8000-000000000000";

    assert.deepEqual(await directory.groupMemberPage(nowhere, null, PATIENT), {
      kind: "noSuchGroup",
    });
  });

  it("keeps a group's id out of the path's structure", async () => {
    const answer = await directory.groupMemberPage(`../users/${pilot}?x=`, null, PATIENT);

    assert.deepEqual(answer, { kind: "noSuchGroup" });
  });

  it("reads the tenant's policies", async () => {
    tenant.sandbox.tenant.methodsPolicy.change({ campaign: { state: "enabled" } });

    const answer = await directory.policies(PATIENT);

    assert.deepEqual(answer, {
      kind: "read",
      policies: {
        campaign: {
          state: "enabled",
          snoozeDays: 1,
          include: [{ id: "all_users", type: "group", method: "microsoftAuthenticator" }],
          exclude: [],
        },
        authenticator: {
          isEnabled: true,
          include: [{ id: "all_users", type: "group", mode: "any" }],
          exclude: [],
        },
      },
    });
  });

  it("knows the tenant without the licence for the report", async () => {
    tenant.sandbox.faults.on(null, { fault: "noLicence" });

    assert.deepEqual(await directory.registrationPage(null, PATIENT), { kind: "noLicence" });
  });

  it("is told how long to wait for the report, beyond five requests in ten seconds", async () => {
    tenant.sandbox.faults.on(null, { fault: "reportLimit", allowed: 1 });
    await directory.registrationPage(null, PATIENT);

    const answer = await directory.registrationPage(null, PATIENT);

    assert.ok(answer.kind === "throttled");
    assert.ok([9, 10].includes(answer.retryAfterSeconds ?? 0), String(answer.retryAfterSeconds));
  });

  it("knows a link that is too old", async () => {
    const report = await directory.registrationPage(null, PATIENT);
    const accounts = await directory.accountPage(null, PATIENT);
    tenant.sandbox.faults.on(null, { fault: "expiredLink", requests: null });
    assert.ok(report.kind === "page" && accounts.kind === "page");

    assert.deepEqual(await directory.registrationPage(report.next, PATIENT), {
      kind: "linkExpired",
    });
    assert.deepEqual(await directory.accountPage(accounts.next, PATIENT), { kind: "linkExpired" });
  });

  for (const [name, permission, read] of readings) {
    describe(`refused ${name}`, () => {
      it("names the permission, and goes on as soon as it is consented to", async () => {
        tenant.sandbox.reset();
        const consents = tenant.sandbox.tenant.appConsents;
        for (const granted of consents.granted()) consents.withhold(granted);
        const refusal = await read(directory);

        consents.reset();
        const answer = await read(directory);

        assert.partialDeepStrictEqual(refusal, { kind: "forbidden", permission });
        assert.ok(answer.kind === "page" || answer.kind === "read", answer.kind);
      });

      it("passes on how long to wait", async () => {
        tenant.sandbox.faults.on(null, {
          fault: "throttle",
          retryAfterSeconds: 23,
          requests: 1,
        });

        assert.deepEqual(await read(directory), { kind: "throttled", retryAfterSeconds: 23 });
      });

      it("has no answer from a Graph that fails", async () => {
        tenant.sandbox.faults.on(null, { fault: "serverError", status: 500, requests: 1 });

        assert.partialDeepStrictEqual(await read(directory), {
          kind: "unavailable",
          why: "serviceError",
        });
      });

      it("has no answer from a Graph that keeps silent", async () => {
        tenant.sandbox.faults.on(null, { fault: "hang", limitMs: 10_000 });

        assert.deepEqual(await read(directory), {
          kind: "unavailable",
          why: "timeout",
          requestId: null,
        });
      });

      it("waits for a Graph that is slow", async () => {
        tenant.sandbox.faults.on(null, { fault: "slow", delayMs: 100 });

        const { kind } = await read(directory);

        assert.ok(kind === "page" || kind === "read", kind);
      });

      it("cannot use half an answer", async () => {
        tenant.sandbox.faults.on(null, { fault: "malformedBody" });

        assert.partialDeepStrictEqual(await read(directory), {
          kind: "unavailable",
          why: "badReply",
        });
      });

      it("names the permission when even a new token is refused", async () => {
        tenant.sandbox.faults.on(null, { fault: "expiredToken" });

        assert.partialDeepStrictEqual(await read(directory), { kind: "forbidden", permission });
      });
    });
  }
});
