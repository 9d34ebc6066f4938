import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import type {
  FreshSignInPurpose,
  FreshSignInResult,
  FreshSignInSession,
  FreshSignInStore,
} from "../../src/enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";

const NOON = new Date("2026-03-02T12:00:00.000Z");
const minutesAfterNoon = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);
const JUST_IN_TIME = new Date(minutesAfterNoon(10).getTime() - 1);
const TOO_LATE = minutesAfterNoon(10);

/** What a browser brings along; every one is different. */
export function aSession(changed: Partial<FreshSignInSession> = {}): FreshSignInSession {
  return {
    stateHash: hashOf(randomUUID()),
    browserHash: hashOf(randomUUID()),
    nonce: `nonce-${randomUUID()}`,
    codeVerifier: `verifier-${randomUUID()}`,
    ...changed,
  };
}

export const completed = (
  signedInAt: Date,
  token = `token-${randomUUID()}`,
  contexts: readonly string[] = [],
): FreshSignInResult & { readonly kind: "completed" } => ({
  kind: "completed",
  token,
  contexts,
  signedInAt,
});

/** What every FreshSignInStore does. `aPerson` makes somebody whom the service knows. */
export function freshSignInStoreContract(
  store: () => FreshSignInStore,
  aPerson: () => Promise<PersonKey>,
): void {
  /** Brings a person's sign-in to its end, all at one time. */
  async function signIn(
    key: PersonKey,
    result: FreshSignInResult,
    at: Date,
    purpose: FreshSignInPurpose = "prove",
  ): Promise<void> {
    const session = aSession();
    const { ticket } = await store().issue(key, purpose, at);
    assert.equal(await store().begin(ticket, session, at), true);
    const begun = await store().finish(session.stateHash, session.browserHash, at);
    assert.ok(begun !== null);
    await store().saveResult(begun.signInId, result, at);
  }

  describe("issue", () => {
    it("makes tickets of 256 random bits for ten minutes", async () => {
      const key = await aPerson();

      const { ticket, expiresAt } = await store().issue(key, "prove", NOON);

      assert.match(ticket, /^[\w-]{43}$/);
      assert.deepEqual(expiresAt, TOO_LATE);
      assert.notEqual((await store().issue(key, "prove", NOON)).ticket, ticket);
    });

    it("ends an older unused ticket of the same person and purpose, and no other", async () => {
      const [key, other] = [await aPerson(), await aPerson()];
      const older = await store().issue(key, "prove", NOON);
      const removal = await store().issue(key, "remove", NOON);
      const others = await store().issue(other, "prove", NOON);

      const newer = await store().issue(key, "prove", NOON);

      assert.equal(await store().look(older.ticket, NOON), null);
      assert.equal(await store().begin(older.ticket, aSession(), NOON), false);
      assert.deepEqual(await store().look(newer.ticket, NOON), { key, purpose: "prove" });
      assert.deepEqual(await store().look(removal.ticket, NOON), { key, purpose: "remove" });
      assert.deepEqual(await store().look(others.ticket, NOON), { key: other, purpose: "prove" });
    });

    it("lets a sign-in that was begun go on", async () => {
      const key = await aPerson();
      const session = aSession();
      const { ticket } = await store().issue(key, "prove", NOON);
      await store().begin(ticket, session, NOON);

      await store().issue(key, "prove", NOON);

      assert.ok((await store().finish(session.stateHash, session.browserHash, NOON)) !== null);
    });

    it("leaves one usable ticket of fifty that are made at the same time", async () => {
      const key = await aPerson();

      const issued = await Promise.all(
        Array.from({ length: 50 }, () => store().issue(key, "prove", NOON)),
      );

      const looks = await Promise.all(issued.map(({ ticket }) => store().look(ticket, NOON)));
      assert.equal(looks.filter((look) => look !== null).length, 1);
    });
  });

  describe("look", () => {
    it("tells whose ticket it is, as often as it is asked, until the tenth minute", async () => {
      const key = await aPerson();
      const { ticket } = await store().issue(key, "remove", NOON);

      const looks = [
        await store().look(ticket, NOON),
        await store().look(ticket, JUST_IN_TIME),
        await store().look(ticket, TOO_LATE),
      ];

      assert.deepEqual(looks, [{ key, purpose: "remove" }, { key, purpose: "remove" }, null]);
    });

    it("knows no ticket that was not issued", async () => {
      for (const ticket of ["", "x", "\0", "é".repeat(10_000), randomUUID()]) {
        assert.equal(await store().look(ticket, NOON), null);
      }
    });
  });

  describe("begin", () => {
    it("uses the ticket up", async () => {
      const { ticket } = await store().issue(await aPerson(), "prove", NOON);

      const begins = [
        await store().begin(ticket, aSession(), NOON),
        await store().begin(ticket, aSession(), NOON),
      ];

      assert.deepEqual(begins, [true, false]);
      assert.equal(await store().look(ticket, NOON), null);
    });

    it("is true for exactly one of fifty callers, and that one's browser may finish", async () => {
      const { ticket } = await store().issue(await aPerson(), "prove", NOON);
      const sessions = Array.from({ length: 50 }, () => aSession());

      const begins = await Promise.all(
        sessions.map((session) => store().begin(ticket, session, NOON)),
      );

      assert.equal(begins.filter(Boolean).length, 1);
      for (const [index, { stateHash, browserHash }] of sessions.entries()) {
        const begun = await store().finish(stateHash, browserHash, NOON);
        assert.equal(begun !== null, begins[index]);
      }
    });

    it("takes neither an expired ticket nor an unknown one", async () => {
      const { ticket } = await store().issue(await aPerson(), "prove", NOON);

      const begins = [
        await store().begin(ticket, aSession(), TOO_LATE),
        await store().begin(randomUUID(), aSession(), NOON),
      ];

      assert.deepEqual(begins, [false, false]);
    });

    it("gives ten minutes of its own", async () => {
      const session = aSession();
      const { ticket } = await store().issue(await aPerson(), "prove", NOON);
      await store().begin(ticket, session, minutesAfterNoon(9));

      const begun = await store().finish(
        session.stateHash,
        session.browserHash,
        minutesAfterNoon(18),
      );

      assert.ok(begun !== null);
    });
  });

  describe("finish", () => {
    it("gives back what was begun, once", async () => {
      const key = await aPerson();
      const session = aSession();
      const { ticket } = await store().issue(key, "remove", NOON);
      await store().begin(ticket, session, NOON);

      const begun = await store().finish(session.stateHash, session.browserHash, JUST_IN_TIME);

      assert.ok(begun !== null);
      const { signInId, ...rest } = begun;
      assert.notEqual(signInId, "");
      const { nonce, codeVerifier } = session;
      assert.deepEqual(rest, { key, purpose: "remove", nonce, codeVerifier });
      assert.equal(await store().finish(session.stateHash, session.browserHash, NOON), null);
    });

    it("answers exactly one of fifty callers", async () => {
      const session = aSession();
      const { ticket } = await store().issue(await aPerson(), "prove", NOON);
      await store().begin(ticket, session, NOON);

      const finishes = await Promise.all(
        Array.from({ length: 50 }, () =>
          store().finish(session.stateHash, session.browserHash, NOON),
        ),
      );

      const [begun, ...more] = finishes.filter((finish) => finish !== null);
      assert.equal(begun?.codeVerifier, session.codeVerifier);
      assert.deepEqual(more, []);
    });

    it("knows a state in its own browser only, and is not used up by another one's try", async () => {
      const [mine, theirs] = [aSession(), aSession()];
      for (const session of [mine, theirs]) {
        const { ticket } = await store().issue(await aPerson(), "prove", NOON);
        await store().begin(ticket, session, NOON);
      }

      const swapped = [
        await store().finish(mine.stateHash, theirs.browserHash, NOON),
        await store().finish(theirs.stateHash, mine.browserHash, NOON),
      ];

      assert.deepEqual(swapped, [null, null]);
      assert.ok((await store().finish(mine.stateHash, mine.browserHash, NOON)) !== null);
      assert.ok((await store().finish(theirs.stateHash, theirs.browserHash, NOON)) !== null);
    });

    it("finds nothing from the tenth minute on", async () => {
      const session = aSession();
      const { ticket } = await store().issue(await aPerson(), "prove", NOON);
      await store().begin(ticket, session, NOON);

      assert.equal(await store().finish(session.stateHash, session.browserHash, TOO_LATE), null);
    });
  });

  describe("saveResult", () => {
    it("keeps the first result of a sign-in", async () => {
      const key = await aPerson();
      const session = aSession();
      const { ticket } = await store().issue(key, "prove", NOON);
      await store().begin(ticket, session, NOON);
      const begun = await store().finish(session.stateHash, session.browserHash, NOON);

      await store().saveResult(begun?.signInId ?? "", { kind: "failed", why: "denied" }, NOON);
      await store().saveResult(begun?.signInId ?? "", completed(NOON), NOON);

      const result = await store().findResult(key, "prove", NOON);
      assert.deepEqual(result, { kind: "failed", why: "denied" });
      assert.equal(await store().takeToken(key, NOON), null);
    });

    it("ignores a sign-in that nobody finished", async () => {
      await store().saveResult(randomUUID(), completed(NOON), NOON);
      await store().saveResult("none", completed(NOON), NOON);
    });
  });

  describe("findResult", () => {
    it("tells the newest result, without its token, for ten minutes", async () => {
      const key = await aPerson();
      await signIn(key, { kind: "failed", why: "wrongAccount" }, NOON);
      await signIn(key, completed(minutesAfterNoon(1), "t", ["c1", "c7"]), minutesAfterNoon(1));

      const result = await store().findResult(key, "prove", minutesAfterNoon(10));

      assert.deepEqual(result, {
        kind: "completed",
        contexts: ["c1", "c7"],
        signedInAt: minutesAfterNoon(1),
      });
      assert.equal(await store().findResult(key, "prove", minutesAfterNoon(11)), null);
    });

    it("tells a failure after a success", async () => {
      const key = await aPerson();
      await signIn(key, completed(NOON), NOON);
      await signIn(key, { kind: "failed", why: "denied" }, minutesAfterNoon(1));

      const result = await store().findResult(key, "prove", minutesAfterNoon(2));

      assert.deepEqual(result, { kind: "failed", why: "denied" });
    });

    it("keeps people and purposes apart", async () => {
      const key = await aPerson();
      await signIn(key, completed(NOON), NOON, "remove");

      assert.equal(await store().findResult(key, "prove", NOON), null);
      assert.equal(await store().findResult(await aPerson(), "remove", NOON), null);
    });

    it("still tells of a sign-in whose token was taken", async () => {
      const key = await aPerson();
      await signIn(key, completed(NOON), NOON);
      await store().takeToken(key, NOON);

      assert.equal((await store().findResult(key, "prove", NOON))?.kind, "completed");
    });
  });

  describe("takeToken", () => {
    it("gives the token once", async () => {
      const key = await aPerson();
      await signIn(key, completed(NOON, "the-token"), NOON, "remove");

      const taken = await store().takeToken(key, JUST_IN_TIME);

      assert.deepEqual(taken, { token: "the-token", signedInAt: NOON });
      assert.equal(await store().takeToken(key, NOON), null);
    });

    it("gives it to exactly one of fifty callers", async () => {
      const key = await aPerson();
      await signIn(key, completed(NOON), NOON);

      const taken = await Promise.all(
        Array.from({ length: 50 }, () => store().takeToken(key, NOON)),
      );

      assert.equal(taken.filter((token) => token !== null).length, 1);
    });

    it("gives the newest, and an older one never after it", async () => {
      const key = await aPerson();
      await signIn(key, completed(minutesAfterNoon(2), "newer"), minutesAfterNoon(2));
      await signIn(key, completed(minutesAfterNoon(1), "older"), minutesAfterNoon(3));

      const taken = await store().takeToken(key, minutesAfterNoon(3));

      assert.equal(taken?.token, "newer");
      assert.equal(await store().takeToken(key, minutesAfterNoon(3)), null);
    });

    it("gives the newest whatever the sign-in was for, and the other one never", async () => {
      for (const [older, newer] of [
        ["prove", "remove"],
        ["remove", "prove"],
      ] as const) {
        const key = await aPerson();
        await signIn(key, completed(NOON, "older"), NOON, older);
        await signIn(key, completed(minutesAfterNoon(1), "newer"), minutesAfterNoon(1), newer);

        const taken = await store().takeToken(key, minutesAfterNoon(1));

        assert.equal(taken?.token, "newer");
        assert.equal(await store().takeToken(key, minutesAfterNoon(1)), null);
      }
    });

    it("gives nothing of another person, or from the tenth minute on", async () => {
      const key = await aPerson();
      await signIn(key, completed(NOON), NOON);

      assert.equal(await store().takeToken(await aPerson(), NOON), null);
      assert.equal(await store().takeToken(key, TOO_LATE), null);
    });

    it("takes a token of any length and any characters", async () => {
      const key = await aPerson();
      const token = `${"x".repeat(20_000)}.žluťoučký 漢字 🙂`;
      await signIn(key, completed(NOON, token), NOON);

      assert.equal((await store().takeToken(key, NOON))?.token, token);
    });
  });

  describe("deleteExpired", () => {
    it("deletes exactly what is older than ten minutes in its own stage, and says how many", async () => {
      await store().deleteExpired(new Date("2100-01-01T00:00:00.000Z"));
      const [one, other, third] = [await aPerson(), await aPerson(), await aPerson()];
      const session = aSession();
      await store().issue(one, "prove", NOON);
      const begun = await store().issue(other, "prove", NOON);
      await store().begin(begun.ticket, session, minutesAfterNoon(1));
      await signIn(third, completed(NOON), minutesAfterNoon(2));

      const deleted = [
        await store().deleteExpired(JUST_IN_TIME),
        await store().deleteExpired(TOO_LATE),
        await store().deleteExpired(minutesAfterNoon(11)),
        await store().deleteExpired(minutesAfterNoon(12)),
      ];

      assert.deepEqual(deleted, [0, 1, 1, 1]);
    });
  });
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
