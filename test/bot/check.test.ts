import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { ANNA, aMessage, anInvoke, aPress } from "./activities.ts";
import {
  AnnasChat,
  answering,
  BELAS_TOKEN,
  check,
  exchange,
  isOne,
  LOGIN_REQUEST,
  SET_UP,
  SIGN_IN,
  verify,
} from "./annas-chat.ts";
import { CONNECTION, TENANT_ID } from "./fake-cloud.ts";
import {
  ANNAS_TOKEN,
  actionAnswerIn,
  graphToken,
  type RunningBot,
  seen,
  seenInAnswer,
} from "./running-bot.ts";

const SIGN_IN_AGAIN = `sign-in: ${en["problem.sessionExpired.text"]}`;
const QUESTION = en["numberPrompt.question"];

describe("a check in the chat", () => {
  let chat: AnnasChat;
  let bot: RunningBot;

  beforeEach(async () => {
    chat = await AnnasChat.start();
    bot = chat.bot;
  });

  afterEach(() => chat.close());

  it("begins with the question that comes before", async () => {
    isOne(await chat.say("check"), QUESTION);
    assert.deepEqual(
      bot.running.cloud.calls.map(({ request }) => request),
      ["POST /channel/token", "POST send"],
    );
  });

  it("begins with it in place when a button was pressed", async () => {
    const { answer, messages } = await bot.send(check());

    assert.ok(seenInAnswer(answer).startsWith(QUESTION));
    assert.deepEqual(messages, []);
  });

  it("asks it once", async () => {
    chat.signedInAs(ANNAS_TOKEN);
    await bot.send(answering("yes"));

    isOne(await chat.say("check"), SET_UP);
  });

  for (const answer of ["yes", "no", "unsure"] as const) {
    it(`goes on to the evidence whatever the answer is: ${answer}`, async () => {
      chat.signedInAs(ANNAS_TOKEN);

      const { answer: reply } = await bot.send(answering(answer));

      assert.ok(seenInAnswer(reply).startsWith(SET_UP));
      assert.match(reply.body, new RegExp(en["answer.title"]));
      assert.ok(reply.body.includes(en[`answer.${answer}.push`]));
    });
  }

  it("reads once with the person's own token, and shows the card", async () => {
    await bot.annaHasAnswered();
    chat.signedInAs(ANNAS_TOKEN);

    isOne(await chat.say("am I set up?"), SET_UP);
    assert.deepEqual(bot.reader.readWith, [ANNAS_TOKEN]);
  });

  it("answers a button in place, without a message", async () => {
    await bot.annaHasAnswered();
    chat.signedInAs(ANNAS_TOKEN);

    const { answer, messages } = await bot.send(check());

    assert.ok(seenInAnswer(answer).startsWith(SET_UP));
    assert.equal(actionAnswerIn(answer).type, "application/vnd.microsoft.card.adaptive");
    assert.deepEqual(messages, []);
  });

  it("answers a button of an old client in the chat", async () => {
    await bot.annaHasAnswered();
    chat.signedInAs(ANNAS_TOKEN);
    const value = { verb: "status.check", card: "help", v: 1 };

    const [, messages] = await chat.send(aMessage("", { value }));

    isOne(messages, SET_UP);
  });

  describe("when the person signed in with another account", () => {
    const others: readonly (readonly [string, string])[] = [
      ["of another person", BELAS_TOKEN],
      ["of another tenant", graphToken({ oid: ANNA.userId, tid: "0ddba110" })],
    ];
    for (const [name, token] of others) {
      it(`reads nothing, forgets the token and shows the way on: ${name}`, async () => {
        await bot.annaHasAnswered();
        chat.signedInAs(token);

        const messages = await chat.say("check");

        isOne(messages, en["problem.wrongAccount.title"]);
        assert.deepEqual(bot.reader.readWith, []);
        assert.equal(chat.heldToken, undefined);
        assert.deepEqual(await chat.say("check"), [SIGN_IN]);
      });
    }

    it("shows nothing of that account, whatever the exchange brought", async () => {
      await bot.annaHasAnswered();
      await bot.send(check());
      bot.running.cloud.exchangeable.set("belas-sso", BELAS_TOKEN);
      const authentication = { id: "1", connectionName: CONNECTION, token: "belas-sso" };

      const { answer } = await bot.send(check({ authentication }));

      assert.ok(seenInAnswer(answer).startsWith(en["problem.wrongAccount.title"]));
      assert.ok(!answer.body.includes("00000000000b"));
      assert.equal(chat.heldToken, undefined);
    });
  });

  describe("when the sign-in has run out", () => {
    beforeEach(async () => {
      await bot.annaHasAnswered();
      chat.signedInAs(ANNAS_TOKEN);
      bot.reader.reading = { kind: "tokenRefused" };
    });

    it("forgets the token and asks for a new sign-in", async () => {
      assert.deepEqual(await chat.say("check"), [SIGN_IN_AGAIN]);
      assert.equal(chat.heldToken, undefined);
    });

    it("asks in the answer when a button was pressed", async () => {
      const { answer } = await bot.send(check());

      assert.equal(actionAnswerIn(answer).type, LOGIN_REQUEST);
    });

    it("goes on after the new sign-in", async () => {
      await chat.say("check");
      bot.reader.reading = { kind: "read", methods: [] };
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const [, messages] = await chat.send(exchange("sso"));

      isOne(messages, en["readiness.cannotTell"]);
    });

    it("does not ask for ever", async () => {
      await chat.say("check");
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const [, messages] = await chat.send(exchange("sso"));

      isOne(messages, en["problem.sessionExpired.title"]);
      assert.equal(chat.heldToken, undefined);
    });
  });

  it("tells that Graph gave no answer, with the reference that the log has", async () => {
    await bot.annaHasAnswered();
    chat.signedInAs(ANNAS_TOKEN);
    bot.reader.reading = {
      kind: "unavailable",
      why: "throttled",
      retryAfterSeconds: 90,
      requestId: "request-1",
    };

    const { messages } = await bot.send(aMessage("check"));

    isOne(messages.map(seen), en["problem.throttled.title"]);
    assert.match(JSON.stringify(messages), /REFE-RENC/);
    const logged = bot.running.lines.filter((line) => line.includes("REFE-RENC"));
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? "", /"why":"throttled".*"requestId":"request-1"/);
    assert.ok(!logged.join().includes(ANNA.userId));
  });

  describe("sign out", () => {
    it("forgets the token at the token service, and says so", async () => {
      chat.signedInAs(ANNAS_TOKEN);

      assert.deepEqual(await chat.say("sign out"), [en["session.signedOut"]]);
      assert.equal(chat.heldToken, undefined);
    });

    it("says that there was nothing to forget", async () => {
      assert.deepEqual(await chat.say("sign out"), [en["session.alreadySignedOut"]]);
    });

    it("answers a button in place", async () => {
      chat.signedInAs(ANNAS_TOKEN);

      const { answer } = await bot.send(aPress("session.signOut", { card: "help", v: 1 }));

      assert.equal(seenInAnswer(answer), en["session.signedOut"]);
    });
  });

  it("lets nobody sign in for somebody else: each call names the sender of its activity", async () => {
    await bot.annaHasAnswered();
    await chat.say("check");
    await chat.send(exchange("sso"));
    await chat.say("123456");
    await chat.send(
      anInvoke("signin/tokenExchange", {
        id: "2",
        token: "sso",
        userId: "29:bela",
        from: "29:bela",
      }),
    );

    const users = bot.running.cloud.calls
      .map(({ query }) => query.get("userId"))
      .filter((user) => user !== null);
    assert.ok(users.length >= 4);
    assert.deepEqual([...new Set(users)], [ANNA.teamsUserId]);
  });

  it("writes no token, name or phone number into the log, on any way", async () => {
    await bot.annaHasAnswered();
    await chat.say("check");
    await chat.send(exchange("sso-secret"));
    bot.running.cloud.codes.set("123456", BELAS_TOKEN);
    await chat.send(verify("123456"));
    chat.signedInAs(ANNAS_TOKEN);
    bot.reader.reading = { kind: "tokenRefused" };
    await chat.say("check");

    const log = bot.running.lines.join("\n");
    for (const secret of [
      ANNAS_TOKEN,
      BELAS_TOKEN,
      "sso-secret",
      "bot-token",
      "bot-secret",
      "Kovács",
      ANNA.userId,
    ]) {
      assert.ok(!log.includes(secret), secret);
    }
    assert.ok(!log.includes(TENANT_ID));
  });
});
