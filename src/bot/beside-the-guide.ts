import type { GuideStore } from "../enrollment/guide-store.ts";
import type { ReminderMessenger } from "../reminders/messenger.ts";

/**
 * Leaves alone what was a reminder once and shows the guided set-up now ("Start now" opens it in place): its card says by
 * itself how far the person is, and may be asking them something.
 */
export function besideTheGuide(
  messenger: ReminderMessenger,
  guides: Pick<GuideStore, "find">,
): ReminderMessenger {
  return {
    send: (reminder, signal) => messenger.send(reminder, signal),
    replaceWithDone: async (card, signal) => {
      let guide: Awaited<ReturnType<GuideStore["find"]>>;
      try {
        guide = await guides.find(card.key);
      } catch {
        // The database is away, and whoever asked will find that too.
        return { kind: "retry", why: "guideNotRead" };
      }
      return guide?.activityId === card.activityId
        ? { kind: "failed", why: "showsTheGuide" }
        : messenger.replaceWithDone(card, signal);
    },
  };
}
