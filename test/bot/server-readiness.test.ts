import assert from "node:assert/strict";
import { Readiness } from "../../src/bot/readiness.ts";
import { createLogger } from "../../src/telemetry/logger.ts";

describe("Readiness", () => {
  let nowMs: number;
  let asked: number;
  let lines: string[];
  const log = createLogger("trace", { write: (line) => lines.push(line) });

  beforeEach(() => {
    nowMs = 0;
    asked = 0;
    lines = [];
  });

  const readinessOf = (queue: () => Promise<boolean>, limitMs = 2_500): Readiness =>
    new Readiness({
      parts: {
        database: () => {
          asked += 1;
          return Promise.resolve(true);
        },
        queue,
      },
      nowMs: () => nowMs,
      limitMs,
      log,
    });

  it("is ready while each part answers", async () => {
    assert.deepEqual(await readinessOf(() => Promise.resolve(true)).report(), {
      status: "ready",
      parts: [
        { name: "database", state: "ok" },
        { name: "queue", state: "ok" },
      ],
    });
  });

  it("names the part that does not answer, and tells nothing of why", async () => {
    const away = (): Promise<boolean> => Promise.reject(new Error("postgres://user:secret@host"));

    const report = await readinessOf(away).report();

    assert.deepEqual(report, {
      status: "notReady",
      parts: [
        { name: "database", state: "ok" },
        { name: "queue", state: "notOk" },
      ],
    });
    assert.ok(lines.some((line) => line.includes('"part":"queue"') && !line.includes("secret")));
  });

  it("waits for no part longer than its limit", async () => {
    const never = new Promise<boolean>(() => undefined);

    const { status, parts } = await readinessOf(() => never, 1).report();

    assert.deepEqual([status, parts[1]], ["notReady", { name: "queue", state: "noAnswer" }]);
  });

  it("asks once a second at most, however many probes there are", async () => {
    const readiness = readinessOf(() => Promise.resolve(true));

    await Promise.all([readiness.report(), readiness.report()]);
    nowMs = 999;
    await readiness.report();
    assert.equal(asked, 1);

    nowMs = 1_000;
    await readiness.report();
    assert.equal(asked, 2);
  });
});
