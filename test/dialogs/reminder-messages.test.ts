import assert from "node:assert/strict";
import fc from "fast-check";
import { reminderCard } from "../../src/cards/reminder/reminder.card.ts";
import { copyFor } from "../../src/copy/copy.ts";
import { ReminderMessages } from "../../src/dialogs/reminder-messages.ts";
import { shownReminder, timesOf } from "../../src/dialogs/reminder-shown.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import type { Reminder } from "../../src/reminders/messenger.ts";
import { anyCampaign, anyCandidate, anyInstant, anySettings } from "../builders/any-candidate.ts";
import { aCampaign, aCandidate, aKey, settings } from "../builders/candidates.ts";
import { wordsOf } from "../cards/card-reading.ts";

const NOW = new Date("2026-03-10T15:00:00Z");
const DEADLINE = new Date("2026-03-20T16:00:00Z");
const LINKS = {
  organisationName: "Contoso",
  helpDeskUrl: "https://help.example.com/request",
  securityInfoUrl: "https://mysignins.microsoft.com/security-info",
};

const messages = (rules = settings()): ReminderMessages =>
  new ReminderMessages({ settings: rules, links: LINKS, clock: { now: () => NOW } });

const reminder = (
  candidate: Candidate,
  campaign: Campaign = aCampaign({ deadline: DEADLINE }),
  ordinal = 1,
): Reminder => ({
  key: candidate.key,
  address: { kind: "chat", chatId: "19:chat" },
  candidate,
  campaign,
  ordinal,
});

/** The moments and languages that a card shows, within a few days, so that cards are alike often enough. */
const anyShown: fc.Arbitrary<Candidate> = fc
  .tuple(
    anyCandidate,
    fc.constantFrom(null, "en-US", "en-GB", "de"),
    fc.date({ min: new Date("2026-03-07"), max: new Date("2026-03-10"), noInvalidDate: true }),
  )
  .map(([candidate, locale, at]) => ({
    ...candidate,
    locale,
    registration: candidate.registration && { ...candidate.registration, at },
  }));

describe("ReminderMessages", () => {
  it("names the deadline by the person's own clock, in the card and in the notification", () => {
    const inTokyo = aCandidate({ teamsTimeZone: "Asia/Tokyo", locale: "en-GB" });

    const { card, summary } = messages().remind(reminder(inTokyo));

    assert.match(summary, /Saturday,? 21 March 2026 at 01:00/);
    assert.match(wordsOf(card).join("\n"), /Saturday,? 21 March 2026 at 01:00/);
  });

  it("says nothing of a date where the campaign has none", () => {
    const { summary } = messages().remind(reminder(aCandidate(), aCampaign()));

    assert.equal(summary, "Set up Microsoft Authenticator push. About five minutes.");
  });

  it("speaks of the first reminder and of later ones differently", () => {
    const written = messages();

    assert.match(written.remind(reminder(aCandidate(), undefined, 1)).summary, /^Set up/);
    assert.match(written.remind(reminder(aCandidate(), undefined, 2)).summary, /^Still to do/);
  });

  it("binds what is alike once, whomever it is for", () => {
    const written = messages();
    const seenAt = (at: string) =>
      ({ isReady: false, at: new Date(at), source: "report" }) as const;

    const one = written.remind(
      reminder(aCandidate({ key: aKey(1), registration: seenAt("2026-03-09T01:00:00Z") })),
    );
    const other = written.remind(
      reminder(aCandidate({ key: aKey(2), registration: seenAt("2026-03-09T22:00:00Z") })),
    );

    assert.equal(one, other);
  });

  it("keeps writing right after more cards than it keeps", () => {
    const written = messages(settings({ snoozeLimit: 1_000 }));
    const taken = (count: number) =>
      aCandidate({ snooze: { count, until: new Date("2026-03-10T09:00:00Z") } });

    for (let count = 0; count < 600; count += 1) written.remind(reminder(taken(count)));
    const { card } = written.remind(reminder(taken(0)));

    assert.match(wordsOf(card).join("\n"), /put this off 1000 more times/);
  });

  it("never gives anybody the card of somebody else who would be shown another one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyShown, anyCampaign, fc.integer({ min: 1, max: 3 })), {
          minLength: 2,
          maxLength: 6,
        }),
        anySettings,
        anyInstant,
        (people, rules, now) => {
          const written = new ReminderMessages({
            settings: rules,
            links: LINKS,
            clock: { now: () => now },
          });
          for (const [candidate, campaign, ordinal] of people) {
            const { card } = written.remind(reminder(candidate, campaign, ordinal));
            const isFirst = ordinal === 1;
            const expected = reminderCard(copyFor(candidate.locale), {
              view: shownReminder(candidate, campaign, rules, now, { isFirst, refused: null }),
              ...timesOf(candidate, campaign, rules, now),
              locale: candidate.locale,
              links: LINKS,
            });
            assert.deepEqual(card, expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("replaces a reminder by one that asks for nothing", () => {
    const { card, summary } = messages().done("en-US");

    assert.equal(summary, "You're set up");
    assert.doesNotMatch(JSON.stringify(card), /reminder\./);
  });
});
