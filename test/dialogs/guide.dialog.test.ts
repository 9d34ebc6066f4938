import assert from "node:assert/strict";
import { GUIDE_STEPS } from "../../src/cards/guide/guide-view.ts";
import { en } from "../../src/copy/en.ts";
import { GuideDialog, type JustRead } from "../../src/dialogs/guide.dialog.ts";
import type { GuideAsk } from "../../src/dialogs/guide-ask.ts";
import { stepsAt } from "../../src/dialogs/guide-state.ts";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { FreshSignInResult } from "../../src/enrollment/fresh-sign-in.ts";
import type { Guide } from "../../src/enrollment/guide-store.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { createProofOfPush } from "../../src/enrollment/prove.ts";
import { methodId, tenantId, userId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { aDevice } from "../builders/methods.ts";
import { FakeChatTurn } from "../fakes/fake-chat-turn.ts";
import { FakeFactsStore } from "../fakes/fake-facts-store.ts";
import { FakeFreshSignInStore } from "../fakes/fake-fresh-sign-in-store.ts";
import { FakeGuideStore } from "../fakes/fake-guide-store.ts";
import { anAssessment, NOTHING_KNOWN, NOW } from "./guide-builders.ts";

const KEY: PersonKey = { tenantId: tenantId("home"), userId: userId("anna") };
const TOKEN: DelegatedToken = { value: "token", owner: null, accountHint: "anna@contoso.example" };
const LINKS = {
  organisationName: "Contoso",
  helpDeskUrl: "https://help.example.com/request",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const PIXEL = methodId("pixel");
const pixel = aDevice("pixel", { displayName: "Pixel 9" });
const MINUTE_MS = 60_000;
/** The button of the first page. */
const NEXT: GuideAsk = { kind: "next", step: "openSecurityInfo" };

/** Lets another turn be first, as often as it is told to. */
class BusyGuideStore extends FakeGuideStore {
  timesBeaten = 0;

  override async save(key: PersonKey, guide: Guide): Promise<boolean> {
    if (this.timesBeaten === 0) return super.save(key, guide);
    this.timesBeaten -= 1;
    return false;
  }
}

describe("GuideDialog", () => {
  let guides: BusyGuideStore;
  let facts: FakeFactsStore;
  let freshSignIns: FakeFreshSignInStore;
  let turn: FakeChatTurn;
  let watched: string[];
  let now: Date;
  let dialog: GuideDialog;

  beforeEach(() => {
    guides = new BusyGuideStore();
    facts = new FakeFactsStore();
    freshSignIns = new FakeFreshSignInStore();
    turn = new FakeChatTurn(KEY, TOKEN);
    watched = [];
    now = NOW;
    const clock = { now: () => now };
    dialog = new GuideDialog({
      guides,
      facts,
      freshSignIns,
      proof: createProofOfPush({ freshSignIns, contextId: null, lastUse: null, clock }),
      watch: {
        start: (_key, _token, known) => {
          watched.push(`start [${known.join()}]`);
          return Promise.resolve();
        },
        stop: () => watched.push("stop"),
      },
      links: LINKS,
      signInLink: (ticket) => `https://pushready.example.com/sign-in/${ticket}`,
      clock,
    });
  });

  const read = (...methods: readonly Method[]): JustRead => ({
    assessment: anAssessment(methods),
    token: TOKEN,
  });
  const ask = (what: GuideAsk, just: JustRead | null = null, guideId: string | null = null) =>
    dialog.run(turn, what, { guideId, read: just });
  const guide = async (): Promise<Guide> => {
    const found = await guides.find(KEY);
    assert.ok(found !== null);
    return found;
  };
  const lastSaid = (): string => turn.log.at(-1) ?? "";
  const isStale = (): boolean => lastSaid().startsWith(`card: ${en["problem.staleAction.title"]}`);
  const tickets = (): readonly string[] =>
    [...turn.shown.matchAll(/sign-in\/([\w-]{43})/g)].map(([, ticket]) => ticket ?? "");

  /** What the pages in the browser do with a ticket. */
  async function signInWith(ticket: string, result: FreshSignInResult): Promise<void> {
    const session = { stateHash: ticket, browserHash: "b", nonce: "n", codeVerifier: "v" };
    assert.ok(await freshSignIns.begin(ticket, session, now));
    const begun = await freshSignIns.finish(ticket, "b", now);
    assert.ok(begun !== null);
    await freshSignIns.saveResult(begun.signInId, result, now);
  }
  const completed = (): FreshSignInResult => ({
    kind: "completed",
    token: "fresh",
    contexts: [],
    signedInAt: now,
  });

  it("leads from the first page to the finish", async () => {
    await ask({ kind: "start" }, read());
    const { guideId } = await guide();
    for (const step of GUIDE_STEPS.slice(0, 3)) await ask({ kind: "next", step }, null, guideId);
    assert.ok(turn.log.every((said) => said.startsWith("move: ") || said === "findToken"));
    await ask({ kind: "watchFound" }, read(pixel));
    assert.match(turn.shown, /Pixel 9/);

    await ask({ kind: "deviceIsMine", methodId: PIXEL }, read(pixel), guideId);

    assert.deepEqual(await facts.find(KEY), {
      currentDevice: { methodId: PIXEL, evidence: "appeared", at: NOW },
      proof: { methodId: PIXEL, strength: "registered", at: NOW },
      keptDevices: [],
      finishedAt: NOW,
    });
    assert.equal((await guide()).guideId, guideId);
    assert.equal(watched[0], "start []");
    assert.ok(watched.includes("stop"));
  });

  it("does not finish while an old phone is left", async () => {
    await ask({ kind: "start" }, read(aDevice("old"), pixel));
    const { guideId } = await guide();

    await ask({ kind: "deviceIsMine", methodId: PIXEL }, read(aDevice("old"), pixel), guideId);

    const { currentDevice, proof, finishedAt } = await facts.find(KEY);
    assert.deepEqual([currentDevice?.methodId, proof, finishedAt], [PIXEL, null, null]);
  });

  it("puts the account's name into the link to Security info", async () => {
    await ask({ kind: "start" }, read());

    assert.match(turn.shown, /login_hint=anna%40contoso\.example/);
  });

  it("says that a card of another guide is old, and does nothing", async () => {
    await ask({ kind: "start" }, read(pixel));
    const before = await guide();

    await ask({ kind: "deviceIsMine", methodId: PIXEL }, read(pixel), "another-guide");

    assert.ok(isStale());
    assert.deepEqual(await guide(), before);
    assert.deepEqual(await facts.find(KEY), NOTHING_KNOWN);
  });

  it("says that a card is old when there is no guide any more, and begins none", async () => {
    await ask(NEXT, null, "gone");

    assert.ok(isStale());
    assert.equal(await guides.find(KEY), null);
  });

  it("says nothing to a watch that comes when there is no guide any more", async () => {
    await ask({ kind: "watchFound" }, read(pixel));

    assert.deepEqual(turn.log, []);
    assert.equal(await guides.find(KEY), null);
  });

  it("begins a new guide whose cards make those of the last one old", async () => {
    await ask({ kind: "start" }, read());
    const first = await guide();
    await ask({ kind: "start" }, read());
    const second = await guide();
    assert.notEqual(second.guideId, first.guideId);

    await ask(NEXT, null, first.guideId);

    assert.ok(isStale());
  });

  it("decides again when another turn was first, and shows one card", async () => {
    await ask({ kind: "start" }, read());
    const { guideId } = await guide();
    const shown = turn.movedFrom.length;
    guides.timesBeaten = 1;

    await ask(NEXT, null, guideId);

    assert.equal(turn.movedFrom.length, shown + 1);
    assert.deepEqual((await guide()).state, {
      kind: "steps",
      step: "chooseAuthenticator",
      known: [],
      view: { kind: "instruction", notSeenYet: false },
    });
  });

  for (const [card, press, page] of [
    ["of the same page turn it once", NEXT, "chooseAuthenticator"],
    ["that name no page move one each", { kind: "next", step: null }, "prepareApp"],
  ] as const) {
    it(`lets two turns at once from cards ${card}, and answers both`, async () => {
      await ask({ kind: "start" }, read());
      const { guideId } = await guide();
      const shown = turn.movedFrom.length;

      await Promise.all([ask(press, null, guideId), ask(press, null, guideId)]);

      assert.deepEqual((await guide()).state, stepsAt(page, []));
      assert.equal(turn.movedFrom.length, shown + 2);
    });
  }

  it("shows to a page that was left where the guide is, in one press more", async () => {
    await ask({ kind: "start" }, read());
    const { guideId } = await guide();
    await ask({ kind: "watchFound" }, read(pixel));
    const { state } = await guide();

    await ask(NEXT, null, guideId);
    assert.ok(lastSaid().startsWith(`move: ${en["movedOn.title"]}`));
    await ask({ kind: "checkNow", step: null }, read(pixel), guideId);

    assert.match(turn.shown, /Pixel 9/);
    assert.deepEqual((await guide()).state, state);
  });

  it("gives up after three turns that were first, with nothing done", async () => {
    await ask({ kind: "start" }, read(pixel));
    const { guideId } = await guide();
    guides.timesBeaten = 3;

    await ask({ kind: "deviceIsMine", methodId: PIXEL }, read(pixel), guideId);

    assert.ok(isStale());
    assert.deepEqual(await facts.find(KEY), NOTHING_KNOWN);
  });

  it("moves the card that it showed last", async () => {
    await ask({ kind: "start" }, read());
    turn.activityId = "activity-2";
    await ask(NEXT, null, (await guide()).guideId);
    turn.activityId = null;
    await ask({ kind: "watchFound" }, read(pixel));

    assert.deepEqual(turn.movedFrom, [null, "activity-1", "activity-2"]);
    assert.equal((await guide()).activityId, "activity-2");
  });

  it("begins anew where an older version left a state that it cannot read", async () => {
    const old = { guideId: "g", state: { kind: "dancing" }, activityId: "a", version: 0 };
    await guides.save(KEY, old);

    await ask({ kind: "resume" }, read());

    assert.deepEqual(turn.movedFrom, ["a"]);
    assert.match(JSON.stringify((await guide()).state), /openSecurityInfo/);
  });

  it("fails loudly when it is to decide without having read", async () => {
    await assert.rejects(ask({ kind: "resume" }), /without reading/);
  });

  describe("proof", () => {
    it("is of the fresh sign-in on the phone where the number showed", async () => {
      await ask({ kind: "prove" }, read(pixel));
      const [ticket = ""] = tickets();
      now = new Date(NOW.getTime() + MINUTE_MS);
      await signInWith(ticket, completed());
      await ask({ kind: "signedInAgain" }, read(pixel));
      const { guideId } = await guide();

      await ask({ kind: "numberShowedOn", methodId: PIXEL }, read(pixel), guideId);

      assert.deepEqual(await facts.find(KEY), {
        currentDevice: { methodId: PIXEL, evidence: "said", at: now },
        proof: { methodId: PIXEL, strength: "signedIn", at: now },
        keptDevices: [],
        finishedAt: now,
      });
    });

    it("has one link that works: the newest", async () => {
      await ask({ kind: "prove" }, read(pixel));
      const [first = ""] = tickets();
      await ask({ kind: "prove" }, read(pixel));
      const [second = ""] = tickets();

      assert.equal(await freshSignIns.look(first, now), null);
      assert.deepEqual(await freshSignIns.look(second, now), { key: KEY, purpose: "prove" });
    });

    it("says why a sign-in came to nothing, with a new link", async () => {
      await ask({ kind: "prove" }, read(pixel));
      const [ticket = ""] = tickets();
      await signInWith(ticket, { kind: "failed", why: "denied" });

      await ask({ kind: "signInFailed", why: "denied" });

      const [next = ""] = tickets();
      assert.notEqual(await freshSignIns.look(next, now), null);
      assert.deepEqual(await facts.find(KEY), NOTHING_KNOWN);
    });

    it("is not kept when the sign-in was longer ago than ten minutes", async () => {
      await ask({ kind: "prove" }, read(pixel));
      await signInWith(tickets()[0] ?? "", completed());
      await ask({ kind: "signedInAgain" }, read(pixel));
      now = new Date(NOW.getTime() + 10 * MINUTE_MS + 1);
      const { guideId } = await guide();

      await ask({ kind: "numberShowedOn", methodId: PIXEL }, read(pixel), guideId);

      assert.deepEqual(await facts.find(KEY), NOTHING_KNOWN);
      assert.deepEqual((await guide()).state, { kind: "proving" });
      assert.equal(tickets().length > 0, true);
    });

    it("is not kept when no number showed", async () => {
      await ask({ kind: "prove" }, read(pixel));
      await signInWith(tickets()[0] ?? "", completed());
      await ask({ kind: "signedInAgain" }, read(pixel));

      await ask({ kind: "noNumber" }, null, (await guide()).guideId);

      assert.deepEqual(await facts.find(KEY), NOTHING_KNOWN);
      assert.deepEqual((await guide()).state, { kind: "proving" });
    });

    it("says nothing unasked to somebody who has gone on meanwhile", async () => {
      await ask({ kind: "prove" }, read(pixel));
      await ask({ kind: "checklist" }, read(pixel));
      const said = turn.log.length;

      await ask({ kind: "signInFailed", why: "expired" });

      assert.equal(turn.log.length, said);
    });
  });
});
