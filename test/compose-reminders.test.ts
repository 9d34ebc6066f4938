import assert from "node:assert/strict";
import { PushReadyAdapter } from "../src/bot/adapter.ts";
import { composeReminders, type RemindersService } from "../src/compose-reminders.ts";
import { readConfig } from "../src/config/read-config.ts";
import type { CheckResult } from "../src/enrollment/check.ts";
import { delegatedToken } from "../src/enrollment/delegated-token.ts";
import { DEFAULT_POLICY } from "../src/methods/policy.ts";
import { assess } from "../src/methods/readiness.ts";
import { type Database, openDatabase } from "../src/storage/database.ts";
import { PostgresDeliveryQueue } from "../src/storage/delivery-queue.ts";
import { PostgresGuideStore } from "../src/storage/guide-store.ts";
import { PostgresScanStore } from "../src/storage/scan-store.ts";
import { createLogger } from "../src/telemetry/logger.ts";
import { NO_TELEMETRY } from "../src/telemetry/telemetry.ts";
import { aKey } from "./builders/candidates.ts";
import { aDevice } from "./builders/methods.ts";
import { createEmbeddedFolder } from "./contracts/databases.ts";
import { start, type TestSandbox } from "./sandbox/support/sandbox.ts";

const NOW = new Date("2026-03-10T15:00:00Z");
const READY: CheckResult = {
  kind: "assessed",
  assessment: assess(
    { kind: "read", methods: [aDevice("phone-1")], isGuest: false },
    DEFAULT_POLICY,
    NOW,
  ),
};

describe("the reminders of a service", function () {
  this.timeout(60_000);
  let tenant: TestSandbox;
  let database: Database;
  let lines: string[];
  let awaited: (() => void)[];

  before(async () => {
    tenant = await start();
    database = await openDatabase({ kind: "embedded", folder: await createEmbeddedFolder() });
  });
  beforeEach(() => {
    lines = [];
    awaited = [];
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(async () => {
    await database.close();
    await tenant.close();
  });

  const log = createLogger("info", {
    write: (line) => {
      lines.push(line);
      for (const wake of awaited.splice(0)) wake();
    },
  });

  /** Waits until the log has said it. */
  async function said(words: string): Promise<void> {
    while (!lines.some((line) => line.includes(words))) {
      await new Promise<void>((resolve) => awaited.push(resolve));
    }
  }

  const config = () => readConfig({ NODE_ENV: "test", SANDBOX_URL: tenant.url });

  function started(): RemindersService {
    const service = composeReminders(config(), {
      database,
      clock: { now: () => NOW },
      log,
      telemetry: NO_TELEMETRY,
      checkReadiness: () => Promise.resolve(READY),
    });
    service.start({
      adapter: new PushReadyAdapter(config().bot, { log, newReference: () => "REFE-RENC" }),
      guides: new PostgresGuideStore(database),
    });
    return service;
  }

  it("start all the same where the app may not read the directory, and say once what they need", async () => {
    const { appConsents } = tenant.sandbox.tenant;
    for (const permission of appConsents.granted()) appConsents.withhold(permission);

    const service = started();
    await said("cannot read the directory yet");
    await said("this replica sends the reminders");
    await service.stop();

    const told = lines.filter((line) => line.includes("cannot read the directory yet"));
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /"AuditLog\.Read\.All","User\.Read\.All"/);
  });

  it("tell where the tenant's own settings work against them", async () => {
    tenant.sandbox.tenant.methodsPolicy.change({ authenticator: { state: "disabled" } });

    const service = started();
    await said("settings of the tenant work against the reminders");
    await service.stop();

    assert.ok(lines.some((line) => line.includes("authenticatorOff")));
  });

  it("hand the sending over when they stop: another replica need not wait", async () => {
    const { tenantId } = config().bot;
    const queue = new PostgresDeliveryQueue(database);
    const service = started();
    await said("this replica sends the reminders");
    assert.equal((await queue.takeLease(tenantId, "other", 1_000)).kind, "held");

    await service.stop();

    assert.equal((await queue.takeLease(tenantId, "other", 1_000)).kind, "taken");
    await queue.releaseLease(tenantId, "other");
  });

  it("can be stopped before they have begun", async () => {
    const service = started();

    await service.stop();

    assert.ok(!lines.some((line) => line.includes("this replica sends the reminders")));
  });

  it("know what a check saw by the time that everything has settled", async () => {
    const key = { ...aKey(), tenantId: config().bot.tenantId };
    const service = started();

    await service.checkReadiness(key, delegatedToken("token"));
    await service.stop();
    await service.settled();

    const { ready } = await new PostgresScanStore(database).count(key.tenantId, NOW);
    assert.equal(ready, 0, "nobody counts whom no scan has seen");
    const rows = await database.db
      .selectFrom("registrations")
      .select(["is_ready", "source"])
      .where("user_id", "=", key.userId)
      .execute();
    assert.deepEqual(rows, [{ is_ready: true, source: "chat" }]);
  });
});
