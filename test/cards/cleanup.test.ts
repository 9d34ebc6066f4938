import assert from "node:assert/strict";
import { cleanupCard } from "../../src/cards/cleanup/cleanup.card.ts";
import {
  type CleanupView,
  NOTICES,
  type OutcomeRow,
} from "../../src/cards/cleanup/cleanup-view.ts";
import { parseAction } from "../../src/cards/verbs.ts";
import { en } from "../../src/copy/en.ts";
import type { RemovalOutcome } from "../../src/enrollment/remove.ts";
import type { MethodId } from "../../src/methods/ids.ts";
import type { AuthenticatorMethod, Method } from "../../src/methods/method.ts";
import { REMOVAL_REFUSALS } from "../../src/methods/removal.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { nodesOf, nodesOfType, wordsOf } from "./card-reading.ts";

const guideId = "0b6f1f0e-6f0b-4a35-9a43-2f6f3c1d7a11";
const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const hinted = `${links.securityInfoUrl}?login_hint=ada%40vipdesk.example`;
const signInLink = "https://pushready.example/sign-in/ticket";
const now = new Date("2026-11-24T10:00:00Z");

const pixel = aDevice("pixel", { displayName: "Pixel 9", phoneAppVersion: "6.2610.7011" });
const iPhone = aDevice("iphone", { displayName: "iPhone 8", phoneAppVersion: "6.6.12" });
const galaxy = aDevice("galaxy", { displayName: "SM-G960F", phoneAppVersion: "6.2301.0203" });
const twin: AuthenticatorMethod = { ...iPhone, id: aDevice("twin").id };
const sms = aMethod({ kind: "phone" });

const cardOf = (view: CleanupView) =>
  cleanupCard(en, {
    view,
    guideId,
    links,
    accountHint: "ada@vipdesk.example",
    signInLink,
    now,
    locale: "en-GB",
  });
const wordsIn = (view: CleanupView): readonly string[] => wordsOf(cardOf(view));

/** Each button as what it does, the primary one marked, and the one that cannot be undone. */
const buttonsIn = (view: CleanupView): readonly string[] =>
  nodesOf(cardOf(view))
    .filter(({ type }) => type.startsWith("Action."))
    .map(({ style, verb, url }) => {
      const mark = style === "positive" ? "! " : style === "destructive" ? "!! " : "";
      return `${mark}${String(verb ?? url)}`;
    });

const choosing = (
  others: readonly AuthenticatorMethod[],
  more: {
    readonly inHand?: AuthenticatorMethod;
    readonly kept?: readonly MethodId[];
    readonly picked?: readonly MethodId[];
    readonly retired?: readonly Method[];
  } = {},
): CleanupView => ({
  kind: "choose",
  inHand: pixel,
  others,
  kept: [],
  picked: [],
  notice: null,
  retired: [],
  ...more,
});

