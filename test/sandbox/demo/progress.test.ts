import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import sinon from "sinon";
import { Progress } from "../../../src/sandbox/demo/progress.ts";

function aProgress(isTTY: boolean) {
  const out = Object.assign(new PassThrough(), { isTTY });
  let time = 0;
  const progress = new Progress({ out, now: () => time });
  return {
    progress,
    text: () => String(out.read() ?? ""),
    after: (ms: number) => {
      time += ms;
    },
  };
}

describe("Progress", () => {
  afterEach(() => {
    sinon.restore();
  });

  it("prints one plain line per part as it comes up where there is no terminal", async () => {
    const { progress, text, after } = aProgress(false);
    const slow = Promise.withResolvers<string>();

    const watched = progress.watch("PushReady", slow.promise);
    assert.equal(text(), "");
    after(1500);
    slow.resolve("ready");

    assert.equal(await watched, "ready");
    assert.match(text(), /^✓ PushReady +1\.5 s\n$/);
  });

  it("marks a part that does not come up and passes its reason on", async () => {
    const { progress, text } = aProgress(false);

    await assert.rejects(progress.watch("PushReady", Promise.reject(new Error("no"))), /no/);

    assert.match(text(), /^✗ PushReady/);
  });

  it("redraws its lines in a terminal while parts start", async () => {
    const clock = sinon.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { progress, text, after } = aProgress(true);
    const slow = Promise.withResolvers<undefined>();
    const watched = progress.watch("PushReady", slow.promise);
    text();

    after(2000);
    clock.tick(100);
    assert.match(text(), /\u001b\[1A\u001b\[2K. PushReady +2\.0 s\n/);
    slow.resolve(undefined);
    await watched;

    assert.match(text(), /✓ PushReady/);
    assert.equal(clock.countTimers(), 0);
  });
});
