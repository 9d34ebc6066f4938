import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { userId } from "../../src/methods/ids.ts";
import { aCampaign } from "../builders/candidates.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { fakeWorld, type ReminderWorld } from "../contracts/reminder-world.ts";
import { FakeReminderTables } from "../fakes/fake-reminder-tables.ts";
import { ANNA, aMessage, aPress, type Json } from "./activities.ts";
import { LOGIN_REQUEST } from "./annas-chat.ts";
import { TENANT_ID } from "./fake-cloud.ts";
import { ANNAS_TOKEN, actionAnswerIn, NOW, RunningBot, seen, seenInAnswer } from "./running-bot.ts";

const KEY = { tenantId: TENANT_ID, userId: userId(ANNA.userId) };
const ON_CARD = { card: "reminder", v: 1 } as const;

/** A press on a reminder that stands in the activity `reminder-1`. */
const press = (verb: string, data: Json = {}): Json => ({
  ...aPress(verb, { ...ON_CARD, ...data }),
  replyToId: "reminder-1",
});

describe("a reminder in the chat", () => {
  let bot: RunningBot;
  let world: ReminderWorld;

  beforeEach(async () => {
    const tables = new FakeReminderTables();
    world = fakeWorld(tables);
    bot = await RunningBot.start({ tables });
    await world.campaigns.start(aCampaign({ tenantId: TENANT_ID }), NOW);
    await annaIsInDirectory();
  });

  afterEach(() => bot.close());

  async function annaIsInDirectory(): Promise<void> {
    const { scans } = world;
    const start = { plan: "all", requiresInclusion: false, resumeAfter: NOW, at: NOW };
    const begun = await scans.begin(TENANT_ID, "test", 60_000, start);
    assert.ok(begun.kind === "begun");
    const { run } = begun.scan;
    const account = { userId: KEY.userId, isGuest: false, isEnabled: true };
    await scans.saveAccounts(TENANT_ID, run, [account]);
    const registration = { isReady: false, at: NOW, source: "report" } as const;
    await scans.saveRegistrations([{ key: KEY, registration, methods: null }]);
    await scans.complete(TENANT_ID, run, "test", NOW);
  }

  const stance = () => world.stances.find(KEY, "spring");

  it("becomes the guide in its place when it is started", async () => {
    bot.running.cloud.tokens.set(ANNA.teamsUserId, ANNAS_TOKEN);
    bot.reader.reading = {
      kind: "read",
      methods: [aMethod({ kind: "password" }), aMethod({ kind: "phone" })],
    };

    const { answer, messages } = await bot.send(press("reminder.start"));

    assert.match(seenInAnswer(answer), /^Step 1 of 4/);
    assert.deepEqual(messages, []);
  });

  it("asks for the sign-in in its place first, where one is needed", async () => {
    const { answer, messages } = await bot.send(press("reminder.start"));

    assert.equal(actionAnswerIn(answer).type, LOGIN_REQUEST);
    assert.deepEqual(messages, []);
  });

  it("does not begin anew for somebody who is on the way already", async () => {
    bot.running.cloud.tokens.set(ANNA.teamsUserId, ANNAS_TOKEN);
    bot.reader.reading = {
      kind: "read",
      methods: [aMethod({ kind: "password" }), aMethod({ kind: "phone" })],
    };
    const first = await bot.send(press("reminder.start"));
    const card = JSON.stringify(actionAnswerIn(first.answer).value);
    const guideId = /"guideId":"([^"]+)"/.exec(card)?.[1];
    await bot.send(
      aPress("guide.next", { card: "guide", v: 1, guideId, step: "openSecurityInfo" }),
    );

    const { answer } = await bot.send(press("reminder.start"));

    assert.match(seenInAnswer(answer), /^Step 2 of 4/);
  });

  it("shows somebody who is ready by now how far they are, not the first page", async () => {
    bot.running.cloud.tokens.set(ANNA.teamsUserId, ANNAS_TOKEN);
    bot.reader.reading = { kind: "read", methods: [aDevice("phone-1")] };

    const { answer } = await bot.send(press("reminder.start"));

    assert.doesNotMatch(seenInAnswer(answer), /^Step/);
  });

  it("is put off in its place, and comes back as it was", async () => {
    const { answer, messages } = await bot.send(press("reminder.snooze", { until: "tomorrow" }));

    assert.match(seenInAnswer(answer), /^I'll remind you on Wednesday, November 25, 2026/);
    assert.deepEqual(messages, []);
    assert.deepEqual((await stance()).snooze, {
      until: new Date("2026-11-25T09:00:00Z"),
      count: 1,
    });
    const { answer: back } = await bot.send(press("reminder.back"));
    assert.match(seenInAnswer(back), /^Set up Microsoft Authenticator push/);
  });

  it("leads from the obstacle to the help desk, and back", async () => {
    const { answer: why } = await bot.send(press("reminder.stuck"));
    assert.match(seenInAnswer(why), /^What is in the way\?/);

    const { answer } = await bot.send(press("reminder.cannot", { reason: "noSmartphone" }));
    assert.match(seenInAnswer(answer), new RegExp(en["reminder.cannot.stopped"]));
    assert.equal((await stance()).cannot?.reason, "noSmartphone");

    await bot.send(press("reminder.canAfterAll"));
    assert.equal((await stance()).cannot, null);
  });

  it("is turned off and on", async () => {
    await bot.send(press("reminder.optOut"));
    assert.deepEqual((await stance()).optedOutAt, NOW);

    await bot.send(press("reminder.optIn"));
    assert.equal((await stance()).optedOutAt, null);
  });

  it("is answered in the chat to clients that know no Universal Actions", async () => {
    const value = { verb: "reminder.stuck", ...ON_CARD };

    const { messages } = await bot.send(aMessage("", { value }));

    assert.deepEqual(messages.map(seen).length, 1);
    assert.match(seen(messages[0]), /^What is in the way\?/);
  });

  const forged: readonly (readonly [string, Json])[] = [
    ["a snooze for ever", press("reminder.snooze", { until: "2099-01-01" })],
    ["a reason of one's own", press("reminder.cannot", { reason: "x".repeat(10_000) })],
    ["a card of another kind", press("reminder.optOut", { card: "poster" })],
  ];
  for (const [name, activity] of forged) {
    it(`does nothing with ${name}`, async () => {
      const before = await stance();

      const { answer } = await bot.send(activity);

      assert.match(seenInAnswer(answer), new RegExp(en["problem.staleAction.title"]));
      assert.deepEqual(await stance(), before);
    });
  }

  it("is the presser's own, whoever the card names", async () => {
    await bot.send(press("reminder.snooze", { until: "tomorrow", userId: "someone-else" }));

    assert.equal((await stance()).snooze?.count, 1);
  });
});

describe("a campaign in the chat", () => {
  let bot: RunningBot;
  let world: ReminderWorld;

  beforeEach(async () => {
    const tables = new FakeReminderTables();
    world = fakeWorld(tables);
    bot = await RunningBot.start({ tables });
    await world.campaigns.start(aCampaign({ tenantId: TENANT_ID }), NOW);
  });

  afterEach(() => bot.close());

  it("is shown to an administrator who asks for it", async () => {
    const { messages } = await bot.send(aMessage("campaign status"));

    assert.match(messages.map(seen).join("\n"), /^The campaign is running/);
  });

  it("is paused by two presses, in place", async () => {
    const data = { card: "campaignStatus", v: 1, campaignId: "spring" };

    const { answer: asks } = await bot.send(aPress("campaign.askPause", data));
    assert.match(seenInAnswer(asks), /^Pause the campaign\?/);
    const { answer, messages } = await bot.send(aPress("campaign.pause", data));

    assert.match(seenInAnswer(answer), /^The campaign is paused/);
    assert.deepEqual(messages, []);
    assert.equal((await world.campaigns.find("spring"))?.state, "paused");
  });
});
