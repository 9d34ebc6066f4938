import assert from "node:assert/strict";
import fc from "fast-check";
import { GUIDE_STEPS, TROUBLES } from "../../src/cards/guide/guide-view.ts";
import { CANNOT_REASONS } from "../../src/cards/reminder/reminder-ask.ts";
import { CARD_NAMES, parseAction, parseSubmit, VERBS } from "../../src/cards/verbs.ts";
import { SNOOZE_CHOICES } from "../../src/reminders/snooze.ts";

const from = { card: "readiness", v: 1 } as const;
const guideId = "0b6f1f0e-6f0b-4a35-9a43-2f6f3c1d7a11";
const onGuide = { card: "guide", v: 1, guideId } as const;

// The verbs of the guided set-up by what has to come with them.
const ENTRIES = [
  "guide.start",
  "guide.resume",
  "guide.prove",
  "checklist.show",
  "cleanup.start",
] as const;
const MOVES = [
  "device.none",
  "device.noNumber",
  "cleanup.noneMine",
  "cleanup.keepAll",
  "cleanup.back",
  "cleanup.signInAgain",
  "cleanup.noNumber",
  "cleanup.look",
] as const;
const PAGES = [
  "guide.next",
  "guide.back",
  "guide.stuck",
  "guide.unstuck",
  "guide.checkNow",
] as const;
const POINTINGS = [
  "device.mine",
  "device.showedNumber",
  "cleanup.mine",
  "cleanup.showedNumber",
] as const;
const ON_REMINDERS = [
  "reminder.start",
  "reminder.stuck",
  "reminder.canAfterAll",
  "reminder.optOut",
  "reminder.optIn",
  "reminder.back",
] as const;
const ON_CAMPAIGNS = [
  "campaign.askPause",
  "campaign.pause",
  "campaign.askResume",
  "campaign.resume",
] as const;
const onReminder = { card: "reminder", v: 1 } as const;
const onCampaign = { card: "campaignStatus", v: 1 } as const;

