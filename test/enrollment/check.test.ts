import assert from "node:assert/strict";
import fc from "fast-check";
import { type CheckReadiness, createCheckReadiness } from "../../src/enrollment/check.ts";
import type { DelegatedToken, TokenOwner } from "../../src/enrollment/delegated-token.ts";
import type {
  GraphRefusal,
  MethodsReader,
  MethodsReading,
  OwnerReading,
} from "../../src/enrollment/methods-reader.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { assess } from "../../src/methods/readiness.ts";
import { aDevice } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const ANNA: PersonKey = { tenantId: tenantId("home"), userId: userId("anna") };
const BELA = userId("bela");
const ABROAD = tenantId("abroad");

const tokenOf = (owner: TokenOwner | null): DelegatedToken => ({
  value: "token",
  owner,
  accountHint: null,
});
const ownedBy = (owner: Partial<TokenOwner>): TokenOwner => ({ ...ANNA, isGuest: false, ...owner });

/** Answers as told, and remembers which tokens it was asked to read with. */
class FakeMethodsReader implements MethodsReader {
  readonly readWith: DelegatedToken[] = [];
  readonly askedOwnerOf: DelegatedToken[] = [];
  readonly #answers: { readonly mine: MethodsReading; readonly owner: OwnerReading };

  constructor(answers: { readonly mine?: MethodsReading; readonly owner?: OwnerReading } = {}) {
    this.#answers = {
      mine: answers.mine ?? { kind: "read", methods: [aDevice("a")] },
      owner: answers.owner ?? { kind: "known", owner: ownedBy({ tenantId: null }) },
    };
  }

  readMine(token: DelegatedToken): Promise<MethodsReading> {
    this.readWith.push(token);
    return Promise.resolve(this.#answers.mine);
  }

  readOwner(token: DelegatedToken): Promise<OwnerReading> {
    this.askedOwnerOf.push(token);
    return Promise.resolve(this.#answers.owner);
  }
}

const checkWith = (reader: MethodsReader): CheckReadiness =>
  createCheckReadiness({ reader, policy: DEFAULT_POLICY, clock: { now: () => NOW } });

const REFUSALS: readonly GraphRefusal[] = [
  { kind: "tokenRefused" },
  ...(["throttled", "forbidden", "serviceError", "timeout", "badReply"] as const).map((why) => ({
    kind: "unavailable" as const,
    why,
    retryAfterSeconds: 7,
    requestId: "r",
  })),
];

describe("checkReadiness", () => {
  it("judges what the person's own token reads, in one request", async () => {
    const reader = new FakeMethodsReader();
    const token = tokenOf(ownedBy({}));

    const result = await checkWith(reader)(ANNA, token);

    const read = { kind: "read", methods: [aDevice("a")], isGuest: false } as const;
    assert.deepEqual(result, { kind: "assessed", assessment: assess(read, DEFAULT_POLICY, NOW) });
    assert.deepEqual(reader.readWith, [token]);
    assert.deepEqual(reader.askedOwnerOf, []);
  });

  it("asks Graph whose an opaque token is before it reads with it", async () => {
    const reader = new FakeMethodsReader();
    const token = tokenOf(null);

    const result = await checkWith(reader)(ANNA, token);

    assert.equal(result.kind, "assessed");
    assert.deepEqual([reader.askedOwnerOf, reader.readWith], [[token], [token]]);
  });

  const others: readonly (readonly [string, TokenOwner])[] = [
    ["of another user", ownedBy({ userId: BELA })],
    ["of another tenant", ownedBy({ tenantId: ABROAD })],
    ["of another user in another tenant", ownedBy({ userId: BELA, tenantId: ABROAD })],
  ];
  for (const [name, owner] of others) {
    it(`reads nothing with a token ${name}`, async () => {
      const reader = new FakeMethodsReader();

      assert.deepEqual(await checkWith(reader)(ANNA, tokenOf(owner)), { kind: "wrongAccount" });
      assert.deepEqual(reader.readWith, []);
    });
  }

  it("reads nothing with an opaque token that Graph says is another's", async () => {
    const owner = ownedBy({ userId: BELA, tenantId: null });
    const reader = new FakeMethodsReader({ owner: { kind: "known", owner } });

    assert.deepEqual(await checkWith(reader)(ANNA, tokenOf(null)), { kind: "wrongAccount" });
    assert.deepEqual(reader.readWith, []);
  });

  it("lets the judgement know of a guest", async () => {
    const reader = new FakeMethodsReader({ mine: { kind: "read", methods: [] } });

    const result = await checkWith(reader)(ANNA, tokenOf(ownedBy({ isGuest: true })));

    assert.equal(result.kind, "assessed");
    assert.ok(result.assessment.reasons.some(({ kind }) => kind === "guest"));
  });

  for (const refusal of REFUSALS) {
    const name = refusal.kind === "unavailable" ? refusal.why : refusal.kind;
    it(`passes on that reading was refused: ${name}`, async () => {
      const check = checkWith(new FakeMethodsReader({ mine: refusal }));

      assert.deepEqual(await check(ANNA, tokenOf(ownedBy({}))), refusal);
    });

    it(`passes on that the owner could not be asked: ${name}`, async () => {
      const reader = new FakeMethodsReader({ owner: refusal });

      assert.deepEqual(await checkWith(reader)(ANNA, tokenOf(null)), refusal);
      assert.deepEqual(reader.readWith, []);
    });
  }

  it("never reads with a token that is not known to be the person's", async () => {
    const anyUser = fc.constantFrom(ANNA.userId, BELA);
    const anyTenant = fc.constantFrom(ANNA.tenantId, ABROAD);
    const anyOwner = fc.record({ userId: anyUser, tenantId: anyTenant, isGuest: fc.boolean() });
    const anyAnswer: fc.Arbitrary<OwnerReading> = fc.oneof(
      fc.constantFrom(...REFUSALS),
      fc
        .record({
          userId: anyUser,
          tenantId: fc.option(anyTenant),
          isGuest: fc.boolean(),
        })
        .map((owner) => ({ kind: "known" as const, owner })),
    );

    await fc.assert(
      fc.asyncProperty(fc.option(anyOwner), anyAnswer, async (said, answer) => {
        const reader = new FakeMethodsReader({ owner: answer });

        const result = await checkWith(reader)(ANNA, tokenOf(said));

        const known = said ?? (answer.kind === "known" ? answer.owner : null);
        const isTheirs =
          known !== null &&
          known.userId === ANNA.userId &&
          (known.tenantId === null || known.tenantId === ANNA.tenantId);
        assert.equal(reader.readWith.length, isTheirs ? 1 : 0);
        assert.equal(result.kind === "assessed", isTheirs);
      }),
    );
  });
});
