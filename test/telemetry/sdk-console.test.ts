import assert from "node:assert/strict";
import sinon from "sinon";
import { createLogger } from "../../src/telemetry/logger.ts";
import { captureSdkConsole } from "../../src/telemetry/sdk-console.ts";

describe("captureSdkConsole", () => {
  let lines: string[];
  let release: () => void;

  const capture = (level: string): void => {
    release = captureSdkConsole(createLogger(level, { write: (text) => lines.push(text) }));
  };

  beforeEach(() => {
    lines = [];
  });

  afterEach(() => {
    release();
    sinon.restore();
  });

  it("turns errors and warnings of the console into debug lines", () => {
    capture("debug");

    console.error("Error finding key for token.");
    console.warn("BadRequest: Missing activity or activity type.", 5);

    const [error, warning] = lines.map((text) => ({ ...(JSON.parse(text) as object) }));
    assert.deepEqual(
      [error, warning].map((line) => ({ level: "debug", sdk: null, ...line }).sdk),
      [["Error finding key for token."], ["BadRequest: Missing activity or activity type.", "5"]],
    );
  });

  it("writes nothing at the usual level", () => {
    capture("info");

    console.error("noise");

    assert.deepEqual(lines, []);
  });

  it("shortens, keeps no stack and lets no secret through", () => {
    capture("debug");

    console.error(new Error(`Bearer secret-value ${"long ".repeat(500)}`));

    assert.ok(!/secret-value| at /.test(lines.join()), lines.join());
    assert.ok(lines.join().length < 600);
  });

  it("keeps nothing of an object, and fails at none", () => {
    capture("debug");

    console.error({ headers: { authorization: "secret-value" } }, Object.create(null), Symbol("s"));
    console.warn(() => "secret-value", undefined, null);

    assert.equal(lines.length, 2);
    assert.ok(!lines.join().includes("secret-value"));
  });

  it("gives the console back", () => {
    const { error, warn } = console;
    capture("debug");
    assert.notEqual(console.error, error);

    release();

    assert.deepEqual([console.error, console.warn], [error, warn]);
  });
});
