import assert from "node:assert/strict";
import fc from "fast-check";
import { reminderCard, reminderSummary } from "../../src/cards/reminder/reminder.card.ts";
import { copyFor } from "../../src/copy/copy.ts";
import { ReminderMessages } from "../../src/dialogs/reminder-messages.ts";
import { shownReminder, timesOf } from "../../src/dialogs/reminder-shown.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import type { Reminder } from "../../src/reminders/messenger.ts";
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

/** People who differ in few things, so that each two of them often share a card, or all but one of what it shows. */
const anyShown: fc.Arbitrary<Reminder> = fc
  .record({
    locale: fc.constantFrom(null, "en-GB"),
    teamsTimeZone: fc.constantFrom("Asia/Tokyo", "Europe/Berlin"),
    at: fc.constantFrom("2026-03-08T10:00:00Z", "2026-03-09T10:00:00Z", "2026-03-09T22:30:00Z"),
    count: fc.constantFrom(1, 3),
    deadline: fc.constantFrom(null, DEADLINE, new Date("2026-03-11T05:00:00Z"), NOW),
    ordinal: fc.constantFrom(1, 2),
  })
  .map(({ locale, teamsTimeZone, at, count, deadline, ordinal }) =>
    reminder(
      aCandidate({
        locale,
        teamsTimeZone,
        registration: { isReady: false, at: new Date(at), source: "report" },
        snooze: { count, until: new Date("2026-03-09T09:00:00Z") },
      }),
      aCampaign({ deadline }),
      ordinal,
    ),
  );

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
        fc.array(anyShown, { minLength: 2, maxLength: 12 }),
        fc.boolean(),
        (people, mayOptOut) => {
          const rules = settings({ mayOptOut });
          const written = messages(rules);
          for (const one of people) {
            const { candidate, campaign, ordinal } = one;
            const shown = { isFirst: ordinal === 1, refused: null };
            const expected = {
              view: shownReminder(candidate, campaign, rules, NOW, shown),
              ...timesOf(candidate, campaign, rules, NOW),
              locale: candidate.locale,
              links: LINKS,
            };
            const copy = copyFor(candidate.locale);
            assert.deepEqual(written.remind(one), {
              card: reminderCard(copy, expected),
              summary: reminderSummary(copy, expected),
            });
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("says that it is overdue from the deadline on", () => {
    let now = new Date(DEADLINE.getTime() - 1);
    const written = new ReminderMessages({
      // No snooze was left before either, so that nothing else differs.
      settings: settings({ snoozeLimit: 0 }),
      links: LINKS,
      clock: { now: () => now },
    });
    assert.match(written.remind(reminder(aCandidate())).summary, /^Set up/);

    now = DEADLINE;

    assert.match(written.remind(reminder(aCandidate())).summary, /^Overdue/);
  });

  it("replaces a reminder by one that asks for nothing", () => {
    const { card, summary } = messages().done("en-US");

    assert.equal(summary, "You're set up");
    assert.doesNotMatch(JSON.stringify(card), /reminder\./);
  });
});
