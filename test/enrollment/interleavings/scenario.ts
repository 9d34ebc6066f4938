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

export const anyIndex = fc.nat({ max: 4 });
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

export const anyOldFacts: fc.Arbitrary<OldFacts> = fc.record({
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

export const anyPerson: fc.Arbitrary<PersonScenario> = fc.record({
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

export const acts = {
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

export const anyAct: fc.Arbitrary<Act> = fc.oneof(...Object.values(acts));

export const parts = {
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
