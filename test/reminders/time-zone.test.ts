import assert from "node:assert/strict";
import { WINDOWS_TO_IANA_MAP } from "windows-iana";
import { zoneOf, zoneOfName } from "../../src/reminders/time-zone.ts";

const person = (teams: string | null, mailbox?: string | null) => ({
  teamsTimeZone: teams,
  mailboxTimeZone: mailbox === undefined ? null : { zone: mailbox },
});

describe("zoneOf", () => {
  const rows = [
    { name: "Teams first", given: person("Asia/Tokyo", "Europe/Paris"), zone: "Asia/Tokyo" },
    { name: "the mailbox next", given: person(null, "Europe/Paris"), zone: "Europe/Paris" },
    {
      name: "Windows' names of zones",
      given: person(null, "W. Europe Standard Time"),
      zone: "Europe/Berlin",
    },
    {
      name: "Windows' names in any case",
      given: person(null, "samoa standard time"),
      zone: "Pacific/Apia",
    },
    {
      name: "the mailbox, where Teams sends what is no zone",
      given: person("Nowhere/At_All", "Tokyo Standard Time"),
      zone: "Asia/Tokyo",
    },
    { name: "the organisation's zone else", given: person(null), zone: "Europe/Oslo" },
    {
      name: "the organisation's zone for a mailbox without one",
      given: person(null, null),
      zone: "Europe/Oslo",
    },
    {
      name: "the organisation's zone for a zone of one's own making",
      given: person("", "Customized Time Zone"),
      zone: "Europe/Oslo",
    },
  ];
  for (const { name, given, zone } of rows) {
    it(`takes ${name}`, () => {
      assert.equal(zoneOf(given, "Europe/Oslo").name, zone);
    });
  }

  it("takes UTC where even the organisation's zone is none", () => {
    assert.equal(zoneOf(person(null), "Nowhere/At_All").name, "Etc/UTC");
  });
});

describe("zoneOfName", () => {
  it("knows each zone that Windows names", () => {
    const names = [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];

    assert.ok(names.length > 130);
    assert.deepEqual(
      names.filter((name) => zoneOfName(name) === null),
      [],
    );
  });

  it("knows each zone of this Node", () => {
    const unknown = Intl.supportedValuesOf("timeZone").filter((name) => zoneOfName(name) === null);

    assert.deepEqual(unknown, []);
  });

  it("takes nothing else for a zone", () => {
    const names = [
      "+05:00",
      "utc+5",
      "__proto__",
      "tzone://Microsoft/Custom",
      `Europe/${"x".repeat(80)}`,
      "../../etc/passwd",
      "Europe/Berlin\n",
    ];

    assert.deepEqual(
      names.filter((name) => zoneOfName(name) !== null),
      [],
    );
  });
});
