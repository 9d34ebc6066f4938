import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { Database } from "../../src/storage/database.ts";
import { PostgresFreshSignInStore } from "../../src/storage/fresh-sign-in-store.ts";
import { Seal } from "../../src/storage/seal.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { dumpOf } from "../contracts/dump.ts";
import {
  aSession,
  completed,
  freshSignInStoreContract,
} from "../contracts/fresh-sign-in-store.contract.ts";
import { aKnownPerson, aPersonKey } from "../contracts/person-builders.ts";
import { FakeFreshSignInStore } from "../fakes/fake-fresh-sign-in-store.ts";

const NOON = new Date("2026-03-02T12:00:00.000Z");

describe("FakeFreshSignInStore", () => {
  const store = new FakeFreshSignInStore();
  freshSignInStoreContract(
    () => store,
    () => Promise.resolve(aPersonKey()),
  );
});

forEachDatabase("PostgresFreshSignInStore", (database) => {
  const key = randomBytes(32);
  let store: PostgresFreshSignInStore;
  before(() => {
    store = new PostgresFreshSignInStore(database(), new Seal([key]));
  });

  freshSignInStoreContract(
    () => store,
    () => aKnownPerson(database()),
  );

  it("leaves no ticket, state, nonce, verifier or token in any table, at any stage", async () => {
    const person = await aKnownPerson(database());
    const session = aSession();
    const result = completed(NOON);
    const { ticket } = await store.issue(person, "remove", NOON);
    const dumps = [await dumpOf(database())];
    await store.begin(ticket, session, NOON);
    dumps.push(await dumpOf(database()));
    const begun = await store.finish(session.stateHash, session.browserHash, NOON);
    await store.saveResult(begun?.signInId ?? "", result, NOON);
    dumps.push(await dumpOf(database()));

    for (const dump of dumps) {
      assert.ok(dump.includes(person.userId), "the dump holds what is stored");
      for (const secret of [ticket, session.nonce, session.codeVerifier, result.token]) {
        for (const form of [secret, btoa(secret).replace(/=+$/, ""), hexOf(secret)]) {
          assert.ok(!dump.includes(form));
        }
      }
    }
  });

  it("deletes nonce and verifier when the sign-in ends, and the token when it is taken", async () => {
    const person = await aKnownPerson(database());
    await signIn(store, person);

    await store.takeToken(person, NOON);

    const rows = await database()
      .db.selectFrom("fresh_sign_ins")
      .select(["nonce", "code_verifier", "token"])
      .where("user_id", "=", person.userId)
      .execute();
    assert.deepEqual(rows, [{ nonce: null, code_verifier: null, token: null }]);
  });

  it("opens no token that was copied to another person", async () => {
    const [victim, thief] = [await aKnownPerson(database()), await aKnownPerson(database())];
    await signIn(store, victim);
    await signIn(store, thief);

    await copyToken(database(), victim, thief);

    await assert.rejects(store.takeToken(thief, NOON), { code: "storage.seal-broken" });
  });

  it("opens no token that was copied to another sign-in of the same person", async () => {
    const person = await aKnownPerson(database());
    await signIn(store, person);
    const { sign_in_id: other } = await newestOf(database(), person);
    await signIn(store, person);

    await sql`
      update fresh_sign_ins set token = (select token from fresh_sign_ins where sign_in_id = ${other})
      where user_id = ${person.userId}`.execute(database().db);
    await database().db.deleteFrom("fresh_sign_ins").where("sign_in_id", "=", other).execute();

    await assert.rejects(store.takeToken(person, NOON), { code: "storage.seal-broken" });
  });

  it("opens no token whose row was given to another person or purpose", async () => {
    for (const column of ["user_id", "purpose"] as const) {
      const [person, other] = [await aKnownPerson(database()), await aKnownPerson(database())];
      await signIn(store, person);
      const change =
        column === "user_id" ? { user_id: other.userId } : { purpose: "prove" as const };

      await database()
        .db.updateTable("fresh_sign_ins")
        .set(change)
        .where("user_id", "=", person.userId)
        .execute();

      const taking = store.takeToken(column === "user_id" ? other : person, NOON);
      await assert.rejects(taking, { code: "storage.seal-broken" });
    }
  });

  it("takes no nonce for a verifier", async () => {
    const person = await aKnownPerson(database());
    const session = aSession();
    const { ticket } = await store.issue(person, "prove", NOON);
    await store.begin(ticket, session, NOON);

    await sql`
      update fresh_sign_ins set code_verifier = nonce
      where user_id = ${person.userId}`.execute(database().db);

    await assert.rejects(store.finish(session.stateHash, session.browserHash, NOON), {
      code: "storage.seal-broken",
    });
  });

  it("opens with an older key what it sealed before the key was replaced", async () => {
    const person = await aKnownPerson(database());
    const { token } = await signIn(store, person);

    const rotated = new PostgresFreshSignInStore(database(), new Seal([randomBytes(32), key]));

    assert.equal((await rotated.takeToken(person, NOON))?.token, token);
  });

  it("asks for a new sign-in when the key is gone", async () => {
    const [person, begun] = [await aKnownPerson(database()), await aKnownPerson(database())];
    const session = aSession();
    await signIn(store, person);
    const { ticket } = await store.issue(begun, "prove", NOON);
    await store.begin(ticket, session, NOON);

    const restarted = new PostgresFreshSignInStore(database(), new Seal([randomBytes(32)]));

    assert.equal(await restarted.takeToken(person, NOON), null);
    assert.equal(await restarted.finish(session.stateHash, session.browserHash, NOON), null);
  });

  it("forgets everything with the person", async () => {
    const person = await aKnownPerson(database());
    await signIn(store, person);
    await store.issue(person, "prove", NOON);

    await database().db.deleteFrom("people").where("user_id", "=", person.userId).execute();

    assert.ok(!(await dumpOf(database())).includes(person.userId));
  });
});

async function signIn(store: PostgresFreshSignInStore, person: PersonKey) {
  const session = aSession();
  const result = completed(NOON);
  const { ticket } = await store.issue(person, "remove", NOON);
  await store.begin(ticket, session, NOON);
  const begun = await store.finish(session.stateHash, session.browserHash, NOON);
  await store.saveResult(begun?.signInId ?? "", result, NOON);
  return result;
}

function newestOf(database: Database, { userId }: PersonKey) {
  return database.db
    .selectFrom("fresh_sign_ins")
    .select(["sign_in_id", "token"])
    .where("user_id", "=", userId)
    .executeTakeFirstOrThrow();
}

async function copyToken(database: Database, from: PersonKey, to: PersonKey): Promise<void> {
  const { token } = await newestOf(database, from);
  assert.ok(token !== null);
  await database.db
    .updateTable("fresh_sign_ins")
    .set({ token })
    .where("user_id", "=", to.userId)
    .execute();
}

const hexOf = (text: string): string => Buffer.from(text).toString("hex");
