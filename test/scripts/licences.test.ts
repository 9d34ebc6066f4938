import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ALLOWED, refusedLicences } from "../../scripts/licences/refused-licences.ts";

const refused = (...licences: string[]) => refusedLicences([{ name: "a@1.0.0", licences }]).length;

describe("refusedLicences", () => {
  const cases: readonly (readonly [name: string, licences: readonly string[], refused: number])[] =
    [
      ["one that is on the list", ["MIT"], 0],
      ["a choice with one that is on the list", ["(AFL-2.1 OR BSD-3-Clause)"], 0],
      ["all of several", ["MIT AND ISC"], 0],
      ["one that is not", ["GPL-3.0-only"], 1],
      ["a choice of two that are not", ["(GPL-2.0 OR AGPL-3.0)"], 1],
      ["several of which one is not", ["MIT AND GPL-3.0-only"], 1],
      ["two entries of which one is not", ["MIT", "SSPL-1.0"], 1],
      ["what was guessed from a text", ["MIT*"], 1],
      ["what nobody can use", ["UNLICENSED"], 1],
      ["an expression that is too deep", ["((MIT OR ISC) AND GPL-2.0)"], 1],
      ["a word of every object", ["constructor"], 1],
      ["none", [], 1],
    ];
  for (const [name, licences, count] of cases) {
    it(`${count === 0 ? "allows" : "refuses"} ${name}`, () => {
      assert.equal(refused(...licences), count);
    });
  }

  it("names the package and what to do", () => {
    const [line] = refusedLicences([{ name: "b@2.0.0", licences: ["SSPL-1.0"] }]);

    assert.equal(line, "b@2.0.0: SSPL-1.0 is not on the list; replace it, or say why");
  });

  it("knows a package that was read by hand in that version alone", () => {
    const names = ["jspath@0.4.0", "jspath@0.5.0"];

    const lines = refusedLicences(names.map((name) => ({ name, licences: ["MIT*"] })));

    assert.deepEqual(
      lines.map((line) => line.split(":")[0]),
      ["jspath@0.5.0"],
    );
  });

  it("has a reason for each licence", () => {
    assert.ok(Object.values(ALLOWED).every((reason) => reason.length > 10));
  });

  it("allows the licence of each package that package-lock.json says production installs", () => {
    const lock = JSON.parse(
      readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"),
    ) as { packages: Record<string, { license?: string; dev?: boolean; version?: string }> };
    const production = Object.entries(lock.packages)
      .filter(([path, { dev, license }]) => path !== "" && dev !== true && license !== undefined)
      .map(([path, { license = "", version = "" }]) => ({
        name: `${path.split("node_modules/").at(-1) ?? ""}@${version}`,
        licences: [license],
      }));

    assert.ok(production.length > 100);
    assert.deepEqual(refusedLicences(production), []);
  });
});
