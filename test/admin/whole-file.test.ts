import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { writeWholeFile } from "../../src/admin/whole-file.ts";
import { temporaryFolder } from "../contracts/databases.ts";

describe("writeWholeFile", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    file = join(folder, "removals.csv");
  });

  const text = (content: string) => (output: Writable) => {
    output.write(content);
    return Promise.resolve(content.length);
  };
  const failing = (code: string) => (output: Writable) => {
    output.write("half of ");
    return Promise.reject(Object.assign(new Error(`${code}: it failed`), { code }));
  };

  it("writes a file that only this user can read, and gives what the writing came to", async () => {
    assert.equal(await writeWholeFile(file, text("whole")), 5);

    assert.equal(await readFile(file, "utf8"), "whole");
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder), ["removals.csv"]);
  });

  it("leaves what was there until the new one is whole", async () => {
    await writeFile(file, "before");
    const during: string[] = [];

    await writeWholeFile(file, async (output) => {
      output.write("half of ");
      during.push(await readFile(file, "utf8"), ...(await readdir(folder)).toSorted());
      output.write("it");
    });

    const [content, partial, ...others] = during;
    assert.equal(content, "before");
    assert.match(partial ?? "", /^\.removals\.csv\.[\w-]+\.partial$/);
    assert.deepEqual(others, ["removals.csv"]);
    assert.equal(await readFile(file, "utf8"), "half of it");
  });

  for (const [code, explained, message] of [
    ["ENOSPC", "admin.disk-full", /The disk is full, and nothing was left at .*removals\.csv/],
    ["EDQUOT", "admin.disk-full", /free space/],
    ["EACCES", "admin.file-unwritable", /cannot be written: give this user the right/],
    ["EROFS", "admin.file-unwritable", /choose another one/],
    ["storage.timeout", "storage.timeout", /it failed/],
  ] as const) {
    it(`leaves nothing behind, and what was there, after ${code}`, async () => {
      await writeFile(file, "before");

      await assert.rejects(writeWholeFile(file, failing(code)), { code: explained, message });

      assert.equal(await readFile(file, "utf8"), "before");
      assert.deepEqual(await readdir(folder), ["removals.csv"]);
    });
  }

  it("refuses a folder that does not exist", async () => {
    await assert.rejects(writeWholeFile(join(folder, "none", "removals.csv"), text("")), {
      code: "admin.file-unwritable",
      message: `The folder ${join(folder, "none")} does not exist: make it, or choose another one.`,
    });
  });

  it("takes the place of no folder and no device", async () => {
    const directory = join(folder, "directory");
    await mkdir(directory);
    const device = join(folder, "device");
    await symlink("/dev/null", device);

    for (const place of [directory, device]) {
      await assert.rejects(writeWholeFile(place, text("")), {
        code: "admin.file-unwritable",
        message: `${place} is not a file: name a file, or leave --out away to write to the standard output.`,
      });
    }
  });
});
