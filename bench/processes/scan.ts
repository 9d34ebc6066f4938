import { z } from "zod/v4";
import { machineTime } from "../../src/compose-scan.ts";
import { openDirectory } from "../../src/graph/directory/open-directory.ts";
import { createScan } from "../../src/reminders/scan.ts";
import { AudienceFiles } from "../../src/storage/audience-files.ts";
import { PostgresComplianceHistory } from "../../src/storage/compliance-history.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { PostgresScanStore } from "../../src/storage/scan-store.ts";
import { benchConfig } from "../bench-config.ts";
import { type Measured, RunMeter } from "../memory.ts";

/** Scans as the service does, but does not wait for Graph's limit; measures itself. */
const orderRead = z.object({ worldUrl: z.string(), databaseUrl: z.string(), rows: z.number() });
type Order = z.infer<typeof orderRead>;

async function scanOnce({ worldUrl, databaseUrl, rows }: Order): Promise<Measured> {
  const config = benchConfig(worldUrl, databaseUrl);
  const clock = { now: () => new Date() };
  const database = await openDatabase({
    kind: "postgres",
    url: databaseUrl,
    onConnectionLost: (error) => {
      throw error;
    },
  });
  try {
    const { directory, people } = await openDirectory(config, {
      clock,
      onUnanswered: (error) => {
        throw error;
      },
      onUnreadable: (count) => {
        throw new Error(`${count} unreadable rows`);
      },
    });
    const scan = createScan({
      ...machineTime,
      directory,
      people,
      lists: new AudienceFiles({ include: null, exclude: null }),
      store: new PostgresScanStore(database),
      history: new PostgresComplianceHistory(database),
      audience: { groups: [], hasList: false, exceptGroups: [], hasExceptList: false },
      policy: config.policy,
      oneByOne: false,
      holder: "bench",
      now: () => clock.now(),
      // What would wait for five requests in ten seconds goes on at once.
      sleep: () => Promise.resolve(),
    });
    const meter = new RunMeter(rows);
    const outcome = await scan(config.bot.tenantId, new AbortController().signal, (news) => {
      meter.progress(news.read.report);
      if (news.waitsMs !== null) throw new Error("Graph had the scan wait");
    });
    if (outcome.kind !== "completed") throw new Error(`The scan: ${JSON.stringify(outcome)}`);
    const ended = meter.end();
    return { ...ended, rows: await reportRows(database, outcome.run) };
  } finally {
    await database.close();
  }
}

async function reportRows({ db }: Database, run: number): Promise<number> {
  const found = await db
    .selectFrom("scan_runs")
    .select("report_read")
    .where("run", "=", run)
    .executeTakeFirstOrThrow();
  return found.report_read;
}

process.on("message", (order: unknown) => {
  scanOnce(orderRead.parse(order)).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({ ready: "scan" });
