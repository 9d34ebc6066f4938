import assert from "node:assert/strict";
import fc from "fast-check";
import type { ReminderAnswer } from "../../src/cards/reminder/reminder-ask.ts";
import { CANNOT_REASONS } from "../../src/cards/reminder/reminder-ask.ts";
import {
  type ReminderEffect,
  type ReminderStep,
  reminderStep,
} from "../../src/dialogs/reminder.flow.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import { nextReminder } from "../../src/reminders/next-reminder.ts";
import type { ReminderSettings } from "../../src/reminders/settings.ts";
import { SNOOZE_CHOICES } from "../../src/reminders/snooze.ts";
import {
  anyCampaign,
  anyCandidate,
  anyDueCandidate,
  anyInstant,
  anySettings,
} from "../builders/any-candidate.ts";
import { aCampaign, aCandidate, settings } from "../builders/candidates.ts";

/** A Tuesday, within the hours of reminders. */
const NOW = new Date("2026-03-10T15:00:00Z");
const WEDNESDAY = new Date("2026-03-11T09:00:00Z");
const MONDAY = new Date("2026-03-16T09:00:00Z");
const READY = { isReady: true, at: NOW, source: "chat" } as const;

const TOMORROW: ReminderAnswer = { verb: "reminder.snooze", until: "tomorrow" };
const NEXT_WEEK: ReminderAnswer = { verb: "reminder.snooze", until: "nextWeek" };
const BACK: ReminderAnswer = { verb: "reminder.back" };
const OPT_OUT: ReminderAnswer = { verb: "reminder.optOut" };

const EVERY_ASK: readonly ReminderAnswer[] = [
  BACK,
  OPT_OUT,
  { verb: "reminder.stuck" },
  { verb: "reminder.canAfterAll" },
  { verb: "reminder.optIn" },
  ...SNOOZE_CHOICES.map((until) => ({ verb: "reminder.snooze", until }) as const),
  ...CANNOT_REASONS.map((reason) => ({ verb: "reminder.cannot", reason }) as const),
];

type Given = {
  readonly candidate?: Partial<Candidate>;
  readonly campaign?: Partial<Campaign>;
  readonly rules?: Partial<ReminderSettings>;
  readonly now?: Date;
};

const step = (ask: ReminderAnswer, given: Given = {}): ReminderStep =>
  reminderStep(
    { candidate: aCandidate(given.candidate), campaign: aCampaign(given.campaign) },
    ask,
    settings(given.rules),
    given.now ?? NOW,
  );

/** The person as the stores would have them afterwards. */
const applied = (candidate: Candidate, effects: readonly ReminderEffect[], now: Date): Candidate =>
  effects.reduce((before, effect): Candidate => {
    switch (effect.kind) {
      case "snooze":
        return { ...before, snooze: { until: effect.until, count: effect.count } };
      case "setCannot":
        return { ...before, cannot: effect.reason && { reason: effect.reason, at: now } };
      case "setOptedOut":
        return { ...before, optedOutAt: effect.isOut ? now : null };
    }
  }, candidate);

