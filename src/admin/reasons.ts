import type { NoReminder } from "../reminders/decision.ts";
import { number } from "./words.ts";

/** Why people get no reminder, for whoever runs the service. */
const REASONS: Readonly<Record<NoReminder, string>> = {
  compliant: "set up already",
  notKnown: "nothing known about their methods",
  guest: "guests",
  disabled: "disabled accounts",
  excluded: "excluded by group or list",
  exempt: "exempt",
  optedOut: "opted out",
  cannot: "said that they cannot",
  unreachable: "cannot be written to (no app, blocked, chat gone)",
  notInDirectory: "no longer in the directory",
  campaignNotRunning: "the campaign is not running",
  noAllowedTime: "no time allowed by the settings",
};

const names = Object.keys(REASONS).filter((name): name is NoReminder => name in REASONS);

/** Those that apply to somebody, most people first. */
export const reasonRows = (
  none: Readonly<Partial<Record<NoReminder, number>>>,
): readonly (readonly string[])[] =>
  names
    .map((name) => ({ name, count: none[name] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => [`Not: ${REASONS[name]}`, number(count)]);

/** One reason in words. */
export const reasonText = (why: NoReminder): string => REASONS[why];
