import assert from "node:assert/strict";
import { MemoryStorage, type Storage, type StoreItems } from "botbuilder";
import sinon from "sinon";
import { en } from "../../src/copy/en.ts";
import { FakePersonStore } from "../fakes/fake-person-store.ts";
import { ANNA, aMessage, anActivity, anInvoke, aPress } from "./activities.ts";
import { CONNECTION } from "./fake-cloud.ts";
import { ANNAS_TOKEN, actionAnswerIn, RunningBot, seen, seenInAnswer } from "./running-bot.ts";
import { REFERENCE } from "./running-server.ts";

const UNEXPECTED = en["problem.unexpected.title"];
const SECRET = `Bearer ${ANNAS_TOKEN}`;

/** Fails as the database does when it is away, or when somebody else was faster. */
class FailingStorage implements Storage {
  failOn: "read" | "write" | null = null;
  error = new Error("the database is away");
  readonly #inner = new MemoryStorage();

  read(keys: string[]): Promise<StoreItems> {
    return this.failOn === "read" ? Promise.reject(this.error) : this.#inner.read(keys);
  }

  write(changes: StoreItems): Promise<void> {
    return this.failOn === "write" ? Promise.reject(this.error) : this.#inner.write(changes);
  }

  delete(keys: string[]): Promise<void> {
    return this.#inner.delete(keys);
  }
}

describe("a turn that fails", () => {
  let bot: RunningBot;
  let storage: FailingStorage;
  let people: FakePersonStore;

  beforeEach(async () => {
    storage = new FailingStorage();
    people = new FakePersonStore();
    bot = await RunningBot.start({ storage, people });
    await bot.annaHasAnswered();
    bot.running.cloud.tokens.set(ANNA.teamsUserId, ANNAS_TOKEN);
    bot.reader.failure = new Error(`Graph failed with ${SECRET}`);
  });

  afterEach(async () => {
    sinon.restore();
    await bot.close();
  });

  const errors = (): readonly string[] =>
    bot.running.lines.filter((line) => line.includes('"level":"error"'));

  it("gives a sentence and a reference to a message, and the log the same reference", async () => {
    const { answer, messages } = await bot.send(aMessage("check"));

    assert.equal(answer.status, 200);
    assert.equal(messages.length, 1);
    assert.ok(seen(messages[0]).startsWith(UNEXPECTED));
    assert.match(JSON.stringify(messages), new RegExp(REFERENCE));
    const [logged = "", ...more] = errors();
    assert.deepEqual(more, []);
    assert.match(logged, new RegExp(`Graph failed.*"reference":"${REFERENCE}"`));
  });

  it("shows and logs nothing of what failed inside", async () => {
    const { messages } = await bot.send(aMessage("check"));

    assert.ok(!JSON.stringify(messages).includes("Graph failed"));
    assert.ok(!bot.running.lines.join().includes(ANNAS_TOKEN));
  });

  it("answers a button in place", async () => {
    const { answer, messages } = await bot.send(aPress("status.check", { card: "help", v: 1 }));

    assert.deepEqual([answer.status, actionAnswerIn(answer).statusCode], [200, 200]);
    assert.ok(seenInAnswer(answer).startsWith(UNEXPECTED));
    assert.ok(answer.body.includes(REFERENCE) && !answer.body.includes("Graph failed"));
    assert.deepEqual(messages, []);
  });

  it("answers a sign-in with an error, and the person in the chat", async () => {
    bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);
    const value = { id: "1", connectionName: CONNECTION, token: "sso" };

    const { answer, messages } = await bot.send(anInvoke("signin/tokenExchange", value));

    assert.equal(answer.status, 500);
    assert.deepEqual(JSON.parse(answer.body), { reference: REFERENCE });
    assert.equal(messages.length, 1);
    assert.ok(seen(messages[0]).startsWith(UNEXPECTED));
  });

  it("bothers nobody with an event that they did not ask for", async () => {
    sinon.stub(people, "claimWelcome").rejects(new Error("the database is away"));

    const { answer, messages } = await bot.send(
      anActivity({ type: "installationUpdate", action: "add" }),
    );

    assert.deepEqual([answer.status, messages], [200, []]);
    assert.match(errors().join(), /the database is away/);
  });

  for (const failOn of ["read", "write"] as const) {
    it(`tells the person when the database is away (${failOn})`, async () => {
      storage.failOn = failOn;
      bot.running.cloud.tokens.clear();

      const { messages } = await bot.send(aMessage("check"));

      assert.ok(messages.map(seen).some((text) => text.startsWith(UNEXPECTED)));
    });
  }

  it("tells the person when the token service refuses the bot", async () => {
    bot.running.cloud.instead.set("GET usertoken/GetToken", { status: 403, body: {} });

    const { messages } = await bot.send(aMessage("check"));

    assert.ok(seen(messages[0]).startsWith(UNEXPECTED));
  });

  it("is quiet about a state that another turn has kept", async () => {
    storage.failOn = "write";
    storage.error = new Error('Storage: error writing "x" due to eTag conflict.');
    bot.running.cloud.tokens.clear();

    const { answer, messages } = await bot.send(aMessage("check"));

    assert.equal(answer.status, 200);
    assert.deepEqual(messages.map(seen), [`sign-in: ${en["signIn.text"]}`]);
    assert.deepEqual(errors(), []);
  });

  it("keeps the answer to a button whose state another turn has kept", async () => {
    storage.failOn = "write";
    storage.error = new Error('Storage: error writing "x" due to eTag conflict.');
    bot.running.cloud.tokens.clear();

    const { answer } = await bot.send(aPress("status.check", { card: "help", v: 1 }));

    assert.equal(actionAnswerIn(answer).statusCode, 401);
  });

  it("logs that the person could not be told", async () => {
    bot.running.cloud.instead.set("POST send", {
      status: 403,
      body: { error: { code: "ConversationBlockedByUser", message: "User blocked the bot." } },
    });

    const { answer } = await bot.send(aMessage("check"));

    assert.equal(answer.status, 200);
    assert.match(errors().join("\n"), new RegExp(`${REFERENCE}.*the person could not be told`));
  });

  it("does not stop the next one", async () => {
    await bot.send(aMessage("check"));
    bot.reader.failure = null;

    const { messages } = await bot.send(aMessage("check"));

    assert.ok(seen(messages[0]).startsWith(en["readiness.setUp"]));
  });
});
