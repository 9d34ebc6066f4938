import assert from "node:assert/strict";
import { cleanupStep } from "../../src/dialogs/cleanup.flow.ts";
import type { CleanupEvent, Standing } from "../../src/dialogs/cleanup-event.ts";
import type { CleanupSnapshot } from "../../src/dialogs/cleanup-snapshot.ts";
import { parseCleanupState } from "../../src/dialogs/cleanup-state.ts";
import { parseGuideState } from "../../src/dialogs/guide-state.ts";
import { methodId } from "../../src/methods/ids.ts";
import { aDevice } from "../builders/methods.ts";
import {
  aCleanup,
  inHand,
  MINE,
  mine,
  OLD,
  OLDER,
  old,
  older,
  TWIN,
  twin,
} from "./cleanup-builders.ts";
import {
  AGAIN,
  BEFORE,
  CHOOSING,
  CONFIRMING,
  ELSEWHERE,
  FINISHED,
  itFollows,
  itIsStale,
  REMOVING,
  RESTING,
  SHOWED,
  SIGNING_IN,
  STATES,
  WHICH,
} from "./cleanup-rows.ts";
import { NOW } from "./guide-builders.ts";

const MINUTE_MS = 60_000;

const none = aCleanup([], {});
const lite = aDevice("lite", { clientApp: "outlookMobile", phoneAppVersion: "4.2543.0" });
const onlyMine = aCleanup([mine]);
const three = aCleanup([mine, old, older]);
const proved = aCleanup([mine, old, older], inHand("signedIn"));
const weak = aCleanup([mine, old, older], inHand("registered"));
const longAgo = aCleanup([mine, old, older], inHand("signedIn", 61 * MINUTE_MS));
const oldGone = aCleanup([mine, older]);
const allGone = aCleanup([mine]);
const mineGone = aCleanup([old, older]);
const unknown = aCleanup([mine, old], {});
const oldIsMine = aCleanup([mine, old, older], {
  currentDevice: { methodId: OLD, evidence: "said", at: NOW },
});

const FREE: Standing = { kind: "free" };
const UNDER_WAY: Standing = { kind: "underWay" };
const OPEN: Standing = { kind: "open", methodId: OLD, settlesAt: NOW };

const started = (snapshot: CleanupSnapshot, standing: Standing = FREE): CleanupEvent => ({
  kind: "started",
  snapshot,
  standing,
});
const looked = (
  snapshot: CleanupSnapshot,
  more: { readonly standing?: Standing; readonly signedInAt?: Date } = {},
): CleanupEvent => ({ kind: "looked", snapshot, standing: FREE, signedInAt: null, ...more });
const picked = (ids: readonly string[], snapshot = three): CleanupEvent => ({
  kind: "picked",
  ids: ids.map(methodId),
  snapshot,
});
const confirmed = (ids: readonly string[], snapshot = three): CleanupEvent => ({
  kind: "confirmed",
  ids: ids.map(methodId),
  snapshot,
});
const isMine = (
  id: string,
  snapshot: CleanupSnapshot,
  strength: "signedIn" | null = null,
): CleanupEvent => ({ kind: "deviceIsMine", methodId: methodId(id), strength, snapshot });
const showedOn = (
  id: string,
  snapshot = three,
  strength: "signedIn" | null = "signedIn",
): CleanupEvent => ({ kind: "numberShowedOn", methodId: methodId(id), strength, snapshot });
const signedIn = (snapshot = three): CleanupEvent => ({ kind: "signedIn", snapshot });
const BOTH = "remove old,older";

