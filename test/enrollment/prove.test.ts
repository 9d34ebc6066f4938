import assert from "node:assert/strict";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { FreshSignInPurpose, FreshSignInResult } from "../../src/enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { createProofOfPush } from "../../src/enrollment/prove.ts";
import type { ProofStrength } from "../../src/methods/checklist.ts";
import { methodId, tenantId, userId } from "../../src/methods/ids.ts";
import { FakeFreshSignInStore } from "../fakes/fake-fresh-sign-in-store.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const KEY: PersonKey = { tenantId: tenantId("home"), userId: userId("anna") };
const TOKEN: DelegatedToken = { value: "token", owner: null, accountHint: null };
const PHONE = methodId("phone-1");
const MINUTE_MS = 60_000;
const after = (minutes: number): Date => new Date(NOW.getTime() + minutes * MINUTE_MS);

type Case = {
  readonly who: string;
  /** The context of the tenant; null: none is asked for. */
  readonly context?: string;
  readonly signIn: FreshSignInResult | null;
  readonly purpose?: FreshSignInPurpose;
  /** Undefined: Graph is not asked. */
  readonly lastUse?: Date | null;
  readonly minutesLater?: number;
  readonly strength: ProofStrength | null;
};

const completed = (...contexts: readonly string[]): FreshSignInResult => ({
  kind: "completed",
  token: "fresh",
  contexts,
  signedInAt: NOW,
});

const cases: readonly Case[] = [
  { who: "did not sign in afresh", signIn: null, strength: null },
  { who: "signed in afresh", signIn: completed(), strength: "signedIn" },
  { who: "denied it", signIn: { kind: "failed", why: "denied" }, strength: null },
  { who: "signed in to remove", signIn: completed(), purpose: "remove", strength: null },
  { who: "answers within ten minutes", signIn: completed(), minutesLater: 9, strength: "signedIn" },
  { who: "answers too late", signIn: completed(), minutesLater: 10.1, strength: null },
  { who: "was held to push", context: "c1", signIn: completed("c1"), strength: "enforced" },
  { who: "was held to another", context: "c1", signIn: completed("c2"), strength: "signedIn" },
  { who: "was held to one nobody asked for", signIn: completed("c1"), strength: "signedIn" },
  { who: "used the phone", signIn: completed(), lastUse: after(0.5), strength: "logged" },
  { who: "used it by a clock behind", signIn: completed(), lastUse: after(-1), strength: "logged" },
  { who: "used it before", signIn: completed(), lastUse: after(-1.1), strength: "signedIn" },
  { who: "never used it", signIn: completed(), lastUse: null, strength: "signedIn" },
  {
    who: "was held to push on a phone that is not in the log",
    context: "c1",
    signIn: completed("c1"),
    lastUse: null,
    strength: "enforced",
  },
];

describe("createProofOfPush", () => {
  for (const {
    who,
    context,
    signIn,
    purpose = "prove",
    lastUse,
    minutesLater,
    strength,
  } of cases) {
    it(`gives ${strength ?? "no proof"} to somebody who ${who}`, async () => {
      const freshSignIns = new FakeFreshSignInStore();
      if (signIn !== null) {
        const { ticket } = await freshSignIns.issue(KEY, purpose, NOW);
        const session = { stateHash: "s", browserHash: "b", nonce: "n", codeVerifier: "v" };
        await freshSignIns.begin(ticket, session, NOW);
        const begun = await freshSignIns.finish("s", "b", NOW);
        assert.ok(begun !== null);
        await freshSignIns.saveResult(begun.signInId, signIn, NOW);
      }
      const asked: unknown[] = [];
      const proof = createProofOfPush({
        freshSignIns,
        contextId: context ?? null,
        lastUse:
          lastUse === undefined
            ? null
            : {
                lastUsedAt: (token, id) => {
                  asked.push([token, id]);
                  return Promise.resolve(lastUse);
                },
              },
        clock: { now: () => after(minutesLater ?? 1) },
      });

      assert.equal(await proof.strengthOf(KEY, PHONE, TOKEN, "prove"), strength);
      for (const one of asked) assert.deepEqual(one, [TOKEN, PHONE]);
    });
  }
});
