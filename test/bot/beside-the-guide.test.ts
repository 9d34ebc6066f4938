import assert from "node:assert/strict";
import { besideTheGuide } from "../../src/bot/beside-the-guide.ts";
import type { GuideStore } from "../../src/enrollment/guide-store.ts";
import type { ReminderMessenger } from "../../src/reminders/messenger.ts";
import { aKey } from "../builders/candidates.ts";
import { FakeGuideStore } from "../fakes/fake-guide-store.ts";

const SENT = { kind: "sent", activityId: "card-1" } as const;
const going = new AbortController().signal;
const CARD = {
  key: aKey(),
  address: { kind: "chat", chatId: "19:chat" },
  activityId: "card-1",
  locale: null,
} as const;

describe("besideTheGuide", () => {
  let replaced: string[];
  let guides: FakeGuideStore;

  beforeEach(() => {
    replaced = [];
    guides = new FakeGuideStore();
  });

  const messenger: ReminderMessenger = {
    send: () => Promise.resolve(SENT),
    replaceWithDone: ({ activityId }) => {
      replaced.push(activityId);
      return Promise.resolve(SENT);
    },
  };
  const guideIn = (activityId: string | null) =>
    guides.save(aKey(), { guideId: "g-1", state: {}, activityId, version: 0 });
  const replace = (store: Pick<GuideStore, "find"> = guides) =>
    besideTheGuide(messenger, store).replaceWithDone(CARD, going);

  it("leaves the card alone in which the guide is", async () => {
    await guideIn("card-1");

    assert.deepEqual(await replace(), { kind: "failed", why: "showsTheGuide" });
    assert.deepEqual(replaced, []);
  });

  it("replaces every other one", async () => {
    await guideIn("card-2");

    assert.deepEqual(await replace(), SENT);
    assert.deepEqual(replaced, ["card-1"]);
  });

  it("replaces it for somebody who was never guided", async () => {
    assert.deepEqual(await replace(), SENT);
  });

  it("tries again where nobody knows", async () => {
    const away = { find: () => Promise.reject(new Error("away")) };

    assert.deepEqual(await replace(away), { kind: "retry", why: "guideNotRead" });
    assert.deepEqual(replaced, []);
  });
});
