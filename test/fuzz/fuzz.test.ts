import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { TENANT_ID } from "../../bench/stage.ts";
import { type TenantId, tenantId, userId } from "../../src/methods/ids.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { PostgresFreshSignInStore } from "../../src/storage/fresh-sign-in-store.ts";
import { PostgresPersonStore } from "../../src/storage/person-store.ts";
import { Seal } from "../../src/storage/seal.ts";
import { postgresOptions } from "../contracts/databases.ts";
import { aTurn } from "../contracts/person-builders.ts";
import { seededRandom } from "../faults/seeded-random.ts";
import { brokenActivity } from "./activity-cases.ts";
import { type Answer, FuzzTarget, TOKEN_KEY } from "./fuzz-target.ts";
import { Dice } from "./hostile-values.ts";
import { brokenBody, CONTENT_TYPES, rawRequest } from "./raw-cases.ts";
import { webCase } from "./web-cases.ts";

/** `FUZZ_CASES=100000 npm run fuzz` is the long run; `FUZZ_SEED` repeats one. */
const CASES = Number(process.env["FUZZ_CASES"] ?? 1_500);
const SEED = Number(process.env["FUZZ_SEED"] ?? randomInt(2 ** 31));
const AT_ONCE = 8;
const PEOPLE = 20;
/** A short run still warms up: what it compiles and caches counts as growth. */
const GROWTH = CASES >= 20_000 ? 1.15 : 1.5;

/** Words of a stack, of a path, or of a token. */
const LEAKS =
  /\n\s+at \S+|node_modules|\.ts:\d+|eyJ[\w-]{8}|SSO-TOKEN|TypeError|RangeError|SyntaxError/;

