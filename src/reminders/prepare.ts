import type { ClaimedDelivery, DeliveryOutcome } from "./delivery-queue.ts";
import { lookAt, skipped } from "./dispatch-step.ts";
import { needsApp } from "./install.ts";
import type { Checked, Rechecks } from "./recheck.ts";
import type { ReminderSettings } from "./settings.ts";

export type Prepared = {
  /** May be sent now. */
  readonly ready: readonly ClaimedDelivery[];
  /** May be sent once the app is installed. */
  readonly needingApp: readonly ClaimedDelivery[];
  readonly settled: readonly DeliveryOutcome[];
};

export type Prepare = (
  claims: readonly ClaimedDelivery[],
  signal: AbortSignal,
) => Promise<Prepared>;

/**
 * Makes claimed deliveries ready: decides anew by all that is stored, then by the person's own zone and by their methods
 * as they are now. Graph is asked only about those for whom it still matters.
 */
export function createPrepare(parts: {
  readonly rechecks: Rechecks;
  readonly settings: ReminderSettings;
  readonly now: () => Date;
}): Prepare {
  const { rechecks, settings, now } = parts;

  function look(claims: readonly ClaimedDelivery[]): Checked {
    const at = now();
    const looked = claims.map((claimed) => ({ claimed, step: lookAt(claimed, settings, at) }));
    return {
      going: looked.flatMap(({ claimed, step }) => (step.kind === "go" ? [claimed] : [])),
      settled: looked.flatMap(({ step }) => (step.kind === "settle" ? [step.outcome] : [])),
    };
  }

  return async (claims, signal) => {
    const first = look(claims);
    const zoned = await rechecks.zones(first.going, signal);
    const inZone = look(zoned.going);
    const checked = await rechecks.registrations(inZone.going, signal);
    const last = look(checked.going);
    const { needingApp = [], ready = [] } = Object.groupBy(last.going, (claimed) =>
      needsApp(claimed) ? "needingApp" : "ready",
    );
    const settled = [first, zoned, inZone, checked, last].flatMap((part) => part.settled);
    if (settings.mayInstall) return { ready, needingApp, settled };
    const without = needingApp.map((claimed) => skipped(claimed, "noConversation", now()));
    return { ready, needingApp: [], settled: [...settled, ...without] };
  };
}
