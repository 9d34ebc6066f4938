import assert from "node:assert/strict";
import type { FoundChat, Installation } from "../../src/reminders/directory.ts";
import type { DispatchNews } from "../../src/reminders/dispatch-news.ts";
import { Installations, needsApp } from "../../src/reminders/install.ts";
import { aCandidate, aKey } from "../builders/candidates.ts";
import { aClaimed } from "../builders/claimed.ts";

const NOW = new Date("2026-03-03T10:00:00Z");
const stranger = aClaimed({ address: null, candidate: aCandidate({ reachability: "unknown" }) });

function setUp(install: Installation, chat: FoundChat = { kind: "notInstalled" }) {
  const seen = {
    news: [] as DispatchNews[],
    chats: [] as string[],
    installed: 0,
    nowMs: 0,
  };
  const installations = new Installations({
    installer: {
      install: () => {
        seen.installed += 1;
        return Promise.resolve(install);
      },
      findChat: () => Promise.resolve(chat),
    },
    queue: {
      saveChat: (_, chatId) => {
        seen.chats.push(chatId);
        return Promise.resolve();
      },
    },
    now: () => NOW,
    nowMs: () => seen.nowMs,
    random: () => 0.5,
    onNews: (news) => seen.news.push(news),
  });
  const run = (claimed = stranger) => installations.install(claimed, new AbortController().signal);
  return { seen, run };
}

describe("needsApp", () => {
  it("is so without a conversation, and where installing failed before", () => {
    const failed = aCandidate({ reachability: "notInstalled" });

    assert.deepEqual([aClaimed(), stranger, aClaimed({ candidate: failed })].map(needsApp), [
      false,
      true,
      true,
    ]);
  });
});

describe("installing the app", () => {
  it("waits two minutes for what was just installed", async () => {
    const done = await setUp({ kind: "installed" }).run();

    assert.deepEqual(done.kind === "settle" && done.outcome, {
      deliveryId: "1",
      state: "pending",
      dueAt: new Date("2026-03-03T10:02:00Z"),
      tries: 1,
      why: "installing",
      at: NOW,
    });
  });

  it("finds the chat of an app that was there, keeps it, and goes on", async () => {
    const { seen, run } = setUp({ kind: "alreadyInstalled" }, { kind: "found", chatId: "19:c" });

    const done = await run();

    assert.deepEqual(done, {
      kind: "go",
      claimed: { ...stranger, address: { kind: "chat", chatId: "19:c" } },
    });
    assert.deepEqual(seen.chats, ["19:c"]);
  });

  it("goes on with the conversation it knows, where the app is there after all", async () => {
    const claimed = aClaimed({ candidate: aCandidate({ reachability: "notInstalled" }) });

    const done = await setUp({ kind: "alreadyInstalled" }).run(claimed);

    assert.deepEqual(done, { kind: "go", claimed });
  });

  const chats = [
    { chat: { kind: "notInstalled" }, why: "chatNotFound" },
    { chat: { kind: "throttled", retryAfterSeconds: null }, why: "notInstalledYet" },
    { chat: { kind: "unavailable", why: "timeout", requestId: null }, why: "notInstalledYet" },
  ] as const;
  for (const { chat, why } of chats) {
    it(`tries again when the chat is not told: ${chat.kind}`, async () => {
      const done = await setUp({ kind: "alreadyInstalled" }, chat).run();

      assert.equal(done.kind === "settle" && done.outcome.state === "pending", true);
      assert.equal(done.kind === "settle" && "why" in done.outcome && done.outcome.why, why);
    });
  }

  it("gives up after ten tries", async () => {
    const done = await setUp({ kind: "alreadyInstalled" }).run({ ...stranger, tries: 9 });

    assert.equal(done.kind === "settle" && done.outcome.state, "failed");
  });

  it("remembers who may not have the app", async () => {
    const done = await setUp({ kind: "notAllowed" }).run();

    assert.deepEqual(done.kind === "settle" && done.reachability, {
      key: aKey(),
      reachability: "notInstalled",
      why: "appNotAllowed",
      at: NOW,
    });
  });

  it("asks no more for an hour when it may not, and says so each time it finds out", async () => {
    const { seen, run } = setUp({ kind: "forbidden", permission: "Install", requestId: null });
    await run();
    await run();
    seen.nowMs = 60 * 60_000;

    const done = await run();

    assert.equal(done.kind === "settle" && done.outcome.state, "skipped");
    assert.equal(seen.installed, 2);
    assert.deepEqual(
      seen.news.map(({ kind }) => kind),
      ["forbidden", "forbidden"],
    );
  });
});
