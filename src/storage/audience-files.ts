import { createReadStream } from "node:fs";
import { type ListBatch, readList } from "../reminders/id-list.ts";
import type { AudienceLists } from "../reminders/scan-page.ts";
import type { AudienceUse } from "../reminders/scan-store.ts";
import { StorageError } from "./storage-error.ts";

/** People per statement. */
const BATCH_SIZE = 1_000;
/** No line of a list is longer; what is, was no list. */
const LONGEST_LINE = 64 * 1024;

/** The organisation's lists of people: files with an id per line, read line by line each time they are asked for. */
export class AudienceFiles implements AudienceLists {
  readonly #paths: { readonly [use in AudienceUse]: string | null };

  /** @param paths null where there is no such list, which then has nobody in it */
  constructor(paths: { readonly [use in AudienceUse]: string | null }) {
    this.#paths = paths;
  }

  /** @throws StorageError `storage.list-unreadable` */
  async *read(use: AudienceUse): AsyncIterable<ListBatch> {
    const path = this.#paths[use];
    if (path === null) return;
    try {
      yield* readList(linesOf(createReadStream(path, "utf8")), BATCH_SIZE);
    } catch (cause) {
      throw new StorageError(
        "storage.list-unreadable",
        `${NAMES[use]}: ${path} cannot be read. Put the file there, and let the service read it.`,
        { cause },
      );
    }
  }
}

const NAMES = { include: "AUDIENCE_LIST", exclude: "AUDIENCE_EXCEPT_LIST" } as const;

// Node's own reader of lines does not tell when the stream under it fails.
async function* linesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = `${rest}${String(chunk)}`.split(/\r?\n/);
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_LINE) throw new Error("A line that does not end");
    yield* lines;
  }
  if (rest !== "") yield rest;
}
