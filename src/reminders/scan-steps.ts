import type { ScanProgress } from "./scan-store.ts";

/** Whom the organisation means, and whom it does not. */
export type ScanAudience = {
  /** Object ids of Entra groups. */
  readonly groups: readonly string[];
  readonly hasList: boolean;
  readonly exceptGroups: readonly string[];
  readonly hasExceptList: boolean;
};

export type ScanStep =
  | { readonly kind: "group"; readonly use: "include" | "exclude"; readonly groupId: string }
  | { readonly kind: "list"; readonly use: "include" | "exclude" }
  | { readonly kind: "accounts" }
  | { readonly kind: "registrations" };

/**
 * What a scan reads, in order. Groups and lists come first: whoever is seen with a registration has been left out
 * before, where they are to be, even while the very first scan is under way.
 */
export const scanSteps = (audience: ScanAudience): readonly ScanStep[] => [
  ...audience.exceptGroups.map((groupId) => ({ kind: "group", use: "exclude", groupId }) as const),
  ...(audience.hasExceptList ? [{ kind: "list", use: "exclude" } as const] : []),
  ...audience.groups.map((groupId) => ({ kind: "group", use: "include", groupId }) as const),
  ...(audience.hasList ? [{ kind: "list", use: "include" } as const] : []),
  { kind: "accounts" },
  { kind: "registrations" },
];

/** The steps as text: a run can be resumed only by a scan of the same ones. */
export const planOf = (steps: readonly ScanStep[]): string => JSON.stringify(steps);

export const requiresInclusion = ({ groups, hasList }: ScanAudience): boolean =>
  groups.length > 0 || hasList;

/** The progress after a page of `rows` rows, `next` being where the step goes on, null where it is done. */
export function afterPage(
  progress: ScanProgress,
  step: ScanStep,
  rows: number,
  next: string | null,
): ScanProgress {
  const read = { ...progress.read };
  switch (step.kind) {
    case "group":
    case "list":
      read.members += rows;
      break;
    case "accounts":
      read.accounts += rows;
      break;
    case "registrations":
      read.report += rows;
      break;
  }
  return { step: next === null ? progress.step + 1 : progress.step, next, read };
}

/**
 * The progress when a step has to begin anew. What was read of it is not counted twice, but for members: groups share one
 * number, which then is too high.
 */
export function fromTheTop(progress: ScanProgress, step: ScanStep): ScanProgress {
  const { read } = progress;
  const counted = step.kind === "registrations" ? { ...read, report: 0 } : read;
  return {
    ...progress,
    next: null,
    read: step.kind === "accounts" ? { ...counted, accounts: 0 } : counted,
  };
}