describe("cleanupCard, the list", () => {
  it("shows the phone in the hand first, and says that it stays", () => {
    const words = wordsIn(choosing([iPhone, galaxy]));

    const at = words.indexOf("Pixel 9");
    assert.equal(words[at + 1], "The phone in your hand. It stays.");
    assert.ok(at < words.indexOf("1. iPhone 8"));
  });

  it("offers every other one to tick, and not the one in the hand", () => {
    const [input] = nodesOfType(cardOf(choosing([iPhone, galaxy])), "Input.ChoiceSet");

    assert.partialDeepStrictEqual(input, {
      id: "picked",
      isMultiSelect: true,
      value: "",
      choices: [
        { title: "Number 1: iPhone 8", value: "iphone" },
        { title: "Number 2: SM-G960F", value: "galaxy" },
      ],
    });
  });

  it("sends what was ticked as parseAction reads it", () => {
    const odd = aDevice("a,b/c=", { displayName: "Odd" });
    const card = cardOf(choosing([iPhone, odd], { picked: [iPhone.id, odd.id] }));
    const [input] = nodesOfType(card, "Input.ChoiceSet");
    const pick = nodesOfType(card, "Action.Execute").find(({ verb }) => verb === "cleanup.pick");
    assert.ok(pick !== undefined && typeof pick["data"] === "object");

    const action = parseAction(pick["verb"], { ...pick["data"], picked: input?.["value"] });

    assert.ok(action?.verb === "cleanup.pick");
    assert.deepEqual(action.picked, [iPhone.id, odd.id]);
  });

  it("tells what is known of each, and marks hints as hints", () => {
    const used = { ...galaxy, lastUsedAt: new Date("2025-02-22T08:00:00Z") };
    const words = wordsIn(choosing([used]));

    assert.ok(words.includes("App version 6.2301.0203 · Last used 22 Feb 2025"));
    assert.ok(words.some((word) => /^Hints: .*not used since 22 Feb 2025/.test(word)));
    assert.ok(words.includes(en["hint.note"]));
  });

  it("tells two phones of one model apart by the version", () => {
    const words = wordsIn(choosing([iPhone, { ...twin, phoneAppVersion: "6.8.53" }]));

    assert.ok(words.includes("App version 6.6.12") && words.includes("App version 6.8.53"));
    assert.ok(!words.some((word) => word.startsWith("Nothing that Microsoft tells me")));
  });

  it("tells them apart by the tag where only that differs, and shows the usual tag only then", () => {
    const tagged = wordsIn(choosing([iPhone, { ...twin, deviceTag: "PhoneAppActivated" }]));
    const plain = wordsIn(choosing([iPhone, galaxy]));

    assert.ok(tagged.includes("App version 6.6.12 · Tag “PhoneAppActivated”"));
    assert.ok(tagged.includes("App version 6.6.12 · Tag “SoftwareTokenActivated”"));
    assert.ok(!plain.some((word) => word.includes("Tag")));
  });

  it("tells them apart by the last use where only that differs", () => {
    const day = (iso: string): Date => new Date(`${iso}T00:00:00Z`);
    const words = wordsIn(
      choosing([
        { ...iPhone, lastUsedAt: day("2026-11-23") },
        { ...twin, lastUsedAt: day("2026-11-01") },
      ]),
    );

    assert.ok(!words.some((word) => word.startsWith("Nothing that Microsoft tells me")));
  });

  it("says so where nothing tells them apart, by their places in the list", () => {
    const words = wordsIn(choosing([iPhone, galaxy, twin]));

    assert.ok(words.includes(en["cleanup.alike"]({ numbers: "3" })));
    assert.ok(words.includes(en["cleanup.alike"]({ numbers: "1" })));
  });

  it("says so where nothing tells one from the phone in the hand", () => {
    const words = wordsIn(choosing([twin], { inHand: iPhone }));

    assert.ok(words.includes(en["cleanup.alikeInHand"]));
  });

  it("says which ones the person keeps", () => {
    const words = wordsIn(choosing([iPhone, galaxy], { kept: [galaxy.id] }));

    assert.equal(words[words.indexOf("2. SM-G960F") + 1], en["cleanup.kept"]);
  });

  it("calls Authenticator Lite by its name", () => {
    const lite = { ...iPhone, clientApp: "outlookMobile" as const };
    const words = wordsIn(choosing([lite]));

    assert.ok(words.includes("Authenticator Lite in Outlook · App version 6.6.12"));
  });

  it("explains what it cannot touch, with the way to it", () => {
    const view = choosing([iPhone], { retired: [sms] });

    assert.ok(wordsIn(view).includes("Mobile phone (text message or call) · •••• 00"));
    assert.ok(wordsIn(view).some((word) => word.includes("I can't touch them")));
    assert.deepEqual(buttonsIn(view), [
      "! cleanup.pick",
      "cleanup.keepAll",
      "checklist.show",
      hinted,
    ]);
  });

  it("names no other methods where there are none", () => {
    const view = choosing([iPhone]);

    assert.ok(!wordsIn(view).includes(en["cleanup.others.title"]));
    assert.deepEqual(buttonsIn(view), ["! cleanup.pick", "cleanup.keepAll", "checklist.show"]);
  });

  it("puts into a choice what cannot be interpreted, and the whole name above it", () => {
    const hostile = "**Bob** [x](http://evil.example) {{DATE(1)}} <b>";
    const card = cardOf(choosing([{ ...iPhone, displayName: hostile }]));
    const [input] = nodesOfType(card, "Input.ChoiceSet");

    assert.partialDeepStrictEqual(input, {
      choices: [{ title: "Number 1: Bob x http evil.example DATE 1 b" }],
    });
    assert.ok(wordsOf(card).some((word) => word.startsWith("1. **Bob** [x]")));
  });

  it("numbers a phone whose name has nothing that can be shown in a choice", () => {
    const card = cardOf(choosing([{ ...iPhone, displayName: "***" }]));

    assert.partialDeepStrictEqual(nodesOfType(card, "Input.ChoiceSet")[0], {
      choices: [{ title: "Number 1" }],
    });
  });

  for (const notice of NOTICES) {
    it(`says what has happened: ${notice}`, () => {
      const words = wordsIn({ ...choosing([iPhone]), notice } as CleanupView);

      assert.ok(words.includes(en[`cleanup.notice.${notice}`]));
    });
  }
});

