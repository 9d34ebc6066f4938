import type { RemovalOutcome, RemovalReport, RemoveDevices } from "../enrollment/remove.ts";
import type { Telemetry } from "./telemetry.ts";

type Counted = { readonly outcome: "removed" | "refused" | "unknown"; readonly reason: string };

/** A removal of one person is a span; each entry that was asked for is counted by what came of it. */
export function tracedRemovals(remove: RemoveDevices, telemetry: Telemetry): RemoveDevices {
  return (key, order) =>
    telemetry.inSpan(
      {
        name: "removal",
        kind: "internal",
        attributes: { "pushready.targets": order.targets.length },
      },
      async (span) => {
        const report = await remove(key, order);
        const all = countedIn(report);
        for (const counted of all) telemetry.count("pushready.removals", counted);
        span.add({ "pushready.outcome": all.map(textOf).join(" ") });
        const worst = all.find(({ outcome }) => outcome !== "removed");
        if (worst !== undefined) span.fail(textOf(worst));
        return report;
      },
    );
}

const textOf = ({ outcome, reason }: Counted): string =>
  reason === "none" ? outcome : `${outcome}:${reason}`;

function countedIn(report: RemovalReport): readonly Counted[] {
  switch (report.kind) {
    case "busy":
    case "earlierOpen":
    case "wrongAccount":
      return [{ outcome: "refused", reason: report.kind }];
    case "finished":
      return report.outcomes.map(({ outcome }) => countedAs(outcome));
  }
}

function countedAs(outcome: RemovalOutcome): Counted {
  switch (outcome.kind) {
    case "removed":
      return { outcome: "removed", reason: "none" };
    case "alreadyGone":
      return { outcome: "removed", reason: "alreadyGone" };
    case "notSureYet":
      return { outcome: "unknown", reason: "noAnswer" };
    case "refused":
      return { outcome: "refused", reason: outcome.why };
    case "isDefaultMethod":
    case "freshSignInNeeded":
    case "stepUpNeeded":
    case "throttled":
    case "refusedByGraph":
    case "unavailable":
    case "notTried":
      return { outcome: "refused", reason: outcome.kind };
  }
}
