import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { ANNA, aMessage, anInvoke, type Json } from "./activities.ts";
import {
  AnnasChat,
  answering,
  check,
  exchange,
  isOne,
  LOGIN_REQUEST,
  SET_UP,
  SIGN_IN,
  verify,
} from "./annas-chat.ts";
import { APP_ID, CONNECTION } from "./fake-cloud.ts";
import { ANNAS_TOKEN, actionAnswerIn, type RunningBot, seen, seenInAnswer } from "./running-bot.ts";

const PRECONDITION = "application/vnd.microsoft.error.preconditionFailed";

describe("a check of somebody who is not signed in", () => {
  let chat: AnnasChat;
  let bot: RunningBot;

  beforeEach(async () => {
    chat = await AnnasChat.start();
    bot = chat.bot;
    await bot.annaHasAnswered();
  });

  afterEach(() => chat.close());

  it("sends a sign-in card that Teams can settle by itself", async () => {
    const { messages } = await bot.send(aMessage("check"));

    assert.deepEqual(messages.map(seen), [SIGN_IN]);
    assert.deepEqual(messages[0]?.attachments?.[0]?.content, {
      text: en["signIn.text"],
      connectionName: CONNECTION,
      buttons: [
        { type: "signin", title: en["signIn.button"], value: `${bot.running.cloud.url}/sign-in` },
      ],
      tokenExchangeResource: { id: "exchange-1", uri: `api://botid-${APP_ID}` },
    });
  });

  it("takes a token without letters for none", async () => {
    chat.signedInAs("");

    assert.deepEqual(await chat.say("check"), [SIGN_IN]);
    assert.deepEqual(bot.reader.readWith, []);
  });

  it("answers a button with a login request, with the same", async () => {
    const { answer, messages } = await bot.send(check());

    const { statusCode, type, value } = actionAnswerIn(answer);
    assert.deepEqual([answer.status, statusCode, type], [200, 401, LOGIN_REQUEST]);
    const card = value as Json;
    assert.equal(card["connectionName"], CONNECTION);
    assert.deepEqual(Object.keys(card).toSorted(), [
      "buttons",
      "connectionName",
      "text",
      "tokenExchangeResource",
    ]);
    assert.deepEqual(messages, []);
  });

  it("makes the sign-in for this very person and conversation", async () => {
    await chat.say("check");

    const call = bot.running.cloud.calls.find(({ request }) => request.includes("SignInResource"));
    const state = JSON.parse(Buffer.from(call?.query.get("state") ?? "", "base64").toString()) as {
      readonly msAppId: string;
      readonly conversation: Json;
    };
    assert.equal(state.msAppId, APP_ID);
    assert.deepEqual(
      [state.conversation["user"], state.conversation["conversation"]].map(
        (part) => (part as { readonly id: string }).id,
      ),
      [ANNA.teamsUserId, ANNA.conversationId],
    );
  });

  describe("and Teams exchanges a token for a message", () => {
    beforeEach(() => chat.say("check"));

    it("goes on with the check", async () => {
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const [status, messages] = await chat.send(exchange("sso"));

      assert.equal(status, 200);
      isOne(messages, SET_UP);
    });

    it("goes on once however many clients do so, and content with all", async () => {
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const answers = await Promise.all(
        Array.from({ length: 4 }, () => bot.running.post(exchange("sso"))),
      );

      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200, 200],
      );
      isOne(bot.newMessages().map(seen), SET_UP);
    });

    it("goes on again for the next sign-in", async () => {
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);
      await chat.send(exchange("sso"));
      await chat.say("sign out");
      await chat.say("check");

      const [, messages] = await chat.send(exchange("sso", "exchange-2"));

      isOne(messages, SET_UP);
    });

    it("tells each client that consent is missing", async () => {
      for (let client = 0; client < 3; client += 1) {
        assert.deepEqual(await chat.send(exchange("sso")), [412, []]);
      }
    });

    it("goes on with the first client that brings consent", async () => {
      assert.deepEqual(await chat.send(exchange("sso")), [412, []]);
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const [status, messages] = await chat.send(exchange("sso"));

      assert.equal(status, 200);
      isOne(messages, SET_UP);
    });

    it("takes an answer without a token for a refusal", async () => {
      bot.running.cloud.instead.set("POST usertoken/exchange", { status: 200, body: {} });

      assert.deepEqual(await chat.send(exchange("sso")), [412, []]);
    });

    it("logs the refusal without the token", async () => {
      await chat.send(exchange("sso-token-of-anna"));

      const log = bot.running.lines.join();
      assert.match(log, /token exchange refused/);
      assert.ok(!log.includes("sso-token-of-anna"));
    });

    it("answers 400 to an exchange that is none", async () => {
      assert.deepEqual(await chat.send(anInvoke("signin/tokenExchange", { id: "1" })), [400, []]);
    });
  });

  it("goes on although the client was faster than what the bot keeps", async () => {
    bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

    const [status, messages] = await chat.send(exchange("sso"));

    assert.equal(status, 200);
    isOne(messages, SET_UP);
  });

  describe("and Teams sends a button again", () => {
    beforeEach(() => bot.send(check()));

    it("answers with the card when its token can be exchanged", async () => {
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);
      const authentication = { id: "exchange-1", connectionName: CONNECTION, token: "sso" };

      const { answer, messages } = await bot.send(check({ authentication }));

      assert.ok(seenInAnswer(answer).startsWith(SET_UP));
      assert.deepEqual(messages, []);
    });

    it("says so when its token cannot be exchanged", async () => {
      const authentication = { id: "exchange-1", connectionName: CONNECTION, token: "sso" };

      const { answer, messages } = await bot.send(check({ authentication }));

      const { statusCode, type } = actionAnswerIn(answer);
      assert.deepEqual([answer.status, statusCode, type], [200, 412, PRECONDITION]);
      assert.deepEqual([messages, bot.reader.readWith], [[], []]);
    });

    it("answers with the card when its code is right", async () => {
      bot.running.cloud.codes.set("123456", ANNAS_TOKEN);

      const { answer } = await bot.send(check({ state: "123456" }));

      assert.ok(seenInAnswer(answer).startsWith(SET_UP));
    });

    it("asks for the sign-in again when its code is wrong", async () => {
      const { answer } = await bot.send(check({ state: "999999" }));

      assert.equal(actionAnswerIn(answer).type, LOGIN_REQUEST);
    });

    it("keeps the answer of the question through the sign-in", async () => {
      bot.running.cloud.codes.set("123456", ANNAS_TOKEN);

      const { answer } = await bot.send(answering("yes", { state: "123456" }));

      assert.ok(answer.body.includes(en["answer.yes.push"]));
    });
  });

  describe("and six digits come", () => {
    beforeEach(async () => {
      await chat.say("check");
      bot.running.cloud.codes.set("123456", ANNAS_TOKEN);
    });

    for (const text of ["123456", " 123 456 "]) {
      it(`goes on with the right ones, typed: "${text}"`, async () => {
        isOne(await chat.say(text), SET_UP);
      });
    }

    it("says that typed ones are wrong, and takes the right ones then", async () => {
      assert.deepEqual(await chat.say("999999"), [en["signIn.codeRefused"]]);
      isOne(await chat.say("123456"), SET_UP);
    });

    it("goes on with the right ones, from the window", async () => {
      const [status, messages] = await chat.send(verify("123456"));

      assert.equal(status, 200);
      isOne(messages, SET_UP);
    });

    it("says that those from the window are wrong", async () => {
      assert.deepEqual(await chat.send(verify("999999")), [200, [en["signIn.codeRefused"]]]);
    });
  });

  it("answers typed digits also when it no longer knows for what", async () => {
    bot.running.cloud.codes.set("123456", ANNAS_TOKEN);

    isOne(await chat.say("123456"), SET_UP);
  });
});