describe("cleanupCard, the confirmation", () => {
  const confirming = (more: Partial<Extract<CleanupView, { kind: "confirm" }>> = {}) =>
    ({
      kind: "confirm",
      inHand: pixel,
      picked: [iPhone, galaxy],
      stays: [],
      needsSignIn: true,
      ...more,
    }) satisfies CleanupView;

  it("says in one sentence what will happen, and that it cannot be undone", () => {
    const words = wordsIn(confirming());

    assert.equal(words[0], "Remove these 2 phones?");
    assert.equal(
      words[1],
      "I take the 2 phones below off your account; “Pixel 9” stays and confirms your sign-ins.",
    );
    assert.ok(words.some((word) => word.startsWith("This cannot be undone.")));
    assert.ok(words.some((word) => word.includes("type **set up**")));
    assert.ok(words.includes("iPhone 8") && words.includes("SM-G960F"));
  });

  it("has one button that removes, marked as what cannot be undone, which names what is shown", () => {
    const card = cardOf(confirming());
    const confirm = nodesOfType(card, "Action.Execute").find(
      ({ verb }) => verb === "cleanup.confirm",
    );

    assert.deepEqual(buttonsIn(confirming()), ["!! cleanup.confirm", "cleanup.back"]);
    assert.deepEqual(parseAction(confirm?.["verb"], confirm?.["data"]), {
      verb: "cleanup.confirm",
      card: "cleanup",
      guideId,
      picked: [iPhone.id, galaxy.id],
    });
    assert.equal(confirm?.["title"], "Remove 2 phones");
  });

  it("says that a sign-in comes first, where one does", () => {
    const aside = en["cleanup.confirm.signInFirst"];

    assert.ok(wordsIn(confirming()).includes(aside));
    assert.ok(!wordsIn(confirming({ needsSignIn: false })).includes(aside));
  });

  it("says what stays of what was picked, and why, and confirms the rest alone", () => {
    const view = confirming({
      picked: [iPhone],
      stays: [{ device: galaxy, why: "looksLikeCurrentDevice" }],
    });
    const words = wordsIn(view);

    assert.equal(words[0], "Remove this phone?");
    assert.ok(words.indexOf("SM-G960F") > words.indexOf("iPhone 8"));
    assert.ok(words.includes(en["cleanup.stays.looksLikeCurrentDevice"]));
    assert.ok(words.includes("Remove it"));
  });

  it("offers nothing to confirm where all of it stays, but the ways out", () => {
    const view = confirming({ picked: [], stays: [{ device: galaxy, why: "notListed" }] });

    assert.equal(wordsIn(view)[0], "I can't remove that");
    assert.deepEqual(buttonsIn(view), ["! cleanup.back", "guide.start", hinted]);
  });
});

