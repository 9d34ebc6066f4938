import { columns, counted, safeText } from "../words.ts";
import type { Finding } from "./finding.ts";
import type { Result } from "./run-checks.ts";

type Kind = Finding["kind"];

const MARKS: Readonly<Record<Kind, string>> = {
  ok: "ok",
  warning: "warning",
  failed: "FAILED",
  notChecked: "not checked",
};

/** One line for each finding, with the next step below it, and the sum of all. */
export function reportLines(results: readonly Result[]): readonly string[] {
  const shown = results.flatMap(({ title, findings }) =>
    findings.map((finding) => ({
      finding,
      cells: [MARKS[finding.kind], titleOf(title, finding), safeText(finding.text)],
    })),
  );
  const lines = columns(shown.map(({ cells }) => cells));
  const indent = " ".repeat(MARKS.notChecked.length + 2);
  return [
    ...shown.flatMap(({ finding }, place) => {
      const line = lines[place] ?? "";
      return "next" in finding ? [line, `${indent}→ ${safeText(finding.next)}`] : [line];
    }),
    "",
    sum(countsOf(results)),
  ];
}

/** The same for programs. */
export function reportJson(results: readonly Result[]) {
  const counts = countsOf(results);
  return {
    isHealthy: counts.failed === 0,
    counts,
    checks: results.flatMap(({ check, title, findings }) =>
      findings.map((finding) => ({
        check,
        title,
        about: finding.about ?? null,
        kind: finding.kind,
        text: finding.text,
        next: "next" in finding ? finding.next : null,
      })),
    ),
  };
}

export function countsOf(results: readonly Result[]): Readonly<Record<Kind, number>> {
  const counts = { ok: 0, warning: 0, failed: 0, notChecked: 0 };
  for (const { kind } of results.flatMap(({ findings }) => findings)) counts[kind] += 1;
  return counts;
}

const titleOf = (title: string, finding: Finding): string =>
  finding.about === undefined ? title : `${title} ${safeText(finding.about)}`;

const sum = ({ ok, warning, failed, notChecked }: Readonly<Record<Kind, number>>): string =>
  `${ok} ok, ${counted(warning, "warning", "warnings")}, ${failed} failed, ${notChecked} not checked.`;
