import fc from "fast-check";
import type { DeviceEvidence, ProofStrength } from "../../../src/methods/checklist.ts";
import type { Fate } from "./simulated-graph.ts";

/** One phone that a person has registered: what a person sees of it. */
export type Phone = {
  readonly name: string | null;
  readonly version: string | null;
  /** Outlook answers for it, which the organisation does not count. */
  readonly isLite: boolean;
};

/** What a person says, or what speaks for it: that `phone` is the one in their hand. */
export type Claim = {
  readonly phone: number;
  readonly evidence: DeviceEvidence;
  readonly strength: ProofStrength;
};

/** What was established before, when perhaps another phone was in the hand. */
export type OldFacts = {
  readonly currentPhone: number | null;
  readonly evidence: DeviceEvidence;
  readonly proof: {
    readonly phone: number;
    readonly strength: ProofStrength;
    readonly hoursAgo: number;
  } | null;
};

export type PersonScenario = {
  /** The first is the one in the hand, and counts. */
  readonly phones: readonly Phone[];
  readonly defaultPhone: number | null;
  readonly oldFacts: OldFacts | null;
  /** What they say now, before they ask for anything. */
  readonly claim: Claim | null;
};

/** What happens by itself once so many steps are taken. */
type Timed = { readonly atStep: number };

export type OrderScenario = Timed & {
  readonly person: number;
  readonly replica: number;
  /** Numbers of phones; 10 and more: somebody else's; 20: nobody's; 30: the password. */
  readonly targets: readonly number[];
  /** Whose tokens: mostly the person's own. */
  readonly tokens: "own" | "foreign reading" | "foreign acting" | "opaque";
  readonly mfaMinutesAgo: number;
};

/** What happens beside the orders. */
export type Act = Timed &
  (
    | { readonly kind: "register"; readonly person: number; readonly phone: Phone }
    | { readonly kind: "removeByOwner"; readonly person: number; readonly phone: number }
    | { readonly kind: "claim"; readonly person: number; readonly claim: Claim }
    | { readonly kind: "crash"; readonly replica: number }
    | { readonly kind: "loseLock"; readonly person: number }
    | { readonly kind: "passTime"; readonly seconds: number }
  );

export type Scenario = {
  /** Decides who goes on when, which requests fail, and how far lists lag. */
  readonly seed: number;
  /** Of a hundred steps, how many stay with who went on before. */
  readonly stickiness: number;
  /**
   * People say what is so, as far as they can see, and keep the phone in their hand on Security info. They may pick any
   * phone for removal, by mistake or by a forged card. Otherwise they say and do anything.
   */
  readonly isHonest: boolean;
  /** Of a hundred readings and statements, how many go wrong. */
  readonly faultPercent: number;
  /** Of a hundred readings, how many show what was a while ago. */
  readonly lagPercent: number;
  /** Of a hundred requests to remove, how many are refused, or lost, or not heard of. */
  readonly refusedPercent: number;
  /** What becomes of each of these; null: anything. */
  readonly fate: Fate | null;
  readonly people: readonly PersonScenario[];
  readonly orders: readonly OrderScenario[];
  readonly acts: readonly Act[];
};

const mostly = <Value>(usual: fc.Arbitrary<Value>, weight: number, other: fc.Arbitrary<Value>) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: other });

const anyPhone: fc.Arbitrary<Phone> = fc.record({
  name: mostly<string | null>(
    fc.constantFrom("iPhone 15", "Pixel 9", "Galaxy S24"),
    9,
    fc.constantFrom("iphone 15 ", null),
  ),
  version: mostly<string | null>(
    fc.constantFrom("6.8.53", "6.8.40", "6.8.12"),
    9,
    fc.constant(null),
  ),
  isLite: mostly(fc.constant(false), 6, fc.constant(true)),
});

const anyIndex = fc.nat({ max: 4 });
const anyEvidence = fc.constantFrom<DeviceEvidence>("said", "said", "appeared");
const anyStrength: fc.Arbitrary<ProofStrength> = mostly(
  fc.constant<ProofStrength>("signedIn"),
  3,
  fc.constantFrom<ProofStrength>("logged", "registered"),
);

