/** Takes the lock of the folder and keeps it until killed. */
import { FolderLock } from "../../../src/storage/folder-lock.ts";

const [folder = ""] = process.argv.slice(2);
const lock = await FolderLock.take(folder);
console.log("held");
setInterval(() => lock, 60_000);
