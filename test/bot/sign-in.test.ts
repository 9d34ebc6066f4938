import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { ANNA, aMessage, anInvoke, aPress, type Json } from "./activities.ts";
import { APP_ID, CONNECTION, TENANT_ID } from "./fake-cloud.ts";
import {
  ANNAS_TOKEN,
  actionAnswerIn,
  graphToken,
  RunningBot,
  seen,
  seenInAnswer,
} from "./running-bot.ts";

const BELAS_TOKEN = graphToken({ oid: "8c6df0a1-0000-4000-8000-00000000000b" });
const SIGN_IN = `sign-in: ${en["signIn.text"]}`;
const SIGN_IN_AGAIN = `sign-in: ${en["problem.sessionExpired.text"]}`;
const QUESTION = en["numberPrompt.question"];
const SET_UP = en["readiness.setUp"];
const LOGIN = "application/vnd.microsoft.activity.loginRequest";
const PRECONDITION = "application/vnd.microsoft.error.preconditionFailed";

const check = (value: Json = {}): Json => aPress("status.check", { card: "help", v: 1 }, value);
const answering = (answer: string, value: Json = {}): Json =>
  aPress("numberPrompt.answer", { card: "numberPrompt", v: 1, answer }, value);
const exchange = (token: string, id = "exchange-1"): Json =>
  anInvoke("signin/tokenExchange", { id, connectionName: CONNECTION, token });
const verify = (state: string): Json => anInvoke("signin/verifyState", { state });
const failure = (code: string): Json => anInvoke("signin/failure", { code, message: "…" });

