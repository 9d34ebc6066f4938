import assert from "node:assert/strict";
import type { TurnContext } from "botbuilder";
import { afterwardsOf } from "../../src/bot/afterwards.ts";
import { aMessage } from "./activities.ts";
import { RunningServer } from "./running-server.ts";

describe("what a turn puts off", () => {
  let running: RunningServer;
  let turn: (context: TurnContext) => Promise<void>;

  beforeEach(async () => {
    turn = () => Promise.resolve();
    running = await RunningServer.start({ onTurn: (context) => turn(context) });
  });

  afterEach(() => running.close());

  it("begins only when the turn is answered, and is not waited for", async () => {
    const order: string[] = [];
    const [begun, ended] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    turn = (context) => {
      afterwardsOf(context).putOff(async () => {
        order.push("begun");
        begun.resolve(undefined);
        await ended.promise;
      });
      order.push("turn done");
      return Promise.resolve();
    };

    const answer = await running.post(aMessage("hello"));
    await begun.promise;
    ended.resolve(undefined);

    assert.equal(answer.status, 200);
    assert.deepEqual(order, ["turn done", "begun"]);
  });

  it("begins also when the turn failed after it", async () => {
    const begun = Promise.withResolvers<undefined>();
    turn = (context) => {
      afterwardsOf(context).putOff(() => {
        begun.resolve(undefined);
        return Promise.resolve();
      });
      return Promise.reject(new Error("broken"));
    };

    await running.post(aMessage("hello"));

    await begun.promise;
  });

  it("goes into the log when it fails, and ends nothing", async () => {
    const failed = Promise.withResolvers<undefined>();
    turn = (context) => {
      afterwardsOf(context).putOff(() => {
        failed.resolve(undefined);
        return Promise.reject(new Error("no luck"));
      });
      return Promise.resolve();
    };

    await running.post(aMessage("hello"));
    await failed.promise;
    await running.post(aMessage("hello"));

    assert.ok(running.lines.some((line) => line.includes("what a turn put off failed")));
  });

  it("has a place in turns of a server only", () => {
    const context = { turnState: new Map() } as unknown as TurnContext;

    assert.throws(() => afterwardsOf(context), /Nothing begins/);
  });
});
