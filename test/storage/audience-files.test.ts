import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ListBatch } from "../../src/reminders/id-list.ts";
import { AudienceFiles } from "../../src/storage/audience-files.ts";
import { StorageError } from "../../src/storage/storage-error.ts";
import { aKey } from "../builders/candidates.ts";

describe("AudienceFiles", () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pushready-list-"));
    path = join(folder, "list.csv");
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const read = async (files: AudienceFiles): Promise<readonly ListBatch[]> => {
    const batches: ListBatch[] = [];
    for await (const batch of files.read("include")) batches.push(batch);
    return batches;
  };
  const filesOf = (include: string | null): AudienceFiles =>
    new AudienceFiles({ include, exclude: null });
  const idOf = (n: number): string => aKey(n).userId;

  it("reads a list in batches, however its lines end", async () => {
    const ids = Array.from({ length: 2_500 }, (_, index) => idOf(index));
    await writeFile(path, `id\r\n${ids.join("\r\n")}`);

    const batches = await read(filesOf(path));

    assert.deepEqual(
      batches.map((batch) => (batch.kind === "ids" ? batch.userIds.length : batch.kind)),
      [1_000, 1_000, 500],
    );
    assert.deepEqual(
      batches.flatMap((batch) => (batch.kind === "ids" ? batch.userIds : [])),
      ids,
    );
  });

  it("reads it anew each time", async () => {
    const files = filesOf(path);
    await writeFile(path, `${idOf(1)}\n`);
    await read(files);
    await writeFile(path, `${idOf(2)}\n`);

    assert.deepEqual(await read(files), [{ kind: "ids", userIds: [idOf(2)] }]);
  });

  it("has nobody in a list that is not there to be read", async () => {
    assert.deepEqual(await read(filesOf(null)), []);
  });

  it("says which line it cannot read", async () => {
    await writeFile(path, `${idOf(1)}\nanna@example.com\n`);

    assert.deepEqual((await read(filesOf(path))).at(-1), { kind: "wrongLine", line: 2 });
  });

  for (const { name, broken } of [
    { name: "a file that is not there", broken: () => join(folder, "nowhere.csv") },
    { name: "a folder", broken: () => folder },
  ]) {
    it(`says which setting names ${name}`, async () => {
      await assert.rejects(read(filesOf(broken())), (error) => {
        assert.ok(error instanceof StorageError);
        assert.equal(error.code, "storage.list-unreadable");
        assert.match(error.message, /^AUDIENCE_LIST: /);
        return true;
      });
    });
  }

  it("does not take a file without lines into memory", async () => {
    await writeFile(path, "x".repeat(300_000));

    await assert.rejects(read(filesOf(path)), StorageError);
  });
});
