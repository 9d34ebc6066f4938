import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { ANNA, type Json } from "./activities.ts";
import { AnnasChat, exchange, failure, isOne, SIGN_IN, verify } from "./annas-chat.ts";
import { ANNAS_TOKEN, type RunningBot, seen } from "./running-bot.ts";

describe("a sign-in that does not come to its end", () => {
  let chat: AnnasChat;
  let bot: RunningBot;

  beforeEach(async () => {
    chat = await AnnasChat.start();
    bot = chat.bot;
    await bot.annaHasAnswered();
  });

  afterEach(() => chat.close());

  describe("and the window is closed", () => {
    it("says so, with a way on", async () => {
      await chat.say("check");

      const [status, messages] = await chat.send(verify("CancelledByUser"));

      assert.equal(status, 200);
      isOne(messages, en["problem.signInCancelled.title"]);
    });

    it("says that an administrator has to agree when that is why", async () => {
      await chat.say("check");
      await chat.send(exchange("sso"));

      const [, messages] = await chat.send(verify("CancelledByUser"));

      isOne(messages, en["problem.consentRefused.title"]);
    });

    it("says so once: the next sign-in may end for another reason", async () => {
      await chat.say("check");
      await chat.send(exchange("sso"));
      await chat.send(verify("CancelledByUser"));
      await chat.say("check");

      const [, messages] = await chat.send(verify("CancelledByUser"));

      isOne(messages, en["problem.signInCancelled.title"]);
    });

    it("does not say so when the token was refused for another reason", async () => {
      await chat.say("check");
      bot.running.cloud.instead.set("POST usertoken/exchange", {
        status: 400,
        body: { error: { code: "BadRequest", message: "interaction_required" } },
      });
      await chat.send(exchange("sso"));

      const [, messages] = await chat.send(verify("CancelledByUser"));

      isOne(messages, en["problem.signInCancelled.title"]);
    });

    it("does not say so any more once somebody has agreed", async () => {
      await chat.say("check");
      await chat.send(exchange("sso"));
      bot.running.cloud.codes.set("123456", ANNAS_TOKEN);
      await chat.send(verify("123456"));
      await chat.say("sign out");
      await chat.say("check");

      const [, messages] = await chat.send(verify("CancelledByUser"));

      isOne(messages, en["problem.signInCancelled.title"]);
    });

    it("says nothing when it waits for no sign-in", async () => {
      assert.deepEqual(await chat.send(verify("CancelledByUser")), [200, []]);
    });
  });

  describe("and Teams cannot sign the person in by itself", () => {
    it("shows the button, without what failed", async () => {
      await chat.say("check");

      const { answer, messages } = await bot.send(failure("resourcematchfailed"));

      assert.equal(answer.status, 200);
      assert.deepEqual(messages.map(seen), [SIGN_IN]);
      const card = messages[0]?.attachments?.[0]?.content as Json;
      assert.equal(card["tokenExchangeResource"], undefined);
    });

    it("logs the reason, and no word more of the client", async () => {
      await chat.say("check");

      await chat.send(failure("resourcematchfailed"));
      await chat.send(failure("call +1 206 555 0100"));

      const log = bot.running.lines.filter((line) => line.includes("silently"));
      assert.deepEqual(
        log.map((line) => (JSON.parse(line) as { readonly reason: string }).reason),
        ["resourcematchfailed", "unknown"],
      );
      assert.ok(!log.join().includes(ANNA.userId));
    });

    it("says nothing when it waits for no sign-in", async () => {
      assert.deepEqual(await chat.send(failure("installedappnotfound")), [200, []]);
    });
  });
});
