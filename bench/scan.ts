import { REPORT_RATE } from "../src/reminders/request-limit.ts";
import { Child } from "./child.ts";
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
import { freePort, type Stage } from "./stage.ts";
import { type Line, median } from "./statistics.ts";

/** Rows per page of the report, as Graph allows at most. */
const ROWS_PER_PAGE = 999;
/** Of generated accounts 5 % are disabled, and not in the report; this is a little less than the rest. */
const REPORTED_SHARE = 0.949;

const SANDBOX = new URL("../src/sandbox/main.ts", import.meta.url).pathname;

/** Scans of generated tenants: accounts and report, through HTTP, into PostgreSQL. */
export async function benchScan(stage: Stage): Promise<readonly Line[]> {
  const warm = await startTenant(WARM_UP_ROWS);
  const runs: SizeRun[] = [];
  try {
    for (const { rows, rounds } of SIZES) {
      const tenant = await startTenant(rows);
      try {
        for (let round = 0; round < rounds; round += 1)
          runs.push(await scanOf(stage, warm, tenant));
      } finally {
        await tenant.stop();
      }
    }
  } finally {
    await warm.stop();
  }
  return [
    ...SIZES.map(({ rows }) => shareLine(rows, ofSize(runs, rows))),
    ...memoryLines("scanning", runs),
  ];
}

type Tenant = { readonly url: string; readonly rows: number; stop(): Promise<void> };

/** With at least so many rows in its report. */
async function startTenant(rows: number): Promise<Tenant> {
  const people = Math.ceil(rows / REPORTED_SHARE);
  const port = await freePort();
  const child = new Child("tenant", SANDBOX, {
    args: ["--port", `${port}`, "--generated", `${people}`],
  });
  await child.says("The local tenant is at");
  return { url: `http://127.0.0.1:${port}`, rows, stop: () => child.stop() };
}

function scanOf(stage: Stage, warm: Tenant, tenant: Tenant): Promise<SizeRun> {
  return stage.withDatabase((warmUrl) =>
    stage.withDatabase((databaseUrl) =>
      runOfSize("scan", tenant.rows, {
        warm: orderFor(warm, warmUrl),
        full: orderFor(tenant, databaseUrl),
      }),
    ),
  );
}

const orderFor = ({ url: worldUrl, rows }: Tenant, databaseUrl: string) => ({
  worldUrl,
  databaseUrl,
  rows,
});

function shareLine(size: number, runs: readonly SizeRun[]): Line {
  const shares = runs.map(({ full }) => full.cpuUs / 1_000 / wireMs(full.rows));
  const rows = median(runs.map(({ full }) => full.rows));
  return {
    what: `CPU of a scan of ${inWords(size)} rows of the report, accounts included`,
    baseline: "time on the wire at Graph's limit, 5 pages of the report in 10 s",
    n: rows,
    ratio: median(shares),
    ratioRange: [Math.min(...shares), Math.max(...shares)],
    detail: `${perSecond(runs).toFixed(0)} rows/s where nothing limits it, PostgreSQL and Graph's stand-in on the same machine; ${cpuUsPerRow(runs).toFixed(0)} µs CPU per row; at Graph's limit ${(wireMs(rows) / 60_000).toFixed(1)} min`,
  };
}

const wireMs = (rows: number): number =>
  (Math.ceil(rows / ROWS_PER_PAGE) * REPORT_RATE.perMs) / REPORT_RATE.requests;
