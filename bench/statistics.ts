/** The value below which `share` of the sorted values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[index] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** One line of the result: what was measured, against which baseline, and how it came out. */
export type Line = {
  readonly what: string;
  readonly baseline: string;
  readonly n: number;
  readonly ratio: number;
  readonly ratioRange: readonly [number, number];
  readonly detail: string;
};

export function table(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ what, baseline, n, ratio, ratioRange: [low, high], detail }) =>
      `| ${what} | ${baseline} | ${n} | **${ratio.toFixed(2)}** (${low.toFixed(2)}–${high.toFixed(2)}) | ${detail} |`,
  );
  return [
    "| what | baseline in the same run | N | ratio, median (range over rounds) | detail |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}
