import assert from "node:assert/strict";
import type { Activity } from "../../../src/sandbox/teams/activity.ts";
import { createdId } from "../../../src/sandbox/teams/playground-connector.ts";
import {
  aClient,
  actionAnswer,
  aMessage,
  anAction,
  anInstallation,
  anOAuthCard,
  cardAnswer,
  cardMessage,
  chatOfSam,
  loginRequest,
  membersAdded,
  preconditionFailed,
  thisBot,
} from "./fakes.ts";

const completed = { kind: "completed", code: "123456" } as const;
const values = (activities: readonly Activity[]) => activities.map(({ value }) => value);

/** Lets promises that nobody waits for run out: the fakes answer at once. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("TeamsClient", () => {
  describe("installation", () => {
    it("reports one installation, however often the page is loaded", async () => {
      const { client, bot } = await aClient();
      await client.receive(membersAdded());

      await client.receive(anInstallation("add"));
      await client.receive(membersAdded());

      assert.deepEqual(
        bot.received.map(({ type }) => type),
        ["conversationUpdate"],
      );
    });

    it("reports the next installation after a removal", async () => {
      const { client, bot } = await aClient();
      await client.receive(membersAdded());

      await client.receive(anInstallation("remove"));
      await client.receive(anInstallation("add"));
      await client.receive(membersAdded());

      assert.deepEqual(
        bot.received.map(({ type, action }) => action ?? type),
        ["conversationUpdate", "remove", "add", "conversationUpdate"],
      );
    });
  });

  describe("after a program installed the app", () => {
    it("the bot has heard of it once, and hears nothing more of it when a page is loaded", async () => {
      const { client, bot } = await aClient();
      await client.receive(anInstallation("remove"));
      bot.received.length = 0;

      await client.installedByProgram();
      await client.installedByProgram();
      await client.receive(anInstallation("add"));
      await client.receive(membersAdded());

      assert.deepEqual(
        bot.received.map(({ type, action, membersAdded: added }) => action ?? [type, added]),
        [["conversationUpdate", [{ id: "28:b07b07b0-0000-4000-8000-000000000001" }]], "add"],
      );
      assert.equal(bot.received[0]?.conversation?.id, chatOfSam);
      assert.equal(client.isRemoved, false);
    });
  });

  describe("after the app was removed", () => {
    it("the bot cannot write any more, until it is installed again", async () => {
      const { client, playground } = await aClient();
      await client.receive(anInstallation("remove"));

      const refused = await client.post(cardMessage("hello"));
      await client.receive(anInstallation("add"));
      const taken = await client.post(cardMessage("hello again"));

      assert.equal(refused.status, 403);
      assert.match(JSON.stringify(refused.body), /BotNotInConversationRoster/);
      assert.equal(taken.status, 201);
      assert.equal(playground.shown.size, 1);
    });

    it("an installation from the page's menu does not show the chat twice", async () => {
      const { client, playground } = await aClient();
      await client.post(cardMessage("hello"));

      await client.receive(anInstallation("remove"));
      await client.receive(anInstallation("add"));

      assert.equal(playground.shown.size, 1);
    });
  });

  describe("an OAuth card", () => {
    it("is not shown when silent sign-on works", async () => {
      const { client, bot, playground } = await aClient();

      const answer = await client.post(anOAuthCard(thisBot));
      await settled();

      assert.equal(playground.shown.size, 0);
      assert.deepEqual(values(bot.named("signin/tokenExchange")), [
        { id: "exchange-1", connectionName: "graph", token: "sso-token-of-sam" },
      ]);
      assert.equal(bot.received[0]?.replyToId, createdId(answer));
    });

    it("is shown when the bot answers 412", async () => {
      const { client, bot, playground } = await aClient();
      bot.rule = () => ({ status: 412, body: {} });

      await client.post(anOAuthCard(thisBot));
      await settled();

      assert.match(playground.text, /card\.signin.*Please sign in/);
      assert.doesNotMatch(playground.text, /card\.oauth/);
    });

    it("is refused when its exchange resource is null, as Teams does", async () => {
      const { client, playground } = await aClient();

      const answer = await client.post(anOAuthCard(null));

      assert.equal(answer.status, 400);
      assert.equal(playground.shown.size, 0);
    });

    it("is shown at once when it asks for no silent sign-on", async () => {
      const { client, bot, playground } = await aClient();

      await client.post(anOAuthCard());
      await settled();

      assert.equal(bot.received.length, 0);
      assert.match(playground.text, /Please sign in/);
    });

    it("brings one exchange per open client, all with the same id", async () => {
      const { client, bot } = await aClient();
      client.settings = { openClients: 2, ssoFailure: null };

      await client.post(anOAuthCard(thisBot));
      await settled();

      const ids = values(bot.named("signin/tokenExchange"));
      assert.equal(ids.length, 2);
      assert.deepEqual(ids[0], ids[1]);
    });

    it("is shown when one of two clients is refused", async () => {
      const { client, bot, playground } = await aClient();
      client.settings = { openClients: 2, ssoFailure: null };
      bot.rule = () => ({ status: bot.received.length === 1 ? 200 : 412, body: {} });

      await client.post(anOAuthCard(thisBot));
      await settled();

      assert.match(playground.text, /Please sign in/);
    });

    it("for another app's resource fails silently, and the bot is told why", async () => {
      const { client, bot, playground } = await aClient();

      await client.post(anOAuthCard({ id: "1", uri: "api://another-app" }));
      await settled();

      assert.deepEqual(values(bot.named("signin/failure")), [
        { code: "resourcematchfailed", message: "Resource match failed" },
      ]);
      assert.equal(playground.shown.size, 0);
    });

    it("fails with the code that was asked for", async () => {
      const { client, bot } = await aClient();
      client.settings = { openClients: 1, ssoFailure: "installedappnotfound" };

      await client.post(anOAuthCard(thisBot));
      await settled();

      assert.equal(bot.named("signin/failure").length, 1);
      assert.match(JSON.stringify(bot.received[0]?.value), /installedappnotfound/);
    });
  });

  describe("a sign-in window of an OAuth card", () => {
    it("sends its code as signin/verifyState about the card", async () => {
      const { client, bot } = await aClient();
      const cardId = createdId(await client.post(anOAuthCard()));
      await settled();

      await client.signInFinished({ activityId: "asked" }, completed);

      const [verify] = bot.named("signin/verifyState");
      assert.deepEqual(verify?.value, { state: "123456" });
      assert.equal(verify.replyToId, cardId);
    });

    it("says CancelledByUser when it is closed, and leaves the button", async () => {
      const { client, bot, playground } = await aClient();
      await client.post(anOAuthCard());
      await settled();
      const refused = { kind: "refused", error: "access_denied", description: "No" } as const;
      const prompt = await client.signInFinished({ activityId: "asked" }, refused);
      assert.equal(bot.received.length, 0);
      assert.ok(prompt);

      await client.signInWindowClosed(prompt);

      assert.deepEqual(values(bot.named("signin/verifyState")), [{ state: "CancelledByUser" }]);
      assert.match(playground.text, /Please sign in/);
    });

    it("shows on the card that the bot refused the code, and tells whoever sent it", async () => {
      const { client, bot, playground } = await aClient();
      await client.post(anOAuthCard());
      await settled();
      bot.rule = () => ({ status: 412, body: {} });

      await assert.rejects(client.signInFinished({ activityId: "asked" }, completed), /412/);

      assert.match(playground.text, /Something went wrong\. Please try again\./);
    });

    it("reaches the bot even when no card is known", async () => {
      const { client, bot } = await aClient();

      await client.signInFinished(null, completed);

      assert.deepEqual(values(bot.named("signin/verifyState")), [{ state: "123456" }]);
    });
  });

  describe("an action", () => {
    it("passes the bot's card through and remembers it", async () => {
      const { client, bot } = await aClient();
      const id = createdId(await client.post(cardMessage("before"))) ?? "";
      bot.rule = () => cardAnswer("after");

      const answer = await client.receive(anAction("check", id));

      assert.deepEqual(answer, cardAnswer("after"));
      assert.match(JSON.stringify(client.chat.cardOf(id)), /after/);
    });

    it("is sent again with a token when the bot asks for a login", async () => {
      const { client, bot } = await aClient();
      bot.rule = () => (bot.received.length === 1 ? loginRequest(thisBot) : cardAnswer("known"));

      const answer = await client.receive(anAction("check", "card-1"));

      assert.deepEqual(answer, cardAnswer("known"));
      const [first, second] = bot.named("adaptiveCard/action");
      assert.notEqual(first?.id, second?.id);
      assert.deepEqual(second?.value, {
        action: { type: "Action.Execute", title: "check", verb: "check", data: {} },
        authentication: { id: "exchange-1", connectionName: "graph", token: "sso-token-of-sam" },
        trigger: "manual",
      });
    });

    for (const { name, second } of [
      { name: "412", second: preconditionFailed },
      { name: "another login request", second: loginRequest() },
    ]) {
      it(`shows a sign-in button at the foot of the card after ${name}`, async () => {
        const { client, bot } = await aClient();
        const id = createdId(await client.post(cardMessage("Ready?"))) ?? "";
        bot.rule = () => (bot.received.length === 1 ? loginRequest(thisBot) : second);

        const answer = await client.receive(anAction("check", id));

        const shown = JSON.stringify(answer.body);
        assert.match(shown, /"type":"application\/vnd\.microsoft\.card\.adaptive"/);
        assert.match(shown, /Ready\?.*Teams asks you to sign in.*The bot needs to know you/);
      });
    }

    it("goes straight to the button when the client gets no token", async () => {
      const { client, bot } = await aClient();
      client.settings = { openClients: 1, ssoFailure: "tokenmissing" };
      bot.rule = () => loginRequest(thisBot);

      const answer = await client.receive(anAction("check", "card-1"));

      assert.equal(bot.received.length, 1);
      assert.match(JSON.stringify(answer.body), /Teams asks you to sign in/);
    });

    it("is sent again with the code after the sign-in, and its card takes the place of the old", async () => {
      const { client, bot, playground } = await aClient();
      const id = createdId(await client.post(cardMessage("Ready?"))) ?? "";
      bot.rule = () => loginRequest();
      await client.receive(anAction("check", id));
      bot.rule = () => cardAnswer("You are set up");

      await client.signInFinished({ activityId: bot.received[0]?.id }, completed);

      assert.match(JSON.stringify(bot.received.at(-1)?.value), /"state":"123456"/);
      assert.equal(playground.shown.size, 1);
      assert.match(playground.text, /You are set up/);
    });

    it("shows the bot's words under the card when it answers with a message after the sign-in", async () => {
      const { client, bot, playground } = await aClient();
      const id = createdId(await client.post(cardMessage("Ready?"))) ?? "";
      bot.rule = () => loginRequest();
      await client.receive(anAction("check", id));
      bot.rule = () => actionAnswer(200, "application/vnd.microsoft.activity.message", "Noted");

      await client.signInFinished({ activityId: bot.received[0]?.id }, completed);

      assert.match(playground.text, /Ready\?.*Noted/);
    });

    it("offers the button again when the code was not accepted", async () => {
      const { client, bot, playground } = await aClient();
      const id = createdId(await client.post(cardMessage("Ready?"))) ?? "";
      bot.rule = () => loginRequest();
      await client.receive(anAction("check", id));
      bot.rule = () => preconditionFailed;

      await client.signInFinished({ activityId: bot.received[0]?.id }, completed);

      assert.match(playground.text, /Teams asks you to sign in/);
    });

    it("finds the action that the sign-in belongs to among several", async () => {
      const { client, bot } = await aClient();
      bot.rule = () => loginRequest();
      await client.receive(anAction("first", "card-1"));
      await client.receive(anAction("second", "card-2"));

      await client.signInFinished({ activityId: bot.received[0]?.id }, completed);

      assert.equal(bot.received.at(-1)?.replyToId, "card-1");
    });

    it("sends nothing when its sign-in window is closed", async () => {
      const { client, bot } = await aClient();
      bot.rule = () => loginRequest();
      await client.receive(anAction("check", "card-1"));
      const refused = { kind: "refused", error: "access_denied", description: "No" } as const;
      const prompt = await client.signInFinished({ activityId: bot.received[0]?.id }, refused);
      assert.ok(prompt);

      await client.signInWindowClosed(prompt);

      assert.equal(bot.received.length, 1);
    });

    for (const status of [500, 501, 502]) {
      it(`becomes Teams' own error line when the bot answers ${String(status)}`, async () => {
        const { client, bot } = await aClient();
        bot.rule = () => ({ status, body: undefined });

        const answer = await client.receive(anAction("check", "card-1"));

        assert.equal(answer.status, 200);
        assert.match(JSON.stringify(answer.body), /vnd\.microsoft\.error.*Unable to reach app/);
      });
    }
  });

  it("passes messages on and answers what the bot answered", async () => {
    const { client, bot } = await aClient();
    bot.rule = () => ({ status: 202, body: undefined });

    const answer = await client.receive(aMessage("hello"));

    assert.deepEqual(answer, { status: 202, body: undefined });
    assert.equal(bot.received[0]?.text, "hello");
  });

  it("never gives two messages the same id", async () => {
    const { client, bot } = await aClient();

    await client.receive(aMessage("one"));
    await client.receive(aMessage("two"));

    assert.notEqual(bot.received[0]?.id, bot.received[1]?.id);
  });
});
