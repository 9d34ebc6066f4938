import assert from "node:assert/strict";
import { GeneratedPeople } from "../../src/sandbox/people/generated/generated-people.ts";
import { profiles } from "../../src/sandbox/people/generated/profiles.ts";
import { PeopleInMemory } from "../../src/sandbox/people/people.ts";
import { reportedNames } from "../../src/sandbox/people/reported-names.ts";
import { start } from "./support/sandbox.ts";

const million = 1_000_000;

describe("a made-up tenant", () => {
  const people = new GeneratedPeople({ count: million });

  it("is the same at each start, and another one for another seed", () => {
    const again = new GeneratedPeople({ count: million });
    const other = new GeneratedPeople({ count: million, seed: 2 });

    assert.deepEqual(again.at(123_456), people.at(123_456));
    assert.deepEqual(again.reported(123_456), people.reported(123_456));
    assert.notEqual(other.at(123_456).person.id, people.at(123_456).person.id);
  });

  it("gives ids that lead back to the person", () => {
    for (const index of [0, 1, 4095, 4096, 65_535, million - 1]) {
      const { id, name } = people.at(index).person;

      assert.match(id, /^[0-9a-f]{8}-9e4e-4[0-9a-f]{3}-8000-[0-9a-f]{12}$/);
      assert.equal(people.indexOf(id), index);
      assert.equal(people.indexOf(name), index);
    }
  });

  const strangers = [
    people.at(5).person.id.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
    "g1000000",
    "g01",
    "g-1",
    "00000000-9e4e-4000-8000-0000ffffffff",
    "sam",
  ];
  for (const stranger of strangers) {
    it(`does not know ${stranger}`, () => {
      assert.equal(people.indexOf(stranger), null);
    });
  }

  it("scatters ids, so that a list in their order is none in the people's", () => {
    const ids = Array.from({ length: 1000 }, (_, index) => people.at(index).person.id);

    const inOrder = ids.filter((id, index) => index > 0 && id > (ids[index - 1] ?? ""));

    assert.ok(inOrder.length > 400 && inOrder.length < 600, String(inOrder.length));
  });

  it("mixes guests, disabled accounts, missing mailboxes and methods as told", () => {
    const sample = 20_000;
    const count = { guests: 0, disabled: 0, withoutMailbox: 0, push: 0, nothing: 0 };
    for (let index = 0; index < sample; index += 1) {
      const { person, isEnabled, timeZone } = people.at(index);
      const reported = people.reported(index);
      if (person.userType === "guest") count.guests += 1;
      if (!isEnabled) count.disabled += 1;
      if (timeZone === null && person.userType === "member") count.withoutMailbox += 1;
      if (reported.includes("microsoftAuthenticatorPush")) count.push += 1;
      if (reported.length === 0) count.nothing += 1;
    }

    const near = (share: number, expected: number): boolean =>
      Math.abs(share / sample - expected) < 0.01;
    assert.ok(near(count.guests, 0.06), String(count.guests));
    assert.ok(near(count.disabled, 0.05), String(count.disabled));
    assert.ok(near(count.withoutMailbox, 0.04 * 0.94), String(count.withoutMailbox));
    assert.ok(near(count.push, 0.43), String(count.push));
    assert.ok(near(count.nothing, 0.09), String(count.nothing));
  });

  it("shares everybody out", () => {
    const total = profiles.reduce((sum, { share }) => sum + share, 0);

    assert.ok(Math.abs(total - 1) < 1e-9, String(total));
  });

  for (const { reported, securityInfo } of profiles) {
    it(`reports ${reported.join(", ") || "nothing"} for what Graph lists`, () => {
      assert.deepEqual([...reportedNames(securityInfo(7))].sort(), [...reported].sort());
    });
  }

  describe("among the people of the sandbox", () => {
    const startedAt = new Date("2026-11-24T12:00:00Z");
    const all = new PeopleInMemory(
      startedAt,
      { now: () => startedAt },
      new GeneratedPeople({ count: 50 }),
    );

    it("comes after the cast", () => {
      assert.equal(all.count, 61);
      assert.equal(all.entryAt(10).person.name, "uma");
      assert.equal(all.entryAt(11).person.name, "g0");
      assert.equal(all.all.length, 11);
    });

    it("is found by name, by object id and by Teams id", () => {
      const { person } = all.entryAt(20);

      assert.deepEqual(all.find("G9"), person);
      assert.deepEqual(all.findById(person.id.toUpperCase()), person);
      assert.deepEqual(all.findByTeamsUserId(person.teamsUserId), person);
      assert.equal(all.find("g50"), undefined);
    });

    it("can add and remove methods, and forgets that on reset", () => {
      const { person } = all.entryAt(20);
      const before = all.reported(person, startedAt);
      all.addMethod(person, {
        "@odata.type": "#microsoft.graph.emailAuthenticationMethod",
        id: "3ddfcfc8-9383-446f-83cc-3ab9be4be18f",
      });

      const changed = all.reported(person, startedAt);
      all.reset();

      assert.deepEqual([...changed].sort(), [...before, "email"].sort());
      assert.deepEqual(all.reported(person, startedAt), before);
    });
  });

  it("is served by Graph page by page, each person once", async () => {
    const tenant = await start({ generated: 2500 });
    const ids = new Set<unknown>();
    let next: string | null = "/v1.0/users?$select=id&$top=999";
    const sizes: number[] = [];
    while (next !== null) {
      const page: { rows: Record<string, unknown>[]; next: string | null } =
        await tenant.list(next);
      for (const { id } of page.rows) ids.add(id);
      sizes.push(page.rows.length);
      next = page.next;
    }
    const report = await tenant.list(
      "/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=999",
    );
    const group = await tenant.list(
      "/v1.0/groups/99999999-5a4d-4001-8000-000000000001/transitiveMembers/graph.user?$top=999",
    );
    await tenant.close();

    assert.deepEqual(sizes, [999, 999, 513]);
    assert.equal(ids.size, 2511);
    assert.equal(report.rows.length, 999);
    assert.ok(group.rows.length > 200 && group.rows.length < 300, String(group.rows.length));
  });
});
