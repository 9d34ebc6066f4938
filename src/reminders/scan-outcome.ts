import type { ComplianceCounts } from "./compliance-history.ts";
import type { DirectoryRefusal } from "./directory.ts";
import type { ScanStep } from "./scan-steps.ts";
import type { AudienceUse, ScanProgress } from "./scan-store.ts";

/** What reading everybody one by one would take. */
export type OneByOneCost = {
  readonly people: number;
  /** Requests to Graph, each a batch of 20. */
  readonly requests: number;
  readonly minutes: number;
};

export type ScanOutcome =
  | { readonly kind: "completed"; readonly run: number; readonly counts: ComplianceCounts }
  /** Another replica is scanning. */
  | { readonly kind: "underWay" }
  /** Another replica went on with it, because this one was too slow. */
  | { readonly kind: "takenOver" }
  /** Ended by the signal; the next scan goes on there. */
  | { readonly kind: "stopped" }
  /** The tenant has no report (Entra ID P1), and reading one by one is not allowed. Accounts and groups are read. */
  | { readonly kind: "noLicence"; readonly cost: OneByOneCost }
  | { readonly kind: "noSuchGroup"; readonly groupId: string }
  | { readonly kind: "wrongLine"; readonly use: AudienceUse; readonly line: number }
  /** The directory listed nobody, which cannot be; a complete scan would have marked everybody as gone. */
  | { readonly kind: "emptyDirectory" }
  /** Graph refused, and kept on doing so; the next scan goes on there. */
  | { readonly kind: "refused"; readonly step: ScanStep; readonly refusal: DirectoryRefusal }
  /** The step's links kept expiring. */
  | { readonly kind: "linkExpired"; readonly step: ScanStep };

/** Where a scan is, for whoever watches. */
export type ScanNews = {
  readonly step: ScanStep;
  readonly stepNumber: number;
  readonly steps: number;
  readonly read: ScanProgress["read"];
  /** Milliseconds that Graph has us wait, when it does. */
  readonly waitsMs: number | null;
};
