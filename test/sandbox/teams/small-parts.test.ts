import assert from "node:assert/strict";
import fc from "fast-check";
import { BoundedMap } from "../../../src/sandbox/teams/bounded-map.ts";
import { withSignInButton } from "../../../src/sandbox/teams/card-footer.ts";
import { personalChatId, personIdOfChat } from "../../../src/sandbox/teams/conversation-id.ts";
import { aCard, sam } from "./fakes.ts";

describe("personalChatId", () => {
  it("names the person whose chat it is", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        assert.equal(personIdOfChat(personalChatId({ ...sam, id })), id);
      }),
    );
  });

  it("is not found in other conversation ids", () => {
    assert.equal(personIdOfChat("19:sam-group@thread.v2"), null);
  });
});

describe("BoundedMap", () => {
  it("forgets the oldest entry when full", () => {
    const map = new BoundedMap<number>(2);
    map.set("a", 1);
    map.set("b", 2);

    map.set("c", 3);

    assert.equal(map.get("a"), undefined);
    assert.deepEqual(map.newest(), [3, 2]);
  });

  it("makes an entry the newest when it is set, and leaves it in place when it is replaced", () => {
    const map = new BoundedMap<number>(3);
    map.set("a", 1);
    map.set("b", 2);

    map.replace("a", 10);
    assert.deepEqual(map.newest(), [2, 10]);
    map.set("a", 11);

    assert.deepEqual(map.newest(), [11, 2]);
  });

  it("replaces nothing that it does not hold", () => {
    const map = new BoundedMap<number>(1);

    map.replace("a", 1);

    assert.equal(map.get("a"), undefined);
  });
});

describe("withSignInButton", () => {
  it("keeps the card with its actions above the footer", () => {
    const card = withSignInButton(aCard("Ready?"), "Please", "Sign in", "http://127.0.0.1/x");

    const [text, actions, footer] = card.body;
    assert.deepEqual(text, { type: "TextBlock", text: "Ready?" });
    assert.deepEqual(actions, { type: "ActionSet", actions: aCard("").actions });
    assert.match(JSON.stringify(footer), /Teams asks you to sign in.*Please.*127\.0\.0\.1\/x/);
  });

  it("is a small card of its own where there was none", () => {
    const card = withSignInButton(null, "", "Sign in", "http://127.0.0.1/x");

    assert.match(JSON.stringify(card), /"type":"AdaptiveCard","version":"1\.5"/);
    assert.equal(card.body.length, 1);
  });
});
