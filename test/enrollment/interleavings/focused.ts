import fc from "fast-check";
import {
  type Act,
  acts,
  anyAct,
  anyIndex,
  anyOldFacts,
  anyPerson,
  type OrderScenario,
  type PersonScenario,
  parts,
  type Scenario,
} from "./scenario.ts";
import type { Fate } from "./simulated-graph.ts";

const calm = {
  faultPercent: fc.constant(0),
  lagPercent: fc.constant(0),
  refusedPercent: fc.constant(0),
};

/** Somebody who has just proved one of several phones that nobody takes for each other. */
const provedPerson: fc.Arbitrary<PersonScenario> = fc.record({
  phones: fc.constant(
    ["iPhone 15", "Pixel 9", "Galaxy S24", "iPhone 8"].map((name) => ({
      name,
      version: "6.8.53",
      isLite: false,
    })),
  ),
  defaultPhone: fc.constant(null),
  oldFacts: fc.constant(null),
  claim: fc.record({
    phone: anyIndex,
    evidence: fc.constant("said" as const),
    strength: fc.constant("signedIn" as const),
  }),
});
const proved = fc.tuple(provedPerson, provedPerson);
const provedClaim = provedPerson.map(({ claim }) => claim);
const aClaim = fc
  .tuple(acts.claim, provedClaim)
  .map(([act, claim]): Act => ({ ...act, person: 0, claim: claim ?? act.claim }));

const orderOn = (replica: number, atStep: fc.Arbitrary<number>): fc.Arbitrary<OrderScenario> =>
  fc.record({
    atStep,
    person: fc.constant(0),
    replica: fc.constant(replica),
    targets: fc.array(anyIndex, { minLength: 2, maxLength: 3 }),
    tokens: fc.constant("own" as const),
    mfaMinutesAgo: fc.constant(0),
  });
const atOnce = fc.constant(0);
const soon = fc.nat({ max: 4 });
const later = fc.noBias(fc.integer({ min: 20, max: 120 }));

const lostLock = (
  steps: { readonly min: number; readonly max: number },
  times: fc.Arbitrary<readonly Act[]>,
): fc.Arbitrary<Scenario> =>
  fc
    .record({
      scenario: fc.record({ ...parts, ...calm, people: proved }),
      orders: fc.tuple(orderOn(0, atOnce), orderOn(1, soon)),
      acts: fc.tuple(acts.loseLock, aClaim, times),
      lostAt: fc.noBias(fc.integer(steps)),
      gaps: fc.array(soon, { minLength: 3, maxLength: 3 }),
    })
    .map(({ scenario, orders: [first, other], acts: [lost, claim, passed], lostAt, gaps }) => ({
      ...scenario,
      stickiness: 90,
      orders: [
        first,
        {
          ...other,
          atStep: lostAt + other.atStep,
          // What the first one relies on.
          targets: [scenario.people[0].claim?.phone ?? 0, ...other.targets],
        },
      ],
      acts: [{ ...lost, person: 0 }, claim, ...passed].map(
        (act, index): Act => ({ ...act, atStep: lostAt + (gaps[index] ?? 0) }),
      ),
    }));

/** Worlds made for one danger each: the same dangers as anywhere, only closer together. */
export const FOCUSED = {
  /** Two replicas that both believe to hold the lock, while one hangs and the person changes their mind. */
  lostLock: lostLock({ min: 4, max: 40 }, fc.array(acts.passTime, { maxLength: 1 })),
  /** The same, with the first one hanging for a quarter of an hour between its last look and its request. */
  hungSender: lostLock(
    { min: 19, max: 22 },
    fc.tuple(acts.passTime.map((act): Act => ({ ...act, seconds: 960 }))),
  ),
  /** The owner removes phones on Security info while a replica hangs. */
  ownerMeanwhile: fc.record({
    ...parts,
    ...calm,
    isHonest: fc.constant(false),
    people: proved,
    orders: fc.tuple(orderOn(0, atOnce)),
    acts: fc.array(
      fc.oneof(
        acts.removeByOwner.map((act): Act => ({ ...act, person: 0 })),
        acts.passTime,
      ),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  /** Lists that still show what is gone, and people who say it is the phone in their hand. */
  staleList: fc.record({
    ...parts,
    ...calm,
    isHonest: fc.constant(false),
    lagPercent: fc.constantFrom(60, 100),
    people: proved,
    orders: fc.tuple(orderOn(0, atOnce), orderOn(1, later), orderOn(0, later)),
    acts: fc.array(aClaim, { minLength: 1, maxLength: 3 }),
  }),
  /** Requests of which nothing is heard, and replicas that die over them. */
  silence: fc.record({
    ...parts,
    ...calm,
    refusedPercent: fc.constant(90),
    people: proved,
    orders: fc.tuple(orderOn(0, atOnce), orderOn(1, later), orderOn(0, later)),
    acts: fc.array(fc.oneof(acts.crash, acts.passTime, aClaim), { maxLength: 3 }),
  }),
  /** Requests whose answer is lost, and a replica that hangs while it settles them. */
  hungSettler: fc
    .record({
      scenario: fc.record({ ...parts, ...calm, people: proved }),
      orders: fc.tuple(orderOn(0, atOnce), orderOn(1, later)),
      fate: fc.constantFrom<Fate>("answerLost", "doneLater", "lostOnTheWay"),
      hangsAfter: fc.noBias(fc.integer({ min: 4, max: 8 })),
    })
    .map(({ scenario, orders: [first, other], fate, hangsAfter }) => ({
      ...scenario,
      stickiness: 90,
      refusedPercent: 100,
      fate,
      orders: [first, other],
      acts: [{ kind: "passTime", atStep: other.atStep + hangsAfter, seconds: 960 } satisfies Act],
    })),
  /** What was established long ago, or not at all. */
  oldFacts: fc.record({
    ...parts,
    ...calm,
    isHonest: fc.constant(true),
    people: fc.tuple(
      fc
        .tuple(anyPerson, anyOldFacts)
        .map(([person, oldFacts]): PersonScenario => ({ ...person, oldFacts, claim: null })),
      anyPerson,
    ),
    orders: fc.tuple(orderOn(0, atOnce)),
    acts: fc.array(anyAct, { maxLength: 2 }),
  }),
} satisfies Readonly<Record<string, fc.Arbitrary<Scenario>>>;

/** Any world: half of them of every kind, the others where dangers come together. */
export const anyScenario: fc.Arbitrary<Scenario> = fc.oneof(
  { weight: 12, arbitrary: fc.record(parts) },
  ...Object.values(FOCUSED).map((arbitrary) => ({ weight: 2, arbitrary })),
);