describe("reminderStep", () => {
  describe("a snooze", () => {
    it("puts the next reminder off to the next working morning", () => {
      assert.deepEqual(step(TOMORROW), {
        effects: [{ kind: "snooze", until: WEDNESDAY, count: 1 }],
        view: { kind: "snoozed", until: WEDNESDAY, left: 2 },
      });
    });

    it("counts from now, however old the card is", () => {
      const now = new Date("2026-04-14T15:00:00Z");
      const candidate = { snooze: { until: WEDNESDAY, count: 1 } };

      const { view } = step(TOMORROW, { candidate, now });

      assert.deepEqual(view, {
        kind: "snoozed",
        until: new Date("2026-04-15T09:00:00Z"),
        left: 1,
      });
    });

    it("is taken once when it is pressed twice", () => {
      const candidate = { snooze: { until: WEDNESDAY, count: 1 } };

      assert.deepEqual(step(TOMORROW, { candidate }), {
        effects: [],
        view: { kind: "snoozed", until: WEDNESDAY, left: 2 },
      });
    });

    it("is taken once when it is pressed again though no other is left", () => {
      const candidate = { snooze: { until: WEDNESDAY, count: 3 } };

      assert.deepEqual(step(TOMORROW, { candidate }).view, {
        kind: "snoozed",
        until: WEDNESDAY,
        left: 0,
      });
    });

    it("can be changed to a later one, which is another one", () => {
      const candidate = { snooze: { until: WEDNESDAY, count: 1 } };

      assert.deepEqual(step(NEXT_WEEK, { candidate }), {
        effects: [{ kind: "snooze", until: MONDAY, count: 2 }],
        view: { kind: "snoozed", until: MONDAY, left: 1 },
      });
    });

    it("is refused when none is left, and the reminder shows again", () => {
      const candidate = { snooze: { until: new Date("2026-03-09T09:00:00Z"), count: 3 } };

      const { effects, view } = step(TOMORROW, { candidate });

      assert.deepEqual(effects, []);
      assert.ok(view.kind === "reminder");
      assert.equal(view.refused, "limitReached");
      assert.deepEqual(view.choices, []);
      assert.equal(view.snoozesLeft, 0);
    });

    it("is refused where it would end after the deadline", () => {
      const campaign = { deadline: new Date("2026-03-13T00:00:00Z") };

      const { effects, view } = step(NEXT_WEEK, { campaign });

      assert.deepEqual(effects, []);
      assert.ok(view.kind === "reminder");
      assert.equal(view.refused, "pastDeadline");
      assert.deepEqual(view.choices, ["tomorrow"]);
    });

    it("takes back what would keep the reminder from coming", () => {
      const candidate = {
        cannot: { reason: "noSmartphone", at: NOW },
        optedOutAt: NOW,
      } as const;

      const { effects } = step(TOMORROW, { candidate, rules: { mayOptOut: true } });

      assert.deepEqual(effects, [
        { kind: "snooze", until: WEDNESDAY, count: 1 },
        { kind: "setCannot", reason: null },
        { kind: "setOptedOut", isOut: false },
      ]);
    });
  });

  describe("somebody who cannot do it", () => {
    it("is asked why first", () => {
      assert.deepEqual(step({ verb: "reminder.stuck" }), { effects: [], view: { kind: "stuck" } });
    });

    it("is not reminded again where the organisation stops at it", () => {
      assert.deepEqual(step({ verb: "reminder.cannot", reason: "noSmartphone" }), {
        effects: [{ kind: "setCannot", reason: "noSmartphone" }],
        view: { kind: "cannot", reason: "noSmartphone", until: null },
      });
    });

    it("is left alone for a while where it pauses", () => {
      assert.deepEqual(step({ verb: "reminder.cannot", reason: "lostPhone" }), {
        effects: [{ kind: "setCannot", reason: "lostPhone" }],
        view: { kind: "cannot", reason: "lostPhone", until: new Date("2026-03-24T15:00:00Z") },
      });
    });

    it("says it once when it is pressed twice: the pause does not grow", () => {
      const at = new Date("2026-03-09T15:00:00Z");

      assert.deepEqual(
        step(
          { verb: "reminder.cannot", reason: "other" },
          { candidate: { cannot: { reason: "other", at } } },
        ),
        {
          effects: [],
          view: { kind: "cannot", reason: "other", until: new Date("2026-03-23T15:00:00Z") },
        },
      );
    });

    it("can say it again when the pause is over", () => {
      const at = new Date("2026-02-01T15:00:00Z");

      const { effects } = step(
        { verb: "reminder.cannot", reason: "other" },
        { candidate: { cannot: { reason: "other", at } } },
      );

      assert.deepEqual(effects, [{ kind: "setCannot", reason: "other" }]);
    });

    it("can take it back, and sees the reminder", () => {
      const { effects, view } = step(
        { verb: "reminder.canAfterAll" },
        { candidate: { cannot: { reason: "noSmartphone", at: NOW } } },
      );

      assert.deepEqual(effects, [{ kind: "setCannot", reason: null }]);
      assert.equal(view.kind, "reminder");
    });
  });

  describe("an opt-out", () => {
    it("turns reminders off where the organisation allows it", () => {
      assert.deepEqual(step(OPT_OUT, { rules: { mayOptOut: true } }), {
        effects: [{ kind: "setOptedOut", isOut: true }],
        view: { kind: "optedOut" },
      });
    });

    it("does nothing where it is not allowed any more", () => {
      const { effects, view } = step(OPT_OUT);

      assert.deepEqual(effects, []);
      assert.equal(view.kind, "reminder");
    });

    it("keeps its date when it is pressed twice", () => {
      const given = { candidate: { optedOutAt: NOW }, rules: { mayOptOut: true } };

      assert.deepEqual(step(OPT_OUT, given).effects, []);
    });

    it("can be taken back", () => {
      const { effects, view } = step(
        { verb: "reminder.optIn" },
        { candidate: { optedOutAt: NOW }, rules: { mayOptOut: true } },
      );

      assert.deepEqual(effects, [{ kind: "setOptedOut", isOut: false }]);
      assert.equal(view.kind, "reminder");
    });
  });

  it("leads back to the reminder, as it is now", () => {
    const reminders = { count: 2, lastAt: NOW };

    assert.deepEqual(step(BACK, { candidate: { reminders }, rules: { mayOptOut: true } }).view, {
      kind: "reminder",
      isFirst: false,
      lookedAt: new Date("2026-03-01T00:00:00Z"),
      choices: ["tomorrow", "nextWeek"],
      snoozesLeft: 3,
      mayOptOut: true,
      refused: null,
    });
  });

  const toNobody: readonly { readonly name: string; readonly given: Given }[] = [
    { name: "the campaign is over", given: { campaign: { state: "stopped" } } },
    { name: "they are exempt", given: { candidate: { exemption: { reason: "x", until: null } } } },
    { name: "they are left out", given: { candidate: { isExcluded: true } } },
    { name: "they are a guest", given: { candidate: { isGuest: true } } },
  ];
  for (const { name, given } of toNobody) {
    it(`says that nobody reminds them when ${name}`, () => {
      assert.deepEqual(step(TOMORROW, given), { effects: [], view: { kind: "none" } });
    });
  }

  it("says so where there is no campaign at all", () => {
    const nothing = { candidate: null, campaign: null };

    assert.deepEqual(reminderStep(nothing, TOMORROW, settings(), NOW).view, { kind: "none" });
  });

  for (const ask of EVERY_ASK) {
    it(`has nothing but good news for somebody who is ready: ${Object.values(ask).join(" ")}`, () => {
      assert.deepEqual(step(ask, { candidate: { registration: READY } }), {
        effects: [],
        view: { kind: "done" },
      });
    });
  }

  const anyAsk = fc.constantFrom(...EVERY_ASK);
  const pressed = (
    candidate: Candidate,
    campaign: Campaign,
    ask: ReminderAnswer,
    rules: ReminderSettings,
    now: Date,
  ) => reminderStep({ candidate, campaign }, ask, rules, now);

  it("changes nothing more when the same button is pressed again", () => {
    fc.assert(
      fc.property(anyCandidate, anyCampaign, anySettings, anyAsk, anyInstant, (...given) => {
        const [candidate, campaign, rules, ask, now] = given;
        const first = pressed(candidate, campaign, ask, rules, now);
        const after = applied(candidate, first.effects, now);

        const second = pressed(after, campaign, ask, rules, now);

        assert.deepEqual(second.effects, []);
        if (first.effects.length > 0) assert.deepEqual(second.view, first.view);
      }),
    );
  });

  it("never takes more snoozes than there are", () => {
    fc.assert(
      fc.property(anyCandidate, anyCampaign, anySettings, anyAsk, anyInstant, (...given) => {
        const [candidate, campaign, rules, ask, now] = given;

        for (const effect of pressed(candidate, campaign, ask, rules, now).effects) {
          if (effect.kind === "snooze") assert.ok(effect.count <= rules.snoozeLimit);
        }
      }),
    );
  });

  it("keeps what it says: who wants to be reminded then is reminded then", () => {
    fc.assert(
      fc.property(anyDueCandidate, anyCampaign, anySettings, anyInstant, (...given) => {
        const [candidate, campaign, rules, now] = given;
        const { lastAt } = candidate.reminders;
        if (campaign.state !== "running" || campaign.startsAt > now) return;
        if (lastAt !== null && lastAt > now) return;

        for (const ask of [TOMORROW, NEXT_WEEK]) {
          const { effects, view } = pressed(candidate, campaign, ask, rules, now);
          if (view.kind !== "snoozed") continue;
          const next = nextReminder(applied(candidate, effects, now), campaign, rules, now);
          assert.ok(next.kind === "remind");
          assert.deepEqual(next.at, view.until);
        }
      }),
    );
  });

  it("keeps what it says: nobody is reminded before the day that the card names", () => {
    fc.assert(
      fc.property(anyDueCandidate, anyCampaign, anySettings, anyAsk, anyInstant, (...given) => {
        const [candidate, campaign, rules, ask, now] = given;
        const { effects, view } = pressed(candidate, campaign, ask, rules, now);
        const after = applied(candidate, effects, now);

        const next = nextReminder(after, campaign, rules, now);

        if (view.kind === "optedOut") assert.equal(next.kind, "none");
        if (view.kind !== "snoozed" && view.kind !== "cannot") return;
        if (next.kind === "remind") assert.ok(view.until !== null && next.at >= view.until);
      }),
    );
  });
});
