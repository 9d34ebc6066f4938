import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { en } from "../../src/copy/en.ts";

// What a function is given here only has to read like the real thing.
const GIVEN = {
  organisationName: "VIPdesk",
  count: 2,
  used: 5,
  limit: 5,
  when: "today",
  version: "6.8.53",
  newestVersion: "6.8.54",
  date: "3 May 2026",
  month: "May 2026",
  graphType: "palmVeinAuthenticationMethod",
  hints: "same name as another entry",
  wait: "30 seconds",
  id: "7f3c9a1e",
  step: 2,
  steps: 4,
  number: 1,
  name: "Pixel 9",
  place: "Step 2 of 4",
  first: "Choose Next.",
  tried: "I got to step 2.",
  wish: "I need a way in.",
  done: 3,
  all: 4,
  deadline: "Friday, December 4, 2026",
  day: "Wednesday, November 25, 2026",
  title: "Set up Microsoft Authenticator push",
  heading: "The campaign is running",
  ready: "8,120",
  people: "10,000",
  share: "81%",
  guests: "12",
  disabled: "4",
  excluded: "3",
  exempt: "1",
  waiting: "1,200",
  amount: "40",
  tag: "PhoneAppActivated",
  numbers: "2, 3",
  inHand: "Pixel 9",
  removed: 1,
};

// What the person says to the help desk, where a request may well be polite.
const isSaidByPerson = (key: string): boolean => /\.request$/.test(key);

describe("the English copy", () => {
  for (const [key, text] of sentences()) {
    it(`is calm and plain: ${key}`, () => {
      assert.ok(text.trim() === text && text.length > 0);
      assert.doesNotMatch(text, /!/, "no exclamation marks");
      assert.doesNotMatch(text, /\p{Extended_Pictographic}/u, "no emoji");
      assert.doesNotMatch(text, /\bauthentication method(?!.*Graph)/i, "sign-in method");
      assert.doesNotMatch(text, /\b(oops|sorry|failed|invalid|MFA|user)\b/i);
      if (!isSaidByPerson(key)) assert.doesNotMatch(text, /\bplease\b/i);
      assert.doesNotMatch(text, /undefined|null|\[object/);
    });

    it(`calls Microsoft's things by their names: ${key}`, () => {
      assert.doesNotMatch(
        text,
        /MS Authenticator|security info(?!\w)|Security Info\b|temporary access pass/,
      );
    });
  }

  it("has each key in one topic only, and every topic", async () => {
    const keys = (await Promise.all(topics().map(keysOf))).flat();

    assert.deepEqual(
      keys.toSorted(),
      Object.keys(en)
        .filter((key) => key !== "language")
        .toSorted(),
    );
  });

  it("says one and many differently", () => {
    assert.match(en["why.unreadable"]({ count: 1 }), /one of your entries/);
    assert.match(en["why.unreadable"]({ count: 3 }), /3 of your entries/);
  });
});

const TOPICS = new URL("../../src/copy/en/", import.meta.url);

const topics = (): readonly string[] => readdirSync(TOPICS);

/** The keys of what a topic's file exports. */
async function keysOf(file: string): Promise<readonly string[]> {
  const exported = (await import(new URL(file, TOPICS).href)) as Record<string, object>;
  return Object.values(exported).flatMap((words) => Object.keys(words));
}

function sentences(): readonly (readonly [string, string])[] {
  return Object.entries(en).flatMap(([key, value]) => {
    if (key === "language") return [];
    if (typeof value === "string") return [[key, value] as const];
    if (typeof value === "function") return [[key, value(GIVEN)] as const];
    const lines = value.flatMap((line) => (typeof line === "string" ? line : Object.values(line)));
    return lines.map((line, index) => [`${key}.${index}`, line] as const);
  });
}
