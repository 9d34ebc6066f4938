import assert from "node:assert/strict";
import { FolderLock } from "../../src/storage/folder-lock.ts";
import { temporaryFolder } from "../contracts/databases.ts";
import { startChild } from "./children/child.ts";

describe("FolderLock", () => {
  it("refuses a second owner in the same process, and says what to do", async () => {
    const folder = await temporaryFolder();
    const lock = await FolderLock.take(folder);

    await assert.rejects(FolderLock.take(folder), {
      name: "StorageError",
      code: "storage.folder-in-use",
      message: `The data folder ${folder} is in use by another process: stop that one, give this one a folder of its own, or use a PostgreSQL server, which serves several at once.`,
    });

    lock.release();
  });

  it("stays taken after a refused second try", async () => {
    const folder = await temporaryFolder();
    const lock = await FolderLock.take(folder);
    await assert.rejects(FolderLock.take(folder));

    await assert.rejects(FolderLock.take(folder), { code: "storage.folder-in-use" });

    lock.release();
  });

  it("is free again once released", async () => {
    const folder = await temporaryFolder();
    (await FolderLock.take(folder)).release();

    const lock = await FolderLock.take(folder);

    lock.release();
  });

  it("refuses while another process holds it, and is free the moment that one is killed", async () => {
    const folder = await temporaryFolder();
    const holder = startChild("hold-folder.ts", folder);
    assert.equal(await holder.nextLine(), "held");
    await assert.rejects(FolderLock.take(folder), { code: "storage.folder-in-use" });

    await holder.kill();

    (await FolderLock.take(folder)).release();
  });

  it("goes to exactly one of several that want it after a kill", async () => {
    const folder = await temporaryFolder();
    const holder = startChild("hold-folder.ts", folder);
    await holder.nextLine();
    await holder.kill();

    const contenders = [1, 2, 3].map(() => startChild("hold-folder.ts", folder));
    const outcomes = await Promise.allSettled(contenders.map((child) => child.nextLine()));

    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1);
    for (const child of contenders) await child.kill();
  });
});
