import { z } from "zod/v4";
import { reminderCard } from "../src/cards/reminder/reminder.card.ts";
import json from "../src/cards/reminder/reminder.data.json" with { type: "json" };
import { CANNOT_REASONS } from "../src/cards/reminder/reminder-ask.ts";
import { SNOOZE_CHOICES } from "../src/reminders/snooze.ts";
import type { CardExample } from "./card-example.ts";

const date = z.coerce.date();

const view = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("reminder"),
    isFirst: z.boolean(),
    lookedAt: date.nullable(),
    choices: z.array(z.enum(SNOOZE_CHOICES)),
    snoozesLeft: z.number(),
    mayOptOut: z.boolean(),
    refused: z.enum(["limitReached", "pastDeadline"]).nullable(),
  }),
  z.strictObject({ kind: z.enum(["stuck", "optedOut", "none", "done"]) }),
  z.strictObject({ kind: z.literal("snoozed"), until: date, left: z.number() }),
  z.strictObject({
    kind: z.literal("cannot"),
    reason: z.enum(CANNOT_REASONS),
    until: date.nullable(),
  }),
]);

const file = z.strictObject({
  links: z.strictObject({
    organisationName: z.string(),
    helpDeskUrl: z.url(),
    securityInfoUrl: z.url(),
  }),
  locale: z.string().nullable(),
  zone: z.string(),
  examples: z.record(
    z.string(),
    z.strictObject({
      view,
      deadline: date.nullable(),
      isOverdue: z.boolean().default(false),
    }),
  ),
});

/** Every example of the card of a reminder. */
export function reminderExamples(): readonly CardExample[] {
  const { examples, ...frame } = file.parse(json);
  return Object.entries(examples).map(([example, given]) => {
    const data = { ...frame, ...given };
    return { card: "reminder", example, bind: (copy) => reminderCard(copy, data) };
  });
}
