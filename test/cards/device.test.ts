import assert from "node:assert/strict";
import type { CardPayload } from "../../src/cards/card.ts";
import { guideCard } from "../../src/cards/guide/guide.card.ts";
import type { GuideView } from "../../src/cards/guide/guide-view.ts";
import { en } from "../../src/copy/en.ts";
import { aDevice } from "../builders/methods.ts";
import { nodesOfType, wordsOf } from "./card-reading.ts";

const guideId = "0b6f1f0e-6f0b-4a35-9a43-2f6f3c1d7a11";
const links = {
  organisationName: "VIPdesk",
  helpDeskUrl: "https://vipdesk.example/help",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};
const pixel = aDevice("p", { displayName: "Pixel 9", phoneAppVersion: "6.2611.7533" });
const newer = aDevice("n", { displayName: "iPhone 15", phoneAppVersion: "6.8.53" });
const older = aDevice("o", { displayName: "iPhone 15", phoneAppVersion: "6.8.37" });

const from = { card: "device", v: 1, guideId };

describe("guideCard, one phone", () => {
  const questions: readonly {
    readonly view: GuideView;
    readonly question: string;
    readonly yes: string;
    readonly no: string;
  }[] = [
    {
      view: { kind: "chooseDevice", isNew: true, devices: [pixel] },
      question: "We see “Pixel 9”. Is that the phone in your hand?",
      yes: "device.mine",
      no: "device.none",
    },
    {
      view: { kind: "chooseDevice", isNew: false, devices: [pixel] },
      question: "“Pixel 9” is listed. Is that the phone in your hand?",
      yes: "device.mine",
      no: "device.none",
    },
    {
      view: { kind: "whereNumberShowed", devices: [pixel] },
      question: "Did the number show on “Pixel 9”?",
      yes: "device.showedNumber",
      no: "device.noNumber",
    },
  ];
  for (const { view, question, yes, no } of questions) {
    it(`asks "${question}", yes or no`, () => {
      const card = cardFor(view);

      assert.ok(wordsOf(card).includes(question));
      assert.deepEqual(buttonsOf(card), [
        { title: "Yes", verb: yes, data: { ...from, methodId: "p" }, style: "positive" },
        { title: "No", verb: no, data: from, style: "default" },
      ]);
    });

    it(`speaks "${question}" without the name, which would be interpreted`, () => {
      const card = cardFor(view);

      assert.doesNotMatch(String(card["speak"]), /Pixel/);
      assert.doesNotMatch(String(card["fallbackText"]), /Pixel/);
    });
  }

  it("tells what is known of the phone, in the person's kind of date", () => {
    const device = { ...pixel, createdAt: new Date("2026-11-24T09:58:00Z") };

    const card = cardFor({ kind: "chooseDevice", isNew: true, devices: [device] });

    assert.ok(wordsOf(card).includes("App version 6.2611.7533 · Added 24 Nov 2026"));
  });

  it("shows what others wrote as one plain line, and nothing that the client would turn into a date", () => {
    const text = "a\n{{DATE(2026-01-01T00:00:00Z)}}";
    const device = { ...pixel, displayName: text, phoneAppVersion: text };

    const words = wordsOf(cardFor({ kind: "chooseDevice", isNew: true, devices: [device] }));

    const plain = "a {\u2060{DATE(2026-01-01T00:00:00Z)}}";
    assert.ok(words.includes(`We see “${plain}”. Is that the phone in your hand?`));
    assert.ok(words.includes(`App version ${plain}`));
  });

  it("says in words that a phone has no name", () => {
    const device = { ...pixel, displayName: " ", phoneAppVersion: null };

    const card = cardFor({ kind: "chooseDevice", isNew: true, devices: [device] });

    assert.ok(
      wordsOf(card).includes("We see “A phone without a name”. Is that the phone in your hand?"),
    );
  });
});

describe("guideCard, several phones", () => {
  for (const { view, question, verb, none } of [
    {
      view: { kind: "chooseDevice", isNew: true, devices: [newer, older] },
      question: "Which of these is the phone in your hand?",
      verb: "device.mine",
      none: { title: "None of these", verb: "device.none" },
    },
    {
      view: { kind: "whereNumberShowed", devices: [newer, older] },
      question: "On which phone did you type the number?",
      verb: "device.showedNumber",
      none: { title: "On none of these", verb: "device.noNumber" },
    },
  ] as const) {
    it(`asks "${question}" with a numbered button for each, and one for none`, () => {
      const card = cardFor(view);

      assert.ok(wordsOf(card).includes(question));
      assert.deepEqual(buttonsOf(card), [
        { title: "It's number 1", verb, data: { ...from, methodId: "n" }, style: "default" },
        { title: "It's number 2", verb, data: { ...from, methodId: "o" }, style: "default" },
        { ...none, data: from, style: "default" },
      ]);
    });
  }

  it("tells two of the same model apart by number and app version, and hints", () => {
    const words = wordsOf(cardFor({ kind: "chooseDevice", isNew: false, devices: [newer, older] }));

    const first = words.indexOf("1. iPhone 15");
    const second = words.indexOf("2. iPhone 15");
    assert.deepEqual(words.slice(first, first + 4), [
      "1. iPhone 15",
      "App version 6.8.53",
      "Hint: same name as another entry",
      "It's number 1",
    ]);
    assert.deepEqual(words.slice(second, second + 4), [
      "2. iPhone 15",
      "App version 6.8.37",
      "Hints: same name as another entry · another entry has a newer app (6.8.53)",
      "It's number 2",
    ]);
  });

  it("shows twelve at most, and says how many more there are", () => {
    const devices = Array.from({ length: 14 }, (_, index) => aDevice(`d${index}`));

    const card = cardFor({ kind: "chooseDevice", isNew: false, devices });

    assert.equal(buttonsOf(card).filter(({ verb }) => verb === "device.mine").length, 12);
    assert.ok(wordsOf(card).includes("2 more are listed in Security info."));
  });
});

describe("guideCard, no phone any more", () => {
  for (const { view, verb } of [
    { view: { kind: "chooseDevice", isNew: false, devices: [] }, verb: "device.none" },
    { view: { kind: "whereNumberShowed", devices: [] }, verb: "device.noNumber" },
  ] as const) {
    it(`says so and leaves one way on: ${view.kind}`, () => {
      const card = cardFor(view);

      assert.ok(wordsOf(card).includes("No phone is listed any more."));
      assert.deepEqual(
        buttonsOf(card).map((button) => button["verb"]),
        [verb],
      );
    });
  }
});

function cardFor(view: GuideView): CardPayload {
  return guideCard(en, {
    view,
    guideId,
    links,
    accountHint: null,
    signInLink: null,
    now: new Date("2026-11-24T10:00:00Z"),
    locale: "en-GB",
  });
}

const buttonsOf = (card: object): readonly Readonly<Record<string, unknown>>[] =>
  nodesOfType(card, "Action.Execute").map(({ title, verb, data, style }) => ({
    title,
    verb,
    data,
    style,
  }));
