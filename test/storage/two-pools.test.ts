import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { PostgresCampaignStore } from "../../src/storage/campaign-store.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { PostgresFreshSignInStore } from "../../src/storage/fresh-sign-in-store.ts";
import { PostgresGuideStore } from "../../src/storage/guide-store.ts";
import { PostgresRemovalAudit } from "../../src/storage/removal-audit.ts";
import { PostgresScanStore } from "../../src/storage/scan-store.ts";
import { Seal } from "../../src/storage/seal.ts";
import { PostgresStanceStore } from "../../src/storage/stance-store.ts";
import { PostgresWatchStore } from "../../src/storage/watch-store.ts";
import { createPostgresDatabase, postgresOptions } from "../contracts/databases.ts";
import { aSession, completed } from "../contracts/fresh-sign-in-store.contract.ts";
import { aKnownPerson } from "../contracts/person-builders.ts";
import { running, somebody, storedWorld } from "../contracts/reminder-world.ts";
import { anIntent } from "../contracts/removal-audit.contract.ts";

const NOON = new Date("2026-03-02T12:00:00.000Z");

// Two replicas, each with connections of its own, that do the same at the same time.
describe("Two replicas on one PostgreSQL", () => {
  const key = randomBytes(32);
  let replicas: readonly [Database, Database];

  before(async function () {
    this.timeout(60_000);
    const url = await createPostgresDatabase();
    replicas = [await openDatabase(postgresOptions(url)), await openDatabase(postgresOptions(url))];
  });

  after(async () => {
    for (const replica of replicas) await replica.close();
  });

  /** 25 calls on each replica, taking turns. */
  function fiftyTimes<Store, Result>(
    open: (database: Database) => Store,
    call: (store: Store, index: number) => Promise<Result>,
  ): Promise<Result[]> {
    const stores = replicas.map(open);
    const calls = Array.from({ length: 25 }, (_, turn) =>
      stores.map((store, replica) => call(store, turn * 2 + replica)),
    );
    return Promise.all(calls.flat());
  }

  const openSignIns = (database: Database) =>
    new PostgresFreshSignInStore(database, new Seal([key]));

  it("let one of fifty take a watch", async () => {
    const person = await aKnownPerson(replicas[0]);

    const takes = await fiftyTimes(
      (database) => new PostgresWatchStore(database),
      (store, holder) => store.take(person, `h${holder}`, 60_000),
    );

    assert.deepEqual([takes.length, takes.filter(Boolean).length], [50, 1]);
  });

  it("let one of fifty take over a watch whose lease has run out", async () => {
    const person = await aKnownPerson(replicas[0]);
    await new PostgresWatchStore(replicas[0]).take(person, "gone", 0);

    const takes = await fiftyTimes(
      (database) => new PostgresWatchStore(database),
      (store, holder) => store.take(person, `h${holder}`, 60_000),
    );

    assert.equal(takes.filter(Boolean).length, 1);
  });

  for (const before of [0, 1]) {
    it(`let one of fifty take the snooze after ${before}`, async () => {
      const person = somebody();
      const { campaignId } = await running(storedWorld(replicas[0]), person.tenantId);
      const snooze = (store: PostgresStanceStore, count: number) =>
        store.snooze(person, campaignId, { until: NOON, count }, NOON);
      if (before === 1) await snooze(new PostgresStanceStore(replicas[0]), 1);

      const taken = await fiftyTimes(
        (database) => new PostgresStanceStore(database),
        (store) => snooze(store, before + 1),
      );

      assert.equal(taken.filter(Boolean).length, 1);
    });
  }

  it("let one of fifty begin a scan", async () => {
    const { tenantId } = somebody();
    const start = { plan: "", requiresInclusion: false, resumeAfter: NOON, at: NOON };

    const begins = await fiftyTimes(
      (database) => new PostgresScanStore(database),
      (store, holder) => store.begin(tenantId, `h${holder}`, 60_000, start),
    );

    assert.equal(begins.filter(({ kind }) => kind === "begun").length, 1);
  });

  it("let one of fifty start a campaign", async () => {
    const { tenantId } = somebody();

    const starts = await fiftyTimes(
      (database) => new PostgresCampaignStore(database),
      (store, number) =>
        store.start(
          {
            campaignId: `${tenantId}-${number}`,
            tenantId,
            startsAt: NOON,
            deadline: null,
            state: "running",
          },
          NOON,
        ),
    );

    assert.equal(starts.filter(({ kind }) => kind === "started").length, 1);
  });

  for (const version of [0, 1]) {
    it(`let one of fifty save what follows version ${version} of a guide`, async () => {
      const person = await aKnownPerson(replicas[0]);
      const guide = { guideId: "g", state: null, activityId: null };
      if (version === 1) {
        await new PostgresGuideStore(replicas[0]).save(person, { ...guide, version: 0 }, NOON);
      }

      const saves = await fiftyTimes(
        (database) => new PostgresGuideStore(database),
        (store) => store.save(person, { ...guide, version }, NOON),
      );

      assert.equal(saves.filter(Boolean).length, 1);
    });
  }

  it("let one of fifty open a removal, and one settle it", async () => {
    const person = await aKnownPerson(replicas[0]);
    const open = (database: Database) => new PostgresRemovalAudit(database);

    const opened = await fiftyTimes(open, (audit) => audit.intend(person, anIntent()));
    const removalId = opened.find((id) => id !== null) ?? "";
    const settled = await fiftyTimes(open, (audit) =>
      audit.settle(removalId, "removed", null, NOON),
    );

    assert.equal(opened.filter((id) => id !== null).length, 1);
    assert.equal(settled.filter(Boolean).length, 1);
  });

  it("leave one usable ticket of fifty", async () => {
    const person = await aKnownPerson(replicas[0]);

    const issued = await fiftyTimes(openSignIns, (store) => store.issue(person, "prove", NOON));

    const store = openSignIns(replicas[1]);
    const looks = await Promise.all(issued.map(({ ticket }) => store.look(ticket, NOON)));
    assert.equal(looks.filter((look) => look !== null).length, 1);
  });

  it("let one of fifty begin a sign-in, one finish it, and one take its token", async () => {
    const person = await aKnownPerson(replicas[0]);
    const sessions = Array.from({ length: 50 }, () => aSession());
    const sessionOf = (index: number) => sessions[index] ?? aSession();
    const { ticket } = await openSignIns(replicas[0]).issue(person, "prove", NOON);

    const begins = await fiftyTimes(openSignIns, (store, index) =>
      store.begin(ticket, sessionOf(index), NOON),
    );
    const { stateHash, browserHash } = sessionOf(begins.indexOf(true));
    const finishes = await fiftyTimes(openSignIns, (store) =>
      store.finish(stateHash, browserHash, NOON),
    );
    const begun = finishes.find((finish) => finish !== null);
    await openSignIns(replicas[0]).saveResult(begun?.signInId ?? "", completed(NOON, "t"), NOON);
    const tokens = await fiftyTimes(openSignIns, (store) => store.takeToken(person, NOON));

    assert.equal(begins.filter(Boolean).length, 1);
    assert.equal(finishes.filter((finish) => finish !== null).length, 1);
    assert.deepEqual(
      tokens.filter((taken) => taken !== null),
      [{ token: "t", signedInAt: NOON }],
    );
  });
});