describe("parseAction", () => {
  const accepted = [
    {
      name: "a check",
      verb: "status.check",
      data: from,
      action: { verb: "status.check", card: "readiness" },
    },
    {
      name: "an answer",
      verb: "numberPrompt.answer",
      data: { card: "welcome", v: 1, answer: "unsure" },
      action: { verb: "numberPrompt.answer", card: "welcome", answer: "unsure" },
    },
    {
      name: "help",
      verb: "help.show",
      data: from,
      action: { verb: "help.show", card: "readiness" },
    },
    {
      name: "a sign-out",
      verb: "session.signOut",
      data: { card: "help", v: 1 },
      action: { verb: "session.signOut", card: "help" },
    },
    {
      name: "a check with keys that nobody asked for, without them",
      verb: "status.check",
      data: { ...from, userId: "someone-else", answer: "yes" },
      action: { verb: "status.check", card: "readiness" },
    },
  ];
  for (const { name, verb, data, action } of accepted) {
    it(`reads ${name}`, () => {
      assert.deepEqual(parseAction(verb, data), action);
    });
  }

  for (const verb of ENTRIES) {
    it(`reads ${verb} with a guide and without one`, () => {
      assert.deepEqual(parseAction(verb, onGuide), { verb, card: "guide", guideId });
      assert.deepEqual(parseAction(verb, from), { verb, card: "readiness", guideId: null });
    });
  }

  for (const verb of MOVES) {
    it(`reads ${verb} with its guide only`, () => {
      assert.deepEqual(parseAction(verb, onGuide), { verb, card: "guide", guideId });
      assert.equal(parseAction(verb, { card: "guide", v: 1 }), null);
    });
  }

  for (const verb of PAGES) {
    it(`reads ${verb} with its guide and its page`, () => {
      const data = { ...onGuide, step: "prepareApp" };

      assert.deepEqual(parseAction(verb, data), {
        verb,
        card: "guide",
        guideId,
        step: "prepareApp",
      });
      assert.equal(parseAction(verb, { card: "guide", v: 1, step: "prepareApp" }), null);
    });

    it(`reads ${verb} from a card that was sent before cards named their page`, () => {
      assert.deepEqual(parseAction(verb, onGuide), { verb, card: "guide", guideId, step: null });
    });
  }

  for (const verb of POINTINGS) {
    it(`reads ${verb} with its guide and the phone that is meant`, () => {
      const data = { ...onGuide, card: "device", methodId: "a/b+c==" };

      assert.deepEqual(parseAction(verb, data), {
        verb,
        card: "device",
        guideId,
        methodId: "a/b+c==",
      });
      assert.equal(parseAction(verb, onGuide), null);
      assert.equal(parseAction(verb, { card: "device", v: 1, methodId: "a" }), null);
    });
  }

  it("reads a trouble with its guide only, and its page where the card names it", () => {
    const verb = "guide.trouble";
    const action = { verb, card: "guide", guideId, trouble: "codeExpired" };
    const data = { ...onGuide, trouble: "codeExpired" };

    assert.deepEqual(parseAction(verb, { ...data, step: "scanAndApprove" }), {
      ...action,
      step: "scanAndApprove",
    });
    assert.deepEqual(parseAction(verb, data), { ...action, step: null });
    assert.equal(parseAction(verb, { card: "guide", v: 1, trouble: "codeExpired" }), null);
  });

  for (const verb of ON_REMINDERS) {
    it(`reads ${verb}, and nothing that came along`, () => {
      const data = { ...onReminder, campaignId: "c-1", userId: "someone-else" };

      assert.deepEqual(parseAction(verb, data), { verb, card: "reminder" });
      assert.equal(parseAction(verb, { ...onReminder, v: 2 }), null);
    });
  }

  for (const until of SNOOZE_CHOICES) {
    it(`reads that somebody wants to be reminded ${until}`, () => {
      const verb = "reminder.snooze";

      assert.deepEqual(parseAction(verb, { ...onReminder, until }), {
        verb,
        card: "reminder",
        until,
      });
    });
  }

  const onCleanup = { ...onGuide, card: "cleanup" } as const;
  for (const [name, picked, ids] of [
    ["what is ticked", "a,b", ["a", "b"]],
    ["what is ticked twice, once", "a,b,a", ["a", "b"]],
    ["an id with a comma in it", `${encodeURIComponent("a,b")},c`, ["a,b", "c"]],
    ["that nothing is ticked", "", []],
    ["that nothing is ticked, from a client that leaves it out", undefined, []],
  ] as const) {
    it(`reads ${name}`, () => {
      assert.deepEqual(parseAction("cleanup.pick", { ...onCleanup, picked }), {
        verb: "cleanup.pick",
        card: "cleanup",
        guideId,
        picked: ids,
      });
    });
  }

  for (const reason of CANNOT_REASONS) {
    it(`reads why somebody cannot do it: ${reason}`, () => {
      const verb = "reminder.cannot";

      assert.deepEqual(parseAction(verb, { ...onReminder, reason }), {
        verb,
        card: "reminder",
        reason,
      });
    });
  }

  for (const verb of ON_CAMPAIGNS) {
    it(`reads ${verb} with its campaign only`, () => {
      assert.deepEqual(parseAction(verb, { ...onCampaign, campaignId: guideId }), {
        verb,
        card: "campaignStatus",
        campaignId: guideId,
      });
      assert.equal(parseAction(verb, onCampaign), null);
    });
  }

  it("reads that somebody wants to see the campaign", () => {
    assert.deepEqual(parseAction("campaign.show", onCampaign), {
      verb: "campaign.show",
      card: "campaignStatus",
    });
  });

  it("reads a confirmation with what the card showed", () => {
    const data = { ...onCleanup, picked: ["a,b", "c"] };

    assert.deepEqual(parseAction("cleanup.confirm", data), {
      verb: "cleanup.confirm",
      card: "cleanup",
      guideId,
      picked: ["a,b", "c"],
    });
  });

  const refused = [
    { name: "a tick of no id", verb: "cleanup.pick", data: { ...onCleanup, picked: "a,,b" } },
    { name: "a tick of half a sign", verb: "cleanup.pick", data: { ...onCleanup, picked: "%E0" } },
    {
      name: "more ticks than a card has",
      verb: "cleanup.pick",
      data: { ...onCleanup, picked: Array.from({ length: 21 }, (_, id) => id).join(",") },
    },
    {
      name: "a tick of an endless id",
      verb: "cleanup.pick",
      data: { ...onCleanup, picked: "a".repeat(513) },
    },
    { name: "ticks without a guide", verb: "cleanup.pick", data: { card: "cleanup", v: 1 } },
    { name: "a confirmation of nothing", verb: "cleanup.confirm", data: onCleanup },
    {
      name: "a confirmation of none",
      verb: "cleanup.confirm",
      data: { ...onCleanup, picked: [] },
    },
    {
      name: "a confirmation of a text",
      verb: "cleanup.confirm",
      data: { ...onCleanup, picked: "a,b" },
    },
    { name: "an unknown verb", verb: "device.remove", data: from },
    { name: "a verb that every object has", verb: "constructor", data: from },
    { name: "a verb that is no text", verb: ["status.check"], data: from },
    { name: "no data", verb: "status.check", data: undefined },
    { name: "data of another version", verb: "status.check", data: { card: "readiness", v: 2 } },
    { name: "data without a version", verb: "status.check", data: { card: "readiness" } },
    { name: "an unknown card", verb: "status.check", data: { card: "poster", v: 1 } },
    { name: "an unknown answer", verb: "numberPrompt.answer", data: { ...from, answer: "maybe" } },
    { name: "an answer that is missing", verb: "numberPrompt.answer", data: from },
    { name: "a trouble that nobody has", verb: "guide.trouble", data: { ...onGuide, trouble: "" } },
    { name: "a page that is none", verb: "guide.next", data: { ...onGuide, step: "step5" } },
    { name: "a page of null", verb: "guide.next", data: { ...onGuide, step: null } },
    {
      name: "a trouble of a page that is none",
      verb: "guide.trouble",
      data: { ...onGuide, trouble: "codeExpired", step: 4 },
    },
    { name: "a guide of no name", verb: "guide.next", data: { ...onGuide, guideId: "" } },
    { name: "a guide of null", verb: "guide.start", data: { ...onGuide, guideId: null } },
    { name: "a guide that is a path", verb: "guide.start", data: { ...onGuide, guideId: "../a" } },
    { name: "an endless guide", verb: "guide.next", data: { ...onGuide, guideId: "a".repeat(65) } },
    { name: "a phone of no id", verb: "device.mine", data: { ...onGuide, methodId: "" } },
    { name: "an id that is no text", verb: "device.mine", data: { ...onGuide, methodId: 7 } },
    { name: "a snooze for ever", verb: "reminder.snooze", data: { ...onReminder, until: "2099" } },
    { name: "a snooze of no length", verb: "reminder.snooze", data: onReminder },
    { name: "a reason that is none", verb: "reminder.cannot", data: { ...onReminder, reason: "" } },
    { name: "no reason", verb: "reminder.cannot", data: onReminder },
    { name: "a reminder without a card", verb: "reminder.start", data: { v: 1 } },
    {
      name: "a campaign that is a path",
      verb: "campaign.pause",
      data: { ...onCampaign, campaignId: "../a" },
    },
    {
      name: "an endless campaign",
      verb: "campaign.resume",
      data: { ...onCampaign, campaignId: "a".repeat(65) },
    },
    {
      name: "an endless id",
      verb: "device.showedNumber",
      data: { ...onGuide, methodId: "a".repeat(513) },
    },
  ];
  for (const { name, verb, data } of refused) {
    it(`refuses ${name}`, () => {
      assert.equal(parseAction(verb, data), null);
    });
  }

  it("never throws and never lets anything through but known words and bounded ids", () => {
    const known = new Set<unknown>([
      ...Object.values(VERBS),
      ...CARD_NAMES,
      ...TROUBLES,
      ...GUIDE_STEPS,
      ...SNOOZE_CHOICES,
      ...CANNOT_REASONS,
      ...["yes", "no", "unsure"],
    ]);
    const verb = fc.oneof(fc.constantFrom(...Object.values(VERBS)), fc.anything());
    const hostile = fc.record({
      card: fc.oneof(fc.constantFrom(...CARD_NAMES), fc.anything()),
      v: fc.oneof(fc.constant(1), fc.anything()),
      answer: fc.oneof(fc.constantFrom("yes", "no", "unsure"), fc.anything()),
      trouble: fc.oneof(fc.constantFrom(...TROUBLES), fc.anything()),
      step: fc.oneof(fc.constantFrom(...GUIDE_STEPS), fc.anything()),
      guideId: fc.oneof(fc.constant(guideId), fc.string({ maxLength: 80 }), fc.anything()),
      methodId: fc.oneof(fc.string({ maxLength: 600 }), fc.anything()),
      until: fc.oneof(fc.constantFrom(...SNOOZE_CHOICES), fc.anything()),
      reason: fc.oneof(fc.constantFrom(...CANNOT_REASONS), fc.anything()),
      campaignId: fc.oneof(fc.constant(guideId), fc.string({ maxLength: 80 }), fc.anything()),
      picked: fc.oneof(fc.string(), fc.array(fc.string({ maxLength: 600 })), fc.anything()),
      more: fc.anything(),
    });
    fc.assert(
      fc.property(verb, fc.oneof(hostile, fc.anything()), (name, data) => {
        for (const [key, word] of Object.entries(parseAction(name, data) ?? {})) {
          if (Array.isArray(word)) {
            assert.equal(key, "picked");
            assert.ok(word.length <= 20);
            for (const id of word) assert.match(String(id), /^[^]{1,512}$/);
          } else if (key === "guideId" || key === "campaignId")
            assert.match(String(word ?? "-"), /^[\w-]{1,64}$/);
          else if (key === "methodId") assert.match(String(word), /^[^]{1,512}$/);
          else assert.ok(known.has(word) || (key === "step" && word === null));
        }
      }),
    );
  });
});

describe("parseSubmit", () => {
  it("reads the verb beside the data", () => {
    const value = { verb: "numberPrompt.answer", card: "numberPrompt", v: 1, answer: "no" };

    assert.deepEqual(parseSubmit(value), {
      verb: "numberPrompt.answer",
      card: "numberPrompt",
      answer: "no",
    });
  });

  for (const value of [undefined, null, "status.check", {}, { verb: 1, ...from }, from]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.equal(parseSubmit(value), null);
    });
  }
});
