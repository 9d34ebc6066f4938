import fc from "fast-check";
import type { OutcomeRow, Stop } from "../../src/cards/cleanup/cleanup-view.ts";
import type { CleanupEvent, RemovalEnd, Standing } from "../../src/dialogs/cleanup-event.ts";
import type { CleanupSnapshot } from "../../src/dialogs/cleanup-snapshot.ts";
import type { CleanupState, Order } from "../../src/dialogs/cleanup-state.ts";
import type { EnrollmentFacts } from "../../src/enrollment/facts.ts";
import type { FreshSignInFailure } from "../../src/enrollment/fresh-sign-in.ts";
import type { RemovalOutcome } from "../../src/enrollment/remove.ts";
import { PROOF_STRENGTHS } from "../../src/methods/checklist.ts";
import { type MethodId, methodId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { assess } from "../../src/methods/readiness.ts";
import { REMOVAL_REFUSALS } from "../../src/methods/removal.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { NOW } from "./guide-builders.ts";

const IDS = ["a", "b", "c", "d"] as const;
const MINUTE_MS = 60_000;

// Few ids, so that events, states and lists speak of the same phones; one that is in no list.
export const anyId = fc.constantFrom(...IDS, "foreign").map(methodId);
const anyIds = fc.uniqueArray(anyId, { maxLength: 4 });
const anyTime = fc
  .integer({ min: -90, max: 2 })
  .map((minutes) => new Date(NOW.getTime() + minutes * MINUTE_MS));

const anyDevices = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...IDS),
      name: fc.constantFrom("Pixel 9", "iPhone 8", "SM-G960F", null),
      isLite: fc.constantFrom(false, false, false, true),
    }),
    { maxLength: 4, selector: ({ id }) => id },
  )
  .map((phones) =>
    phones.map(({ id, name, isLite }) =>
      aDevice(id, { displayName: name, clientApp: isLite ? "outlookMobile" : null }),
    ),
  );

const anyFacts: fc.Arbitrary<EnrollmentFacts> = fc.record({
  currentDevice: fc.option(
    fc.record({
      methodId: anyId,
      evidence: fc.constantFrom("appeared", "said"),
      at: anyTime,
    }),
    { freq: 4 },
  ),
  proof: fc.option(
    fc.record({ methodId: anyId, strength: fc.constantFrom(...PROOF_STRENGTHS), at: anyTime }),
    { freq: 3 },
  ),
  keptDevices: anyIds,
  finishedAt: fc.option(fc.constant(NOW)),
});

export const anySnapshot: fc.Arbitrary<CleanupSnapshot> = fc.record({
  assessment: fc
    .record({ devices: anyDevices, hasRetired: fc.boolean(), isUnreadable: fc.boolean() })
    .map(({ devices, hasRetired, isUnreadable }) =>
      assess(
        {
          kind: "read",
          methods: [
            ...devices,
            aMethod({ kind: "password" }),
            ...(hasRetired ? [aMethod({ kind: "phone" })] : []),
            ...(isUnreadable ? [aMethod({ kind: "unknown", why: "unreadable", id: null })] : []),
          ],
          isGuest: false,
        },
        DEFAULT_POLICY,
        NOW,
      ),
    ),
  facts: anyFacts,
  settings: fc.record({
    policy: fc.constant(DEFAULT_POLICY),
    minimum: fc.constantFrom(...PROOF_STRENGTHS),
    proofMaxAgeMs: fc.constant(60 * MINUTE_MS),
    possibleProofs: fc.subarray(["signedIn", "logged", "enforced"], { minLength: 1 }),
  }),
  now: fc.constant(NOW),
});

/** Somebody with two to four phones that can be told apart, whose first one is in the hand. */
export const aHopefulSnapshot: fc.Arbitrary<CleanupSnapshot> = fc
  .record({
    count: fc.integer({ min: 2, max: 4 }),
    proof: fc.option(
      fc.record({
        methodId: fc.constant(methodId("a")),
        strength: fc.constantFrom(...PROOF_STRENGTHS),
        at: anyTime,
      }),
    ),
    minimum: fc.constantFrom("registered", "signedIn", "logged"),
  })
  .map(({ count, proof, minimum }) => {
    const devices = IDS.slice(0, count).map((id) => aDevice(id, { displayName: `Phone ${id}` }));
    return {
      assessment: assess({ kind: "read", methods: devices, isGuest: false }, DEFAULT_POLICY, NOW),
      facts: {
        currentDevice: { methodId: methodId("a"), evidence: "said", at: NOW },
        proof,
        keptDevices: [],
        finishedAt: null,
      },
      settings: {
        policy: DEFAULT_POLICY,
        minimum,
        proofMaxAgeMs: 60 * MINUTE_MS,
        possibleProofs: ["signedIn", "logged"],
      },
      now: NOW,
    };
  });

const anyOrder: fc.Arbitrary<Order> = fc.record({
  picked: anyIds,
  isSecond: fc.boolean(),
  removedBefore: fc.nat({ max: 3 }),
});
const mutable = <Items>(items: readonly Items[]): Items[] => [...items];

