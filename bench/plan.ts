import {
  cpuUsPerRow,
  inWords,
  memoryLines,
  ofSize,
  perSecond,
  runOfSize,
  SIZES,
  type SizeRun,
  WARM_UP_ROWS,
} from "./sizes.ts";
import type { Stage } from "./stage.ts";
import type { Line } from "./statistics.ts";

/** Planning the first reminder of everybody in a tenant that was scanned. */
export async function benchPlan(stage: Stage): Promise<readonly Line[]> {
  const runs: SizeRun[] = [];
  for (const { rows, rounds } of SIZES) {
    for (let round = 0; round < rounds; round += 1) {
      runs.push(
        await stage.withDatabase((warmUrl) =>
          stage.withDatabase((databaseUrl) =>
            runOfSize("plan", rows, {
              warm: { databaseUrl: warmUrl, rows: WARM_UP_ROWS },
              full: { databaseUrl, rows },
            }),
          ),
        ),
      );
    }
  }
  const smallest = cpuUsPerRow(ofSize(runs, SIZES[0].rows));
  const lines = SIZES.slice(1).map(({ rows }): Line => {
    const ofThis = ofSize(runs, rows);
    const ratios = ofThis.map(({ full }) => full.cpuUs / full.rows / smallest);
    return {
      what: `CPU per person of planning ${inWords(rows)} people`,
      baseline: "the same, 10 k people",
      n: rows,
      ratio: cpuUsPerRow(ofThis) / smallest,
      ratioRange: [Math.min(...ratios), Math.max(...ratios)],
      detail: `${perSecond(ofThis).toFixed(0)} people/s, ${cpuUsPerRow(ofThis).toFixed(1)} µs CPU per person; 10 k: ${perSecond(ofSize(runs, SIZES[0].rows)).toFixed(0)} people/s, ${smallest.toFixed(1)} µs`,
    };
  });
  return [...lines, ...memoryLines("planning", runs)];
}
