import { z } from "zod/v4";
import { composePlan } from "../../src/compose-scan.ts";
import type { Config } from "../../src/config/config.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { benchConfig } from "../bench-config.ts";
import { type Measured, RunMeter } from "../memory.ts";
import { seedChats, seedPeople, settleTables } from "../seed.ts";

const SEEDED_WITHIN_MS = 10 * 60_000;

/** Plans the first reminder of everybody, as the service does; measures itself. */
const orderRead = z.object({ databaseUrl: z.string(), rows: z.number() });

async function planOnce({ databaseUrl, rows }: z.infer<typeof orderRead>): Promise<Measured> {
  const config = benchConfig("http://127.0.0.1:1", databaseUrl);
  const campaign = await seed(config, databaseUrl, rows);
  const database = await openDatabase({ kind: "postgres", url: databaseUrl, onConnectionLost });
  try {
    const plan = composePlan(config, { database, clock: { now: () => new Date() } });
    const meter = new RunMeter(rows);
    const report = await plan(campaign, new AbortController().signal, {
      onProgress: (people) => {
        meter.progress(people);
      },
    });
    if (report.added !== rows) throw new Error(`The plan: ${JSON.stringify(report)}`);
    return { ...meter.end(), rows: report.people };
  } finally {
    await database.close();
  }
}

/** A million rows in one statement take longer than the service gives any of its own. */
async function seed(config: Config, url: string, rows: number): Promise<Campaign> {
  const database = await openDatabase({
    kind: "postgres",
    url,
    onConnectionLost,
    statementTimeoutMs: SEEDED_WITHIN_MS,
  });
  try {
    const { tenantId, appId } = config.bot;
    const campaign = await seedPeople(database, tenantId, rows);
    await seedChats(database, tenantId, { serviceUrl: "http://127.0.0.1:1/connector/", appId });
    await settleTables(database);
    return campaign;
  } finally {
    await database.close();
  }
}

function onConnectionLost(error: Error): never {
  throw error;
}

process.on("message", (order: unknown) => {
  planOnce(orderRead.parse(order)).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({ ready: "plan" });
