import assert from "node:assert/strict";
import { DispatchWorld } from "./dispatch-world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

describe("Dispatcher, after a long pause", () => {
  it("prepares anew what has grown old meanwhile, and goes on", async () => {
    // More than is ever kept ready, so that nothing more is claimed when the pause begins.
    const world = await new DispatchWorld().withDue(400);
    let isThrottling = true;
    world.teams.answer = () =>
      isThrottling
        ? { kind: "throttled", retryAfterMs: 5 * MINUTE_MS }
        : { kind: "sent", activityId: null };
    const dispatcher = world.dispatcher();
    dispatcher.start();
    await world.time.pass(2 * SECOND_MS);
    isThrottling = false;

    await world.time.pass(10 * MINUTE_MS);

    assert.deepEqual(world.states(), { sent: 400 });
    await world.stop(dispatcher);
  });
});
