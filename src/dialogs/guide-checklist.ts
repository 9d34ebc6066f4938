import { checklist } from "../methods/checklist.ts";
import { type GuideOutcome, show } from "./guide-outcome.ts";
import { devicesOf, type Snapshot } from "./guide-snapshot.ts";

/** The four points of now; the first time that all are done is the finish. */
export function toChecklist(snapshot: Snapshot): GuideOutcome {
  const { assessment, facts } = snapshot;
  const items = checklist(assessment, facts);
  const isDone = Object.values(items).every((item) => item === "done");
  const view = { kind: "checklist", items, facts, devices: devicesOf(snapshot) } as const;
  return {
    state: { kind: "checklist" },
    effects: [
      { kind: "stopWatch" },
      ...(isDone && facts.finishedAt === null ? [{ kind: "finish" } as const] : []),
      show(view),
    ],
  };
}
