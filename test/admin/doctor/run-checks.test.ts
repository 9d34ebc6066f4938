import assert from "node:assert/strict";
import fc from "fast-check";
import { CATALOGUE } from "../../../src/admin/doctor/catalogue.ts";
import {
  type Finding,
  failed,
  notChecked,
  ok,
  warning,
} from "../../../src/admin/doctor/finding.ts";
import { reportJson, reportLines } from "../../../src/admin/doctor/report.ts";
import { type Check, runChecks } from "../../../src/admin/doctor/run-checks.ts";

const FINDINGS: readonly Finding[] = [
  ok("x"),
  warning("x", "y"),
  failed("x", "y"),
  notChecked("x"),
];

const check = (id: string, needs: readonly string[], run: Check["run"]): Check => ({
  ...{ id, title: `Title of ${id}`, needs, ifBroken: "repair it", run },
});
const finds = (finding: Finding) => (): Promise<Finding> => Promise.resolve(finding);
const running = (checks: readonly Check[], signal = new AbortController().signal) =>
  runChecks(checks, { limitMs: 50, signal });

/** Each check needs some of those before it. */
const anyChecks = fc
  .array(fc.record({ finding: fc.nat(3), needs: fc.array(fc.nat(9), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 10,
  })
  .map((all) =>
    all.map(({ finding, needs }, place) => ({
      id: String(place),
      finding: FINDINGS[finding] ?? ok("x"),
      needs: [...new Set(needs)].filter((need) => need < place).map(String),
    })),
  );

describe("runChecks", () => {
  it("runs exactly what has all that it needs, and tells each in order", async () => {
    await fc.assert(
      fc.asyncProperty(anyChecks, async (all) => {
        const ran: string[] = [];

        const results = await running(
          all.map(({ id, needs, finding }) =>
            check(id, needs, () => {
              ran.push(id);
              return Promise.resolve(finding);
            }),
          ),
        );

        const usable = new Set<string>();
        for (const [place, { id, needs, finding }] of all.entries()) {
          const mayRun = needs.every((need) => usable.has(need));
          const kind = mayRun ? finding.kind : "notChecked";
          assert.equal(results[place]?.check, id);
          assert.equal(results[place].findings[0]?.kind, kind);
          assert.equal(ran.includes(id), mayRun);
          if (kind === "ok" || kind === "warning") usable.add(id);
        }
      }),
    );
  });

  it("goes on when one breaks, and says what to do", async () => {
    const results = await running([
      check("broken", [], () => Promise.reject(new Error("no such thing"))),
      check("after", ["broken"], finds(ok("x"))),
      check("beside", [], finds(ok("x"))),
    ]);

    assert.deepEqual(
      results.map(({ findings }) => findings[0]),
      [failed("no such thing", "repair it"), notChecked('needs "Title of broken" first'), ok("x")],
    );
  });

  it("waits for nobody longer than the limit, whether or not they mind the signal", async () => {
    const deaf = (): Promise<never> => Promise.withResolvers<never>().promise;
    const listening = (signal: AbortSignal): Promise<never> => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => {
        reject(new Error("aborted"));
      });
      return promise;
    };

    const results = await running([check("deaf", [], deaf), check("listening", [], listening)]);

    for (const { findings } of results) assert.match(findings[0]?.text ?? "", /no answer within/);
  });

  it("ends at once when whoever asked gives up", async () => {
    const given = new AbortController();
    const checking = running(
      [check("endless", [], () => Promise.withResolvers<never>().promise)],
      given.signal,
    );

    given.abort(new Error("interrupted"));

    await assert.rejects(checking, /interrupted/);
  });
});

describe("the doctor's checks", () => {
  it("need only what stands further up, so that nothing waits for itself", () => {
    const seen = new Set<string>();
    for (const { id, needs } of CATALOGUE) {
      assert.deepEqual(
        needs.filter((need) => !seen.has(need)),
        [],
        id,
      );
      assert.ok(!seen.has(id), id);
      seen.add(id);
    }
  });
});

describe("the doctor's report", () => {
  const results = [
    { check: "one", title: "One", findings: FINDINGS },
    { check: "two", title: "Two", findings: [{ ...ok("a\u001b[2Jb"), about: "it" }] },
  ];

  it("has a line for each finding, an arrow for each thing to do, and the sum", () => {
    assert.deepEqual(reportLines(results), [
      "ok           One     x",
      "warning      One     x",
      "             → y",
      "FAILED       One     x",
      "             → y",
      "not checked  One     x",
      "ok           Two it  a [2Jb",
      "",
      "2 ok, 1 warning, 1 failed, 1 not checked.",
    ]);
  });

  it("is healthy as JSON while nothing failed", () => {
    const { isHealthy, counts, checks } = reportJson(results);

    assert.equal(isHealthy, false);
    assert.deepEqual(counts, { ok: 2, warning: 1, failed: 1, notChecked: 1 });
    assert.deepEqual(checks[4], {
      ...{ check: "two", title: "Two", about: "it", kind: "ok", text: "a\u001b[2Jb", next: null },
    });
    assert.equal(reportJson([]).isHealthy, true);
  });
});
