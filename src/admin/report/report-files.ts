import type { FlatRecord } from "../records.ts";
import { methodAmounts, type ReportData, reachabilityAmounts } from "./report-data.ts";

export type ReportFile = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly records: readonly FlatRecord[];
};

/** The report's numbers as files for spreadsheets. Times are in UTC. */
export const reportFiles = (data: ReportData): readonly ReportFile[] => [
  {
    name: "compliance.csv",
    columns: [
      "at",
      "people",
      "ready",
      "notReady",
      "notKnown",
      "guests",
      "disabled",
      "excluded",
      "exempt",
    ],
    records: data.history.map(({ at, counts }) => ({
      at: at.toISOString(),
      people: counts.people,
      ready: counts.ready,
      notReady: counts.notReady,
      notKnown: counts.notKnown,
      ...counts.leftOut,
    })),
  },
  {
    name: "methods.csv",
    columns: ["method", "people"],
    records: methodAmounts(data.counts).map(({ name, count }) => ({ method: name, people: count })),
  },
  {
    name: "reachability.csv",
    columns: ["reachability", "people"],
    records: reachabilityAmounts(data.counts).map(({ name, count }) => ({
      reachability: name,
      people: count,
    })),
  },
  {
    name: "outcomes.csv",
    columns: ["state", "why", "reminders"],
    records: data.outcomes.map(({ state, why, count }) => ({ state, why, reminders: count })),
  },
  {
    name: "reminders-by-day.csv",
    columns: ["day", "state", "reminders"],
    records: data.byDay.map(({ day, state, count }) => ({ day, state, reminders: count })),
  },
];
