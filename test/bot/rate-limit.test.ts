import assert from "node:assert/strict";
import sinon from "sinon";
import { RateLimit } from "../../src/bot/rate-limit.ts";
import { en } from "../../src/copy/en.ts";
import { ANNA, aMessage, anActivity, anInvoke, aPress } from "./activities.ts";
import { TENANT_ID } from "./fake-cloud.ts";
import { actionAnswerIn, RunningBot, seen } from "./running-bot.ts";

const PER_MINUTE = 3;

describe("RateLimit", () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers();
  });
  afterEach(() => {
    clock.restore();
  });

  it("lets so many through, and says of the first one too many that it is the first", async () => {
    const limit = new RateLimit(2);

    const presses = [];
    for (let count = 0; count < 4; count += 1) presses.push(await limit.press("anna"));

    assert.deepEqual(presses, [
      { kind: "within" },
      { kind: "within" },
      { kind: "tooMany", isFirst: true, retryAfterSeconds: 60 },
      { kind: "tooMany", isFirst: false, retryAfterSeconds: 60 },
    ]);
  });

  it("forgets after a minute, also of those who never stopped", async () => {
    const limit = new RateLimit(1);
    for (let second = 0; second < 60; second += 1) {
      await limit.press("anna");
      clock.tick(1_000);
    }

    assert.deepEqual(await limit.press("anna"), { kind: "within" });
    clock.tick(60_000);
    assert.equal(limit.size, 0);
  });

  it("counts people apart", async () => {
    const limit = new RateLimit(1);
    await limit.press("anna");

    assert.equal((await limit.press("bert")).kind, "within");
  });

  it("keeps no more than 65,536 counters for half a million ids", async function () {
    this.timeout(60_000);
    const limit = new RateLimit(5);

    for (let id = 0; id < 500_000; id += 1) await limit.press(`person-${id}`);

    assert.ok(limit.size <= 65_536, String(limit.size));
  });
});

describe("a person who floods the bot", () => {
  let bot: RunningBot;
  beforeEach(async () => {
    bot = await RunningBot.start({ messagesPerMinute: PER_MINUTE });
  });
  afterEach(() => bot.close());

  const sayHelp = async (times: number): Promise<readonly string[]> => {
    const said: string[] = [];
    for (let count = 0; count < times; count += 1) {
      const { answer, messages } = await bot.send(aMessage("help"));
      assert.equal(answer.status, 200);
      said.push(...messages.map(seen));
    }
    return said;
  };

  it("is told once in plain words, and then nothing", async () => {
    const said = await sayHelp(PER_MINUTE + 5);

    assert.equal(said.length, PER_MINUTE + 1);
    assert.equal(said.at(-1), en["chat.tooMany"]);
    assert.equal(bot.running.lines.filter((line) => line.includes("held back")).length, 1);
  });

  it("has buttons answered 429 in the form of an action's answer", async () => {
    await sayHelp(PER_MINUTE);

    const { answer, messages } = await bot.send(aPress("help.show", { card: "help", v: 1 }));

    assert.equal(answer.status, 200);
    assert.deepEqual(actionAnswerIn(answer), {
      statusCode: 429,
      type: "application/vnd.microsoft.error",
      value: { code: "429", message: en["chat.tooMany"] },
    });
    assert.deepEqual(messages, []);
  });

  it("has other invokes answered 429", async () => {
    await sayHelp(PER_MINUTE);

    assert.equal((await bot.send(anInvoke("novelty/invoke", {}))).answer.status, 429);
  });

  it("can still sign in, up to a limit of its own", async () => {
    await sayHelp(PER_MINUTE + 1);
    const exchange = () => bot.send(anInvoke("signin/failure", { code: "resourcematchfailed" }));

    const statuses = new Set<number>();
    statuses.add((await exchange()).answer.status);
    assert.deepEqual([...statuses], [200]);
    for (let count = 0; count < 60; count += 1) statuses.add((await exchange()).answer.status);
    assert.deepEqual([...statuses], [200, 429]);
  });

  it("holds nobody else back", async () => {
    await sayHelp(PER_MINUTE + 1);
    const bert = { id: "29:bert", aadObjectId: "8c6df0a1-0000-4000-8000-00000000000b" };

    const { messages } = await bot.send(aMessage("help", { from: bert }));

    assert.notEqual(messages.map(seen)[0], en["chat.tooMany"]);
    assert.equal(messages.length, 1);
  });

  it("cannot hide that the app was removed", async () => {
    await bot.send(aMessage("help"));
    await sayHelp(PER_MINUTE);

    const saveInstalled = sinon.spy(bot.people, "saveInstalled");
    await bot.send(anActivity({ type: "installationUpdate", action: "remove" }));

    assert.deepEqual(saveInstalled.firstCall.args.slice(0, 2), [
      { tenantId: TENANT_ID, userId: ANNA.userId },
      false,
    ]);
  });
});
