/** Takes part in the job `work`, prints when it begins, and is at it until killed. */
import { once } from "node:events";
import { openDatabase } from "../../../src/storage/database.ts";
import { createJobs } from "../../../src/storage/jobs.ts";

const [url = ""] = process.argv.slice(2);
const onTrouble = (error: Error): void => {
  throw error;
};
const database = await openDatabase({ kind: "postgres", url, onConnectionLost: onTrouble });
const jobs = createJobs(database, {
  definitions: [
    {
      name: "work",
      schedule: null,
      run: async (signal) => {
        console.log("begun");
        await once(signal, "abort");
      },
    },
  ],
  onTrouble,
  times: { poll: 0.5, heartbeat: 10, retryDelay: 0 },
});
await jobs.start();
console.log(await jobs.runNow("work"));
