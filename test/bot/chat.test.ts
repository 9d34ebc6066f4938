import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import { ANNA, aMessage, anActivity, anInvoke, aPress, type Json } from "./activities.ts";
import { TENANT_ID } from "./fake-cloud.ts";
import { actionAnswerIn, RunningBot, seen, seenInAnswer } from "./running-bot.ts";

const KEY = { tenantId: TENANT_ID, userId: userId(ANNA.userId) };
const BOT = { id: "28:bot" };
const WELCOME = en["welcome.speak"];
const ELSEWHERE = en["chat.personalOnly"];

const installed = (action = "add"): Json => anActivity({ type: "installationUpdate", action });
const membersAdded = (...members: readonly { readonly id: string }[]): Json =>
  anActivity({ type: "conversationUpdate", membersAdded: members });

describe("Bot", () => {
  let bot: RunningBot;

  beforeEach(async () => {
    bot = await RunningBot.start();
  });

  afterEach(() => bot.close());

  const sendAll = async (activities: readonly Json[]): Promise<readonly string[]> => {
    const all: string[] = [];
    for (const activity of activities) {
      const { answer, messages } = await bot.send(activity);
      assert.equal(answer.status, 200);
      all.push(...messages.map(seen));
    }
    return all;
  };
  const say = (text: string): Promise<readonly string[]> => sendAll([aMessage(text)]);

  describe("welcomes once", () => {
    const orders: readonly (readonly [string, readonly Json[]])[] = [
      ["installed, then added", [installed(), membersAdded(BOT)]],
      ["added, then installed", [membersAdded(BOT), installed()]],
      ["each twice", [installed(), membersAdded(BOT), installed(), membersAdded(BOT)]],
      ["added with the person", [membersAdded({ id: ANNA.teamsUserId }, BOT)]],
      ["after an upgrade", [installed(), installed("remove-upgrade"), installed("add-upgrade")]],
      ["installed again", [installed(), installed("remove"), installed()]],
    ];
    for (const [name, activities] of orders) {
      it(name, async () => {
        assert.deepEqual(await sendAll(activities), [WELCOME]);
      });
    }

    it("both at once", async () => {
      await Promise.all([bot.running.post(installed()), bot.running.post(membersAdded(BOT))]);

      assert.deepEqual(bot.newMessages().map(seen), [WELCOME]);
    });

    it("and not when the app is only taken away for an upgrade", async () => {
      assert.deepEqual(await sendAll([installed("remove-upgrade")]), []);
    });

    it("and not for the person who is there anyway", async () => {
      assert.deepEqual(await sendAll([membersAdded({ id: ANNA.teamsUserId })]), []);
    });
  });

  describe("keeps where to write to", () => {
    it("from each turn, newest service URL first", async () => {
      await say("hello");
      const serviceUrl = `${bot.running.cloud.serviceUrl}/moved`;
      await bot.running.post(
        aMessage("hello", { serviceUrl }),
        await bot.running.authorization({ serviceurl: serviceUrl }),
      );

      assert.deepEqual(await bot.people.findReference(KEY), {
        channelId: "msteams",
        serviceUrl,
        conversationId: ANNA.conversationId,
        teamsUserId: ANNA.teamsUserId,
        botId: "28:bot",
      });
    });

    for (const [name, gone] of [
      ["the app is uninstalled", installed("remove")],
      [
        "the bot is taken out of the chat",
        anActivity({ type: "conversationUpdate", membersRemoved: [BOT] }),
      ],
    ] as const) {
      it(`until ${name}`, async () => {
        await sendAll([installed(), gone]);

        assert.equal(await bot.people.findReference(KEY), null);
      });
    }

    it("through an upgrade, in whatever order it is told", async () => {
      await sendAll([installed(), installed("add-upgrade"), installed("remove-upgrade")]);

      assert.notEqual(await bot.people.findReference(KEY), null);
    });

    it("under the object id alone, whatever else names somebody", async () => {
      const bela = "8c6df0a1-0000-4000-8000-00000000000b";
      await sendAll([
        aMessage("hello", { value: { userId: bela, aadObjectId: bela }, userId: bela }),
      ]);

      const belas = { tenantId: tenantId(TENANT_ID), userId: userId(bela) };
      assert.equal(await bot.people.findReference(belas), null);
      assert.notEqual(await bot.people.findReference(KEY), null);
    });
  });

  describe("outside of a personal chat", () => {
    const group = { id: "19:group@thread.v2", conversationType: "groupChat", tenantId: TENANT_ID };
    const channel = { ...group, conversationType: "channel" };

    for (const conversation of [group, channel]) {
      it(`answers one polite line in a ${conversation.conversationType}`, async () => {
        assert.deepEqual(await sendAll([aMessage("check", { conversation })]), [ELSEWHERE]);
      });
    }

    it("answers a pressed button with that line, in place", async () => {
      const press = aPress("status.check", { card: "help", v: 1 }, {});

      const { answer, messages } = await bot.send({ ...press, conversation: group });

      assert.equal(seenInAnswer(answer), ELSEWHERE);
      assert.deepEqual(messages, []);
    });

    it("says nothing to an installation", async () => {
      const activities = [installed(), membersAdded(BOT)];

      assert.deepEqual(
        await sendAll(activities.map((activity) => ({ ...activity, conversation: group }))),
        [],
      );
    });

    it("keeps nothing", async () => {
      await sendAll([aMessage("check", { conversation: group })]);

      assert.equal(await bot.people.findReference(KEY), null);
      assert.deepEqual(bot.reader.readWith, []);
    });

    it("does not look into a sign-in", async () => {
      const invoke = anInvoke("signin/verifyState", { state: "123456" }, { conversation: group });

      const { answer, messages } = await bot.send(invoke);

      assert.equal(answer.status, 501);
      assert.deepEqual(messages, []);
      assert.deepEqual(
        bot.running.cloud.calls.map(({ request }) => request),
        [],
      );
    });

    it("takes somebody without an object id for one it cannot talk to", async () => {
      const from = { id: "29:unknown", name: "Somebody" };

      assert.deepEqual(await sendAll([aMessage("check", { from })]), [ELSEWHERE]);
    });
  });

  describe("answers", () => {
    for (const words of ["hello", "help", "?", "  ", "thanks"]) {
      it(`"${words}" with what it can do`, async () => {
        assert.deepEqual(await say(words), [en["help.speak"]]);
      });
    }

    it("words that it does not know with those that it knows", async () => {
      assert.deepEqual(await say("the weather in Berlin"), [en["chat.notUnderstood"]]);
    });

    it("a message without a text with what it can do", async () => {
      assert.deepEqual(await sendAll([anActivity({ type: "message" })]), [en["help.speak"]]);
    });

    it("a picture or a file with what it can do", async () => {
      const attachments = [{ contentType: "image/png", contentUrl: "https://example.com/x.png" }];

      assert.deepEqual(await sendAll([aMessage("", { attachments })]), [en["help.speak"]]);
    });

    it("words after its own name", async () => {
      const entities = [
        { type: "mention", mentioned: { id: "28:bot" }, text: "<at>PushReady</at>" },
      ];

      assert.deepEqual(await sendAll([aMessage("<at>PushReady</at> help", { entities })]), [
        en["help.speak"],
      ]);
    });

    it("the help button in place", async () => {
      const { answer, messages } = await bot.send(aPress("help.show", { card: "problem", v: 1 }));

      assert.equal(seenInAnswer(answer), en["help.speak"]);
      assert.deepEqual(messages, []);
    });

    it("nothing to reactions, edits and typing", async () => {
      const silent = ["messageReaction", "messageUpdate", "messageDelete", "typing", "event"];

      assert.deepEqual(await sendAll(silent.map((type) => anActivity({ type }))), []);
    });
  });

  describe("does nothing with a forged button but to say that it is out of date", () => {
    const data = { card: "help", v: 1 };
    const polluted: unknown = JSON.parse(
      '{"card":"help","v":1,"__proto__":{"answer":"yes"},"constructor":{"prototype":{"answer":"yes"}}}',
    );
    const forged: readonly (readonly [string, Json])[] = [
      ["an unknown verb", aPress("device.remove", data)],
      ["a verb of every object", aPress("constructor", data)],
      ["a verb of every object's parent", aPress("__proto__", data)],
      ["no verb", aPress(undefined, data)],
      ["a verb that is a list", aPress(["status.check"], data)],
      ["no data", aPress("status.check", undefined)],
      ["data that is a text", aPress("status.check", "data")],
      ["data of a card that is none of ours", aPress("status.check", { card: "admin", v: 1 })],
      ["data of another version", aPress("status.check", { card: "help", v: 2 })],
      ["an answer that is none", aPress("numberPrompt.answer", { ...data, answer: "maybe" })],
      ["an answer by way of a prototype", aPress("numberPrompt.answer", polluted)],
      [
        "an action of another type",
        anInvoke("adaptiveCard/action", { action: { type: "X", verb: "help.show" } }),
      ],
      ["an action that is a text", anInvoke("adaptiveCard/action", { action: "status.check" })],
      ["no action", anInvoke("adaptiveCard/action", {})],
      ["no value", anInvoke("adaptiveCard/action", undefined)],
      [
        "a token that nobody asked for",
        aPress("device.remove", data, { authentication: { token: "sso" } }),
      ],
      ["a code that nobody asked for", aPress("device.remove", data, { state: "123456" })],
    ];

    for (const [name, activity] of forged) {
      it(name, async () => {
        const { answer, messages } = await bot.send(activity);

        assert.equal(answer.status, 200);
        assert.ok(seenInAnswer(answer).startsWith(en["problem.staleAction.title"]));
        assert.equal(actionAnswerIn(answer).statusCode, 200);
        assert.deepEqual(messages, []);
        assert.deepEqual(bot.running.cloud.calls, []);
        assert.deepEqual(bot.reader.readWith, []);
      });
    }

    for (const value of [
      { verb: "device.remove", card: "help", v: 1 },
      { verb: "status.check", card: "help", v: 2 },
      { verb: "status.check" },
      {},
      [],
      5,
    ]) {
      it(`in the older form: ${JSON.stringify(value)}`, async () => {
        const [said] = await sendAll([anActivity({ type: "message", value })]);

        assert.ok(said?.startsWith(en["problem.staleAction.title"]));
        assert.deepEqual(bot.reader.readWith, []);
      });
    }
  });

  it("gives the known locale's words, and English for one that is none", async () => {
    for (const locale of ["en-GB", "xx-!!", "", "de-DE"]) {
      const said = await sendAll([aMessage("the weather", { locale })]);

      assert.deepEqual(said, [en["chat.notUnderstood"]]);
    }
  });
});
