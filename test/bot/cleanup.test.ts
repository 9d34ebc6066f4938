import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { nodesOfType } from "../cards/card-reading.ts";
import { mine, old, older } from "../dialogs/cleanup-builders.ts";
import { aMessage, aPress, type Json } from "./activities.ts";
import { AnnasChat, exchange, isOne, LOGIN_REQUEST, SIGN_IN } from "./annas-chat.ts";
import { ANNAS_TOKEN, actionAnswerIn, seenInAnswer } from "./running-bot.ts";

const START = { card: "readiness", v: 1 } as const;
const WHICH = en["cleanup.which.title"];
const CHOOSE = en["cleanup.choose.title"];

describe("the clean-up in the chat", () => {
  let chat: AnnasChat;

  beforeEach(async () => {
    chat = await AnnasChat.start();
    chat.bot.reader.reading = { kind: "read", methods: [mine, old, older] };
  });

  afterEach(() => chat.close());

  /** Presses a button of the card that the last answer holds, with what the person ticked. */
  async function press(card: unknown, verb: string, more: Json = {}) {
    const button = nodesOfType(card, "Action.Execute").find((action) => action["verb"] === verb);
    assert.ok(button !== undefined, `no button ${verb}`);
    const { answer } = await chat.bot.send(aPress(verb, { ...(button["data"] as Json), ...more }));
    return { seen: seenInAnswer(answer), card: actionAnswerIn(answer).value };
  }

  async function started() {
    const { answer } = await chat.bot.send(aPress("cleanup.start", START));
    return { seen: seenInAnswer(answer), card: actionAnswerIn(answer).value };
  }

  it("begins with the words for it", async () => {
    chat.signedInAs(ANNAS_TOKEN);

    isOne(await chat.say("clean up"), WHICH);
  });

  it("is not forgotten over a sign-in", async () => {
    assert.deepEqual(await chat.say("remove old phones"), [SIGN_IN]);
    chat.bot.running.cloud.exchangeable.set("sso", ANNAS_TOKEN);

    const [, messages] = await chat.send(exchange("sso"));

    isOne(messages, WHICH);
  });

  it("asks for a sign-in where a button needs one, and reads nothing before", async () => {
    const { answer } = await chat.bot.send(aPress("cleanup.start", START));

    assert.equal(actionAnswerIn(answer).type, LOGIN_REQUEST);
    assert.deepEqual(chat.bot.reader.readWith, []);
  });

  it("leads from the button to the confirmation and the sign-in, each in the answer itself", async () => {
    chat.signedInAs(ANNAS_TOKEN);
    const which = await started();
    assert.ok(which.seen.startsWith(WHICH));
    const list = await press(which.card, "cleanup.mine");
    assert.ok(list.seen.startsWith(CHOOSE));
    const confirmation = await press(list.card, "cleanup.pick", {
      picked: `${old.id},${older.id}`,
    });
    assert.match(confirmation.seen, /This cannot be undone/);

    const signIn = await press(confirmation.card, "cleanup.confirm");

    assert.ok(signIn.seen.startsWith(en["cleanup.signIn.title"]));
    assert.deepEqual(chat.bot.newMessages(), []);
  });

  it("takes what clients without Universal Actions send", async () => {
    chat.signedInAs(ANNAS_TOKEN);
    const value = { verb: "cleanup.start", ...START };

    const { messages } = await chat.bot.send(aMessage("", { value }));

    assert.equal(messages.length, 1);
  });

  it("answers a card of before with what is so", async () => {
    chat.signedInAs(ANNAS_TOKEN);
    const first = await press((await started()).card, "cleanup.mine");
    await started();

    const stale = await press(first.card, "cleanup.pick", { picked: old.id });

    assert.ok(stale.seen.startsWith(en["problem.staleAction.title"]));
  });

  it("answers a forged card with what is so", async () => {
    chat.signedInAs(ANNAS_TOKEN);
    const list = await press((await started()).card, "cleanup.mine");

    const forged = await press(list.card, "cleanup.pick", { picked: "somebody-elses-phone" });

    assert.ok(forged.seen.startsWith(en["problem.staleAction.title"]));
  });
});
