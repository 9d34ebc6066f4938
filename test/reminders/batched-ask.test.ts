import assert from "node:assert/strict";
import type { UserId } from "../../src/methods/ids.ts";
import { BatchedAsk } from "../../src/reminders/batched-ask.ts";
import type { DirectoryRefusal } from "../../src/reminders/directory.ts";
import type { DispatchNews } from "../../src/reminders/dispatch-news.ts";
import { aCandidate, aKey } from "../builders/candidates.ts";
import { aClaimed } from "../builders/claimed.ts";

type Answer = { readonly kind: "yes" };

const claimed = (n: number, tries = 0) =>
  aClaimed({ deliveryId: String(n), tries, candidate: aCandidate({ key: aKey(n) }) });

function setUp(answer: (id: UserId) => Answer | DirectoryRefusal | undefined) {
  const seen = { batches: [] as number[], news: [] as DispatchNews[], nowMs: 0 };
  const ask = new BatchedAsk<Answer>(
    "recheck",
    (ids) => {
      seen.batches.push(ids.length);
      return Promise.resolve(
        new Map(
          ids.flatMap((id) => {
            const found = answer(id);
            return found === undefined ? [] : [[id, found] as const];
          }),
        ),
      );
    },
    { nowMs: () => seen.nowMs, random: () => 0, onNews: (news) => seen.news.push(news) },
  );
  const answers = (...claims: readonly ReturnType<typeof claimed>[]) =>
    ask.answers(claims, new AbortController().signal);
  return { seen, answers };
}

describe("asking Graph about people", () => {
  it("goes in batches of twenty, with an answer for each", async () => {
    const { seen, answers } = setUp(() => ({ kind: "yes" }));

    const found = await answers(...Array.from({ length: 45 }, (_, n) => claimed(n)));

    assert.deepEqual(seen.batches, [20, 20, 5]);
    assert.equal(found.size, 45);
    assert.ok([...found.values()].every(({ kind }) => kind === "answer"));
  });

  it("does without an answer that did not come", async () => {
    const { answers } = setUp(() => undefined);

    assert.deepEqual((await answers(claimed(1))).get("1"), { kind: "without" });
  });

  it("is later for who was throttled, and for all until that time is over", async () => {
    let isBusy = true;
    const { seen, answers } = setUp((id) =>
      isBusy && id === aKey(1).userId
        ? { kind: "throttled", retryAfterSeconds: 30 }
        : { kind: "yes" },
    );
    const first = await answers(claimed(1), claimed(2));
    seen.nowMs = 10_000;
    const meanwhile = await answers(claimed(2));
    isBusy = false;
    seen.nowMs = 30_000;

    const after = await answers(claimed(1));

    assert.deepEqual(first.get("1"), { kind: "later", afterMs: 30_000 });
    assert.equal(first.get("2")?.kind, "answer");
    assert.deepEqual(meanwhile.get("2"), { kind: "later", afterMs: 20_000 });
    assert.equal(after.get("1")?.kind, "answer");
    assert.deepEqual(seen.batches, [2, 1]);
  });

  it("waits ever longer where Graph does not say, and does without after three tries", async () => {
    const { answers } = setUp((id) =>
      id === aKey(1).userId
        ? { kind: "throttled", retryAfterSeconds: null }
        : { kind: "unavailable", why: "timeout", requestId: null },
    );

    const found = await answers(claimed(1), claimed(2, 2), claimed(3, 3));

    assert.deepEqual(
      ["1", "2", "3"].map((id) => found.get(id)),
      [{ kind: "later", afterMs: 1_600 }, { kind: "later", afterMs: 6_400 }, { kind: "without" }],
    );
  });
});
