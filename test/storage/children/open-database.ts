/** Opens and closes a database, and prints which of the two drivers were loaded for it. */
import { registerHooks } from "node:module";
import type { DatabaseOptions } from "../../../src/storage/database.ts";

const [kind = "", target = ""] = process.argv.slice(2);
const drivers = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "pg" || specifier === "@electric-sql/pglite") drivers.add(specifier);
    return next(specifier, context);
  },
});
// Imported only now, so that the hooks see what it imports.
const { openDatabase } = await import("../../../src/storage/database.ts");
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
await database.close();
console.log([...drivers].join());
