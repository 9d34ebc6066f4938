import assert from "node:assert/strict";
import sinon from "sinon";
import { RegularSettling } from "../../src/bot/regular-settling.ts";
import type { SettledRemovals } from "../../src/enrollment/settle-removals.ts";
import { createLogger, type Logger } from "../../src/telemetry/logger.ts";

const MINUTE_MS = 60_000;

describe("RegularSettling", () => {
  let clock: sinon.SinonFakeTimers;
  let log: Logger;
  let said: unknown[];
  let signals: AbortSignal[];
  let next: () => Promise<SettledRemovals>;
  let settling: RegularSettling;

  beforeEach(() => {
    clock = sinon.useFakeTimers();
    log = createLogger("silent");
    said = [];
    sinon.stub(log, "info").callsFake((what: unknown) => said.push(what));
    sinon.stub(log, "warn").callsFake(() => said.push("warned"));
    signals = [];
    next = () => Promise.resolve({ settled: 0, open: 0 });
    settling = new RegularSettling((signal) => {
      signals.push(signal);
      return next();
    }, log);
  });

  afterEach(async () => {
    await settling.stop();
    sinon.restore();
  });

  it("settles at start, and every five minutes", async () => {
    settling.start();
    assert.equal(signals.length, 1);

    await clock.tickAsync(10 * MINUTE_MS);

    assert.equal(signals.length, 3);
    assert.deepEqual(said, []);
  });

  it("says what it settled, and what stays open", async () => {
    next = () => Promise.resolve({ settled: 1, open: 2 });

    settling.start();
    await clock.tickAsync(0);

    assert.deepEqual(said, [{ settled: 1, open: 2 }]);
  });

  it("never runs twice at once", async () => {
    const slow = Promise.withResolvers<SettledRemovals>();
    next = () => slow.promise;
    settling.start();
    await clock.tickAsync(20 * MINUTE_MS);
    const meanwhile = signals.length;

    next = () => Promise.resolve({ settled: 0, open: 0 });
    slow.resolve({ settled: 0, open: 0 });
    await clock.tickAsync(0);

    assert.equal(meanwhile, 1);
    assert.ok(signals.length > meanwhile);
  });

  it("goes on after trouble", async () => {
    next = () => Promise.reject(new Error("no database"));
    settling.start();
    await clock.tickAsync(0);
    assert.deepEqual(said, ["warned"]);

    await clock.tickAsync(5 * MINUTE_MS);

    assert.equal(signals.length, 2);
  });

  it("tells the run that is under way to stop, waits for it and begins no other", async () => {
    const slow = Promise.withResolvers<SettledRemovals>();
    next = () => slow.promise;
    settling.start();

    const stopped = settling.stop();
    assert.equal(signals[0]?.aborted, true);
    slow.resolve({ settled: 0, open: 0 });
    await stopped;
    await clock.tickAsync(20 * MINUTE_MS);

    assert.equal(signals.length, 1);
  });
});
