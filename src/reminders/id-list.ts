import { type UserId, userId } from "../methods/ids.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a line of a list of people says. `wrong`: neither an id nor something that may be passed over. */
export type ListLine =
  | { readonly kind: "id"; readonly userId: UserId }
  | { readonly kind: "nothing" }
  | { readonly kind: "wrong" };

/**
 * Reads a line of a list: an Entra object id, alone or in the first column of a CSV file. Empty lines and comments (`#`)
 * say nothing, nor does a heading in the first line.
 */
export function readListLine(line: string, lineNumber: number): ListLine {
  const [first = ""] = line.replace(/^\uFEFF/, "").split(/[,;\t]/, 1);
  const cell = first
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
  if (GUID.test(cell)) return { kind: "id", userId: userId(cell) };
  const isHeading = lineNumber === 1 && /^[a-z ]*id$/i.test(cell);
  if (cell === "" || cell.startsWith("#") || isHeading) return { kind: "nothing" };
  return { kind: "wrong" };
}

export type ListBatch =
  | { readonly kind: "ids"; readonly userIds: readonly UserId[] }
  /** Nothing follows: half a list would leave people in or out who should not be. Lines count from 1. */
  | { readonly kind: "wrongLine"; readonly line: number };

/** The ids of a list in batches of at most `size`, without ever holding the list. */
export async function* readList(
  lines: AsyncIterable<string> | Iterable<string>,
  size: number,
): AsyncGenerator<ListBatch, void, undefined> {
  let batch: UserId[] = [];
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    const read = readListLine(line, lineNumber);
    if (read.kind === "wrong") {
      yield { kind: "wrongLine", line: lineNumber };
      return;
    }
    if (read.kind === "id") batch.push(read.userId);
    if (batch.length >= size) {
      yield { kind: "ids", userIds: batch };
      batch = [];
    }
  }
  if (batch.length > 0) yield { kind: "ids", userIds: batch };
}
