/** Opens and closes a database, and prints which drivers were loaded for it; jobs that are not started load nothing. */
import { registerHooks } from "node:module";
import type { DatabaseOptions } from "../../../src/storage/database.ts";

const [kind = "", target = ""] = process.argv.slice(2);
const drivers = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    if (["pg", "pg-boss", "@electric-sql/pglite"].includes(specifier)) drivers.add(specifier);
    return next(specifier, context);
  },
});
// Imported only now, so that the hooks see what it imports.
const { openDatabase } = await import("../../../src/storage/database.ts");
const { createJobs } = await import("../../../src/storage/jobs.ts");
const options: DatabaseOptions =
  kind === "postgres"
    ? {
        kind,
        url: target,
        onConnectionLost: (error) => {
          throw error;
        },
      }
    : { kind: "embedded", folder: target };
const database = await openDatabase(options);
createJobs(database, { definitions: [], onTrouble: console.error });
await database.close();
console.log([...drivers].join());
