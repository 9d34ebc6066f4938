import { JsonError, JsonWalk } from "./json-bytes.ts";

/** What one page holds: the readable rows, how many there were, and the link to the next page. */
export type PageBody<Row> = {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly next: string | null;
};

/**
 * Reads a page of a list row by row. As a whole, a page of 999 people is half a megabyte of text and thousands of
 * objects that all live at once, and a scan of a million people grows the heap by what they leave behind; a row is gone
 * before the next one comes. Null when the bytes are no page.
 */
export function pageIn<Row>(
  bytes: Buffer,
  parseRow: (value: unknown) => Row | null,
): PageBody<Row> | null {
  try {
    return readPage(new JsonWalk(bytes), parseRow);
  } catch (error) {
    // JSON.parse has its own word for the same.
    if (error instanceof JsonError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function readPage<Row>(
  walk: JsonWalk,
  parseRow: (value: unknown) => Row | null,
): PageBody<Row> | null {
  let rows: Row[] | null = null;
  let count = 0;
  let next: unknown = null;
  for (const name of walk.members()) {
    if (name === "value" && walk.isAtArray()) {
      rows = [];
      count = 0;
      for (const element of walk.elements()) {
        count += 1;
        const row = parseRow(element);
        if (row !== null) rows.push(row);
      }
    } else {
      const value = walk.value();
      if (name === "@odata.nextLink") next = value;
    }
  }
  walk.end();
  if (rows === null || (next !== null && typeof next !== "string")) return null;
  return { rows, count, next };
}