describe("cleanupCard, questions and pages", () => {
  it("asks which phone is in the hand, one button for each, and one for none", () => {
    const view: CleanupView = {
      kind: "whichIsMine",
      devices: [iPhone, pixel],
      showedOn: null,
      notice: null,
    };

    assert.deepEqual(buttonsIn(view), [
      "cleanup.mine",
      "cleanup.mine",
      "cleanup.noneMine",
      "checklist.show",
    ]);
  });

  it("says that the number showed on another phone, and on which", () => {
    const words = wordsIn({
      kind: "whichIsMine",
      devices: [iPhone, pixel],
      showedOn: iPhone.id,
      notice: null,
    });

    assert.equal(words[0], "That is another phone");
    assert.match(words[1] ?? "", /Nothing has been removed\.$/);
    assert.equal(words[words.indexOf("1. iPhone 8") + 1], en["cleanup.which.showedHere"]);
  });

  it("asks where the number showed without a hint at the answer", () => {
    const words = wordsIn({ kind: "whereNumberShowed", devices: [galaxy, iPhone] });

    assert.ok(!words.some((word) => word.startsWith("Hint")));
    assert.ok(words.includes("On none of these"));
  });

  it("opens the fresh sign-in, and can be told that it is done", () => {
    const view: CleanupView = { kind: "signIn", why: null, removedBefore: 0 };

    assert.deepEqual(buttonsIn(view), [
      `! ${signInLink}`,
      "cleanup.look",
      "cleanup.signInAgain",
      "cleanup.back",
    ]);
  });

  for (const [why, heading] of [
    ["denied", "That sign-in was stopped"],
    ["wrongAccount", "That was another account"],
    ["wrongTenant", "That was another organisation"],
    ["expired", "That sign-in is too old"],
    ["failed", "The sign-in didn't finish"],
    ["noNumber", "No number came"],
    ["stepUp", "Once more, for Microsoft"],
    ["notYet", "Sign in once more"],
  ] as const) {
    it(`says why a sign-in is asked for: ${why}`, () => {
      assert.equal(wordsIn({ kind: "signIn", why, removedBefore: 0 })[0], heading);
    });
  }

  for (const [removedBefore, words] of [
    [0, /Nothing has been removed yet\.$/],
    [1, /One phone is removed already/],
    [2, /2 phones are removed already/],
  ] as const) {
    it(`says what went before Microsoft asked once more: ${removedBefore}`, () => {
      assert.match(wordsIn({ kind: "signIn", why: "stepUp", removedBefore })[1] ?? "", words);
    });
  }

  it("leads somebody without a phone that works to set-up, Security info and the help desk", () => {
    const view: CleanupView = { kind: "noneWorks", notice: null };

    assert.deepEqual(buttonsIn(view), ["! guide.start", hinted, links.helpDeskUrl]);
    assert.ok(wordsIn(view).includes(en["helpDesk.noneWorks.request"]));
  });

  it("shows what is being removed, and that it takes a while", () => {
    const view: CleanupView = { kind: "removing", devices: [iPhone, galaxy] };

    assert.ok(wordsIn(view).includes("iPhone 8"));
    assert.deepEqual(buttonsIn(view), ["cleanup.look"]);
  });

  it("says when it is certain what an earlier removal came to", () => {
    const settlesAt = new Date("2026-11-24T10:05:00Z");
    const words = wordsIn({ kind: "stopped", stop: { kind: "earlierOpen", settlesAt } });

    assert.match(words.join(" "), /DATE\(2026-11-24T10:05:00Z, SHORT\)/);
  });
});

