import assert from "node:assert/strict";
import {
  type ReminderCardData,
  reminderCard,
  reminderSummary,
} from "../../src/cards/reminder/reminder.card.ts";
import type { ReminderView } from "../../src/cards/reminder/reminder-view.ts";
import { en } from "../../src/copy/en.ts";
import { type CardNode, nodesOf, nodesOfType, wordsOf } from "./card-reading.ts";

const LOOKED_AT = new Date("2026-11-24T03:10:00Z");
const DEADLINE = new Date("2026-12-05T08:00:00Z");

type Reminder = Extract<ReminderView, { readonly kind: "reminder" }>;

const aReminder = (given: Partial<Reminder> = {}): Reminder => ({
  kind: "reminder",
  isFirst: true,
  lookedAt: LOOKED_AT,
  choices: ["tomorrow", "nextWeek"],
  snoozesLeft: 3,
  mayOptOut: false,
  refused: null,
  ...given,
});

const data = (view: ReminderView, given: Partial<ReminderCardData> = {}): ReminderCardData => ({
  view,
  deadline: DEADLINE,
  isOverdue: false,
  zone: "America/Los_Angeles",
  locale: "en-US",
  links: {
    organisationName: "Contoso",
    helpDeskUrl: "https://help.example.com/request?about={summary}",
    securityInfoUrl: "https://mysignins.microsoft.com/security-info",
  },
  ...given,
});

const card = (view: ReminderView, given?: Partial<ReminderCardData>) =>
  reminderCard(en, data(view, given));
const words = (view: ReminderView, given?: Partial<ReminderCardData>): string =>
  wordsOf(card(view, given)).join("\n");
const titles = (payload: unknown): readonly unknown[] =>
  nodesOf(payload)
    .filter(({ type }) => type.startsWith("Action."))
    .map((action: CardNode) => action["title"]);

describe("the reminder card", () => {
  it("says why, until when by the person's own clock, and where they stand", () => {
    const text = words(aReminder());

    assert.match(text, /Contoso confirms sign-ins by a notification/);
    // Midnight in California: the day that ends then.
    assert.match(text, /\*\*Friday, December 4, 2026\*\*/);
    assert.match(text, /as far as I could see on Monday, November 23, 2026/);
  });

  it("has one primary action, which starts", () => {
    const primary = nodesOfType(card(aReminder()), "Action.Execute").filter(
      (action) => action["style"] === "positive",
    );

    assert.deepEqual(
      primary.map((action) => action["verb"]),
      ["reminder.start"],
    );
  });

  it("offers the snoozes that would be granted, and says how many are left", () => {
    const text = words(aReminder({ choices: ["tomorrow"], snoozesLeft: 1 }));

    assert.match(text, /Remind me tomorrow/);
    assert.doesNotMatch(text, /Remind me next week/);
    assert.match(text, /once more/);
  });

  it("offers none when they are used up, and says so", () => {
    const payload = card(aReminder({ choices: [], snoozesLeft: 0 }));

    assert.deepEqual(titles(payload), ["Start now", "I can't do this"]);
    assert.ok(wordsOf(payload).includes(en["reminder.noneLeft"]));
  });

  it("is silent about snoozes that only the deadline forbids", () => {
    assert.doesNotMatch(words(aReminder({ choices: [], snoozesLeft: 2 })), /put this off/);
  });

  it("can be turned off only where the organisation allows it, and says how it stops", () => {
    const allowed = words(aReminder({ mayOptOut: true }));
    const not = words(aReminder());

    assert.match(allowed, /Turn reminders off/);
    assert.doesNotMatch(not, /Turn reminders off/);
    assert.ok(not.includes(en["reminder.stop.byDoing"]));
  });

  it("says that it is overdue, and since when", () => {
    const text = words(aReminder(), { isOverdue: true });

    assert.match(text, /^Overdue: /);
    assert.match(text, /It was due by Friday, December 4, 2026/);
  });

  it("names no date where there is none", () => {
    const text = words(aReminder({ lookedAt: null }), { deadline: null });

    assert.doesNotMatch(text, /20\d\d/);
    assert.ok(!text.includes(en["reminder.until"]));
  });

  it("shows an organisation's name as it is written", () => {
    const links = { ...data(aReminder()).links, organisationName: "**[x](https://evil)**" };
    const [run] = nodesOfType(card(aReminder(), { links }), "TextRun");

    // A TextRun takes no Markdown.
    assert.match(String(run?.["text"]), /^\*\*\[x\]\(https:\/\/evil\)\*\* confirms/);
  });

  it("keeps to the help desk's form, with words that name nobody", () => {
    const payload = card({ kind: "cannot", reason: "lostPhone", until: null });
    const [open] = nodesOfType(payload, "Action.OpenUrl");

    const request = encodeURIComponent(en["helpDesk.phoneLost.request"]);
    assert.equal(open?.["url"], `https://help.example.com/request?about=${request}`);
  });

  it("says how long a pause lasts, or that it is for good", () => {
    const until = new Date("2026-12-08T17:00:00Z");

    assert.match(words({ kind: "cannot", reason: "other", until }), /before Tuesday, December 8/);
    assert.match(words({ kind: "cannot", reason: "other", until: null }), /won't remind you again/);
  });

  it("asks for nothing when everything is done", () => {
    assert.deepEqual(titles(card({ kind: "done" })), ["Show my checklist"]);
  });
});

describe("the line of a reminder's notification", () => {
  it("says what and until when", () => {
    assert.equal(
      reminderSummary(en, data(aReminder())),
      "Set up Microsoft Authenticator push, by Friday, December 4, 2026. About five minutes.",
    );
  });

  it("names no date that is over", () => {
    assert.doesNotMatch(reminderSummary(en, data(aReminder(), { isOverdue: true })), /2026/);
  });

  it("says that it is done", () => {
    assert.equal(reminderSummary(en, data({ kind: "done" })), "You're set up");
  });
});
