import assert from "node:assert/strict";
import { readArguments } from "../../../src/sandbox/demo/arguments.ts";
import { sam } from "../teams/fakes.ts";

const priya = { ...sam, name: "priya", situation: "push ready" };
const people = [sam, priya];

describe("readArguments", () => {
  it("plays the first person on the first free port by default", () => {
    assert.deepEqual(readArguments([], people), {
      kind: "run",
      person: sam,
      port: null,
      fresh: false,
      open: false,
      dataFolder: ".data/demo",
    });
  });

  it("reads each option", () => {
    const argv = ["--as", "PRIYA", "--port", "5000", "--fresh", "--open", "--data", "elsewhere"];

    assert.deepEqual(readArguments(argv, people), {
      kind: "run",
      person: priya,
      port: 5000,
      fresh: true,
      open: true,
      dataFolder: "elsewhere",
    });
  });

  it("names everybody when a name is unknown", () => {
    const read = readArguments(["--as", "nobody"], people);

    assert.ok(read.kind === "wrong");
    assert.match(read.problem, /nobody.*\n\n {2}sam {4}SMS only\n {2}priya {2}push ready/);
  });

  for (const port of ["0", "65534", "x", "1.5"]) {
    it(`refuses port ${port}`, () => {
      assert.equal(readArguments(["--port", port], people).kind, "wrong");
    });
  }

  it("shows how it is used when an option is unknown", () => {
    const read = readArguments(["--what"], people);

    assert.ok(read.kind === "wrong");
    assert.match(read.problem, /--what[\s\S]*npm run demo --/);
  });

  it("knows --help and --list", () => {
    assert.equal(readArguments(["--help"], people).kind, "help");
    assert.equal(readArguments(["--list"], people).kind, "list");
  });
});
