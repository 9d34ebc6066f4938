import assert from "node:assert/strict";
import type { Activity } from "../../../src/sandbox/teams/activity.ts";
import { Chat } from "../../../src/sandbox/teams/chat.ts";
import { createdId } from "../../../src/sandbox/teams/playground-connector.ts";
import { aCard, cardMessage, chatOfSam, FakePlayground } from "./fakes.ts";

const text = (value: string): Activity => ({ type: "message", text: value, value: undefined });

function aChat() {
  const playground = new FakePlayground();
  let ids = 0;
  const chat = new Chat(chatOfSam, playground, () => {
    ids += 1;
    return `held-${String(ids)}`;
  });
  const post = async (activity: Activity) => createdId(await chat.post(activity)) ?? "";
  return { playground, chat, post };
}

describe("Chat", () => {
  it("keeps messages back until a page is there, then shows them in order", async () => {
    const { chat, playground, post } = aChat();
    await post(text("first"));
    await post(text("second"));
    assert.equal(playground.shown.size, 0);

    await chat.pageLoaded();

    assert.deepEqual(
      [...playground.shown.values()].map((message) => message.text),
      ["first", "second"],
    );
  });

  it("updates a message under the id that the page knows", async () => {
    const { chat, playground, post } = aChat();
    const id = await post(text("before"));
    await chat.pageLoaded();

    const answer = await chat.update(id, text("after"));

    assert.deepEqual(answer, { status: 200, body: { id } });
    assert.deepEqual(
      [...playground.shown.values()].map((message) => message.text),
      ["after"],
    );
  });

  it("shows the last ten messages again on a page that was loaded again, as they were last", async () => {
    const { chat, playground, post } = aChat();
    await chat.pageLoaded();
    const ids: string[] = [];
    for (let number = 1; number <= 12; number += 1)
      ids.push(await post(text(`m${String(number)}`)));
    await chat.update(ids[11] ?? "", text("changed"));

    playground.empty();
    await chat.pageLoaded();

    const shown = [...playground.shown.values()].map((message) => message.text);
    assert.equal(shown.length, 10);
    assert.equal(shown[0], "m3");
    assert.equal(shown[9], "changed");
  });

  it("posts an update of a message that the page does not show as a new one", async () => {
    const { chat, playground } = aChat();
    await chat.pageLoaded();
    const id = createdId(chat.hold(text("held")));

    await chat.update(id ?? "", text("visible"));

    assert.deepEqual(
      [...playground.shown.values()].map((message) => message.text),
      ["visible"],
    );
  });

  it("never shows a message that is held back", async () => {
    const { chat, playground } = aChat();
    chat.hold(text("secret"));

    await chat.pageLoaded();

    assert.equal(playground.shown.size, 0);
  });

  it("leaves a line in the place of a deleted message", async () => {
    const { chat, playground, post } = aChat();
    await chat.pageLoaded();
    const id = await post(text("soon gone"));

    const answer = await chat.remove(id);

    assert.equal(answer.status, 200);
    assert.match(playground.text, /This message has been deleted/);
    assert.doesNotMatch(playground.text, /soon gone/);
  });

  it("deletes what was never shown without a trace", async () => {
    const { chat, playground } = aChat();
    await chat.pageLoaded();
    const id = createdId(chat.hold(text("held"))) ?? "";

    await chat.remove(id);

    assert.equal(playground.shown.size, 0);
  });

  it("answers 404 for a message that it does not know, as Teams does", async () => {
    const { chat } = aChat();
    await chat.pageLoaded();

    const answer = await chat.update("unknown", text("x"));

    assert.equal(answer.status, 404);
    assert.match(JSON.stringify(answer.body), /ActivityNotFoundInConversation/);
  });

  it("remembers the bot's card, not what the client draws over it", async () => {
    const { chat, post } = aChat();
    await chat.pageLoaded();
    const id = await post(cardMessage("the bot's"));

    await chat.show(id, cardMessage("the client's"));

    assert.deepEqual(chat.cardOf(id), aCard("the bot's"));
  });
});
