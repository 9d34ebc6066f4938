import fc from "fast-check";
import {
  type ConfirmedFacts,
  type DeviceEvidence,
  PROOF_STRENGTHS,
} from "../../src/methods/checklist.ts";
import { type MethodId, methodId } from "../../src/methods/ids.ts";
import type { AuthenticatorMethod, Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY, policyWith } from "../../src/methods/policy.ts";
import type { RemovalRequest } from "../../src/methods/removal.ts";
import { anyFacts, anyList, anyNow, anyPolicy } from "./any-method.ts";
import { aDevice, aMethod } from "./methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// A pool so small that most requests name an entry which is there; some ids differ in case only.
const IDS = ["a", "b", "c", "A", "d"].map(methodId);
const anyId = fc.constantFrom(...IDS);
const NAMES = ["iPhone 15", "iphone\u200b 15", "Pixel 9", null];
const VERSIONS = ["6.8.53", "6.8.40", "6.2610.7011", "", null];
const APPS = ["microsoftAuthenticator", "outlookMobile", "other", null] as const;

const anyPhone: fc.Arbitrary<AuthenticatorMethod> = fc
  .record({
    id: anyId,
    displayName: fc.constantFrom(...NAMES),
    phoneAppVersion: fc.constantFrom(...VERSIONS),
    deviceTag: fc.constantFrom("SoftwareTokenActivated", "", null),
    clientApp: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom(...APPS) },
    ),
  })
  .map(({ id, ...fields }) => aDevice(id, fields));

/** What can stand beside phones: other kinds, now and then with a phone's very id, and what cannot be read. */
const anyOther: fc.Arbitrary<Method> = fc.oneof(
  { weight: 16, arbitrary: fc.constant(aMethod({ kind: "password" })) },
  { weight: 2, arbitrary: anyId.map((id) => aMethod({ kind: "fido2", id })) },
  { weight: 1, arbitrary: anyId.map((id) => aMethod({ kind: "phone", id })) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        id: fc.option(anyId),
        why: fc.constantFrom("newType" as const, "unreadable" as const),
      })
      .map((fields) => aMethod({ kind: "unknown", ...fields })),
  },
);

const anyMoment = (aroundMs: readonly number[]): fc.Arbitrary<Date> =>
  fc
    .record({ aroundMs: fc.constantFrom(...aroundMs), offMs: fc.constantFrom(-1, 0, 1) })
    .map(({ aroundMs: ago, offMs }) => new Date(NOW.getTime() - ago + offMs));

/** Ages at the edges of the rules, and far from them. */
const anyProvedAt = anyMoment([0, 10 * MINUTE_MS, 20 * MINUTE_MS, -MINUTE_MS, HOUR_MS]);
const anyConfirmedAt = anyMoment([0, HOUR_MS, -MINUTE_MS, 24 * HOUR_MS, 400 * 24 * HOUR_MS]);

/** Facts that are mostly sound about `id`, with each of their parts wrong once in a while. */
const anyFactsAbout = (id: MethodId): fc.Arbitrary<ConfirmedFacts> => {
  const mostlyId = fc.oneof(
    { weight: 12, arbitrary: fc.constant(id) },
    { weight: 1, arbitrary: anyId },
  );
  return fc.record({
    currentDevice: fc.option(
      fc.record({
        methodId: mostlyId,
        evidence: fc.constantFrom<DeviceEvidence>("appeared", "said"),
        at: anyConfirmedAt,
      }),
      { freq: 15 },
    ),
    proof: fc.option(
      fc.record({
        methodId: mostlyId,
        strength: fc.constantFrom(...PROOF_STRENGTHS),
        at: anyProvedAt,
      }),
      { freq: 15 },
    ),
    keptDevices: fc.uniqueArray(anyId, { maxLength: 2 }),
  });
};

const plausible: fc.Arbitrary<RemovalRequest> = fc
  .record({
    phones: fc.uniqueArray(anyPhone, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
    // A second reading of an entry, which may contradict the first.
    again: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(anyPhone, { maxLength: 2 }) },
    ),
    others: fc.array(anyOther, { maxLength: 3 }),
    current: fc.nat(),
    beside: fc.constantFrom(1, 1, 2, 3, 0),
    anywhere: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: anyId },
    ),
  })
  .chain(({ phones, again, others, current, beside, anywhere }) => {
    const idAt = (index: number): MethodId => phones[index % phones.length]?.id ?? methodId("a");
    return fc.record({
      target: fc.constant(anywhere ?? idAt(current + beside)),
      methods: fc.shuffledSubarray([...phones, ...again, ...others], {
        minLength: phones.length + again.length + others.length - 1,
      }),
      removed: fc.oneof(
        { weight: 12, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.uniqueArray(anyId, { maxLength: 2 }) },
      ),
      policy: fc.constantFrom(
        DEFAULT_POLICY,
        DEFAULT_POLICY,
        DEFAULT_POLICY,
        DEFAULT_POLICY,
        policyWith({ supported: ["authenticatorLite"], retired: [] }),
        policyWith({ supported: ["fido2"], retired: ["microsoftAuthenticator"] }),
      ),
      facts: anyFactsAbout(idAt(current)),
      minimum: fc.constantFrom(...PROOF_STRENGTHS, ...PROOF_STRENGTHS.slice(0, 2)),
      proofMaxAgeMs: fc.constant(HOUR_MS),
      now: fc.constant(NOW),
    });
  });

const wild: fc.Arbitrary<RemovalRequest> = fc.record({
  target: fc.constantFrom("a", "b", "c", "d", "A", "__proto__", "").map(methodId),
  methods: anyList,
  removed: fc.uniqueArray(anyId, { maxLength: 2 }),
  policy: anyPolicy,
  facts: anyFacts,
  minimum: fc.constantFrom(...PROOF_STRENGTHS),
  proofMaxAgeMs: fc.oneof(fc.constantFrom(0, HOUR_MS, -1, Infinity), fc.double()),
  now: anyNow,
});

/** A request that may well be allowed: real lists, facts about a listed phone, times at the edges of the rules. */
export const anyPlausibleRemoval: fc.Arbitrary<RemovalRequest> = plausible;

/** Any request at all: every kind of method, broken clocks, facts about anything. */
export const anyRemoval: fc.Arbitrary<RemovalRequest> = fc.oneof(
  { weight: 4, arbitrary: plausible },
  { weight: 1, arbitrary: wild },
);
