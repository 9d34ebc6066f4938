import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod/v4";
import { databasePassword } from "../../src/entra/database-password.ts";
import type { Token } from "../../src/entra/kept-token.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { StorageError } from "../../src/storage/storage-error.ts";
import { postgresOptions, postgresServer, runOnServer } from "../contracts/databases.ts";

const IDENTITY = { kind: "managedIdentity", clientId: null } as const;
const HOUR_MS = 60 * 60_000;

let rules: string | null = null;

/** Adds a rule that this role must give a password, or takes it away again. */
async function askForPassword(role: string | null): Promise<void> {
  const [row] = await runOnServer("show hba_file");
  const { hba_file: file } = z.object({ hba_file: z.string() }).parse(row);
  rules ??= await readFile(file, "utf8");
  const added = role === null ? "" : `host all ${role} 127.0.0.1/32 scram-sha-256\n`;
  await writeFile(file, `${added}${rules}`);
  await runOnServer("select pg_reload_conf()");
}

describe("PostgreSQL with a token of Entra in place of a password", () => {
  const role = `role_${randomUUID().replaceAll("-", "")}`;
  let url: string;
  let now = new Date("2026-01-01T00:00:00Z");
  let asked: number;
  let token: () => Promise<Token>;

  const setPassword = (password: string) =>
    runOnServer(`alter role ${role} with password '${password}'`);
  const passwordOf = () =>
    databasePassword(IDENTITY, { now: () => now }, (_identity, scope) => async () => {
      assert.equal(scope, "https://ossrdbms-aad.database.windows.net/.default");
      asked += 1;
      return token();
    });

  before(async function () {
    this.timeout(60_000);
    // The server asks nobody else on this machine for a password.
    await runOnServer(`create role ${role} login`);
    await runOnServer(`create database ${role} owner ${role}`);
    await askForPassword(role);
    const address = new URL((await postgresServer()).url(role));
    address.username = role;
    address.password = "";
    url = address.href;
  });

  after(async () => {
    await askForPassword(null);
    await runOnServer(`drop database ${role}`);
    await runOnServer(`drop role ${role}`);
  });

  beforeEach(() => {
    asked = 0;
    now = new Date("2026-01-01T00:00:00Z");
  });

  it("sends the token of the moment with each new connection, on every pool", async function () {
    this.timeout(20_000);
    await setPassword("token-1");
    token = () =>
      Promise.resolve({ value: `token-${asked}`, expiresAtMs: now.getTime() + HOUR_MS });
    const options = postgresOptions(url, { ...passwordOf(), maxConnections: 2 });

    const database = await openDatabase(options);
    const askedAtFirst = asked;
    // The first token is about to expire, and the server knows only the second one.
    now = new Date(now.getTime() + HOUR_MS);
    await setPassword("token-2");
    const held = await database.whileLocked({ tenantId: tenantId("t"), userId: userId("u") }, () =>
      Promise.resolve("locked"),
    );
    const both = await Promise.all([database.isReady(), database.isReady(), database.isReady()]);
    await database.close();

    assert.equal(askedAtFirst, 1);
    assert.deepEqual(held, { kind: "done", value: "locked" });
    assert.deepEqual(both, [true, true, true]);
    assert.equal(asked, 2);
  });

  it("says what to do when there is no token, or one that the server refuses", async () => {
    await setPassword("other");
    token = () => Promise.resolve({ value: "token-secret", expiresAtMs: now.getTime() + HOUR_MS });
    const refused = await openDatabase(postgresOptions(url, passwordOf())).catch(
      (error: unknown) => error,
    );
    token = () => Promise.reject(new Error("no identity here"));
    const without = await openDatabase(postgresOptions(url, passwordOf())).catch(
      (error: unknown) => error,
    );

    assert.ok(refused instanceof StorageError && without instanceof StorageError);
    assert.equal(refused.code, "storage.access-refused");
    assert.match(refused.message, /pgaadauth_create_principal/);
    assert.ok(!refused.message.includes("token-secret"));
    assert.match(String(without.cause), /no identity here/);
  });
});
