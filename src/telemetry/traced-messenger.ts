import type { ReminderMessenger, SendOutcome } from "../reminders/messenger.ts";
import type { Telemetry } from "./telemetry.ts";

/** Each message to somebody unasked is a span, and each reminder is counted by what came of it. */
export function tracedMessenger(
  messenger: ReminderMessenger,
  telemetry: Telemetry,
): ReminderMessenger {
  const traced = (name: string, write: () => Promise<SendOutcome>): Promise<SendOutcome> =>
    telemetry.inSpan({ name, kind: "client" }, async (span) => {
      const outcome = await write();
      span.add({ "pushready.outcome": outcome.kind });
      if (outcome.kind !== "sent") span.fail(outcome.kind);
      return outcome;
    });
  return {
    send: async (reminder, signal) => {
      const outcome = await traced("reminder send", () => messenger.send(reminder, signal));
      const counted = countedAs(outcome);
      if (counted !== null) telemetry.count("pushready.reminders.sent", { outcome: counted });
      return outcome;
    },
    replaceWithDone: (card, signal) =>
      traced("reminder replace", () => messenger.replaceWithDone(card, signal)),
  };
}

/** Null for what is tried again: it is counted when it is over. */
function countedAs(outcome: SendOutcome): "sent" | "failed" | "unknown" | null {
  switch (outcome.kind) {
    case "sent":
    case "unknown":
      return outcome.kind;
    case "failed":
    case "unreachable":
      return "failed";
    case "retry":
    case "throttled":
      return null;
  }
}