const anyClaim: fc.Arbitrary<Claim> = fc.record({
  phone: anyIndex,
  evidence: anyEvidence,
  strength: anyStrength,
});

const anyOldFacts: fc.Arbitrary<OldFacts> = fc.record({
  currentPhone: fc.option(anyIndex, { freq: 4 }),
  evidence: anyEvidence,
  proof: fc.option(
    fc.record({
      phone: anyIndex,
      strength: anyStrength,
      hoursAgo: fc.constantFrom(0, 2, 30, -1),
    }),
    { freq: 4 },
  ),
});

const anyPerson: fc.Arbitrary<PersonScenario> = fc.record({
  phones: fc.array(anyPhone, { minLength: 2, maxLength: 4 }),
  defaultPhone: fc.option(anyIndex, { freq: 2 }),
  oldFacts: fc.option(anyOldFacts, { freq: 2 }),
  claim: fc.option(anyClaim, { freq: 6 }),
});

const anyPersonIndex = fc.constantFrom(0, 0, 0, 1);
const anyStep = mostly(fc.noBias(fc.nat({ max: 120 })), 3, fc.constant(0));

const anyOrder: fc.Arbitrary<OrderScenario> = fc.record({
  atStep: anyStep,
  person: anyPersonIndex,
  replica: fc.nat({ max: 1 }),
  targets: fc.array(mostly(anyIndex, 9, fc.constantFrom(10, 11, 20, 30)), {
    minLength: 1,
    maxLength: 4,
  }),
  tokens: mostly<OrderScenario["tokens"]>(
    fc.constant("own"),
    30,
    fc.constantFrom("foreign reading", "foreign acting", "opaque"),
  ),
  mfaMinutesAgo: fc.constantFrom(0, 0, 1, 9),
});

const acts = {
  register: fc.record({
    kind: fc.constant("register" as const),
    atStep: anyStep,
    person: anyPersonIndex,
    phone: anyPhone,
  }),
  removeByOwner: fc.record({
    kind: fc.constant("removeByOwner" as const),
    atStep: anyStep,
    person: anyPersonIndex,
    phone: anyIndex,
  }),
  claim: fc.record({
    kind: fc.constant("claim" as const),
    atStep: anyStep,
    person: anyPersonIndex,
    claim: anyClaim,
  }),
  crash: fc.record({
    kind: fc.constant("crash" as const),
    atStep: anyStep,
    replica: fc.nat({ max: 1 }),
  }),
  loseLock: fc.record({
    kind: fc.constant("loseLock" as const),
    atStep: anyStep,
    person: anyPersonIndex,
  }),
  passTime: fc.record({
    kind: fc.constant("passTime" as const),
    atStep: anyStep,
    seconds: fc.constantFrom(20, 40, 240, 660, 960),
  }),
} satisfies { readonly [Kind in Act["kind"]]: fc.Arbitrary<Extract<Act, { kind: Kind }>> };

const anyAct: fc.Arbitrary<Act> = fc.oneof(...Object.values(acts));

const parts = {
  seed: fc.noBias(fc.nat()),
  stickiness: fc.constantFrom(0, 50, 90),
  isHonest: fc.boolean(),
  faultPercent: fc.constantFrom(0, 0, 0, 5, 20),
  lagPercent: fc.constantFrom(0, 0, 60),
  refusedPercent: fc.constantFrom(0, 30, 90),
  fate: fc.constant(null),
  people: fc.tuple(anyPerson, anyPerson),
  orders: fc.array(anyOrder, { minLength: 1, maxLength: 4 }),
  acts: fc.array(anyAct, { maxLength: 6 }),
};

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

export const anyScenario: fc.Arbitrary<Scenario> = fc.oneof(
  { weight: 10, arbitrary: fc.record(parts) },
  ...Object.values(FOCUSED).map((arbitrary) => ({ weight: 2, arbitrary })),
);
