import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import { CleanupDialog } from "../../src/dialogs/cleanup.dialog.ts";
import type { CleanupAsk } from "../../src/dialogs/cleanup-ask.ts";
import type { Standing } from "../../src/dialogs/cleanup-event.ts";
import type { RemovalJob } from "../../src/dialogs/cleanup-job.ts";
import type { JustRead } from "../../src/dialogs/guide.dialog.ts";
import { type DelegatedToken, delegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { FreshSignInPurpose, FreshSignInResult } from "../../src/enrollment/fresh-sign-in.ts";
import type { Guide } from "../../src/enrollment/guide-store.ts";
import type { MethodsReading } from "../../src/enrollment/methods-reader.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { createProofOfPush } from "../../src/enrollment/prove.ts";
import type { RemovalOutcome, RemovalReport } from "../../src/enrollment/remove.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import type { AuthenticatorMethod, Method } from "../../src/methods/method.ts";
import { FakeChatTurn } from "../fakes/fake-chat-turn.ts";
import { FakeFactsStore } from "../fakes/fake-facts-store.ts";
import { FakeFreshSignInStore } from "../fakes/fake-fresh-sign-in-store.ts";
import { FakeGuideStore } from "../fakes/fake-guide-store.ts";
import { anOrder, MINE, mine, OLD, OLDER, old, older, SETTINGS } from "./cleanup-builders.ts";
import { anAssessment, NOW } from "./guide-builders.ts";

const KEY: PersonKey = { tenantId: tenantId("home"), userId: userId("anna") };
const READING: DelegatedToken = {
  value: "reading",
  owner: null,
  accountHint: "anna@contoso.example",
};
const LINKS = {
  organisationName: "Contoso",
  helpDeskUrl: "https://help.example.com/request",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const MINUTE_MS = 60_000;
const BOTH = [OLD, OLDER];

describe("CleanupDialog", () => {
  let guides: FakeGuideStore;
  let facts: FakeFactsStore;
  let freshSignIns: FakeFreshSignInStore;
  let turn: FakeChatTurn;
  let standing: Standing;
  let jobs: RemovalJob[];
  let checklists: number;
  let now: Date;
  let dialog: CleanupDialog;

  beforeEach(async () => {
    guides = new FakeGuideStore();
    facts = new FakeFactsStore();
    freshSignIns = new FakeFreshSignInStore();
    turn = new FakeChatTurn(KEY, READING);
    standing = { kind: "free" };
    jobs = [];
    checklists = 0;
    now = NOW;
    const clock = { now: () => now };
    dialog = new CleanupDialog({
      guides,
      facts,
      freshSignIns,
      proof: createProofOfPush({ freshSignIns, contextId: null, lastUse: null, clock }),
      removals: {
        standing: () => Promise.resolve(standing),
        run: (_key, job) => {
          jobs.push(job);
          return Promise.resolve();
        },
      },
      settings: SETTINGS,
      showChecklist: () => {
        checklists += 1;
        return Promise.resolve();
      },
      links: LINKS,
      signInLink: (ticket) => `https://pushready.example.com/sign-in/${ticket}`,
      clock,
    });
    await facts.confirmDevice(KEY, MINE, "said", NOW);
  });

  const read = (...methods: readonly Method[]): JustRead => ({
    assessment: anAssessment(methods.length === 0 ? [mine, old, older] : methods),
    token: READING,
  });
  const ask = (what: CleanupAsk, just: JustRead | null = read(), guideId: string | null = null) =>
    dialog.run(turn, what, { guideId, read: just });
  const guide = async (): Promise<Guide> => {
    const found = await guides.find(KEY);
    assert.ok(found !== null);
    return found;
  };
  const pressed = async (what: CleanupAsk, just: JustRead = read()): Promise<void> =>
    ask(what, just, (await guide()).guideId);
  const lastSaid = (): string => turn.log.at(-1) ?? "";
  const isStale = (): boolean => lastSaid().startsWith(`card: ${en["problem.staleAction.title"]}`);
  const ticket = (): string => /sign-in\/([\w-]{43})/.exec(turn.shown)?.[1] ?? "";

  async function toTheConfirmation(): Promise<void> {
    await ask({ kind: "start" });
    await pressed({ kind: "pick", ids: BOTH });
  }

  async function toTheSignIn(): Promise<void> {
    await toTheConfirmation();
    await pressed({ kind: "confirm", ids: BOTH });
  }

  /** What the pages in the browser do with a ticket. */
  async function signInWith(used: string, result: Partial<FreshSignInResult> = {}): Promise<void> {
    const session = { stateHash: used, browserHash: "b", nonce: "n", codeVerifier: "v" };
    assert.ok(await freshSignIns.begin(used, session, now));
    const begun = await freshSignIns.finish(used, "b", now);
    assert.ok(begun !== null);
    const done = { kind: "completed", token: "acting", contexts: [], signedInAt: now } as const;
    await freshSignIns.saveResult(begun.signInId, { ...done, ...result } as FreshSignInResult, now);
  }

  async function signInFor(purpose: FreshSignInPurpose): Promise<void> {
    await signInWith((await freshSignIns.issue(KEY, purpose, now)).ticket);
  }

  /** The turn is answered, and what it put off begins. */
  async function answered(): Promise<void> {
    for (const work of turn.putOff.splice(0)) await work();
  }

  const job = (
    devices: readonly AuthenticatorMethod[] = [old, older],
    more: Partial<RemovalJob["order"]> = {},
  ): RemovalJob => ({
    order: anOrder(["old", "older"], more),
    devices,
    readingToken: READING,
    actingToken: READING,
  });

  const finished = (
    outcomes: readonly RemovalOutcome[],
    after: MethodsReading = { kind: "read", methods: [mine] },
  ): RemovalReport => ({
    kind: "finished",
    outcomes: BOTH.map((methodId, index) => ({
      methodId,
      outcome: outcomes[index] ?? { kind: "notTried" },
    })),
    after,
  });

  it("leads from the list to the removal in one fresh sign-in, and takes its token once", async () => {
    await toTheSignIn();
    now = new Date(NOW.getTime() + MINUTE_MS);
    await signInWith(ticket());
    await ask({ kind: "signedIn" });
    await pressed({ kind: "showedNumber", methodId: MINE });

    assert.match(lastSaid(), /afterwards/);
    assert.match(turn.shown, /Removing/);
    assert.deepEqual(jobs, []);
    await answered();

    assert.deepEqual(jobs, [
      {
        order: anOrder(["old", "older"]),
        devices: [old, older],
        readingToken: READING,
        actingToken: delegatedToken("acting"),
      },
    ]);
    const { proof } = await facts.find(KEY);
    assert.deepEqual(proof, { methodId: MINE, strength: "signedIn", at: now });
    assert.equal(await freshSignIns.takeToken(KEY, now), null);
  });

  it("removes at once after a proof of the last ten minutes, whatever it was for", async () => {
    await signInFor("prove");
    await facts.saveProof(KEY, { methodId: MINE, strength: "signedIn", at: NOW });

    await toTheSignIn();
    await answered();

    assert.equal(jobs.length, 1);
  });

  it("asks for a sign-in when the proof is good and its token is over", async () => {
    await facts.saveProof(KEY, { methodId: MINE, strength: "signedIn", at: NOW });

    await toTheSignIn();

    assert.match(turn.shown, /Sign in once more/);
    assert.deepEqual(turn.putOff, []);
    await signInWith(ticket());
    now = new Date(NOW.getTime() + MINUTE_MS);
    await ask({ kind: "signedIn" });
    await answered();
    assert.equal(jobs.length, 1);
  });

  it("takes no token before the person has confirmed", async () => {
    await signInFor("remove");
    await facts.saveProof(KEY, { methodId: MINE, strength: "signedIn", at: NOW });

    await toTheConfirmation();
    await pressed({ kind: "confirm", ids: [OLD] });

    assert.ok(isStale());
    assert.notEqual(await freshSignIns.takeToken(KEY, now), null);
  });

  it("removes once when the button is pressed twice at the same time", async () => {
    await signInFor("remove");
    await facts.saveProof(KEY, { methodId: MINE, strength: "signedIn", at: NOW });
    await toTheConfirmation();

    await Promise.all([
      pressed({ kind: "confirm", ids: BOTH }),
      pressed({ kind: "confirm", ids: BOTH }),
    ]);
    await answered();

    assert.equal(jobs.length, 1);
    assert.match(turn.shown, /Removing/);
  });

  it("does nothing for the card of another clean-up", async () => {
    await toTheConfirmation();
    const { guideId } = await guide();
    await ask({ kind: "start" });
    await pressed({ kind: "pick", ids: [OLD] });

    await ask({ kind: "confirm", ids: BOTH }, read(), guideId);

    assert.ok(isStale());
    assert.deepEqual(turn.putOff, []);
  });

  it("does nothing for a card that claims an id which was not offered", async () => {
    await ask({ kind: "start" });

    await pressed({ kind: "pick", ids: [MINE] });

    assert.ok(isStale());
    assert.match(JSON.stringify((await guide()).state), /cleanupChoosing/);
  });

  it("keeps all phones, and hands over to the checklist", async () => {
    await ask({ kind: "start" });

    await pressed({ kind: "keepAll" });

    assert.deepEqual((await facts.find(KEY)).keptDevices, [OLD, OLDER]);
    assert.equal(checklists, 1);
  });

  it("goes on with the list once the person has named their phone", async () => {
    turn = new FakeChatTurn({ ...KEY, userId: userId("bela") }, READING);
    await ask({ kind: "start" });
    assert.match(turn.shown, /Which of these is the phone in your hand/);
    const found = await guides.find(turn.key);
    assert.ok(found !== null);

    await ask({ kind: "mine", methodId: MINE }, read(), found.guideId);

    assert.match(turn.shown, /Tick what you no longer own/);
    assert.equal((await facts.find(turn.key)).currentDevice?.evidence, "said");
  });

  it("forgets a sign-in whose number showed on another phone", async () => {
    await toTheSignIn();
    now = new Date(NOW.getTime() + MINUTE_MS);
    await signInWith(ticket());
    await ask({ kind: "signedIn" });

    await pressed({ kind: "showedNumber", methodId: OLD });

    assert.match(turn.shown, /That is another phone/);
    assert.equal(await freshSignIns.takeToken(KEY, now), null);
    assert.equal((await facts.find(KEY)).proof, null);
    assert.deepEqual(turn.putOff, []);
  });

  it("takes that phone for the one in the hand, proof included, when the person says so", async () => {
    await toTheSignIn();
    now = new Date(NOW.getTime() + MINUTE_MS);
    await signInWith(ticket());
    await ask({ kind: "signedIn" });
    await pressed({ kind: "showedNumber", methodId: OLD });

    await pressed({ kind: "mine", methodId: OLD });

    const { currentDevice, proof } = await facts.find(KEY);
    assert.deepEqual([currentDevice?.methodId, proof?.methodId], [OLD, OLD]);
    assert.match(turn.shown, /Tick what you no longer own/);
  });

  it("says why a sign-in came to nothing, with a new link", async () => {
    await toTheSignIn();
    const first = ticket();
    await signInWith(first, { kind: "failed", why: "denied" });

    await ask({ kind: "signInFailed", why: "denied" }, null);

    assert.match(turn.shown, /That sign-in was stopped/);
    assert.notEqual(await freshSignIns.look(ticket(), now), null);
  });

  it("finds a sign-in of which the chat had not heard", async () => {
    await toTheSignIn();
    await pressed({ kind: "look" });
    assert.match(turn.shown, /no finished sign-in/);
    now = new Date(NOW.getTime() + MINUTE_MS);
    await signInWith(ticket());

    await pressed({ kind: "look" });

    assert.match(turn.shown, /Where did the number show/);
  });

  it("waits while a removal of theirs is under way elsewhere", async () => {
    standing = { kind: "underWay" };

    await ask({ kind: "start" });

    assert.match(turn.shown, /Another removal is under way/);
  });

  it("names the help desk where no phone of theirs works", async () => {
    await facts.confirmDevice(KEY, OLD, "said", NOW);
    await ask({ kind: "start" }, read(mine));
    await pressed({ kind: "noneMine" }, read(mine));

    assert.match(turn.shown, /a phone that works/);
  });

  it("fails loudly when it is to decide without having read", async () => {
    await assert.rejects(ask({ kind: "start" }, null), /without reading/);
  });

  describe("tells the end of a removal", () => {
    const OUTCOMES: readonly (readonly [RemovalOutcome, RegExp])[] = [
      [{ kind: "removed" }, /Removed\. It can no longer/],
      [{ kind: "alreadyGone" }, /removed elsewhere in the meantime/],
      [{ kind: "isDefaultMethod" }, /default sign-in method/],
      [{ kind: "throttled", retryAfterSeconds: 40 }, /Try again in about 40 seconds/],
      [{ kind: "throttled", retryAfterSeconds: null }, /Try again in a few minutes/],
      [{ kind: "refusedByGraph", requestId: "r" }, /refused without a reason/],
      [{ kind: "unavailable" }, /couldn't reach Microsoft/],
      [{ kind: "notTried" }, /Not tried/],
      [{ kind: "notSureYet", settlesAt: NOW, requestId: null }, /I can't say yet/],
      [{ kind: "refused", why: "proofTooOld" }, /too long ago/],
    ];

    beforeEach(async () => {
      await signInFor("remove");
      await facts.saveProof(KEY, { methodId: MINE, strength: "signedIn", at: NOW });
      await toTheSignIn();
      turn.log.length = 0;
    });

    for (const [outcome, words] of OUTCOMES) {
      it(`on the card that waits for it: ${outcome.kind}`, async () => {
        await dialog.report(turn, job(), finished([outcome, { kind: "removed" }]));

        assert.match(lastSaid(), /^move: /);
        assert.match(turn.shown, words);
        assert.match(turn.shown, /SM-G960F/);
      });
    }

    it("with a reference for what the help desk can look up", async () => {
      await dialog.report(
        turn,
        job(),
        finished([
          { kind: "refusedByGraph", requestId: "r" },
          { kind: "notSureYet", settlesAt: NOW, requestId: null },
        ]),
      );

      assert.deepEqual(
        turn.log.filter((said) => said.startsWith("report")),
        ["report: refusedByGraph", "report: notSureYet"],
      );
      assert.match(turn.shown, /Reference: K7QM-2XWB/);
    });

    it("and finishes the checklist with it", async () => {
      await dialog.report(turn, job(), finished([{ kind: "removed" }, { kind: "removed" }]));

      assert.deepEqual((await facts.find(KEY)).finishedAt, NOW);
      assert.match(turn.shown, /2 old phones are removed/);
      assert.match(turn.shown, /Pixel 9 \(in your hand\)/);
    });

    it("and says so where the list could not be read again", async () => {
      const after = { kind: "tokenRefused" } as const;

      await dialog.report(turn, job(), finished([{ kind: "removed" }], after));

      assert.match(turn.shown, /couldn't read the list again/);
      assert.equal((await facts.find(KEY)).finishedAt, null);
    });

    it("in a message of its own where the person has gone on", async () => {
      await guides.delete(KEY);

      await dialog.report(turn, job(), finished([{ kind: "removed" }, { kind: "removed" }]));

      assert.match(lastSaid(), /^card: 2 old phones are removed/);
      assert.equal(await guides.find(KEY), null);
    });

    it("with the words for a phone whose name nobody knows any more", async () => {
      await dialog.report(
        turn,
        job([old]),
        finished([{ kind: "removed" }, { kind: "refused", why: "notListed" }]),
      );

      assert.match(turn.shown, /A phone that you picked/);
      assert.match(turn.shown, /isn't listed any more/);
    });

    it("by asking for one more sign-in, and only one", async () => {
      await dialog.report(
        turn,
        job(),
        finished([{ kind: "removed" }, { kind: "stepUpNeeded" }], {
          kind: "read",
          methods: [mine, older],
        }),
      );
      assert.match(turn.shown, /One phone is removed already/);
      now = new Date(NOW.getTime() + MINUTE_MS);
      await signInWith(ticket());
      await ask({ kind: "signedIn" }, read(mine, older));
      await answered();
      const [again] = jobs.slice(-1);
      assert.ok(again !== undefined);
      assert.deepEqual(again.order, anOrder(["older"], { isSecond: true, removedBefore: 1 }));

      await dialog.report(turn, again, {
        kind: "finished",
        outcomes: [{ methodId: OLDER, outcome: { kind: "stepUpNeeded" } }],
        after: { kind: "read", methods: [mine, older] },
      });

      assert.match(turn.shown, /not even after a new sign-in/);
      assert.match(turn.shown, /Before that sign-in, one phone had been removed/);
    });

    for (const [ended, words] of [
      [{ kind: "busy" }, /Another removal is under way/],
      [{ kind: "earlierOpen", methodId: OLD, settlesAt: NOW }, /isn't settled yet/],
      [{ kind: "wrongAccount", token: "acting" }, /another account/],
      [{ kind: "broken" }, /I was interrupted/],
    ] as const) {
      it(`that did not begin, or did not say: ${ended.kind}`, async () => {
        await dialog.report(turn, job(), ended);

        assert.match(lastSaid(), /^move: /);
        assert.match(turn.shown, words);
      });
    }

    it("and what became of the phone that it was not sure about", async () => {
      const unsure = { kind: "notSureYet", settlesAt: NOW, requestId: null } as const;
      await dialog.report(
        turn,
        job(),
        finished([unsure], { kind: "read", methods: [mine, old, older] }),
      );

      await ask({ kind: "start" }, read(mine, older));

      assert.match(turn.shown, /The phone that I wasn't sure about is removed/);
    });
  });
});
