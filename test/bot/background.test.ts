import assert from "node:assert/strict";
import sinon from "sinon";
import { Background } from "../../src/bot/background.ts";
import { GuideEvents } from "../../src/bot/guide-events.ts";
import { SignIn } from "../../src/bot/sign-in.ts";
import { GuideDialog } from "../../src/dialogs/guide.dialog.ts";
import type { CheckResult } from "../../src/enrollment/check.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { RegistrationWatches } from "../../src/enrollment/watch.ts";
import { userId } from "../../src/methods/ids.ts";
import { anAssessment } from "../dialogs/guide-builders.ts";
import { FakePersonStore } from "../fakes/fake-person-store.ts";
import { FakeSignInExchangeStore } from "../fakes/fake-sign-in-exchange-store.ts";
import { FakeWatchStore } from "../fakes/fake-watch-store.ts";
import { ANNA } from "./activities.ts";
import { APP_ID, CONNECTION, TENANT_ID } from "./fake-cloud.ts";
import { ANNAS_TOKEN, FakeMethodsReader, NOW, seen } from "./running-bot.ts";
import { RunningServer } from "./running-server.ts";

const KEY: PersonKey = { tenantId: TENANT_ID, userId: userId(ANNA.userId) };
const ASSESSED: CheckResult = { kind: "assessed", assessment: anAssessment([]) };

describe("what happens outside the chat", () => {
  let running: RunningServer;
  let people: FakePersonStore;
  let background: Background;

  beforeEach(async () => {
    running = await RunningServer.start();
    people = new FakePersonStore();
    const { adapter, log, newReference } = running.parts;
    const clock = { now: () => NOW };
    const exchanges = new FakeSignInExchangeStore();
    const signIn = new SignIn({ connectionName: CONNECTION, exchanges, clock, log });
    const parts = { adapter, appId: APP_ID, people, signIn, log, newReference };
    background = new Background(parts);
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

  describe("Background", () => {
    it("writes into the person's own chat, in their name at the token service", async () => {
      await background.run(KEY, async (turn) => {
        assert.deepEqual(turn.key, KEY);
        assert.equal((await turn.findToken())?.value, ANNAS_TOKEN);
        await turn.say("Hello");
      });

      const [message] = running.cloud.sent;
      assert.deepEqual([seen(message), message?.conversationId], ["Hello", ANNA.conversationId]);
    });

    it("does nothing for somebody who has removed the app", async () => {
      await people.saveInstalled(KEY, false, NOW);

      await background.run(KEY, () => Promise.reject(new Error("ran")));
    });

    it("does nothing for somebody unknown", async () => {
      const unknown = { ...KEY, userId: userId("nobody") };

      await background.run(unknown, () => Promise.reject(new Error("ran")));
    });

    it("lets what fails through to who asked for it", async () => {
      const failing = background.run(KEY, () => Promise.reject(new Error("broken")));

      await assert.rejects(failing, /broken/);
    });
  });

  describe("GuideEvents", () => {
    let dialog: sinon.SinonStubbedInstance<GuideDialog>;
    let result: CheckResult;
    let events: GuideEvents;

    beforeEach(() => {
      dialog = sinon.createStubInstance(GuideDialog);
      result = ASSESSED;
      const watches = new RegistrationWatches({
        reader: new FakeMethodsReader(),
        watches: new FakeWatchStore(),
        holder: "here",
        nowMs: () => 0,
        sleep: () => Promise.resolve(),
        onTrouble: (error) => assert.fail(String(error)),
      });
      events = new GuideEvents({
        background,
        checkReadiness: () => Promise.resolve(result),
        watches,
        log: running.parts.log,
      });
      events.reportTo(dialog);
    });

    it("reads and tells the guide that the fresh sign-in is done", async () => {
      await events.signInEnded(KEY, "completed");

      const [call] = dialog.run.args;
      assert.deepEqual(call?.[1], { kind: "signedInAgain" });
      assert.equal(call[2].guideId, null);
      assert.equal(call[2].read?.token.value, ANNAS_TOKEN);
      assert.equal(call[2].read.assessment, ASSESSED.assessment);
    });

    it("tells the guide that the fresh sign-in failed, and reads nothing", async () => {
      running.cloud.tokens.clear();

      await events.signInEnded(KEY, "denied");

      assert.deepEqual(
        dialog.run.args.map(([, ...rest]) => rest),
        [
          [
            { kind: "signInFailed", why: "denied" },
            { guideId: null, read: null },
          ],
        ],
      );
    });

    it("tells the guide what a watch found", async () => {
      const told = new Promise<unknown>((resolve) => {
        dialog.run.callsFake((_turn, ask) => {
          resolve(ask);
          return Promise.resolve();
        });
      });

      await events.start(KEY, { value: "token", owner: null, accountHint: null }, []);

      assert.deepEqual(await told, { kind: "watchFound" });
    });

    for (const [why, token, read] of [
      ["nobody is signed in", null, ASSESSED],
      ["Graph takes the token no more", ANNAS_TOKEN, { kind: "tokenRefused" }],
    ] as const) {
      it(`leaves the card as it is when ${why}`, async () => {
        if (token === null) running.cloud.tokens.clear();
        result = read;

        await events.signInEnded(KEY, "completed");

        assert.equal(dialog.run.callCount, 0);
        assert.ok(running.lines.some((line) => line.includes("the guide could not look")));
        assert.deepEqual(running.cloud.sent, []);
      });
    }
  });
});
