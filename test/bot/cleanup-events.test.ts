import assert from "node:assert/strict";
import sinon from "sinon";
import { Background } from "../../src/bot/background.ts";
import { type CleanupEventParts, CleanupEvents } from "../../src/bot/cleanup-events.ts";
import { SignIn } from "../../src/bot/sign-in.ts";
import { CleanupDialog } from "../../src/dialogs/cleanup.dialog.ts";
import type { RemovalJob } from "../../src/dialogs/cleanup-job.ts";
import { type DelegatedToken, delegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { RemovalOrder, RemovalReport } from "../../src/enrollment/remove.ts";
import type { Settling } from "../../src/enrollment/settle-removals.ts";
import { userId } from "../../src/methods/ids.ts";
import { anOrder, OLD, old } from "../dialogs/cleanup-builders.ts";
import { anAssessment } from "../dialogs/guide-builders.ts";
import { FakePersonStore } from "../fakes/fake-person-store.ts";
import { FakeRemovalLock } from "../fakes/fake-removal-lock.ts";
import { FakeSignInExchangeStore } from "../fakes/fake-sign-in-exchange-store.ts";
import { ANNA } from "./activities.ts";
import { APP_ID, CONNECTION, TENANT_ID } from "./fake-cloud.ts";
import { ANNAS_TOKEN, NOW } from "./running-bot.ts";
import { RunningServer } from "./running-server.ts";

const KEY: PersonKey = { tenantId: TENANT_ID, userId: userId(ANNA.userId) };
const READING: DelegatedToken = delegatedToken(ANNAS_TOKEN);
const REPORT: RemovalReport = {
  kind: "finished",
  outcomes: [{ methodId: OLD, outcome: { kind: "removed" } }],
  after: { kind: "read", methods: [] },
};
const JOB: RemovalJob = {
  order: anOrder(["old"]),
  devices: [old],
  readingToken: READING,
  actingToken: delegatedToken("acting"),
};

describe("CleanupEvents", () => {
  let running: RunningServer;
  let people: FakePersonStore;
  let lock: FakeRemovalLock;
  let dialog: sinon.SinonStubbedInstance<CleanupDialog>;
  let orders: RemovalOrder[];
  let removing: () => Promise<RemovalReport>;
  let settling: Settling;
  let parts: CleanupEventParts;
  let events: CleanupEvents;

  beforeEach(async () => {
    running = await RunningServer.start();
    people = new FakePersonStore();
    const { adapter, log, newReference } = running.parts;
    const clock = { now: () => NOW };
    const exchanges = new FakeSignInExchangeStore();
    const signIn = new SignIn({ connectionName: CONNECTION, exchanges, clock, log });
    lock = new FakeRemovalLock();
    dialog = sinon.createStubInstance(CleanupDialog);
    orders = [];
    removing = () => Promise.resolve(REPORT);
    settling = { kind: "nothingOpen" };
    parts = {
      background: new Background({ adapter, appId: APP_ID, people, signIn, log, newReference }),
      checkReadiness: () => Promise.resolve({ kind: "assessed", assessment: anAssessment([]) }),
      removeDevices: (_key, order) => {
        orders.push(order);
        return removing();
      },
      lock,
      settleRemovalOf: () => Promise.resolve(settling),
      log,
    };
    events = new CleanupEvents(parts);
    events.reportTo(dialog);
    running.cloud.tokens.set(ANNA.teamsUserId, ANNAS_TOKEN);
    await people.recordTurn({
      ...KEY,
      locale: "en-US",
      timeZone: null,
      at: NOW,
      reference: {
        channelId: "msteams",
        serviceUrl: running.cloud.serviceUrl,
        conversationId: ANNA.conversationId,
        teamsUserId: ANNA.teamsUserId,
        botId: `28:${APP_ID}`,
      },
    });
  });

  afterEach(async () => {
    await running.close();
    sinon.restore();
  });

  describe("a removal beside the chat", () => {
    it("is carried out with both tokens and told with its names", async () => {
      await events.run(KEY, JOB);

      assert.deepEqual(orders, [
        { targets: [OLD], readingToken: READING, actingToken: JOB.actingToken },
      ]);
      const [call] = dialog.report.args;
      assert.deepEqual(call?.slice(1), [JOB, REPORT]);
      assert.deepEqual(call[0].key, KEY);
    });

    it("is told as broken when it failed", async () => {
      removing = () => Promise.reject(new Error("no database"));

      await events.run(KEY, JOB);

      assert.deepEqual(dialog.report.args[0]?.[2], { kind: "broken" });
      assert.ok(running.lines.some((line) => line.includes("a removal failed")));
    });

    it("is carried out for somebody who has taken the app off, and told to nobody", async () => {
      await people.saveInstalled(KEY, false, NOW);

      await events.run(KEY, JOB);

      assert.equal(orders.length, 1);
      assert.equal(dialog.report.callCount, 0);
    });

    it("never rejects, also when nobody could be told", async () => {
      dialog.report.rejects(new Error("Teams is down"));

      await events.run(KEY, JOB);

      assert.ok(running.lines.some((line) => line.includes("was not told what became")));
    });

    it("leaves neither a token nor a name in the log", async () => {
      await events.run(KEY, JOB);

      for (const line of running.lines) {
        assert.ok(!line.includes(ANNAS_TOKEN) && !line.includes("acting"));
        assert.ok(!line.includes("SM-G960F"));
      }
    });

    it("is waited for before the process ends", async () => {
      const ended = Promise.withResolvers<RemovalReport>();
      removing = () => ended.promise;
      const done: string[] = [];
      const run = events.run(KEY, JOB).then(() => done.push("run"));
      const stop = events.stop().then(() => done.push("stopped"));

      ended.resolve(REPORT);
      await Promise.all([run, stop]);

      assert.equal(dialog.report.callCount, 1);
      assert.deepEqual(new Set(done), new Set(["run", "stopped"]));
    });
  });

  describe("standing", () => {
    it("is free where nothing runs and nothing is open", async () => {
      assert.deepEqual(await events.standing(KEY, READING), { kind: "free" });
    });

    it("is under way from the beginning of a removal here until it is told", async () => {
      const ended = Promise.withResolvers<RemovalReport>();
      removing = () => ended.promise;
      const run = events.run(KEY, JOB);

      const before = await events.standing(KEY, READING);
      ended.resolve(REPORT);
      await run;
      const after = await events.standing(KEY, READING);

      assert.deepEqual([before, after], [{ kind: "underWay" }, { kind: "free" }]);
    });

    it("is under way as long as one of two runs", async () => {
      const [first, second] = [
        Promise.withResolvers<RemovalReport>(),
        Promise.withResolvers<RemovalReport>(),
      ];
      const waiting = [first.promise, second.promise];
      removing = () => waiting.shift() ?? Promise.resolve(REPORT);
      const runs = [events.run(KEY, JOB), events.run(KEY, JOB)];

      second.resolve({ kind: "busy" });
      await runs[1];
      const between = await events.standing(KEY, READING);
      first.resolve(REPORT);
      await Promise.all(runs);
      await events.stop();

      assert.deepEqual(between, { kind: "underWay" });
      assert.deepEqual(await events.standing(KEY, READING), { kind: "free" });
    });

    it("is under way while another replica has the lock", async () => {
      await lock.run(KEY, async () => {
        assert.deepEqual(await events.standing(KEY, READING), { kind: "underWay" });
      });
    });

    it("is open while nobody can say what an earlier one came to", async () => {
      settling = { kind: "open", methodId: OLD, settlesAt: NOW };

      assert.deepEqual(await events.standing(KEY, READING), settling);
    });
  });

  describe("the fresh sign-in", () => {
    it("is told as done, with the methods as they are now", async () => {
      await events.signInEnded(KEY, "completed");

      const [call] = dialog.run.args;
      assert.deepEqual(call?.[1], { kind: "signedIn" });
      assert.equal(call[2].read?.token.value, ANNAS_TOKEN);
    });

    it("is told as failed, and nothing is read", async () => {
      running.cloud.tokens.clear();

      await events.signInEnded(KEY, "denied");

      assert.deepEqual(dialog.run.args[0]?.slice(1), [
        { kind: "signInFailed", why: "denied" },
        { guideId: null, read: null },
      ]);
    });

    it("leaves the card as it is when nobody is signed in to the chat", async () => {
      running.cloud.tokens.clear();

      await events.signInEnded(KEY, "completed");

      assert.equal(dialog.run.callCount, 0);
    });
  });

  describe("the person's own reading token", () => {
    it("is found without the person being there", async () => {
      assert.equal((await events.find(KEY))?.value, ANNAS_TOKEN);
    });

    it("is none where the token service has none, or the app is off", async () => {
      running.cloud.tokens.clear();
      assert.equal(await events.find(KEY), null);

      running.cloud.tokens.set(ANNA.teamsUserId, ANNAS_TOKEN);
      await people.saveInstalled(KEY, false, NOW);
      assert.equal(await events.find(KEY), null);
    });
  });

  it("says nothing to anybody before there is a dialog", async () => {
    const early = new CleanupEvents(parts);

    await early.signInEnded(KEY, "completed");
    await early.run(KEY, JOB);

    assert.equal(orders.length, 1);
    assert.deepEqual(running.cloud.sent, []);
  });
});
