import assert from "node:assert/strict";
import type { CampaignAsk } from "../../src/cards/campaign-status/campaign-ask.ts";
import { en } from "../../src/copy/en.ts";
import { CampaignDialog } from "../../src/dialogs/campaign.dialog.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { Standing } from "../../src/reminders/administrators.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import { CampaignStatusReader } from "../../src/reminders/campaign-status.ts";
import { aCampaign, aKey, TENANT } from "../builders/candidates.ts";
import { fakeWorld, type ReminderWorld } from "../contracts/reminder-world.ts";
import { FakeChatTurn } from "../fakes/fake-chat-turn.ts";

const NOW = new Date("2026-03-10T15:00:00Z");
const KEY = aKey();
const SHOW: CampaignAsk = { verb: "campaign.show" };
const ASK_PAUSE: CampaignAsk = { verb: "campaign.askPause", campaignId: "spring" };
const PAUSE: CampaignAsk = { verb: "campaign.pause", campaignId: "spring" };
const RESUME: CampaignAsk = { verb: "campaign.resume", campaignId: "spring" };

describe("CampaignDialog", () => {
  let world: ReminderWorld;
  let turn: FakeChatTurn;
  let standing: Standing;
  let asked: boolean[];
  let changes: (readonly [PersonKey, Campaign])[];
  let reads: number;

  beforeEach(() => {
    world = fakeWorld();
    turn = new FakeChatTurn(KEY, null);
    standing = { kind: "administrator" };
    asked = [];
    changes = [];
    reads = 0;
  });

  function dialog(): CampaignDialog {
    const status = new CampaignStatusReader({
      tenantId: TENANT,
      campaigns: world.campaigns,
      scans: {
        count: (tenantId, at) => {
          reads += 1;
          return world.scans.count(tenantId, at);
        },
        lastCompletedAt: (tenantId) => world.scans.lastCompletedAt(tenantId),
      },
      deliveries: world.counts,
      now: () => NOW,
      nowMs: () => 0,
    });
    return new CampaignDialog({
      administrators: {
        standingOf: (_userId, { now }) => {
          asked.push(now);
          return Promise.resolve(standing);
        },
      },
      status,
      campaigns: world.campaigns,
      ratePerSecond: 40,
      defaultTimeZone: "Etc/UTC",
      links: {
        organisationName: "Contoso",
        helpDeskUrl: "https://help.example.com/request",
        securityInfoUrl: "https://mysignins.microsoft.com/security-info",
      },
      clock: { now: () => NOW },
      onChange: (by, campaign) => changes.push([by, campaign]),
    });
  }

  const start = () => world.campaigns.start(aCampaign(), NOW);
  const state = async () => (await world.campaigns.find("spring"))?.state;
  const seen = () => turn.log.splice(0).join("\n");

  it("shows administrators how the campaign stands, with what can be changed", async () => {
    await start();

    await dialog().run(turn, SHOW);

    assert.match(seen(), new RegExp(en["campaign.running.title"]));
    assert.match(turn.shown, /"campaign.askPause"/);
    assert.doesNotMatch(turn.shown, /"campaign.askResume"/);
  });

  it("shows them that there is none", async () => {
    await dialog().run(turn, SHOW);

    assert.match(seen(), new RegExp(en["campaign.none.title"]));
    assert.doesNotMatch(turn.shown, /askPause|askResume/);
  });

  it("reads once a minute, however often somebody looks", async () => {
    const campaign = dialog();

    await Promise.all([campaign.run(turn, SHOW), campaign.run(turn, SHOW)]);
    await campaign.run(turn, SHOW);

    assert.equal(reads, 1);
  });

  it("asks before it pauses, and then pauses, with the administrator asked for anew", async () => {
    await start();
    const campaign = dialog();

    await campaign.run(turn, ASK_PAUSE);
    assert.match(seen(), /Pause the campaign\?/);
    assert.equal(await state(), "running");

    await campaign.run(turn, PAUSE);
    assert.match(turn.shown, new RegExp(en["campaign.pausedNow"]));
    assert.match(seen(), new RegExp(en["campaign.paused.title"]));
    assert.equal(await state(), "paused");
    assert.deepEqual(asked, [false, true]);
    assert.deepEqual(changes, [[KEY, aCampaign({ state: "paused" })]]);
  });

  it("resumes a paused one", async () => {
    await start();
    await world.campaigns.setState("spring", "paused", NOW);

    await dialog().run(turn, RESUME);

    assert.match(turn.shown, new RegExp(en["campaign.runningNow"]));
    assert.equal(await state(), "running");
  });

  it("does nothing twice: the second press shows how it stands", async () => {
    await start();
    const campaign = dialog();
    await campaign.run(turn, PAUSE);

    await campaign.run(turn, PAUSE);

    assert.ok(turn.shown.includes(en["campaign.nothingToChange"]));
    assert.equal(changes.length, 1);
  });

  for (const ask of [ASK_PAUSE, PAUSE]) {
    it(`changes no other campaign than the card's: ${ask.verb}`, async () => {
      await start();
      await world.campaigns.setState("spring", "stopped", NOW);
      await world.campaigns.start(aCampaign({ campaignId: "autumn" }), NOW);

      await dialog().run(turn, ask);

      assert.ok(turn.shown.includes(en["campaign.nothingToChange"]));
      assert.equal((await world.campaigns.find("autumn"))?.state, "running");
    });
  }

  it("wakes no campaign that is over", async () => {
    await start();
    await world.campaigns.setState("spring", "stopped", NOW);

    await dialog().run(turn, RESUME);

    assert.equal(await state(), "stopped");
  });

  for (const ask of [SHOW, ASK_PAUSE, PAUSE, RESUME]) {
    it(`tells everybody else whose it is, and nothing more: ${ask.verb}`, async () => {
      await start();
      standing = { kind: "notAdministrator" };

      await dialog().run(turn, ask);

      assert.deepEqual(turn.log, [`say: ${en["campaign.onlyAdministrators"]}`]);
      assert.equal(await state(), "running");
      assert.equal(reads, 0);
    });
  }

  it("shows and changes nothing while the directory cannot be asked", async () => {
    await start();
    standing = { kind: "forbidden", permission: "GroupMember.Read.All", requestId: "r-1" };

    await dialog().run(turn, PAUSE);

    assert.deepEqual(turn.log, [
      "report: forbidden",
      `say: ${en["campaign.cannotCheck"]({ id: "K7QM-2XWB" })}`,
    ]);
    assert.equal(await state(), "running");
  });
});
