import assert from "node:assert/strict";
import type { PersonStore } from "../../src/enrollment/person.ts";
import { tenantId } from "../../src/methods/ids.ts";
import { aConversationReference, aPersonKey, aTurn } from "./person-builders.ts";

const EARLIER = new Date("2026-03-02T08:00:00.000Z");
const NOON = new Date("2026-03-02T12:00:00.000Z");
const LATER = new Date("2026-03-02T13:00:00.000Z");

/** What every PersonStore does. Each test uses people of its own, so one store serves all. */
export function personStoreContract(store: () => PersonStore): void {
  describe("recordTurn", () => {
    it("creates the person with what the turn tells", async () => {
      const turn = aTurn({ locale: "de-DE", timeZone: "Europe/Berlin" });

      const person = await store().recordTurn(turn);

      assert.deepEqual(person, {
        tenantId: turn.tenantId,
        userId: turn.userId,
        locale: "de-DE",
        timeZone: "Europe/Berlin",
        welcomedAt: null,
        numberPrompt: null,
      });
    });

    it("returns the same person for the same turn again", async () => {
      const turn = aTurn();
      const first = await store().recordTurn(turn);

      const second = await store().recordTurn({ ...turn, at: LATER });

      assert.deepEqual(second, first);
    });

    it("keeps users of the same id in two tenants apart", async () => {
      const here = aTurn({ locale: "de-DE" });
      const there = { ...here, tenantId: tenantId("other-tenant"), locale: "fr-FR" };
      await store().recordTurn(here);

      await store().recordTurn(there);

      assert.equal((await store().recordTurn(here)).locale, "de-DE");
      assert.equal((await store().recordTurn(there)).locale, "fr-FR");
    });

    for (const change of [{ locale: "nl-NL" }, { timeZone: "Europe/Amsterdam" }]) {
      it(`takes a new ${Object.keys(change).join()} and keeps the rest`, async () => {
        const turn = aTurn({ at: NOON });
        const known = await store().recordTurn(turn);

        const person = await store().recordTurn({ ...turn, ...change, at: LATER });

        assert.deepEqual(person, { ...known, ...change });
      });
    }

    it("keeps a known locale and time zone when the turn has none", async () => {
      const turn = aTurn({ locale: "pl-PL", timeZone: "Europe/Warsaw", at: NOON });
      await store().recordTurn(turn);

      const person = await store().recordTurn({
        ...turn,
        locale: null,
        timeZone: null,
        // Something else differs, so that the turn is written.
        reference: aConversationReference({ conversationId: "a:2conversation" }),
        at: LATER,
      });

      assert.equal(person.locale, "pl-PL");
      assert.equal(person.timeZone, "Europe/Warsaw");
    });

    it("learns a locale and a time zone that were unknown", async () => {
      const turn = aTurn({ locale: null, timeZone: null, at: NOON });
      await store().recordTurn(turn);

      const person = await store().recordTurn({
        ...turn,
        locale: "es-ES",
        timeZone: "Europe/Madrid",
        at: LATER,
      });

      assert.equal(person.locale, "es-ES");
      assert.equal(person.timeZone, "Europe/Madrid");
    });

    it("lets an older turn fill gaps and overwrite nothing", async () => {
      const turn = aTurn({ locale: "it-IT", timeZone: null, at: NOON });
      await store().recordTurn(turn);

      const person = await store().recordTurn({
        ...turn,
        locale: "en-US",
        timeZone: "Europe/Rome",
        reference: aConversationReference({ serviceUrl: "https://old.example/" }),
        at: EARLIER,
      });

      assert.equal(person.locale, "it-IT");
      assert.equal(person.timeZone, "Europe/Rome");
      assert.deepEqual(await store().findReference(turn), turn.reference);
    });

    it("succeeds for fifty first turns of one person at the same time", async () => {
      const turn = aTurn();

      const people = await Promise.all(Array.from({ length: 50 }, () => store().recordTurn(turn)));

      for (const person of people) assert.deepEqual(person, people[0]);
      assert.deepEqual(await store().findReference(turn), turn.reference);
    });

    it("returns what was saved about the person", async () => {
      const turn = aTurn();
      await store().recordTurn(turn);
      await store().claimWelcome(turn, EARLIER);
      await store().saveNumberPromptAnswer(turn, "unsure", NOON);

      const person = await store().recordTurn({ ...turn, locale: "sv-SE", at: LATER });

      assert.deepEqual(person.welcomedAt, EARLIER);
      assert.deepEqual(person.numberPrompt, { answer: "unsure", at: NOON });
    });
  });

  describe("find", () => {
    it("is null for somebody unknown", async () => {
      assert.equal(await store().find(aPersonKey()), null);
    });

    it("returns what was saved about the person, and no more than that", async () => {
      const turn = aTurn();
      await store().recordTurn(turn);
      await store().claimWelcome(turn, NOON);
      await store().saveNumberPromptAnswer(turn, "unsure", LATER);

      assert.deepEqual(await store().find(turn), {
        tenantId: turn.tenantId,
        userId: turn.userId,
        locale: turn.locale,
        timeZone: turn.timeZone,
        welcomedAt: NOON,
        numberPrompt: { answer: "unsure", at: LATER },
      });
    });

    it("is null for somebody of the same id in another tenant", async () => {
      const turn = aTurn();
      await store().recordTurn(turn);

      assert.equal(await store().find({ ...turn, tenantId: tenantId("other-tenant") }), null);
    });
  });

  describe("claimWelcome", () => {
    it("is true once and false ever after", async () => {
      const turn = aTurn();
      await store().recordTurn(turn);

      const claims = [
        await store().claimWelcome(turn, NOON),
        await store().claimWelcome(turn, NOON),
        await store().claimWelcome(turn, LATER),
      ];

      assert.deepEqual(claims, [true, false, false]);
    });

    it("is true for exactly one of fifty callers at the same time", async () => {
      const turn = aTurn();
      await store().recordTurn(turn);

      const claims = await Promise.all(
        Array.from({ length: 50 }, () => store().claimWelcome(turn, NOON)),
      );

      assert.equal(claims.filter(Boolean).length, 1);
    });

    it("counts for somebody whose first turn comes later", async () => {
      const turn = aTurn();

      const claimed = await store().claimWelcome(turn, NOON);

      const person = await store().recordTurn(turn);
      assert.equal(claimed, true);
      assert.deepEqual(person.welcomedAt, NOON);
      assert.equal(person.locale, turn.locale);
      assert.equal(await store().claimWelcome(turn, LATER), false);
    });

    it("survives that the app is removed and installed again", async () => {
      const turn = aTurn();
      await store().recordTurn(turn);
      await store().claimWelcome(turn, EARLIER);
      await store().saveInstalled(turn, false, NOON);
      await store().recordTurn({ ...turn, at: LATER });

      const claimed = await store().claimWelcome(turn, LATER);

      assert.equal(claimed, false);
    });
  });

  describe("saveNumberPromptAnswer", () => {
    for (const answer of ["yes", "no", "unsure"] as const) {
      it(`keeps the answer "${answer}" and when it was given`, async () => {
        const turn = aTurn();
        await store().recordTurn(turn);

        await store().saveNumberPromptAnswer(turn, answer, NOON);

        const person = await store().recordTurn(turn);
        assert.deepEqual(person.numberPrompt, { answer, at: NOON });
      });
    }

    it("replaces an earlier answer", async () => {
      const turn = aTurn();
      await store().saveNumberPromptAnswer(turn, "no", NOON);

      await store().saveNumberPromptAnswer(turn, "yes", LATER);

      const person = await store().recordTurn(turn);
      assert.deepEqual(person.numberPrompt, { answer: "yes", at: LATER });
    });

    it("does not replace a later answer", async () => {
      const turn = aTurn();
      await store().saveNumberPromptAnswer(turn, "no", NOON);

      await store().saveNumberPromptAnswer(turn, "yes", EARLIER);

      const person = await store().recordTurn(turn);
      assert.deepEqual(person.numberPrompt, { answer: "no", at: NOON });
    });
  });

  describe("findReference", () => {
    it("is null for somebody unknown", async () => {
      const reference = await store().findReference(aPersonKey());

      assert.equal(reference, null);
    });

    it("is null for somebody who was welcomed and never wrote", async () => {
      const key = aPersonKey();
      await store().claimWelcome(key, NOON);

      const reference = await store().findReference(key);

      assert.equal(reference, null);
    });

    const changes = [
      { channelId: "emulator" },
      { serviceUrl: "https://smba.trafficmanager.net/amer/" },
      { conversationId: "a:other" },
      { teamsUserId: "29:other" },
      { botId: "28:other" },
    ];
    for (const change of changes) {
      it(`is the one of the newest turn when ${Object.keys(change).join()} changes`, async () => {
        const turn = aTurn({ at: NOON });
        await store().recordTurn(turn);
        const reference = aConversationReference(change);

        await store().recordTurn({ ...turn, reference, at: LATER });

        assert.deepEqual(await store().findReference(turn), reference);
      });
    }

    it("is null once the app is removed", async () => {
      const turn = aTurn({ at: EARLIER });
      await store().recordTurn(turn);

      await store().saveInstalled(turn, false, NOON);

      assert.equal(await store().findReference(turn), null);
    });

    it("returns when the app is installed again", async () => {
      const turn = aTurn({ at: EARLIER });
      await store().recordTurn(turn);
      await store().saveInstalled(turn, false, NOON);

      await store().saveInstalled(turn, true, LATER);

      assert.deepEqual(await store().findReference(turn), turn.reference);
    });

    it("returns with the next turn, which shows that the app is installed", async () => {
      const turn = aTurn({ at: EARLIER });
      await store().recordTurn(turn);
      await store().saveInstalled(turn, false, NOON);

      await store().recordTurn({ ...turn, at: LATER });

      assert.deepEqual(await store().findReference(turn), turn.reference);
    });

    it("stays null when a turn from before the removal arrives late", async () => {
      const turn = aTurn({ at: EARLIER });
      await store().recordTurn(turn);
      await store().saveInstalled(turn, false, LATER);

      await store().recordTurn({ ...turn, at: NOON });

      assert.equal(await store().findReference(turn), null);
    });
  });

  describe("saveInstalled", () => {
    it("ignores somebody unknown", async () => {
      const key = aPersonKey();

      await store().saveInstalled(key, true, NOON);

      assert.equal(await store().findReference(key), null);
    });

    it("does not undo what happened later", async () => {
      const turn = aTurn({ at: EARLIER });
      await store().recordTurn(turn);
      await store().saveInstalled(turn, false, EARLIER);
      await store().saveInstalled(turn, true, LATER);

      await store().saveInstalled(turn, false, NOON);

      assert.deepEqual(await store().findReference(turn), turn.reference);
    });
  });
}