describe("cleanupStep, from the list to the confirmation", () => {
  itFollows([
    ["with nothing registered", null, started(none), "cleanupResting", ["nothing noEntries"]],
    ["with their phone alone", null, started(onlyMine), "cleanupResting", ["nothing onlyInHand"]],
    ["who has not named their phone", null, started(unknown), "cleanupWhich", ["which mine,old"]],
    ["whose phone is gone", null, started(mineGone), "cleanupWhich", ["which old,older"]],
    [
      "with nothing that counts",
      null,
      started(aCleanup([lite], {})),
      "cleanupResting",
      ["noneWorks"],
    ],
    [
      "whose phone does not count",
      null,
      started(
        aCleanup([lite, old], {
          currentDevice: { methodId: methodId("lite"), evidence: "said", at: NOW },
        }),
      ),
      "cleanupWhich",
      ["which old"],
    ],
    ["with two old ones", null, started(three), "cleanupChoosing", ["choose old,older"]],
    ["anew", SIGNING_IN, started(three), "cleanupChoosing", ["choose old,older"]],
    [
      "with Outlook, which is listed too",
      null,
      started(aCleanup([mine, lite])),
      "cleanupChoosing",
      ["choose lite"],
    ],
    [
      "after a removal that nobody ended",
      REMOVING,
      started(three),
      "cleanupChoosing",
      ["choose old,older (interrupted)"],
    ],
    [
      "while a removal runs",
      REMOVING,
      started(three, UNDER_WAY),
      "cleanupRemoving",
      ["removing old,older"],
    ],
    [
      "while one runs elsewhere",
      null,
      started(three, UNDER_WAY),
      "cleanupResting",
      ["stopped busy"],
    ],
    [
      "while one is not settled",
      null,
      started(three, OPEN),
      "cleanupResting",
      ["stopped earlierOpen"],
    ],
    [
      "while one is not settled",
      REMOVING,
      started(three, OPEN),
      "cleanupResting",
      ["stopped earlierOpen"],
    ],
    [
      "about one that is gone by now",
      { kind: "cleanupDone", unsure: OLD },
      started(oldGone),
      "cleanupChoosing",
      ["choose older (unsureGone)"],
    ],
    [
      "about one that was the last",
      { kind: "cleanupResting", unsure: OLD },
      started(onlyMine),
      "cleanupResting",
      ["nothing onlyInHand (unsureGone)"],
    ],
    [
      "about one that is listed still",
      { kind: "cleanupResting", unsure: OLD },
      started(three),
      "cleanupChoosing",
      ["choose old,older (unsureStays)"],
    ],

    [
      "which is theirs",
      WHICH,
      isMine("mine", unknown),
      "cleanupWhich",
      ["confirmDevice mine", "refresh"],
    ],
    [
      "which is theirs and gone meanwhile",
      WHICH,
      isMine("mine", mineGone),
      "cleanupWhich",
      ["which old,older"],
    ],
    [
      "where the number showed",
      ELSEWHERE,
      isMine("old", unknown, "signedIn"),
      "cleanupWhich",
      ["confirmDevice old", "saveProof old signedIn", "refresh"],
    ],
    [
      "which is not where the number showed",
      ELSEWHERE,
      isMine("mine", unknown, "signedIn"),
      "cleanupWhich",
      ["confirmDevice mine", "refresh"],
    ],
    [
      "where the number showed too long ago",
      ELSEWHERE,
      isMine("old", unknown),
      "cleanupWhich",
      ["confirmDevice old", "refresh"],
    ],
    ["of these", WHICH, { kind: "noneIsMine" }, "cleanupResting", ["noneWorks"]],
    [
      "their phone",
      WHICH,
      { kind: "factsChanged", snapshot: three },
      "cleanupChoosing",
      ["choose old,older"],
    ],
    [
      "while it removes",
      REMOVING,
      { kind: "factsChanged", snapshot: three },
      "cleanupRemoving",
      ["removing old,older"],
    ],
    ["of nothing", null, { kind: "factsChanged", snapshot: three }, null, []],

    [
      "two",
      CHOOSING,
      picked(["old", "older"]),
      "cleanupConfirming",
      ["confirm old,older (sign-in)"],
    ],
    [
      "one, proved just now",
      CHOOSING,
      picked(["old"], proved),
      "cleanupConfirming",
      ["confirm old"],
    ],
    [
      "one, proved by registering",
      CHOOSING,
      picked(["old"], weak),
      "cleanupConfirming",
      ["confirm old (sign-in)"],
    ],
    [
      "one, proved in a sign-in whose token is over",
      CHOOSING,
      picked(["old"], aCleanup([mine, old], inHand("signedIn", 11 * MINUTE_MS))),
      "cleanupConfirming",
      ["confirm old (sign-in)"],
    ],
    [
      "others, in a second window",
      CONFIRMING,
      picked(["older"]),
      "cleanupConfirming",
      ["confirm older (sign-in)"],
    ],
    ["nothing", CHOOSING, picked([]), "cleanupChoosing", ["choose old,older (nonePicked)"]],
    [
      "one that is gone meanwhile",
      CHOOSING,
      picked(["old", "older"], oldGone),
      "cleanupChoosing",
      ["choose older [older] (changed)"],
    ],
    [
      "one that they named as theirs meanwhile",
      { ...CHOOSING, offered: [OLD, MINE] },
      picked(["old", "mine"]),
      "cleanupChoosing",
      ["choose old,older [old] (changed)"],
    ],
    [
      "one, and their phone is gone meanwhile",
      CHOOSING,
      picked(["old"], mineGone),
      "cleanupWhich",
      ["which old,older (changed)"],
    ],
    [
      "one like their phone",
      { ...CHOOSING, offered: [TWIN] },
      picked(["twin"], aCleanup([mine, twin])),
      "cleanupChoosing",
      ["confirm  twin stays: looksLikeCurrentDevice (sign-in)"],
    ],
    [
      "one like their phone, and another",
      { ...CHOOSING, offered: [OLD, TWIN] },
      picked(["old", "twin"], aCleanup([mine, old, twin])),
      "cleanupConfirming",
      ["confirm old twin stays: looksLikeCurrentDevice (sign-in)"],
    ],
    [
      "one like their phone, where Microsoft's log tells which was used",
      { ...CHOOSING, offered: [TWIN] },
      picked(
        ["twin"],
        aCleanup([mine, twin], inHand(), { settings: { possibleProofs: ["signedIn", "logged"] } }),
      ),
      "cleanupConfirming",
      ["confirm twin (sign-in)"],
    ],
    [
      "one, where no sign-in can be proof enough",
      CHOOSING,
      picked(["old"], aCleanup([mine, old], inHand(), { settings: { minimum: "enforced" } })),
      "cleanupChoosing",
      ["confirm  old stays: proofTooWeak (sign-in)"],
    ],

    [
      "of them",
      CHOOSING,
      { kind: "keptAll", snapshot: three },
      "cleanupDone",
      ["keepDevices old,older", "showChecklist"],
    ],
    [
      "of them, one being new to them",
      { ...CHOOSING, offered: [OLD] },
      { kind: "keptAll", snapshot: three },
      "cleanupDone",
      ["keepDevices old", "showChecklist"],
    ],
    [
      "of them, and their phone is gone",
      CHOOSING,
      { kind: "keptAll", snapshot: mineGone },
      "cleanupWhich",
      ["which old,older (changed)"],
    ],
    [
      "to the list",
      CONFIRMING,
      { kind: "back", snapshot: three },
      "cleanupChoosing",
      ["choose old,older [old,older]"],
    ],
    [
      "to the list",
      SIGNING_IN,
      { kind: "back", snapshot: three },
      "cleanupChoosing",
      ["choose old,older [old,older]"],
    ],
    [
      "too late",
      REMOVING,
      { kind: "back", snapshot: three },
      "cleanupRemoving",
      ["removing old,older"],
    ],
  ]);

  itIsStale(
    picked(["old"]),
    STATES.filter((one) => one !== CHOOSING && one !== CONFIRMING),
  );
  itIsStale(picked(["old", "mine"]), [CHOOSING, CONFIRMING]);
  itIsStale(picked(["somebody-elses"]), [CHOOSING, CONFIRMING]);
  itIsStale(
    isMine("mine", three),
    STATES.filter((one) => one !== WHICH),
  );
  itIsStale(isMine("older", three), [WHICH]);
  itIsStale(
    { kind: "noneIsMine" },
    STATES.filter((one) => one !== WHICH),
  );
  itIsStale(
    { kind: "keptAll", snapshot: three },
    STATES.filter((one) => one !== CHOOSING && one !== CONFIRMING),
  );
  itIsStale({ kind: "back", snapshot: three }, [null, WHICH, RESTING, FINISHED]);

  it("shows what is no longer supported beside it, and touches none of it", () => {
    const [effect] = cleanupStep(null, started(three)).effects;

    assert.ok(effect?.kind === "show" && effect.view.kind === "choose");
    assert.deepEqual(
      effect.view.retired.map(({ kind }) => kind),
      ["phone"],
    );
  });

  it("shows which ones the person has said are theirs too", () => {
    const kept = aCleanup([mine, old], { ...inHand(), keptDevices: [OLD] });
    const [effect] = cleanupStep(null, started(kept)).effects;

    assert.ok(effect?.kind === "show" && effect.view.kind === "choose");
    assert.deepEqual(effect.view.kept, [OLD]);
  });
});