export const anyState: fc.Arbitrary<CleanupState | null> = fc.oneof(
  fc.constant(null),
  fc.record({
    kind: fc.constant("cleanupWhich" as const),
    offered: anyIds.map(mutable),
    showedOn: fc.option(anyId),
  }),
  fc
    .record({ offered: anyIds.map(mutable), count: fc.nat({ max: 4 }) })
    .chain(({ offered, count }) =>
      fc.record({
        kind: fc.constantFrom("cleanupChoosing", "cleanupConfirming"),
        offered: fc.constant(offered),
        picked: fc.constant(offered.slice(0, count)),
      }),
    ),
  anyOrder.map((order) => ({
    kind: "cleanupSigningIn" as const,
    ...order,
    picked: [...order.picked],
    since: NOW.toISOString(),
  })),
  fc.record({ order: anyOrder, offered: anyIds.map(mutable) }).map(({ order, offered }) => ({
    kind: "cleanupShowed" as const,
    ...order,
    picked: [...order.picked],
    offered,
  })),
  anyOrder.map((order) => ({
    kind: "cleanupRemoving" as const,
    ...order,
    picked: [...order.picked],
  })),
  fc.record({
    kind: fc.constantFrom("cleanupResting", "cleanupDone"),
    unsure: fc.option(anyId),
  }),
);

const requestId = fc.constant(null);
const anyOutcome: fc.Arbitrary<RemovalOutcome> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      "removed",
      "alreadyGone",
      "isDefaultMethod",
      "stepUpNeeded",
      "unavailable",
      "notTried",
    ),
  }),
  fc.record({
    kind: fc.constant("refused" as const),
    why: fc.constantFrom(...REMOVAL_REFUSALS),
  }),
  fc.record({ kind: fc.constant("freshSignInNeeded" as const), claims: fc.constant(null) }),
  fc.record({ kind: fc.constant("throttled" as const), retryAfterSeconds: fc.constant(7) }),
  fc.record({ kind: fc.constant("refusedByGraph" as const), requestId }),
  fc.record({ kind: fc.constant("notSureYet" as const), settlesAt: anyTime, requestId }),
);

const rowOf = (id: MethodId): fc.Arbitrary<OutcomeRow> =>
  fc.record({ isNamed: fc.boolean(), outcome: anyOutcome }).map(({ isNamed, outcome }) => ({
    methodId: id,
    device: isNamed ? aDevice(id) : null,
    outcome,
    referenceId: null,
  }));

const anyStop: fc.Arbitrary<Stop> = fc.oneof(
  fc.record({ kind: fc.constantFrom("busy", "wrongAccount", "broken") }),
  fc.record({ kind: fc.constant("earlierOpen" as const), settlesAt: anyTime }),
);

/** One outcome for each phone of the order, as the use case promises. */
const endOf = (order: Order): fc.Arbitrary<RemovalEnd> =>
  fc.oneof(
    fc.record({
      kind: fc.constant("stopped" as const),
      stop: anyStop,
      unsure: fc.option(anyId),
    }),
    fc.record({
      kind: fc.constant("finished" as const),
      rows: fc.tuple(...order.picked.map(rowOf)),
      after: fc.option(anySnapshot.map(({ assessment }) => assessment)),
      facts: anyFacts,
    }),
  );

const anyRemoved: fc.Arbitrary<CleanupEvent> = anyOrder.chain((order) =>
  endOf(order).map((end) => ({ kind: "removed", order, end, now: NOW })),
);

const anyStanding: fc.Arbitrary<Standing> = fc.oneof(
  fc.record({ kind: fc.constantFrom("free", "underWay") }),
  fc.record({ kind: fc.constant("open" as const), methodId: anyId, settlesAt: anyTime }),
);

const strength = fc.constantFrom("signedIn", "logged", "enforced", null);
const snapshot = anySnapshot;

/** What a person can do, or claim to do: any id, from any card. */
export const anyPress: fc.Arbitrary<CleanupEvent> = fc.oneof(
  fc.record({ kind: fc.constant("started" as const), snapshot, standing: anyStanding }),
  fc.record({
    kind: fc.constant("looked" as const),
    snapshot,
    standing: anyStanding,
    signedInAt: fc.option(anyTime),
  }),
  fc.record({
    kind: fc.constantFrom("deviceIsMine", "numberShowedOn"),
    methodId: anyId,
    strength,
    snapshot,
  }),
  fc.constant<CleanupEvent>({ kind: "noneIsMine" }),
  fc.record({ kind: fc.constantFrom("picked", "confirmed"), ids: anyIds, snapshot }),
  fc.record({
    kind: fc.constantFrom("keptAll", "back", "askedToSignIn", "noNumberShowed"),
    snapshot,
  }),
);

/** What happens without a press. */
export const anyHappening: fc.Arbitrary<CleanupEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom("signedIn", "factsChanged"), snapshot }),
  fc.record({
    kind: fc.constant("signInFailed" as const),
    why: fc.constantFrom<FreshSignInFailure[]>("denied", "wrongAccount", "expired", "failed"),
    now: fc.constant(NOW),
  }),
  fc.record({ kind: fc.constant("tokenMissing" as const), now: fc.constant(NOW) }),
  { weight: 3, arbitrary: anyRemoved },
);

export const anyEvent = fc.oneof({ weight: 3, arbitrary: anyPress }, anyHappening);
