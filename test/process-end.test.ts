import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import sinon from "sinon";
import { endInOrder } from "../src/process-end.ts";

const LONGEST_MS = 1_000;

describe("endInOrder", () => {
  let clock: sinon.SinonFakeTimers;
  let stopping: PromiseWithResolvers<undefined>;
  let reasons: string[];
  let reported: unknown[];
  let codes: number[];
  let events: EventEmitter;

  beforeEach(() => {
    clock = sinon.useFakeTimers();
    stopping = Promise.withResolvers();
    reasons = [];
    reported = [];
    codes = [];
    events = new EventEmitter();
    const service = {
      stop: (reason: string) => {
        reasons.push(reason);
        return stopping.promise.then(() => undefined);
      },
      reportUnexpected: (error: unknown) => {
        reported.push(error);
      },
    };
    const on = {
      on: (event: string, listener: (of: string) => void) => events.on(event, listener),
      exit: (code: number) => {
        codes.push(code);
      },
    };
    endInOrder(service, on, LONGEST_MS);
  });

  afterEach(() => {
    clock.restore();
  });

  for (const signal of ["SIGTERM", "SIGINT"]) {
    it(`finishes what is under way at ${signal}, then ends with 0`, async () => {
      events.emit(signal, signal);
      assert.deepEqual(codes, []);
      stopping.resolve(undefined);
      await clock.tickAsync(LONGEST_MS);

      assert.deepEqual(reasons, [signal]);
      assert.deepEqual(codes, [0]);
    });
  }

  it("ends at once at a second signal, and not with 0", () => {
    events.emit("SIGTERM", "SIGTERM");
    events.emit("SIGINT", "SIGINT");

    assert.deepEqual(reasons, ["SIGTERM"]);
    assert.deepEqual(codes, [1]);
  });

  it("does not wait for longer than the platform does", async () => {
    events.emit("SIGTERM", "SIGTERM");
    await clock.tickAsync(LONGEST_MS);

    assert.deepEqual(codes, [1]);
  });

  it("reports an error that nobody handled, finishes what is under way, and ends with 1", async () => {
    const error = new Error("nobody handled this");

    events.emit("uncaughtException", error);
    stopping.resolve(undefined);
    await clock.tickAsync(0);

    assert.deepEqual(reported, [error]);
    assert.deepEqual(reasons, ["unexpected error"]);
    assert.deepEqual(codes, [1]);
  });

  it("reports a further error while it ends, and goes on ending", async () => {
    const further = new Error("in the middle of the end");

    events.emit("SIGTERM", "SIGTERM");
    events.emit("uncaughtException", further);
    stopping.resolve(undefined);
    await clock.tickAsync(0);

    assert.deepEqual(reported, [further]);
    assert.deepEqual(reasons, ["SIGTERM"]);
    assert.deepEqual(codes, [0]);
  });

  it("ends with 1 when it could not end in order", async () => {
    const cause = new Error("the database does not close");

    events.emit("SIGTERM", "SIGTERM");
    stopping.reject(cause);
    await clock.tickAsync(0);

    assert.deepEqual(reported, [cause]);
    assert.deepEqual(codes, [1]);
  });
});
