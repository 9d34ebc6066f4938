import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const text = read("docs/threat-model.md");

/** `[name](../test/path): "title"`, the title being optional. */
const named = [...text.matchAll(/\]\(\.\.\/(test\/[^)]+)\)(?:: "([^"]+)")?/g)].map(
  ([, path = "", title]) => ({ path, title }),
);
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:threat|-)/.test(line));

describe("docs/threat-model.md", () => {
  it("names tests that exist", () => {
    const missing = named.filter(
      ({ path }) => !existsSync(new URL(`../../${path}`, import.meta.url)),
    );

    assert.deepEqual(missing, []);
    assert.ok(named.length > 40);
  });

  it("names tests by titles that they have", () => {
    const missing = named.filter(
      ({ path, title }) => title !== undefined && !read(path).includes(title),
    );

    assert.deepEqual(missing, []);
  });

  it("has for each threat letters of STRIDE, what is done, and a test", () => {
    for (const row of rows) {
      const [, threat = "", letters = "", mitigation = "", covered = ""] = row.split(/(?<!\\)\|/);
      assert.match(letters, /^ [STRIDE](?: [STRIDE])* +$/, row);
      assert.ok(threat.trim().length > 5 && mitigation.trim().length > 5, row);
      assert.match(covered, /\]\(\.\.\/test\//, row);
    }
    assert.ok(rows.length > 40);
  });

  for (const entry of [
    "`POST /api/messages`",
    "Messages",
    "Card actions",
    "Sign-in invokes and the token service",
    "`/sign-in/TICKET`",
    "`/sign-in/callback`",
    "Replies of Microsoft Graph",
    "The database",
    "The command line",
    "Sending to a stored `serviceUrl`",
    "Audience files",
    "Log and telemetry",
    "The app package",
    "The local tenant",
  ]) {
    it(`has threats at the way in: ${entry}`, () => {
      const [, section = ""] = text.split(`# ${entry}\n`);

      assert.match(section.split(/^#/m)[0] ?? "", /\| threat/);
    });
  }
});