describe(`the service under ${CASES} malformed requests (FUZZ_SEED=${SEED})`, function () {
  this.timeout(0);
  let target: FuzzTarget;
  let database: Database | null = null;
  const counts = new Map<string, number>();
  const references: string[] = [];
  const faults: string[] = [];
  const heap: { early: number; late: number } = { early: 0, late: 0 };
  let strange: readonly string[] = [];

  before(async () => {
    target = await FuzzTarget.start();
    database = await openDatabase(postgresOptions(target.databaseUrl));
    const people = Array.from({ length: PEOPLE }, () => randomUUID());
    const tickets = await ticketsFor(database, people);
    const dice = new Dice(seededRandom(SEED));
    let left = CASES;
    const run = async (until: number): Promise<void> => {
      while (left > until && target.isAlive) {
        left -= 1;
        const sent = oneCase(target, dice, {
          tickets,
          person: dice.of([people[0] ?? "", ...people]),
        });
        note(sent.kind, sent.shown, await sent.answer);
      }
    };
    const stretch = (until: number) =>
      Promise.all(Array.from({ length: AT_ONCE }, () => run(until)));
    await stretch(Math.floor(CASES * 0.9));
    heap.early = (await target.memory()).heapUsed;
    await stretch(0);
    const memory = await target.memory();
    heap.late = memory.heapUsed;
    strange = memory.strange;
  });

  after(async () => {
    await database?.close();
    await target.close();
  });

  function note(kind: string, shown: string, { status, reference, text }: Answer): void {
    const key = `${kind} ${status}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (status >= 500 && reference === null) faults.push(`${status} without reference: ${shown}`);
    if (status >= 500 && reference !== null) references.push(reference);
    const leak = LEAKS.exec(text);
    if (leak !== null) faults.push(`shows ${leak[0]}: ${shown}`);
  }

  it("goes on, and says that it is ready", async () => {
    assert.ok(target.isAlive);
    assert.equal((await target.send("GET", "/readyz", {}, null)).status, 200);
    const lines = [...counts].sort().map(([key, count]) => `      ${key}: ${count}`);
    process.stdout.write(`${lines.join("\n")}\n`);
  });

  it("answers nothing above 499 without a reference, and shows neither stack nor token", () => {
    assert.deepEqual(faults.slice(0, 10), []);
  });

  it("has each of those references in its log", () => {
    assert.deepEqual(
      references.filter((reference) => !target.logged.has(reference)),
      [],
    );
  });

  it("lets nobody add a property to all objects", () => {
    assert.deepEqual(strange, []);
  });

  it(`holds no more than ${GROWTH} times the memory at the end that it held after a tenth`, () => {
    const ratio = heap.late / heap.early;
    const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
    process.stdout.write(
      `      heap ${megabytes(heap.early)} → ${megabytes(heap.late)} MB (${ratio.toFixed(3)})\n`,
    );
    assert.ok(ratio < GROWTH, String(ratio));
  });

  it("reached the bot itself, its door, its parser and its pages", () => {
    for (const key of ["signed 200", "unsigned 401", "body 400", "web 410", "raw 400"]) {
      assert.ok((counts.get(key) ?? 0) > 0, key);
    }
  });
});

type Sent = {
  readonly kind: "signed" | "unsigned" | "body" | "raw" | "web";
  readonly shown: string;
  readonly answer: Promise<Answer>;
};

function oneCase(
  target: FuzzTarget,
  dice: Dice,
  { tickets, person }: { readonly tickets: readonly string[]; readonly person: string },
): Sent {
  const json = { "content-type": "application/json" };
  const signed = { ...json, authorization: target.authorization };
  const activity = brokenActivity(dice, target.stubUrl, person);
  const shown = activity.slice(0, 2_000);
  const post = (headers: Readonly<Record<string, string>>, body: string | Buffer) =>
    target.send("POST", "/api/messages", headers, body);
  const kind = dice.below(20);
  if (kind < 11) return { kind: "signed", shown, answer: post(signed, activity) };
  if (kind < 13) {
    const authorization = brokenToken(target.authorization, dice);
    return { kind: "unsigned", shown, answer: post({ ...json, authorization }, activity) };
  }
  if (kind < 16) {
    const body = brokenBody(activity, dice);
    const headers = dice.chance(0.3)
      ? { ...signed, "content-type": dice.of(CONTENT_TYPES) }
      : signed;
    return { kind: "body", shown: body.subarray(0, 500).toString(), answer: post(headers, body) };
  }
  if (kind < 17) {
    const bytes = rawRequest(activity, target.authorization, dice);
    return { kind: "raw", shown: bytes.subarray(0, 500).toString(), answer: target.sendRaw(bytes) };
  }
  const { method, path, headers, body } = webCase(dice, tickets);
  return {
    kind: "web",
    shown: `${method} ${path} ${JSON.stringify(headers)}`.slice(0, 500),
    answer: target.send(method, path, headers, body),
  };
}

function brokenToken(authorization: string, dice: Dice): string {
  const at = dice.below(authorization.length);
  return dice.of([
    "",
    "Bearer",
    "Bearer ..",
    "Bearer e30.e30.e30",
    "Basic dXNlcjpwYXNz",
    `Bearer ${"a".repeat(3_000)}.b.c`,
    "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2FwaS5ib3RmcmFtZXdvcmsuY29tIn0.",
    authorization.slice(0, at),
    `${authorization.slice(0, at)}A${authorization.slice(at + 1)}`,
    authorization.replace(/\.[^.]*$/, ".c2ln"),
  ]);
}

/** Links that work, so that what is asked with them gets past the first look. */
async function ticketsFor(
  database: Database,
  people: readonly string[],
): Promise<readonly string[]> {
  const store = new PostgresFreshSignInStore(
    database,
    new Seal([Buffer.from(TOKEN_KEY, "base64")]),
  );
  const persons = new PostgresPersonStore(database);
  const tenant: TenantId = tenantId(TENANT_ID);
  const tickets: string[] = [];
  for (const person of people) {
    const key = { tenantId: tenant, userId: userId(person) };
    await persons.recordTurn(aTurn({ ...key, at: new Date() }));
    tickets.push((await store.issue(key, "prove", new Date())).ticket);
  }
  return tickets;
}