describe("a check in the chat", () => {
  let bot: RunningBot;

  beforeEach(async () => {
    bot = await RunningBot.start();
  });

  afterEach(() => bot.close());

  const signedInAs = (token: string): void => {
    bot.running.cloud.tokens.set(ANNA.teamsUserId, token);
  };
  /** Sends and returns HTTP status and what is seen in the chat. */
  const send = async (activity: Json): Promise<readonly [number, readonly string[]]> => {
    const { answer, messages } = await bot.send(activity);
    return [answer.status, messages.map(seen)];
  };
  const say = async (text: string): Promise<readonly string[]> => (await send(aMessage(text)))[1];
  const startsWith = (start: string, messages: readonly string[]): void => {
    assert.equal(messages.length, 1, messages.join("\n"));
    assert.ok(messages[0]?.startsWith(start), messages[0]);
  };
  const heldToken = (): string | undefined => bot.running.cloud.tokens.get(ANNA.teamsUserId);

  it("begins with the question that comes before", async () => {
    startsWith(QUESTION, await say("check"));
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
    signedInAs(ANNAS_TOKEN);
    await bot.send(answering("yes"));

    startsWith(SET_UP, await say("check"));
  });

  for (const answer of ["yes", "no", "unsure"] as const) {
    it(`goes on to the evidence whatever the answer is: ${answer}`, async () => {
      signedInAs(ANNAS_TOKEN);

      const { answer: reply } = await bot.send(answering(answer));

      assert.ok(seenInAnswer(reply).startsWith(SET_UP));
      assert.match(reply.body, new RegExp(en["answer.title"]));
      assert.ok(reply.body.includes(en[`answer.${answer}.push`]));
    });
  }

  it("reads once with the person's own token, and shows the card", async () => {
    await bot.annaHasAnswered();
    signedInAs(ANNAS_TOKEN);

    startsWith(SET_UP, await say("am I set up?"));
    assert.deepEqual(bot.reader.readWith, [ANNAS_TOKEN]);
  });

  it("answers a button in place, without a message", async () => {
    await bot.annaHasAnswered();
    signedInAs(ANNAS_TOKEN);

    const { answer, messages } = await bot.send(check());

    assert.ok(seenInAnswer(answer).startsWith(SET_UP));
    assert.equal(actionAnswerIn(answer).type, "application/vnd.microsoft.card.adaptive");
    assert.deepEqual(messages, []);
  });

  it("answers a button of an old client in the chat", async () => {
    await bot.annaHasAnswered();
    signedInAs(ANNAS_TOKEN);
    const value = { verb: "status.check", card: "help", v: 1 };

    const [, messages] = await send(aMessage("", { value }));

    startsWith(SET_UP, messages);
  });

  describe("when the person is not signed in", () => {
    beforeEach(() => bot.annaHasAnswered());

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
      signedInAs("");

      assert.deepEqual(await say("check"), [SIGN_IN]);
      assert.deepEqual(bot.reader.readWith, []);
    });

    it("answers a button with a login request, with the same", async () => {
      const { answer, messages } = await bot.send(check());

      const { statusCode, type, value } = actionAnswerIn(answer);
      assert.deepEqual([answer.status, statusCode, type], [200, 401, LOGIN]);
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
      await say("check");

      const call = bot.running.cloud.calls.find(({ request }) =>
        request.includes("SignInResource"),
      );
      const state = JSON.parse(
        Buffer.from(call?.query.get("state") ?? "", "base64").toString(),
      ) as { readonly msAppId: string; readonly conversation: Json };
      assert.equal(state.msAppId, APP_ID);
      assert.deepEqual(
        [state.conversation["user"], state.conversation["conversation"]].map(
          (part) => (part as { readonly id: string }).id,
        ),
        [ANNA.teamsUserId, ANNA.conversationId],
      );
    });

    describe("and Teams exchanges a token for a message", () => {
      beforeEach(() => say("check"));

      it("goes on with the check", async () => {
        bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

        const [status, messages] = await send(exchange("sso"));

        assert.equal(status, 200);
        startsWith(SET_UP, messages);
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
        startsWith(SET_UP, bot.newMessages().map(seen));
      });

      it("goes on again for the next sign-in", async () => {
        bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);
        await send(exchange("sso"));
        await say("sign out");
        await say("check");

        const [, messages] = await send(exchange("sso", "exchange-2"));

        startsWith(SET_UP, messages);
      });

      it("tells each client that consent is missing", async () => {
        for (let client = 0; client < 3; client += 1) {
          assert.deepEqual(await send(exchange("sso")), [412, []]);
        }
      });

      it("goes on with the first client that brings consent", async () => {
        assert.deepEqual(await send(exchange("sso")), [412, []]);
        bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

        const [status, messages] = await send(exchange("sso"));

        assert.equal(status, 200);
        startsWith(SET_UP, messages);
      });

      it("takes an answer without a token for a refusal", async () => {
        bot.running.cloud.instead.set("POST usertoken/exchange", { status: 200, body: {} });

        assert.deepEqual(await send(exchange("sso")), [412, []]);
      });

      it("logs the refusal without the token", async () => {
        await send(exchange("sso-token-of-anna"));

        const log = bot.running.lines.join();
        assert.match(log, /token exchange refused/);
        assert.ok(!log.includes("sso-token-of-anna"));
      });

      it("answers 400 to an exchange that is none", async () => {
        assert.deepEqual(await send(anInvoke("signin/tokenExchange", { id: "1" })), [400, []]);
      });
    });

    it("goes on although the client was faster than what the bot keeps", async () => {
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const [status, messages] = await send(exchange("sso"));

      assert.equal(status, 200);
      startsWith(SET_UP, messages);
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

        assert.equal(actionAnswerIn(answer).type, LOGIN);
      });

      it("keeps the answer of the question through the sign-in", async () => {
        bot.running.cloud.codes.set("123456", ANNAS_TOKEN);

        const { answer } = await bot.send(answering("yes", { state: "123456" }));

        assert.ok(answer.body.includes(en["answer.yes.push"]));
      });
    });

    describe("and six digits come", () => {
      beforeEach(async () => {
        await say("check");
        bot.running.cloud.codes.set("123456", ANNAS_TOKEN);
      });

      for (const text of ["123456", " 123 456 "]) {
        it(`goes on with the right ones, typed: "${text}"`, async () => {
          startsWith(SET_UP, await say(text));
        });
      }

      it("says that typed ones are wrong, and takes the right ones then", async () => {
        assert.deepEqual(await say("999999"), [en["signIn.codeRefused"]]);
        startsWith(SET_UP, await say("123456"));
      });

      it("goes on with the right ones, from the window", async () => {
        const [status, messages] = await send(verify("123456"));

        assert.equal(status, 200);
        startsWith(SET_UP, messages);
      });

      it("says that those from the window are wrong", async () => {
        assert.deepEqual(await send(verify("999999")), [200, [en["signIn.codeRefused"]]]);
      });
    });

    it("answers typed digits also when it no longer knows for what", async () => {
      bot.running.cloud.codes.set("123456", ANNAS_TOKEN);

      startsWith(SET_UP, await say("123456"));
    });

    describe("and the window is closed", () => {
      it("says so, with a way on", async () => {
        await say("check");

        const [status, messages] = await send(verify("CancelledByUser"));

        assert.equal(status, 200);
        startsWith(en["problem.signInCancelled.title"], messages);
      });

      it("says that an administrator has to agree when that is why", async () => {
        await say("check");
        await send(exchange("sso"));

        const [, messages] = await send(verify("CancelledByUser"));

        startsWith(en["problem.consentRefused.title"], messages);
      });

      it("says so once: the next sign-in may end for another reason", async () => {
        await say("check");
        await send(exchange("sso"));
        await send(verify("CancelledByUser"));
        await say("check");

        const [, messages] = await send(verify("CancelledByUser"));

        startsWith(en["problem.signInCancelled.title"], messages);
      });

      it("does not say so when the token was refused for another reason", async () => {
        await say("check");
        bot.running.cloud.instead.set("POST usertoken/exchange", {
          status: 400,
          body: { error: { code: "BadRequest", message: "interaction_required" } },
        });
        await send(exchange("sso"));

        const [, messages] = await send(verify("CancelledByUser"));

        startsWith(en["problem.signInCancelled.title"], messages);
      });

      it("does not say so any more once somebody has agreed", async () => {
        await say("check");
        await send(exchange("sso"));
        bot.running.cloud.codes.set("123456", ANNAS_TOKEN);
        await send(verify("123456"));
        await say("sign out");
        await say("check");

        const [, messages] = await send(verify("CancelledByUser"));

        startsWith(en["problem.signInCancelled.title"], messages);
      });

      it("says nothing when it waits for no sign-in", async () => {
        assert.deepEqual(await send(verify("CancelledByUser")), [200, []]);
      });
    });

    describe("and Teams cannot sign the person in by itself", () => {
      it("shows the button, without what failed", async () => {
        await say("check");

        const { answer, messages } = await bot.send(failure("resourcematchfailed"));

        assert.equal(answer.status, 200);
        assert.deepEqual(messages.map(seen), [SIGN_IN]);
        const card = messages[0]?.attachments?.[0]?.content as Json;
        assert.equal(card["tokenExchangeResource"], undefined);
      });

      it("logs the reason, and no word more of the client", async () => {
        await say("check");

        await send(failure("resourcematchfailed"));
        await send(failure("call +1 206 555 0100"));

        const log = bot.running.lines.filter((line) => line.includes("silently"));
        assert.deepEqual(
          log.map((line) => (JSON.parse(line) as { readonly reason: string }).reason),
          ["resourcematchfailed", "unknown"],
        );
        assert.ok(!log.join().includes(ANNA.userId));
      });

      it("says nothing when it waits for no sign-in", async () => {
        assert.deepEqual(await send(failure("installedappnotfound")), [200, []]);
      });
    });
  });

  describe("when the person signed in with another account", () => {
    const others: readonly (readonly [string, string])[] = [
      ["of another person", BELAS_TOKEN],
      ["of another tenant", graphToken({ oid: ANNA.userId, tid: "0ddba110" })],
    ];
    for (const [name, token] of others) {
      it(`reads nothing, forgets the token and shows the way on: ${name}`, async () => {
        await bot.annaHasAnswered();
        signedInAs(token);

        const messages = await say("check");

        startsWith(en["problem.wrongAccount.title"], messages);
        assert.deepEqual(bot.reader.readWith, []);
        assert.equal(heldToken(), undefined);
        assert.deepEqual(await say("check"), [SIGN_IN]);
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
      assert.equal(heldToken(), undefined);
    });
  });

  describe("when the sign-in has run out", () => {
    beforeEach(async () => {
      await bot.annaHasAnswered();
      signedInAs(ANNAS_TOKEN);
      bot.reader.reading = { kind: "tokenRefused" };
    });

    it("forgets the token and asks for a new sign-in", async () => {
      assert.deepEqual(await say("check"), [SIGN_IN_AGAIN]);
      assert.equal(heldToken(), undefined);
    });

    it("asks in the answer when a button was pressed", async () => {
      const { answer } = await bot.send(check());

      assert.equal(actionAnswerIn(answer).type, LOGIN);
    });

    it("goes on after the new sign-in", async () => {
      await say("check");
      bot.reader.reading = { kind: "read", methods: [] };
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const [, messages] = await send(exchange("sso"));

      startsWith(en["readiness.cannotTell"], messages);
    });

    it("does not ask for ever", async () => {
      await say("check");
      bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

      const [, messages] = await send(exchange("sso"));

      startsWith(en["problem.sessionExpired.title"], messages);
      assert.equal(heldToken(), undefined);
    });
  });

  it("tells that Graph gave no answer, with the reference that the log has", async () => {
    await bot.annaHasAnswered();
    signedInAs(ANNAS_TOKEN);
    bot.reader.reading = {
      kind: "unavailable",
      why: "throttled",
      retryAfterSeconds: 90,
      requestId: "request-1",
    };

    const { messages } = await bot.send(aMessage("check"));

    startsWith(en["problem.throttled.title"], messages.map(seen));
    assert.match(JSON.stringify(messages), /REFE-RENC/);
    const logged = bot.running.lines.filter((line) => line.includes("REFE-RENC"));
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? "", /"why":"throttled".*"requestId":"request-1"/);
    assert.ok(!logged.join().includes(ANNA.userId));
  });

  describe("sign out", () => {
    it("forgets the token at the token service, and says so", async () => {
      signedInAs(ANNAS_TOKEN);

      assert.deepEqual(await say("sign out"), [en["session.signedOut"]]);
      assert.equal(heldToken(), undefined);
    });

    it("says that there was nothing to forget", async () => {
      assert.deepEqual(await say("sign out"), [en["session.alreadySignedOut"]]);
    });

    it("answers a button in place", async () => {
      signedInAs(ANNAS_TOKEN);

      const { answer } = await bot.send(aPress("session.signOut", { card: "help", v: 1 }));

      assert.equal(seenInAnswer(answer), en["session.signedOut"]);
    });
  });

  it("lets nobody sign in for somebody else: each call names the sender of its activity", async () => {
    await bot.annaHasAnswered();
    await say("check");
    await send(exchange("sso"));
    await say("123456");
    await send(
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
    await say("check");
    await send(exchange("sso-secret"));
    bot.running.cloud.codes.set("123456", BELAS_TOKEN);
    await send(verify("123456"));
    signedInAs(ANNAS_TOKEN);
    bot.reader.reading = { kind: "tokenRefused" };
    await say("check");

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
