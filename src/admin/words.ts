import type { Writable } from "node:stream";

const NUMBERS = new Intl.NumberFormat("en");

/** `12,000`. */
export const number = (value: number): string => NUMBERS.format(value);

/** `1 person`, `2 people`. */
export const counted = (count: number, one: string, many: string): string =>
  `${number(count)} ${count === 1 ? one : many}`;

/** `45 s`, `12 min`, `3 h 20 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `2026-11-24 19:00 UTC`. */
export const timeText = (at: Date): string =>
  `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** `62.5 %`; of nothing, nothing can be said. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${((part / whole) * 100).toFixed(1)} %`;

/** Control characters in what others wrote could steer the terminal. */
export const safeText = (text: string): string => text.replace(/\p{Cc}/gu, " ");

/** Rows as columns, the last one as long as it gets. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [place, cell] of row.entries()) {
      widths[place] = Math.max(widths[place] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, place) => (place === row.length - 1 ? cell : cell.padEnd(widths[place] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** One result: as JSON for programs, else as lines. Resolves when the output has taken it. */
export async function answer(
  output: Writable,
  isJson: boolean,
  result: object,
  lines: readonly string[],
): Promise<void> {
  const text = isJson ? JSON.stringify(result, null, 2) : lines.join("\n");
  await new Promise<void>((resolve, reject) => {
    output.write(`${text}\n`, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}
