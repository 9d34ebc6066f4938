import assert from "node:assert/strict";
import { PeopleInMemory } from "../../src/sandbox/people/people.ts";

const startedAt = new Date("2026-11-24T12:00:00Z");

describe("the people of the sandbox", () => {
  const people = new PeopleInMemory(startedAt);

  /** Kinds of a person's methods beside the password, in order. */
  function kinds(name: string): string[] {
    const person = people.find(name);
    assert.ok(person);
    return people
      .securityInfo(person)
      .methods.map((method) =>
        method["@odata.type"].replace(/^#microsoft\.graph\.|AuthenticationMethod$/g, ""),
      )
      .filter((kind) => kind !== "password");
  }

  const situations: readonly { name: string; expected: readonly string[] }[] = [
    { name: "sam", expected: ["phone"] },
    { name: "olivia", expected: ["softwareOath"] },
    { name: "priya", expected: ["microsoftAuthenticator"] },
    {
      name: "oscar",
      expected: ["microsoftAuthenticator", "microsoftAuthenticator", "microsoftAuthenticator"],
    },
    { name: "tess", expected: ["microsoftAuthenticator", "microsoftAuthenticator"] },
    {
      name: "felix",
      expected: [
        "phone",
        "microsoftAuthenticator",
        "microsoftAuthenticator",
        "microsoftAuthenticator",
        "softwareOath",
        "softwareOath",
      ],
    },
    { name: "kaya", expected: ["fido2", "fido2", "windowsHelloForBusiness"] },
    { name: "linus", expected: ["phone", "microsoftAuthenticator"] },
    { name: "nora", expected: [] },
    { name: "gustav", expected: ["phone"] },
    { name: "uma", expected: ["somethingNew"] },
  ];
  for (const { name, expected } of situations) {
    it(`${name} has ${expected.join(", ") || "nothing but a password"}`, () => {
      const found = kinds(name);

      assert.deepEqual(found, expected);
    });
  }

  it("covers exactly the listed situations", () => {
    const names = people.all.map((person) => person.name);

    assert.deepEqual(
      names,
      situations.map(({ name }) => name),
    );
  });

  it("gives each person ids of their own", () => {
    for (const property of ["name", "id", "teamsUserId", "userPrincipalName"] as const) {
      const values = new Set(people.all.map((person) => person[property]));
      assert.equal(values.size, people.all.length, property);
    }
  });

  it("shows Tess's two phones under one name", () => {
    const tess = people.find("tess");
    assert.ok(tess);

    const names = people.securityInfo(tess).methods.map((method) => method["displayName"]);

    assert.deepEqual(names, [undefined, "iPhone 15", "iPhone 15"]);
  });

  it("finds people by name in any case, by object id and by Teams id", () => {
    const sam = people.find("SAM");
    assert.ok(sam);

    assert.equal(people.findById(sam.id.toUpperCase()), sam);
    assert.equal(people.findByTeamsUserId(sam.teamsUserId), sam);
    assert.equal(people.find("nobody"), undefined);
  });

  it("forgets changes on reset", () => {
    const changing = new PeopleInMemory(startedAt);
    const priya = changing.find("priya");
    assert.ok(priya);
    const before = changing.securityInfo(priya);
    changing.removeMethod(priya, "6803c096-c096-6803-96c0-036896c00368");
    changing.addMethod(priya, { "@odata.type": "#microsoft.graph.x", id: "new" });
    changing.setDefaultMethod(priya, null);
    assert.notDeepEqual(changing.securityInfo(priya), before);

    changing.reset();

    assert.deepEqual(changing.securityInfo(priya), before);
  });

  it("counts dates back from the start", () => {
    const later = new PeopleInMemory(new Date("2031-01-11T00:00:00Z"));
    const nora = later.find("nora");
    assert.ok(nora);

    const [password] = later.securityInfo(nora).methods;

    assert.equal(password?.["createdDateTime"], "2031-01-01T00:00:00Z");
  });
});
