import assert from "node:assert/strict";
import { Administrators, type GroupMembership } from "../../src/reminders/administrators.ts";
import { aKey } from "../builders/candidates.ts";

const GROUP = "99999999-5a4d-4003-8000-000000000003";
const { userId } = aKey();
const MEMBER = { kind: "answered", isMember: true } as const;
const AWAY = { kind: "unavailable", why: "timeout", requestId: null } as const;

class ScriptedMembership implements GroupMembership {
  answer: Awaited<ReturnType<GroupMembership["isMember"]>> = MEMBER;
  readonly asked: string[] = [];

  isMember(user: string, groupId: string) {
    this.asked.push(`${user} in ${groupId}`);
    return Promise.resolve(this.answer);
  }
}

describe("Administrators", () => {
  let membership: ScriptedMembership;
  let nowMs: number;

  beforeEach(() => {
    membership = new ScriptedMembership();
    nowMs = 0;
  });

  const administrators = (groupId: string | null = GROUP): Administrators =>
    new Administrators({ groupId, membership, nowMs: () => nowMs });

  it("are those of the configured group", async () => {
    assert.deepEqual(await administrators().standingOf(userId, { now: false }), {
      kind: "administrator",
    });
    assert.deepEqual(membership.asked, [`${userId} in ${GROUP}`]);
  });

  it("are nobody else", async () => {
    membership.answer = { kind: "answered", isMember: false };

    assert.deepEqual(await administrators().standingOf(userId, { now: false }), {
      kind: "notAdministrator",
    });
  });

  it("are nobody where no group is configured, and nobody is asked", async () => {
    assert.deepEqual(await administrators(null).standingOf(userId, { now: true }), {
      kind: "notAdministrator",
    });
    assert.deepEqual(membership.asked, []);
  });

  it("are believed for a minute to look", async () => {
    const all = administrators();
    await all.standingOf(userId, { now: false });
    membership.answer = { kind: "answered", isMember: false };

    nowMs = 59_999;
    assert.equal((await all.standingOf(userId, { now: false })).kind, "administrator");
    nowMs = 60_000;
    assert.equal((await all.standingOf(userId, { now: false })).kind, "notAdministrator");
  });

  it("are asked for anew to act, and what comes of it counts from then on", async () => {
    const all = administrators();
    await all.standingOf(userId, { now: false });
    membership.answer = { kind: "answered", isMember: false };

    assert.equal((await all.standingOf(userId, { now: true })).kind, "notAdministrator");
    assert.equal((await all.standingOf(userId, { now: false })).kind, "notAdministrator");
  });

  it("are nobody while the directory does not answer, whatever was known", async () => {
    const all = administrators();
    await all.standingOf(userId, { now: false });
    membership.answer = AWAY;

    assert.deepEqual(await all.standingOf(userId, { now: true }), AWAY);
    assert.deepEqual(await all.standingOf(userId, { now: false }), AWAY);
  });

  it("are remembered for a while only, however many ask", async () => {
    const all = administrators();

    for (let n = 0; n < 1_200; n += 1) await all.standingOf(aKey(n).userId, { now: false });

    assert.equal((await all.standingOf(aKey(1_199).userId, { now: false })).kind, "administrator");
    assert.equal(membership.asked.length, 1_200);
  });
});
