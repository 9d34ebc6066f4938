import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { environment } from "../../src/config/environment.ts";
import { FORGOTTEN_TABLES } from "../../src/storage/forget.ts";
import { forEachDatabase } from "../contracts/databases.ts";

const text = readFileSync(new URL("../../docs/privacy.md", import.meta.url), "utf8");
const described = [...text.matchAll(/^\| `([a-z_]+)` +\|(.*)\|(.*)\|(.*)\|$/gm)].map(
  ([, table = "", ...cells]) => ({ table, cells }),
);

forEachDatabase("docs/privacy.md", (database) => {
  it("says of every table of the database, and of no other, what, why and how long", async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public'`.execute(database().db);

    assert.deepEqual(
      described.map(({ table }) => table).toSorted(),
      rows.map(({ name }) => name).toSorted(),
    );
    for (const { table, cells } of described) {
      assert.ok(
        cells.every((cell) => cell.trim().length > 3),
        table,
      );
    }
  });
});

describe("docs/privacy.md", () => {
  it("says what stays when somebody is forgotten", () => {
    const kept = described
      .map(({ table }) => table)
      .filter((table) => table.startsWith("removal_") || table === "open_removals");
    const [, forgetting = ""] = text.split("## Forgetting somebody");

    for (const table of kept) assert.match(forgetting, new RegExp(`\`${table}\``));
    assert.ok(FORGOTTEN_TABLES.every((table) => !kept.includes(table)));
  });

  it("names the retention as it is when nobody sets it", () => {
    assert.ok(text.includes(`\`RETENTION_DAYS\` (${environment.parse({}).RETENTION_DAYS})`));
  });
});