describe("cleanupCard, what came of it", () => {
  const row = (
    device: AuthenticatorMethod,
    outcome: RemovalOutcome,
    referenceId: string | null = null,
  ): OutcomeRow => ({ methodId: device.id, device, outcome, referenceId });
  const done = (
    rows: readonly OutcomeRow[],
    more: Partial<Extract<CleanupView, { kind: "done" }>> = {},
  ): CleanupView => ({
    kind: "done",
    rows,
    removedBefore: 0,
    isSecond: false,
    left: [pixel],
    inHand: pixel.id,
    ...more,
  });
  const REMOVED: RemovalOutcome = { kind: "removed" };

  const outcomes: readonly RemovalOutcome[] = [
    REMOVED,
    { kind: "alreadyGone" },
    { kind: "isDefaultMethod" },
    { kind: "freshSignInNeeded", claims: null },
    { kind: "stepUpNeeded" },
    { kind: "throttled", retryAfterSeconds: 40 },
    { kind: "refusedByGraph", requestId: null },
    { kind: "unavailable" },
    { kind: "notSureYet", settlesAt: now, requestId: null },
    { kind: "notTried" },
    ...REMOVAL_REFUSALS.map((why) => ({ kind: "refused", why }) as const),
  ];

  it("has words of its own for every outcome and every refusal", () => {
    const said = outcomes.map((outcome) => {
      const words = wordsIn(done([row(iPhone, outcome)], { isSecond: true }));
      return words[words.indexOf("App version 6.6.12") + 1];
    });

    assert.equal(new Set(said).size, outcomes.length);
  });

  for (const outcome of outcomes) {
    const name = outcome.kind === "refused" ? outcome.why : outcome.kind;
    it(`never says that a phone is removed which is not: ${name}`, () => {
      const words = wordsIn(done([row(iPhone, outcome)]));
      const isGone = ["removed", "alreadyGone", "notListed"].includes(name);

      assert.equal(words[0] === "The old phone is removed", isGone);
      assert.equal(words.includes(en["cleanup.oldPhone.title"]), isGone);
    });
  }

  it("counts what went", () => {
    assert.equal(wordsIn(done([row(iPhone, REMOVED)]))[0], "The old phone is removed");
    assert.equal(
      wordsIn(done([row(iPhone, REMOVED), row(galaxy, REMOVED)]))[0],
      "2 old phones are removed",
    );
    assert.equal(
      wordsIn(done([row(iPhone, REMOVED), row(galaxy, { kind: "notTried" })]))[0],
      "Removed: 1 of 2",
    );
    assert.equal(wordsIn(done([row(iPhone, { kind: "unavailable" })]))[0], "Nothing was removed");
    assert.equal(
      wordsIn(done([row(iPhone, { kind: "notSureYet", settlesAt: now, requestId: null })]))[0],
      "Not certain yet",
    );
  });

  it("tells how to take the account out of the app on the old phone", () => {
    const words = wordsIn(done([row(iPhone, REMOVED)]));

    assert.ok(words.some((word) => word.includes("**Remove account**")));
  });

  it("shows what is listed now, the phone in the hand marked", () => {
    const words = wordsIn(done([row(iPhone, REMOVED)], { left: [pixel, galaxy] }));

    const at = words.indexOf("Listed now");
    assert.deepEqual(words.slice(at + 1, at + 3), ["Pixel 9 (in your hand)", "SM-G960F"]);
  });

  it("says so where nothing is listed, or nothing could be read", () => {
    const gone = [row(iPhone, REMOVED)];

    assert.ok(wordsIn(done(gone, { left: [] })).includes(en["cleanup.left.none"]));
    assert.ok(wordsIn(done(gone, { left: null })).includes(en["cleanup.left.unread"]));
  });

  it("leads to Security info first, where only Microsoft's page can go on", () => {
    assert.deepEqual(buttonsIn(done([row(iPhone, { kind: "isDefaultMethod" })])), [
      `! ${hinted}`,
      "checklist.show",
      "cleanup.start",
    ]);
    assert.deepEqual(buttonsIn(done([row(iPhone, { kind: "stepUpNeeded" })])), [
      "! checklist.show",
      "cleanup.start",
    ]);
    assert.equal(
      buttonsIn(done([row(iPhone, { kind: "stepUpNeeded" })], { isSecond: true }))[0],
      `! ${hinted}`,
    );
  });

  it("ends where nothing is left to remove, and leads on where something is", () => {
    const gone = [row(iPhone, REMOVED)];

    assert.deepEqual(buttonsIn(done(gone)), ["! checklist.show"]);
    assert.deepEqual(buttonsIn(done(gone, { left: [pixel, galaxy] })), [
      "! checklist.show",
      "cleanup.start",
    ]);
  });

  it("gives a reference where there is something to look up", () => {
    const refused = row(iPhone, { kind: "refusedByGraph", requestId: "r" }, "K7QM-2XWB");

    assert.ok(wordsIn(done([refused])).includes("Reference: K7QM-2XWB"));
  });

  it("tells of a phone that it can no longer name", () => {
    const unnamed: OutcomeRow = {
      methodId: iPhone.id,
      device: null,
      outcome: { kind: "refused", why: "notListed" },
      referenceId: null,
    };

    assert.ok(wordsIn(done([unnamed])).includes("A phone that you picked"));
  });
});