describe("cleanupStep, from the confirmation to the removal", () => {
  itFollows([
    ["two, proved", CONFIRMING, confirmed(["older", "old"], proved), "cleanupRemoving", [BOTH]],
    ["two, not proved", CONFIRMING, confirmed(["old", "older"]), "cleanupSigningIn", ["signIn"]],
    [
      "two, proved too weakly",
      CONFIRMING,
      confirmed(["old", "older"], weak),
      "cleanupSigningIn",
      ["signIn"],
    ],
    [
      "two, proved too long ago",
      CONFIRMING,
      confirmed(["old", "older"], longAgo),
      "cleanupSigningIn",
      ["signIn"],
    ],
    [
      "two, one gone meanwhile",
      CONFIRMING,
      confirmed(["old", "older"], oldGone),
      "cleanupChoosing",
      ["choose older [older] (changed)"],
    ],
    [
      "two, and their phone is gone",
      CONFIRMING,
      confirmed(["old", "older"], mineGone),
      "cleanupWhich",
      ["which old,older (changed)"],
    ],
    [
      "one that the log would have told apart, and it did not",
      { ...CONFIRMING, picked: [TWIN] },
      confirmed(["twin"], aCleanup([mine, twin], inHand("signedIn"))),
      "cleanupDone",
      ["done twin looksLikeCurrentDevice; left mine,twin"],
    ],
    ["twice", SIGNING_IN, confirmed(["old", "older"]), "cleanupSigningIn", ["signIn"]],
    ["twice", SHOWED, confirmed(["old", "older"]), "cleanupShowed", ["where mine,old,older"]],
    ["twice", REMOVING, confirmed(["old", "older"]), "cleanupRemoving", ["removing old,older"]],

    [
      "without a sign-in",
      REMOVING,
      { kind: "tokenMissing", now: NOW },
      "cleanupSigningIn",
      ["signIn"],
    ],
    [
      "without a second sign-in",
      { ...REMOVING, isSecond: true, removedBefore: 1 },
      { kind: "tokenMissing", now: NOW },
      "cleanupSigningIn",
      ["signIn stepUp after 1"],
    ],
    [
      "of something else by now",
      CHOOSING,
      { kind: "tokenMissing", now: NOW },
      "cleanupChoosing",
      [],
    ],

    ["for the first time", SIGNING_IN, signedIn(), "cleanupShowed", ["where mine,old,older"]],
    ["with push proved already", SIGNING_IN, signedIn(proved), "cleanupRemoving", [BOTH]],
    ["once more for Microsoft", AGAIN, signedIn(proved), "cleanupRemoving", [`${BOTH} (second)`]],
    [
      "and all is gone meanwhile",
      SIGNING_IN,
      signedIn(allGone),
      "cleanupResting",
      ["nothing onlyInHand (changed)"],
    ],
    [
      "and one is gone meanwhile",
      SIGNING_IN,
      signedIn(oldGone),
      "cleanupShowed",
      ["where mine,older"],
    ],
    [
      "and they have named one of those as theirs meanwhile",
      SIGNING_IN,
      signedIn(oldIsMine),
      "cleanupChoosing",
      ["choose mine,older [older] (changed)"],
    ],
    [
      "their phone, which is one of those meanwhile",
      SHOWED,
      showedOn("old", oldIsMine),
      "cleanupChoosing",
      ["choose mine,older [older] (changed)"],
    ],
    [
      "and their phone is gone",
      SIGNING_IN,
      signedIn(mineGone),
      "cleanupWhich",
      ["which old,older (changed)"],
    ],

    ["not yet", SIGNING_IN, looked(three), "cleanupSigningIn", ["signIn notYet"]],
    [
      "before it was asked for",
      SIGNING_IN,
      looked(three, { signedInAt: new Date(BEFORE) }),
      "cleanupSigningIn",
      ["signIn notYet"],
    ],
    [
      "and the chat had not heard of it",
      SIGNING_IN,
      looked(three, { signedInAt: NOW }),
      "cleanupShowed",
      ["where mine,old,older"],
    ],
    [
      "a new link",
      SIGNING_IN,
      { kind: "askedToSignIn", snapshot: three },
      "cleanupSigningIn",
      ["signIn"],
    ],
    [
      "a new link",
      AGAIN,
      { kind: "askedToSignIn", snapshot: three },
      "cleanupSigningIn",
      ["signIn stepUp after 1"],
    ],
    [
      "a new link",
      SHOWED,
      { kind: "askedToSignIn", snapshot: three },
      "cleanupSigningIn",
      ["signIn"],
    ],
    [
      "too late",
      REMOVING,
      { kind: "askedToSignIn", snapshot: three },
      "cleanupRemoving",
      ["removing old,older"],
    ],
    [
      "denied",
      SIGNING_IN,
      { kind: "signInFailed", why: "denied", now: NOW },
      "cleanupSigningIn",
      ["signIn denied"],
    ],
    [
      "denied",
      SHOWED,
      { kind: "signInFailed", why: "denied", now: NOW },
      "cleanupSigningIn",
      ["signIn denied"],
    ],

    ["their phone", SHOWED, showedOn("mine"), "cleanupRemoving", ["saveProof mine signedIn", BOTH]],
    [
      "their phone, one picked being gone",
      SHOWED,
      showedOn("mine", oldGone),
      "cleanupRemoving",
      ["saveProof mine signedIn", BOTH],
    ],
    [
      "their phone, all picked being gone",
      SHOWED,
      showedOn("mine", allGone),
      "cleanupResting",
      ["nothing onlyInHand (changed)"],
    ],
    [
      "their phone, which is proof too weak here",
      SHOWED,
      showedOn("mine", aCleanup([mine, old, older], inHand(), { settings: { minimum: "logged" } })),
      "cleanupDone",
      ["saveProof mine signedIn", "done old proofTooWeak,older proofTooWeak; left mine,old,older"],
    ],
    [
      "their phone, too late",
      SHOWED,
      showedOn("mine", three, null),
      "cleanupSigningIn",
      ["signIn expired"],
    ],
    [
      "another phone",
      SHOWED,
      showedOn("old"),
      "cleanupWhich",
      ["dropSignIn", "which mine,old,older (showed on old)"],
    ],
    [
      "a phone that is gone",
      SHOWED,
      showedOn("old", oldGone),
      "cleanupChoosing",
      ["choose older [older] (changed)"],
    ],
    ["twice", REMOVING, showedOn("mine"), "cleanupRemoving", ["removing old,older"]],
    [
      "nowhere",
      SHOWED,
      { kind: "noNumberShowed", snapshot: three },
      "cleanupSigningIn",
      ["dropSignIn", "signIn noNumber"],
    ],
    [
      "too late",
      REMOVING,
      { kind: "noNumberShowed", snapshot: three },
      "cleanupRemoving",
      ["removing old,older"],
    ],
    ["where it showed", SHOWED, looked(three), "cleanupShowed", ["where mine,old,older"]],

    [
      "while it runs",
      REMOVING,
      looked(three, { standing: UNDER_WAY }),
      "cleanupRemoving",
      ["removing old,older"],
    ],
    [
      "after a restart",
      REMOVING,
      looked(three),
      "cleanupChoosing",
      ["choose old,older (interrupted)"],
    ],
    [
      "while one runs elsewhere",
      RESTING,
      looked(three, { standing: UNDER_WAY }),
      "cleanupResting",
      ["stopped busy"],
    ],
    ["again", RESTING, looked(three), "cleanupChoosing", ["choose old,older"]],
    ["again", FINISHED, looked(three), "cleanupChoosing", ["choose old,older"]],
    ["again", CHOOSING, looked(three), "cleanupChoosing", ["choose old,older"]],
    ["again", CONFIRMING, looked(three), "cleanupChoosing", ["choose old,older"]],
    ["again", WHICH, looked(three), "cleanupChoosing", ["choose old,older"]],
  ]);

  itIsStale(looked(three), [null]);
  itIsStale(confirmed(["old", "older"]), [null, WHICH, CHOOSING, RESTING, FINISHED]);
  // Another window confirms what it shows, and that is no longer what is asked for.
  itIsStale(confirmed(["old"]), STATES);
  itIsStale(confirmed(["old", "older", "mine"]), STATES);
  itIsStale(confirmed(["old", "somebody-elses"]), STATES);
  itIsStale(
    showedOn("mine"),
    STATES.filter((one) => one !== SHOWED && one !== REMOVING),
  );
  itIsStale(showedOn("somebody-elses"), [SHOWED]);
  itIsStale(
    { kind: "noNumberShowed", snapshot: three },
    STATES.filter((one) => one !== SHOWED && one !== REMOVING),
  );
  itIsStale(
    { kind: "askedToSignIn", snapshot: three },
    STATES.filter((one) => one !== SHOWED && one !== REMOVING && one !== SIGNING_IN),
  );

  for (const state of STATES) {
    const at = state?.kind ?? "nowhere";
    if (state !== SIGNING_IN) {
      it(`says nothing unasked of a sign-in to somebody who is elsewhere: ${at}`, () => {
        assert.deepEqual(cleanupStep(state, signedIn()), { state, effects: [] });
      });
    }
    if (state !== SIGNING_IN && state !== SHOWED) {
      it(`says nothing unasked of a failure to somebody who is elsewhere: ${at}`, () => {
        const failed: CleanupEvent = { kind: "signInFailed", why: "expired", now: NOW };

        assert.deepEqual(cleanupStep(state, failed), { state, effects: [] });
      });
    }
  }

  it("waits for a sign-in that is newer than the asking", () => {
    const { state } = cleanupStep(CONFIRMING, confirmed(["old", "older"]));

    assert.deepEqual(state, {
      kind: "cleanupSigningIn",
      picked: [OLD, OLDER],
      isSecond: false,
      removedBefore: 0,
      since: NOW.toISOString(),
    });
  });

  it("keeps that time while it waits", () => {
    assert.deepEqual(cleanupStep(SIGNING_IN, looked(three)).state, SIGNING_IN);
    assert.deepEqual(cleanupStep(SIGNING_IN, confirmed(["old", "older"])).state, SIGNING_IN);
  });
});

describe("states of the clean-up", () => {
  for (const state of STATES.filter((one) => one !== null)) {
    it(`can be stored and read back: ${state.kind}`, () => {
      const stored: unknown = JSON.parse(JSON.stringify(state));

      assert.deepEqual(parseCleanupState(stored), state);
    });

    it(`are none of the guided set-up's: ${state.kind}`, () => {
      assert.equal(parseGuideState(state), null);
    });
  }

  for (const stored of [null, {}, { kind: "checklist" }, { kind: "cleanupDancing" }, "x"]) {
    it(`are not read from ${JSON.stringify(stored)}`, () => {
      assert.equal(parseCleanupState(stored), null);
    });
  }
});
