import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { PersonKey } from "../../src/enrollment/person.ts";
import {
  AUDITED_OUTCOMES,
  type AuditEntry,
  type AuditFilter,
  GONE_OUTCOMES,
  type RemovalAudit,
  type RemovalIntent,
} from "../../src/enrollment/removal-audit.ts";
import { PROOF_STRENGTHS } from "../../src/methods/checklist.ts";
import { methodId } from "../../src/methods/ids.ts";

const NOON = new Date("2026-03-02T12:00:00.000Z");
const afterNoon = (ms: number): Date => new Date(NOON.getTime() + ms);

/** An intent of its own method, unless `changed` says which. */
export function anIntent(changed: Partial<RemovalIntent> = {}): RemovalIntent {
  const device = methodId(`Pixel-${randomUUID()}`);
  return {
    methodId: methodId(`iPhone-${randomUUID()}`),
    proof: { methodId: device, strength: "signedIn", at: afterNoon(-60_000) },
    requestedAt: NOON,
    ...changed,
  };
}

/** All that `read` gives. */
export async function entriesOf(
  audit: RemovalAudit,
  filter: AuditFilter,
): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const entry of audit.read(filter)) entries.push(entry);
  return entries;
}

/** What every RemovalAudit does. `aPerson` makes somebody of whom it has nothing. */
export function removalAuditContract(
  audit: () => RemovalAudit,
  aPerson: () => Promise<PersonKey>,
): void {
  async function removed(key: PersonKey, intent: RemovalIntent = anIntent()): Promise<string> {
    const removalId = await audit().intend(key, intent);
    assert.ok(removalId !== null);
    assert.equal(await audit().settle(removalId, "removed", "r-1", afterNoon(1_000)), true);
    return removalId;
  }

  const entries = (filter: AuditFilter) => entriesOf(audit(), filter);

  const idsOf = (list: readonly { readonly removalId: string }[]): readonly string[] =>
    list.map(({ removalId }) => removalId);

  describe("intend", () => {
    it("opens one removal, which is found as it was written", async () => {
      const key = await aPerson();
      const intent = anIntent();

      const removalId = await audit().intend(key, intent);

      assert.ok(removalId !== null);
      assert.deepEqual(await audit().findOpen(key), { removalId, key, ...intent });
      assert.deepEqual(await entries({ userId: key.userId }), [
        { removalId, key, ...intent, settled: null },
      ]);
    });

    it("writes nothing while another removal of the person is open", async () => {
      const key = await aPerson();
      const first = await audit().intend(key, anIntent());

      const second = await audit().intend(key, anIntent());

      assert.equal(second, null);
      assert.deepEqual(idsOf(await entries({ userId: key.userId })), [first]);
    });

    it("opens the next one once the first is settled", async () => {
      const key = await aPerson();
      const first = await removed(key);

      const second = await audit().intend(key, anIntent());

      assert.ok(second !== null && second !== first);
      assert.equal((await audit().findOpen(key))?.removalId, second);
    });

    it("keeps people apart", async () => {
      const [one, other] = [await aPerson(), await aPerson()];

      const opened = await audit().intend(one, anIntent());

      assert.ok(opened !== null);
      assert.equal(await audit().findOpen(other), null);
      assert.ok((await audit().intend(other, anIntent())) !== null);
    });

    it("keeps each strength of proof, and any id", async () => {
      const key = await aPerson();
      for (const strength of PROOF_STRENGTHS) {
        const intent = anIntent({
          methodId: methodId(`it's "${strength}", ž 漢 🙂`),
          proof: { methodId: methodId("-"), strength, at: afterNoon(-1) },
        });
        await removed(key, intent);
      }

      const read = await entries({ userId: key.userId });

      assert.deepEqual(
        read.map(({ proof }) => proof.strength),
        PROOF_STRENGTHS,
      );
      assert.equal(read[0]?.methodId, `it's "registered", ž 漢 🙂`);
    });

    it("lets one of fifty callers open a removal, and writes that one only", async () => {
      const key = await aPerson();

      const opened = await Promise.all(
        Array.from({ length: 50 }, () => audit().intend(key, anIntent())),
      );

      const ids = opened.filter((removalId) => removalId !== null);
      assert.equal(ids.length, 1);
      assert.deepEqual(idsOf(await entries({ userId: key.userId })), ids);
    });
  });

  describe("settle", () => {
    it("adds the outcome and closes the removal", async () => {
      const key = await aPerson();
      const intent = anIntent();
      const removalId = (await audit().intend(key, intent)) ?? "";

      const isSettled = await audit().settle(removalId, "removed", "request-7", afterNoon(1_500));

      assert.equal(isSettled, true);
      assert.equal(await audit().findOpen(key), null);
      const settled = { outcome: "removed", requestId: "request-7", at: afterNoon(1_500) } as const;
      assert.deepEqual(await entries({ userId: key.userId }), [
        { removalId, key, ...intent, settled },
      ]);
    });

    it("keeps each outcome, with or without a request id", async () => {
      const key = await aPerson();
      for (const [index, outcome] of AUDITED_OUTCOMES.entries()) {
        const removalId = (await audit().intend(key, anIntent())) ?? "";
        await audit().settle(removalId, outcome, index % 2 === 0 ? null : `r-${index}`, NOON);
      }

      const read = await entries({ userId: key.userId });

      assert.deepEqual(
        read.map(({ settled }) => settled?.outcome),
        AUDITED_OUTCOMES,
      );
      assert.deepEqual(
        read.slice(0, 2).map(({ settled }) => settled?.requestId),
        [null, "r-1"],
      );
    });

    it("keeps the first outcome", async () => {
      const key = await aPerson();
      const removalId = await removed(key);

      const isSettled = await audit().settle(removalId, "settledAsNotRemoved", null, NOON);

      assert.equal(isSettled, false);
      const [entry] = await entries({ userId: key.userId });
      assert.equal(entry?.settled?.outcome, "removed");
    });

    it("closes no later removal of the person", async () => {
      const key = await aPerson();
      const first = await removed(key);
      const second = await audit().intend(key, anIntent());

      await audit().settle(first, "alreadyGone", null, NOON);

      assert.equal((await audit().findOpen(key))?.removalId, second);
    });

    it("is true for exactly one of fifty callers", async () => {
      const removalId = (await audit().intend(await aPerson(), anIntent())) ?? "";

      const settled = await Promise.all(
        Array.from({ length: 50 }, () => audit().settle(removalId, "removed", null, NOON)),
      );

      assert.equal(settled.filter(Boolean).length, 1);
    });

    it("rejects for a removal that nobody intended", async () => {
      await assert.rejects(audit().settle(randomUUID(), "removed", null, NOON));
    });
  });

  describe("listOpen", () => {
    it("lists what is open of anybody, oldest first, no more than asked for", async () => {
      const long = (minutes: number): Date => new Date(Date.UTC(1990, 0, 1, 0, minutes));
      const opened: string[] = [];
      for (const minutes of [2, 0, 3, 1]) {
        const key = await aPerson();
        await removed(key, anIntent({ requestedAt: long(minutes) }));
        opened[minutes] =
          (await audit().intend(key, anIntent({ requestedAt: long(minutes) }))) ?? "";
      }

      assert.deepEqual(idsOf(await audit().listOpen(3)), opened.slice(0, 3));
      for (const removalId of opened) await audit().settle(removalId, "removed", null, NOON);
    });
  });

  describe("listRemoved", () => {
    it("lists what is gone, and not what stayed or is open", async () => {
      const key = await aPerson();
      const gone = [];
      for (const outcome of AUDITED_OUTCOMES) {
        const intent = anIntent();
        const removalId = (await audit().intend(key, intent)) ?? "";
        await audit().settle(removalId, outcome, null, NOON);
        if (GONE_OUTCOMES.some((other) => other === outcome)) gone.push(intent.methodId);
      }
      await audit().intend(key, anIntent());

      assert.deepEqual((await audit().listRemoved(key, NOON)).toSorted(), gone.toSorted());
      assert.deepEqual(await audit().listRemoved(await aPerson(), NOON), []);
    });

    it("names an entry once, however often it was asked for", async () => {
      const key = await aPerson();
      const intent = anIntent();
      await removed(key, intent);
      await removed(key, intent);

      assert.deepEqual(await audit().listRemoved(key, NOON), [intent.methodId]);
    });

    it("begins with what was settled at the time given", async () => {
      const key = await aPerson();
      const intents = [anIntent(), anIntent(), anIntent()];
      for (const [index, intent] of intents.entries()) {
        const removalId = (await audit().intend(key, intent)) ?? "";
        await audit().settle(removalId, "removed", null, afterNoon(index));
      }

      const recent = await audit().listRemoved(key, afterNoon(1));

      assert.deepEqual(
        recent.toSorted(),
        intents
          .slice(1)
          .map((intent) => intent.methodId)
          .toSorted(),
      );
    });
  });

  describe("read", () => {
    it("begins with `from` and ends before `until`, oldest request first", async () => {
      const key = await aPerson();
      const ids: string[] = [];
      for (const ms of [3, 1, 0, 2]) {
        ids[ms] = await removed(key, anIntent({ requestedAt: afterNoon(ms) }));
      }
      const { userId } = key;

      const read = async (filter: AuditFilter) => idsOf(await entries({ ...filter, userId }));

      assert.deepEqual(await read({}), ids);
      assert.deepEqual(await read({ from: afterNoon(1) }), ids.slice(1));
      assert.deepEqual(await read({ until: afterNoon(2) }), ids.slice(0, 2));
      assert.deepEqual(await read({ from: afterNoon(1), until: afterNoon(2) }), ids.slice(1, 2));
      assert.deepEqual(await read({ from: afterNoon(2), until: afterNoon(1) }), []);
      assert.deepEqual(await read({ from: afterNoon(4) }), []);
    });

    it("reads everybody's without a user id, in the same order", async () => {
      const [one, other] = [await aPerson(), await aPerson()];
      const from = new Date(Date.UTC(1995, 0, 1));
      const until = new Date(from.getTime() + 10);
      const ids = [
        await removed(one, anIntent({ requestedAt: from })),
        await removed(other, anIntent({ requestedAt: new Date(from.getTime() + 1) })),
        await removed(one, anIntent({ requestedAt: new Date(from.getTime() + 2) })),
      ];

      assert.deepEqual(idsOf(await entries({ from, until })), ids);
    });

    it("reads each entry of one moment once, over several pages", async () => {
      const key = await aPerson();
      const requestedAt = new Date(Date.UTC(1996, 0, 1, 12, 30, 30, 123));
      const ids: string[] = [];
      for (let count = 0; count < 9; count += 1) {
        ids.push(await removed(key, anIntent({ requestedAt })));
      }
      const until = new Date(requestedAt.getTime() + 1);

      assert.deepEqual(idsOf(await entries({ userId: key.userId })), ids);
      assert.deepEqual(idsOf(await entries({ from: requestedAt, until })), ids);
    });
  });
}
