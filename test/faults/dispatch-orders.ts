import type { DispatchNews } from "../../src/reminders/dispatch-news.ts";

/** What one replica is told when it is started. */
export type ReplicaOrder = {
  readonly name: string;
  readonly databaseUrl: string;
  /** Where Teams is; no slash at the end. */
  readonly teamsUrl: string;
  readonly tenantId: string;
  readonly appId: string;
  /** Folder for compiled modules. */
  readonly compileCache: string;
  readonly ratePerSecond: number;
  /** Times go by so many times faster, from `sinceMs` (since 1970) on: leases, pauses and waits alike. */
  readonly timesFaster: number;
  readonly sinceMs: number;
};

export type ReplicaCommand = "start" | "stop";

/** What a replica tells: that it is loaded, and what its dispatcher does. */
export type ReplicaNews = "loaded" | Exclude<DispatchNews["kind"], "forbidden" | "noSuchApp">;
