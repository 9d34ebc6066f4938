import assert from "node:assert/strict";
import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { type ExportFormat, exportAudit } from "../../src/admin/export-audit.ts";
import type { AuditEntry, RemovalAudit } from "../../src/enrollment/removal-audit.ts";
import { methodId, tenantId, userId } from "../../src/methods/ids.ts";

const ENTRY: AuditEntry = {
  removalId: "removal-1",
  key: { tenantId: tenantId("tenant-1"), userId: userId("user-1") },
  methodId: methodId("iPhone-1"),
  proof: {
    methodId: methodId("Pixel-1"),
    strength: "signedIn",
    at: new Date("2026-03-02T11:59:00.000Z"),
  },
  requestedAt: new Date("2026-03-02T12:00:00.000Z"),
  settled: {
    outcome: "removed",
    requestId: "b31c83fd-944c-4663-aa50-5d9ceb367e19",
    at: new Date("2026-03-02T12:00:01.500Z"),
  },
};
const OPEN: AuditEntry = { ...ENTRY, removalId: "removal-2", settled: null };

const auditOf = (entries: Iterable<AuditEntry>): Pick<RemovalAudit, "read"> => ({
  async *read() {
    await Promise.resolve();
    yield* entries;
  },
});

async function exported(entries: Iterable<AuditEntry>, format: ExportFormat) {
  const output = new PassThrough();
  const written = text(output);
  const order = { format, filter: {}, output, signal: new AbortController().signal };
  const counted = await exportAudit(auditOf(entries), order);
  output.end();
  return { counted, text: await written };
}

const NAMES =
  "requestedAt,removalId,tenantId,userId,methodId,proofStrength,proofMethodId,proofAt,outcome,settledAt,graphRequestId\n";

describe("exportAudit", () => {
  it("writes CSV: a line of names, and one for each removal", async () => {
    const { text: csv, counted } = await exported([ENTRY, OPEN], "csv");

    assert.equal(
      csv,
      `${NAMES}2026-03-02T12:00:00.000Z,removal-1,tenant-1,user-1,iPhone-1,signedIn,Pixel-1,2026-03-02T11:59:00.000Z,removed,2026-03-02T12:00:01.500Z,b31c83fd-944c-4663-aa50-5d9ceb367e19
2026-03-02T12:00:00.000Z,removal-2,tenant-1,user-1,iPhone-1,signedIn,Pixel-1,2026-03-02T11:59:00.000Z,,,
`,
    );
    assert.deepEqual(counted, { removals: 2, open: 1 });
  });

  it("writes JSON Lines with the same names, and null where there is nothing", async () => {
    const { text: lines } = await exported([ENTRY, OPEN], "jsonl");

    const [first, second, rest] = lines.split("\n");
    const common = {
      requestedAt: "2026-03-02T12:00:00.000Z",
      tenantId: "tenant-1",
      userId: "user-1",
      methodId: "iPhone-1",
      proofStrength: "signedIn",
      proofMethodId: "Pixel-1",
      proofAt: "2026-03-02T11:59:00.000Z",
    };
    assert.deepEqual(JSON.parse(first ?? ""), {
      ...common,
      removalId: "removal-1",
      outcome: "removed",
      settledAt: "2026-03-02T12:00:01.500Z",
      graphRequestId: "b31c83fd-944c-4663-aa50-5d9ceb367e19",
    });
    assert.deepEqual(JSON.parse(second ?? ""), {
      ...common,
      removalId: "removal-2",
      outcome: null,
      settledAt: null,
      graphRequestId: null,
    });
    assert.deepEqual(Object.keys(JSON.parse(first ?? "") as object), NAMES.trim().split(","));
    assert.equal(rest, "");
  });

  it("writes the names, or nothing, where there are no removals", async () => {
    assert.equal((await exported([], "csv")).text, NAMES);
    assert.equal((await exported([], "jsonl")).text, "");
  });

  describe("with ids that mean something to a spreadsheet", () => {
    const cases = [
      ["=cmd|' /C calc'!A0", `'=cmd|' /C calc'!A0`],
      ["+1", "'+1"],
      ["-2+3", "'-2+3"],
      ["@SUM(A1)", "'@SUM(A1)"],
      ["\t=1", "'\t=1"],
      ["＝1", "'＝1"],
      ["a,b", '"a,b"'],
      ['say "x"', '"say ""x"""'],
      ["two\nlines", '"two\nlines"'],
      ["=1,2", `"'=1,2"`],
      ["_jpuR-TG", "_jpuR-TG"],
    ] as const;
    for (const [id, cell] of cases) {
      it(`writes ${JSON.stringify(id)} as ${JSON.stringify(cell)}, and JSON Lines as it is`, async () => {
        const entry = { ...ENTRY, methodId: methodId(id) };

        assert.ok((await exported([entry], "csv")).text.includes(`,user-1,${cell},signedIn,`));
        const line: unknown = JSON.parse((await exported([entry], "jsonl")).text);
        assert.ok(typeof line === "object" && line !== null && "methodId" in line);
        assert.equal(line.methodId, id);
      });
    }
  });

  for (const format of ["csv", "jsonl"] as const) {
    it(`reads ${format} no faster than it is taken`, async () => {
      let read = 0;
      let taken = 0;
      let furthestAhead = 0;
      const entries = function* () {
        for (; read < 20_000; read += 1) yield ENTRY;
      };
      const output = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          furthestAhead = Math.max(furthestAhead, read - taken);
          taken += chunk.toString().split("\n").length - 1;
          setImmediate(done);
        },
      });

      const signal = new AbortController().signal;
      await exportAudit(auditOf(entries()), { format, filter: {}, output, signal });

      assert.equal(read, 20_000);
      assert.ok(furthestAhead < 1_000, `${furthestAhead} removals were held in memory`);
    });
  }

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    let read = 0;
    const entries = function* () {
      for (; ; read += 1) {
        if (read === 100) stop.abort();
        yield ENTRY;
      }
    };
    const output = new PassThrough().resume();

    const exporting = exportAudit(auditOf(entries()), {
      format: "jsonl",
      filter: {},
      output,
      signal: stop.signal,
    });

    await assert.rejects(exporting, { name: "AbortError" });
    assert.ok(read < 10_000);
  });

  it("fails with what reading fails with", async () => {
    const failure = new Error("the database is gone");
    const audit: Pick<RemovalAudit, "read"> = {
      async *read() {
        yield await Promise.resolve(ENTRY);
        throw failure;
      },
    };
    const signal = new AbortController().signal;
    const output = new PassThrough().resume();

    await assert.rejects(
      exportAudit(audit, { format: "csv", filter: {}, output, signal }),
      failure,
    );
  });
});
