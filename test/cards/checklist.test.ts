import assert from "node:assert/strict";
import type { CardPayload } from "../../src/cards/card.ts";
import { guideCard } from "../../src/cards/guide/guide.card.ts";
import type { GuideView } from "../../src/cards/guide/guide-view.ts";
import { en } from "../../src/copy/en.ts";
import {
  type CurrentDevice,
  checklist,
  type ProofStrength,
  type PushProof,
} from "../../src/methods/checklist.ts";
import { methodId } from "../../src/methods/ids.ts";
import { isAuthenticator, type Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { assess } from "../../src/methods/readiness.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { nodesOf, nodesOfType, wordsOf } from "./card-reading.ts";

const guideId = "0b6f1f0e-6f0b-4a35-9a43-2f6f3c1d7a11";
const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const now = new Date("2026-11-24T10:00:00Z");
const at = new Date("2026-11-24T09:59:00Z");
const WHEN = "{{DATE(2026-11-24T09:59:00Z, SHORT)}}, {{TIME(2026-11-24T09:59:00Z)}}";
const password = aMethod({ kind: "password" });
const pixel = aDevice("p", { displayName: "Pixel 9" });
const iPhone = aDevice("i", { displayName: "iPhone 15" });

const ITEMS = [
  "Microsoft Authenticator push is listed",
  "Your current phone is listed",
  "You can approve a push",
  "Old phones are removed",
];

const TIDY = [
  "! cleanup.start",
  "checklist.show",
  `${links.securityInfoUrl}?login_hint=a%40b.example`,
];

describe("guideCard, checklist", () => {
  const cases: readonly {
    readonly name: string;
    readonly methods: readonly Method[];
    readonly current?: string;
    readonly proof?: ProofStrength;
    readonly states: readonly string[];
    readonly evidence: readonly string[];
    readonly next: string;
    readonly buttons: readonly string[];
  }[] = [
    {
      name: "nothing is registered",
      methods: [password],
      states: ["To do", "To do", "To do", "Not known yet"],
      evidence: [
        "No phone with Microsoft Authenticator push is listed.",
        "It has to be added first.",
        "No push of your current phone has been seen yet.",
        "I can tell once I know which phone is yours.",
      ],
      next: "Next: add Microsoft Authenticator",
      buttons: ["! guide.start", "checklist.show"],
    },
    {
      name: "the person has not said which phone is theirs",
      methods: [password, pixel],
      states: ["Done", "Not known yet", "To do", "Not known yet"],
      evidence: [
        "One phone is listed in Security info.",
        "Only you know which phone is in your hand.",
        "No push of your current phone has been seen yet.",
        "I can tell once I know which phone is yours.",
      ],
      next: "Next: tell me which phone is yours",
      buttons: ["! guide.start", "checklist.show"],
    },
    {
      name: "the confirmed phone is gone",
      methods: [password, pixel],
      current: "gone",
      states: ["Done", "To do", "To do", "Not known yet"],
      evidence: [
        "One phone is listed in Security info.",
        `The phone that you named on ${WHEN} isn't listed any more.`,
        "No push of your current phone has been seen yet.",
        "I can tell once I know which phone is yours.",
      ],
      next: "Next: tell me which phone is yours",
      buttons: ["! guide.start", "checklist.show"],
    },
    {
      name: "push is not proved",
      methods: [password, pixel],
      current: "p",
      states: ["Done", "Done", "To do", "Done"],
      evidence: [
        "One phone is listed in Security info.",
        `You named “Pixel 9” as the phone in your hand on ${WHEN}.`,
        "No push of your current phone has been seen yet.",
        "Your current phone is the only one listed.",
      ],
      next: "Next: show that push works",
      buttons: ["! guide.prove", "checklist.show"],
    },
    {
      name: "an old phone is left, and the proof is the weakest",
      methods: [password, pixel, iPhone],
      current: "p",
      proof: "registered",
      states: ["Done", "Done", "Done", "To do"],
      evidence: [
        "2 phones are listed in Security info.",
        `You named “Pixel 9” as the phone in your hand on ${WHEN}.`,
        `You approved a test notification when you added the phone on ${WHEN}.`,
        "2 phones are listed. Look whether each is still yours.",
      ],
      next: "Next: remove old phones",
      buttons: TIDY,
    },
    {
      name: "an old phone is left, and the proof is a sign-in",
      methods: [password, pixel, iPhone],
      current: "p",
      proof: "signedIn",
      states: ["Done", "Done", "Done", "To do"],
      evidence: [
        "2 phones are listed in Security info.",
        `You named “Pixel 9” as the phone in your hand on ${WHEN}.`,
        `You typed the number at a sign-in on ${WHEN}.`,
        "2 phones are listed. Look whether each is still yours.",
      ],
      next: "Next: remove old phones",
      buttons: TIDY,
    },
    {
      name: "all is done, as the log shows",
      methods: [password, pixel],
      current: "p",
      proof: "logged",
      states: ["Done", "Done", "Done", "Done"],
      evidence: [
        "One phone is listed in Security info.",
        `You named “Pixel 9” as the phone in your hand on ${WHEN}.`,
        `Microsoft's records show your push at a sign-in on ${WHEN}.`,
        "Your current phone is the only one listed.",
      ],
      next: "When you get a new phone",
      buttons: ["checklist.show"],
    },
    {
      name: "all is done, as the tenant enforces",
      methods: [password, pixel],
      current: "p",
      proof: "enforced",
      states: ["Done", "Done", "Done", "Done"],
      evidence: [
        "One phone is listed in Security info.",
        `You named “Pixel 9” as the phone in your hand on ${WHEN}.`,
        `You passed a sign-in that accepts nothing but a push on ${WHEN}.`,
        "Your current phone is the only one listed.",
      ],
      next: "When you get a new phone",
      buttons: ["checklist.show"],
    },
    {
      name: "nothing can be told",
      methods: [],
      current: "p",
      proof: "signedIn",
      states: ["Not known yet", "Not known yet", "Not known yet", "Not known yet"],
      evidence: ["I couldn't look.", "I couldn't look.", "I couldn't look.", "I couldn't look."],
      next: "Next: try again",
      buttons: ["! checklist.show"],
    },
  ];
  for (const { name, methods, current, proof, states, evidence, next, buttons } of cases) {
    const card = cardFor(methods, current, proof);
    const words = wordsOf(card);

    it(`ticks the four items in words, each with its evidence: ${name}`, () => {
      const rows = ITEMS.map((item, index) => {
        const at = words.indexOf(`${states[index] ?? ""}: **${item}**`);
        return at < 0 ? null : words[at + 1];
      });

      assert.deepEqual(rows, evidence);
    });

    it(`gives the one next action: ${name}`, () => {
      assert.ok(words.includes(next));
      assert.deepEqual(buttonsOf(card), buttons);
    });
  }

  it("counts what is done", () => {
    assert.ok(wordsOf(cardFor([password, pixel])).includes("Done: 1 of 4."));
  });

  it("marks each state with a picture of its own, which the words repeat", () => {
    const card = cardFor([password, pixel]);

    const [, ...marks] = nodesOfType(card, "Image").map(({ url }) => url);
    const [listed, current, approved, removed] = marks;
    assert.equal(new Set([listed, current, approved]).size, 3);
    assert.equal(removed, current);
  });

  it("cautions before anything is deleted", () => {
    const words = wordsOf(cardFor([password, pixel, iPhone], "p", "signedIn"));

    assert.ok(
      words.includes(
        "The phone in your hand stays. If you delete something in Security info yourself, never delete the only method that works for you.",
      ),
    );
  });

  it("ends clearly when all is done, and says what to do with a new phone", () => {
    const card = cardFor([password, pixel], "p", "signedIn");

    const words = wordsOf(card);
    assert.equal(words[0], "You're done");
    assert.match(String(card["speak"]), /^You're done\. Microsoft Authenticator push works/);
    assert.ok(words.some((word) => word.startsWith("Keep the old one until the new one works.")));
  });

  it("takes the person's word for further phones of theirs", () => {
    const words = wordsOf(cardFor([password, pixel, iPhone], "p", "signedIn", ["i"]));

    assert.equal(words[0], "You're done");
    assert.ok(words.includes("You said that every phone in the list is yours."));
  });

  it("never says that it is done while an item is not", () => {
    const words = wordsOf(cardFor([password, pixel, iPhone], "p", "enforced"));

    assert.ok(!words.includes("You're done"));
  });
});

function cardFor(
  methods: readonly Method[],
  current?: string,
  strength?: ProofStrength,
  kept: readonly string[] = [],
): CardPayload {
  const keptDevices = kept.map(methodId);
  const currentDevice: CurrentDevice | null =
    current === undefined ? null : { methodId: methodId(current), evidence: "said", at };
  const proof: PushProof | null =
    strength === undefined ? null : { methodId: methodId(current ?? ""), strength, at };
  const assessment = assess({ kind: "read", methods, isGuest: false }, DEFAULT_POLICY, now);
  const view: GuideView = {
    kind: "checklist",
    items: checklist(assessment, { currentDevice, proof, keptDevices }),
    facts: { currentDevice, proof, keptDevices, finishedAt: null },
    devices: methods.filter(isAuthenticator),
  };
  return guideCard(en, {
    view,
    guideId,
    links,
    accountHint: "a@b.example",
    signInLink: null,
    now,
    locale: "en-GB",
  });
}

/** Each button as what it does, the primary one marked. */
const buttonsOf = (card: object): readonly string[] =>
  nodesOf(card)
    .filter(({ type }) => type.startsWith("Action."))
    .map(({ style, verb, url }) => `${style === "positive" ? "! " : ""}${String(verb ?? url)}`);
