import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { ReminderDialog } from "../../src/dialogs/reminder.dialog.ts";
import type { StanceStore } from "../../src/reminders/stance-store.ts";
import { aCampaign, aKey, settings, TENANT } from "../builders/candidates.ts";
import { fakeWorld, type ReminderWorld } from "../contracts/reminder-world.ts";
import { FakeChatTurn } from "../fakes/fake-chat-turn.ts";

const NOW = new Date("2026-03-10T15:00:00Z");
const WEDNESDAY = new Date("2026-03-11T09:00:00Z");
const KEY = aKey();
const LINKS = {
  organisationName: "Contoso",
  helpDeskUrl: "https://help.example.com/request?about={summary}",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};

describe("ReminderDialog", () => {
  let world: ReminderWorld;
  let turn: FakeChatTurn;

  beforeEach(async () => {
    world = fakeWorld();
    turn = new FakeChatTurn(KEY, null);
    await world.campaigns.start(aCampaign(), NOW);
    await isInDirectory();
  });

  /** A scan has found the person, and that nothing is set up. */
  async function isInDirectory(): Promise<void> {
    const { scans } = world;
    const start = { plan: "all", requiresInclusion: false, resumeAfter: NOW, at: NOW };
    const begun = await scans.begin(TENANT, "test", 60_000, start);
    assert.ok(begun.kind === "begun");
    const { run } = begun.scan;
    const account = { userId: KEY.userId, isGuest: false, isEnabled: true };
    await scans.saveAccounts(TENANT, run, [account]);
    await know(false);
    await scans.complete(TENANT, run, "test", NOW);
  }

  async function know(isReady: boolean): Promise<void> {
    const registration = { isReady, at: NOW, source: "chat" } as const;
    await world.scans.saveRegistrations([{ key: KEY, registration, methods: null }]);
  }

  const dialog = (stances: StanceStore = world.stances, rules = settings()): ReminderDialog =>
    new ReminderDialog({
      campaigns: world.campaigns,
      candidates: world.candidates,
      stances,
      settings: rules,
      links: LINKS,
      clock: { now: () => NOW },
    });

  const stance = () => world.stances.find(KEY, "spring");

  it("stores a snooze and says until when", async () => {
    await dialog().run(turn, { verb: "reminder.snooze", until: "tomorrow" });

    assert.deepEqual((await stance()).snooze, { until: WEDNESDAY, count: 1 });
    assert.match(turn.log.join("\n"), /I'll remind you on Wednesday, March 11, 2026/);
    assert.match(turn.shown, /put this off 2 more times/);
  });

  it("takes one snooze where two presses come at once", async () => {
    const ask = { verb: "reminder.snooze", until: "tomorrow" } as const;
    const other = new FakeChatTurn(KEY, null);

    await Promise.all([dialog().run(turn, ask), dialog().run(other, ask)]);

    assert.deepEqual((await stance()).snooze, { until: WEDNESDAY, count: 1 });
    assert.equal(turn.shown, other.shown);
  });

  it("tells somebody who is beaten each time that the card is old", async () => {
    const stances = Object.assign(Object.create(world.stances) as StanceStore, {
      snooze: () => Promise.resolve(false),
    });

    await dialog(stances).run(turn, { verb: "reminder.snooze", until: "tomorrow" });

    assert.match(turn.log.join("\n"), new RegExp(en["problem.staleAction.title"]));
  });

  it("notes why somebody cannot do it, and gives them words for the help desk", async () => {
    await dialog().run(turn, { verb: "reminder.cannot", reason: "noSmartphone" });

    assert.deepEqual((await stance()).cannot, { reason: "noSmartphone", at: NOW });
    assert.ok(turn.shown.includes(en["reminder.cannot.stopped"]));
    const request = encodeURIComponent(en["helpDesk.noSmartphone.request"]);
    assert.ok(turn.shown.includes(`https://help.example.com/request?about=${request}`));
  });

  it("turns reminders off and on where that is allowed", async () => {
    const allowed = dialog(world.stances, settings({ mayOptOut: true }));

    await allowed.run(turn, { verb: "reminder.optOut" });
    assert.deepEqual((await stance()).optedOutAt, NOW);

    await allowed.run(turn, { verb: "reminder.optIn" });
    assert.equal((await stance()).optedOutAt, null);
  });

  it("shows somebody who is ready by now that nothing is left to do", async () => {
    await know(true);

    await dialog().run(turn, { verb: "reminder.snooze", until: "nextWeek" });

    assert.match(turn.log.join("\n"), new RegExp(en["reminder.done.title"]));
    assert.equal((await stance()).snooze, null);
  });

  it("does as much for somebody whom no scan has seen", async () => {
    const stranger = new FakeChatTurn(aKey(7), null);

    await dialog().run(stranger, { verb: "reminder.snooze", until: "tomorrow" });

    assert.match(stranger.log.join("\n"), new RegExp(en["reminder.none.title"]));
  });

  it("is about the campaign of now, also on a card of an older one", async () => {
    await world.campaigns.setState("spring", "stopped", NOW);
    await world.campaigns.start(aCampaign({ campaignId: "autumn" }), NOW);

    await dialog().run(turn, { verb: "reminder.snooze", until: "tomorrow" });

    assert.deepEqual((await world.stances.find(KEY, "autumn")).snooze, {
      until: WEDNESDAY,
      count: 1,
    });
  });
});
