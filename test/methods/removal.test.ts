import assert from "node:assert/strict";
import {
  type CurrentDevice,
  PROOF_STRENGTHS,
  type PushProof,
} from "../../src/methods/checklist.ts";
import { methodId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY, policyWith } from "../../src/methods/policy.ts";
import {
  isGone,
  planRemoval,
  planRemovalBy,
  REMOVAL_REFUSALS,
  REMOVAL_RULES,
  type RemovalRefusal,
  type RemovalRequest,
} from "../../src/methods/removal.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const NEW = aDevice("new", { displayName: "Pixel 9", phoneAppVersion: "6.2610.7011" });
const OLD = aDevice("old", { displayName: "iPhone 8", phoneAppVersion: "6.6.12" });
const PASSWORD = aMethod({ kind: "password" });

const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

const current = (fields: Partial<CurrentDevice> = {}): CurrentDevice => ({
  methodId: NEW.id,
  evidence: "said",
  at: NOW,
  ...fields,
});

const proof = (fields: Partial<PushProof> = {}): PushProof => ({
  methodId: NEW.id,
  strength: "signedIn",
  at: ago(MINUTE_MS),
  ...fields,
});

/** The old phone of somebody who has just proved the new one. */
const request = (fields: Partial<RemovalRequest> = {}): RemovalRequest => ({
  target: OLD.id,
  methods: [PASSWORD, NEW, OLD],
  removed: [],
  policy: DEFAULT_POLICY,
  facts: { currentDevice: current(), proof: proof(), keptDevices: [] },
  minimum: "signedIn",
  proofMaxAgeMs: HOUR_MS,
  now: NOW,
  ...fields,
});

const facts = (fields: Partial<RemovalRequest["facts"]>): Partial<RemovalRequest> => ({
  facts: { ...request().facts, ...fields },
});

type Case = {
  readonly name: string;
  readonly given: Partial<RemovalRequest>;
  readonly then: "allowed" | RemovalRefusal;
};

function itPlans(cases: readonly Case[]): void {
  for (const { name, given, then } of cases) {
    it(`${then === "allowed" ? "allows" : `refuses (${then})`} ${name}`, () => {
      const plan = planRemoval(request(given));

      assert.equal(plan.kind === "allowed" ? "allowed" : plan.why, then);
    });
  }
}

describe("planRemoval", () => {
  it("gives the entry that it allows to remove, as it is listed, and the proof", () => {
    assert.deepEqual(planRemoval(request()), {
      kind: "allowed",
      target: OLD,
      proof: proof(),
    });
  });

  it("knows twelve reasons to refuse", () => {
    assert.equal(new Set(REMOVAL_REFUSALS).size, 12);
  });

  describe("the target", () => {
    const unreadable = aMethod({ kind: "unknown", id: null, why: "unreadable" });
    const unreadableOld = aMethod({ kind: "unknown", id: OLD.id, why: "unreadable" });
    itPlans([
      { name: "an old phone beside the proved one", given: {}, then: "allowed" },
      {
        name: "a phone that the person said they keep, when they choose it all the same",
        given: facts({ keptDevices: [OLD.id] }),
        then: "allowed",
      },
      { name: "on an empty list", given: { methods: [] }, then: "nothingReadable" },
      {
        name: "on a list of which nothing could be read",
        given: { methods: [aMethod({ kind: "unknown", id: methodId("x"), why: "unreadable" })] },
        then: "nothingReadable",
      },
      {
        name: "what an entry without an id may be",
        given: { methods: [PASSWORD, NEW, unreadable] },
        then: "nothingReadable",
      },
      {
        name: "what is listed, but cannot be read",
        given: { methods: [PASSWORD, NEW, unreadableOld] },
        then: "nothingReadable",
      },
      {
        name: "anything while an entry that cannot be read may be the current device",
        given: { methods: [PASSWORD, OLD, unreadable] },
        then: "nothingReadable",
      },
      {
        name: "anything while the current device cannot be read",
        given: {
          methods: [PASSWORD, OLD, aMethod({ kind: "unknown", id: NEW.id, why: "unreadable" })],
        },
        then: "nothingReadable",
      },
      {
        name: "an old phone beside something that cannot be read, when both phones can",
        given: { methods: [NEW, OLD, unreadable, unreadableOld] },
        then: "allowed",
      },
      {
        name: "an old phone beside a type that nobody has heard of",
        given: { methods: [NEW, OLD, aMethod({ kind: "unknown", id: null, why: "newType" })] },
        then: "allowed",
      },
      {
        name: "what another unreadable entry cannot be, since it has an id of its own",
        given: {
          methods: [NEW, aMethod({ kind: "unknown", id: methodId("x"), why: "unreadable" })],
        },
        then: "notListed",
      },
      {
        name: "what a new type without an id cannot be",
        given: { methods: [NEW, aMethod({ kind: "unknown", id: null, why: "newType" })] },
        then: "notListed",
      },
      { name: "what is not in the list", given: { target: methodId("else") }, then: "notListed" },
      {
        name: "an id that differs from a listed one in case",
        given: { target: methodId("OLD") },
        then: "notListed",
      },
      {
        name: "the current device, once it is no longer listed",
        given: { target: NEW.id, methods: [PASSWORD, OLD] },
        then: "notListed",
      },
      {
        name: "what we removed before, though a list that lags still has it",
        given: { removed: [OLD.id] },
        then: "notListed",
      },
      {
        name: "what we removed before, whatever the case of its id",
        given: { removed: [methodId("OLD")] },
        then: "notListed",
      },
      {
        name: "what we removed before, beside something that cannot be read",
        given: { removed: [OLD.id], methods: [NEW, OLD, unreadable] },
        then: "notListed",
      },
      {
        name: "an old phone after others were removed",
        given: { removed: [methodId("gone")] },
        then: "allowed",
      },
      ...(["password", "phone", "email", "softwareOath", "fido2", "external"] as const).map(
        (kind): Case => ({
          name: `a method of the kind ${kind}`,
          given: { target: methodId("x"), methods: [NEW, aMethod({ kind, id: methodId("x") })] },
          then: "notAuthenticator",
        }),
      ),
      {
        name: "a passkey in the Authenticator app",
        given: {
          target: methodId("x"),
          methods: [NEW, aMethod({ kind: "fido2", id: methodId("x"), inAuthenticator: true })],
        },
        then: "notAuthenticator",
      },
      {
        name: "a type that nobody has heard of",
        given: {
          target: methodId("x"),
          methods: [NEW, aMethod({ kind: "unknown", id: methodId("x"), why: "newType" })],
        },
        then: "notAuthenticator",
      },
      {
        name: "a passkey with the id of a phone that we removed",
        given: { removed: [OLD.id], methods: [NEW, OLD, aMethod({ kind: "fido2", id: OLD.id })] },
        then: "notAuthenticator",
      },
      {
        name: "an old phone whose id another kind of method has too",
        given: { methods: [NEW, OLD, aMethod({ kind: "fido2", id: OLD.id })] },
        then: "allowed",
      },
      {
        name: "an entry of Authenticator Lite",
        given: { methods: [NEW, { ...OLD, clientApp: "outlookMobile" }] },
        then: "allowed",
      },
      { name: "the current device", given: { target: NEW.id }, then: "isCurrentDevice" },
      {
        name: "an entry whose id differs from the current device's in case only",
        given: { target: methodId("NEW"), methods: [NEW, { ...OLD, id: methodId("NEW") }] },
        then: "isCurrentDevice",
      },
    ]);
  });

  describe("the current device", () => {
    itPlans([
      {
        name: "while the person has not said which it is",
        given: facts({ currentDevice: null }),
        then: "noCurrentDevice",
      },
      {
        name: "once it is gone, and the only phone left with it",
        given: { methods: [PASSWORD, OLD] },
        then: "currentDeviceNotListed",
      },
      {
        name: "once we removed it, though a list that lags still has it",
        given: { removed: [NEW.id] },
        then: "currentDeviceNotListed",
      },
      {
        name: "when only another kind of method has its id",
        given: { methods: [OLD, aMethod({ kind: "fido2", id: NEW.id })] },
        then: "currentDeviceNotListed",
      },
      {
        name: "when its id is listed in another case",
        given: { methods: [OLD, { ...NEW, id: methodId("NEW") }] },
        then: "currentDeviceNotListed",
      },
      {
        name: "once we removed it, beside something that cannot be read",
        given: {
          removed: [NEW.id],
          methods: [NEW, OLD, aMethod({ kind: "unknown", id: null, why: "unreadable" })],
        },
        then: "currentDeviceNotListed",
      },
      {
        name: "beside Authenticator Lite, which the organisation does not count",
        given: { methods: [{ ...NEW, clientApp: "outlookMobile" }, OLD] },
        then: "currentDeviceNotSupported",
      },
      {
        name: "beside Authenticator Lite where the organisation counts it",
        given: {
          methods: [{ ...NEW, clientApp: "outlookMobile" }, OLD],
          policy: policyWith({ supported: ["authenticatorLite"], retired: [] }),
        },
        then: "allowed",
      },
      {
        name: "where the organisation retired the app",
        given: {
          policy: policyWith({ supported: ["fido2"], retired: ["microsoftAuthenticator"] }),
        },
        then: "currentDeviceNotSupported",
      },
      {
        name: "when one of two readings of it is Authenticator Lite",
        given: { methods: [NEW, { ...NEW, clientApp: "outlookMobile" }, OLD] },
        then: "currentDeviceNotSupported",
      },
    ]);
  });

  describe("the proof", () => {
    itPlans([
      { name: "without one", given: facts({ proof: null }), then: "notProved" },
      {
        name: "by one from a minute ahead, as clocks may differ",
        given: facts({ proof: proof({ at: ago(-MINUTE_MS) }) }),
        then: "allowed",
      },
      {
        name: "by one from further ahead",
        given: facts({ proof: proof({ at: ago(-MINUTE_MS - 1) }) }),
        then: "notProved",
      },
      {
        name: "by one of no time at all",
        given: facts({ proof: proof({ at: new Date(Number.NaN) }) }),
        then: "notProved",
      },
      { name: "by a broken clock", given: { now: new Date(Number.NaN) }, then: "notProved" },
      {
        name: "by a proof of the very phone that is to go",
        given: facts({ proof: proof({ methodId: OLD.id }) }),
        then: "proofOfAnotherDevice",
      },
      {
        name: "by a proof of an id that differs in case",
        given: facts({ proof: proof({ methodId: methodId("NEW") }) }),
        then: "proofOfAnotherDevice",
      },
      {
        name: "by one as old as may be",
        given: facts({ proof: proof({ at: ago(HOUR_MS) }) }),
        then: "allowed",
      },
      {
        name: "by one a millisecond older",
        given: facts({ proof: proof({ at: ago(HOUR_MS + 1) }) }),
        then: "proofTooOld",
      },
      {
        name: "by any proof where the age makes no sense",
        given: { proofMaxAgeMs: Number.NaN },
        then: "proofTooOld",
      },
      {
        name: "by a weak and old proof: the weakness is told",
        given: facts({ proof: proof({ strength: "registered", at: ago(DAY_MS) }) }),
        then: "proofTooWeak",
      },
    ]);
    for (const [least, minimum] of PROOF_STRENGTHS.entries()) {
      for (const [own, strength] of PROOF_STRENGTHS.entries()) {
        itPlans([
          {
            name: `by "${strength}" where "${minimum}" is the least`,
            given: { minimum, ...facts({ proof: proof({ strength }) }) },
            then: own >= least ? "allowed" : "proofTooWeak",
          },
        ]);
      }
    }
  });

  describe("phones that look the same", () => {
    const twin = (fields: Partial<typeof NEW>): Partial<RemovalRequest> => ({
      methods: [PASSWORD, NEW, { ...NEW, id: OLD.id, ...fields }],
    });
    const unnamed = { ...NEW, displayName: null };
    itPlans([
      {
        name: "a twin of the current device, when only the person says which is which",
        given: twin({}),
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin with another tag, which no phone shows",
        given: twin({ deviceTag: "Other" }),
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin of which Graph knows other dates",
        given: twin({ createdAt: ago(DAY_MS), lastUsedAt: ago(DAY_MS) }),
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin whose name differs in what nobody sees",
        given: twin({ displayName: "\u200bPIXEL\u00a0\u00a0９\u0000" }),
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin whose name is written in other letters",
        given: {
          methods: [
            { ...NEW, displayName: "Straße 1" },
            { ...NEW, id: OLD.id, displayName: "STRASSE 1" },
          ],
        },
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin without a name",
        given: twin({ displayName: null }),
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin without a version",
        given: twin({ phoneAppVersion: null }),
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin with a blank version",
        given: twin({ phoneAppVersion: " " }),
        then: "looksLikeCurrentDevice",
      },
      {
        name: "anything beside a current device of which nothing is known",
        given: { methods: [{ ...unnamed, phoneAppVersion: null }, OLD] },
        then: "looksLikeCurrentDevice",
      },
      {
        name: "the same model with another app",
        given: twin({ phoneAppVersion: "6.1" }),
        then: "allowed",
      },
      {
        name: "the same app on another model",
        given: twin({ displayName: "Pixel 8" }),
        then: "allowed",
      },
      {
        name: "another app where one has no name",
        given: { methods: [unnamed, OLD] },
        then: "allowed",
      },
      {
        name: "names that differ in their seventieth letter",
        given: {
          methods: [
            { ...NEW, displayName: `${"x".repeat(69)}a` },
            { ...NEW, id: OLD.id, displayName: `${"x".repeat(69)}b` },
          ],
        },
        then: "allowed",
      },
      {
        name: "names that differ only after what a card shows",
        given: {
          methods: [
            { ...NEW, displayName: `${"x".repeat(70)}a` },
            { ...NEW, id: OLD.id, displayName: `${"x".repeat(70)}b` },
          ],
        },
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a phone with two readings, of which one is a twin",
        given: { methods: [NEW, OLD, { ...NEW, id: OLD.id }] },
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a phone beside two readings of the current device, of which one is its twin",
        given: { methods: [NEW, { ...OLD, id: NEW.id }, OLD] },
        then: "looksLikeCurrentDevice",
      },
      {
        name: "another phone while twins of each other are listed",
        given: { methods: [NEW, OLD, { ...OLD, id: methodId("older") }] },
        then: "allowed",
      },
      {
        name: "a twin when Microsoft's log names the current device",
        given: { ...twin({}), ...facts({ proof: proof({ strength: "logged" }) }) },
        then: "allowed",
      },
      {
        name: "a twin when the tenant enforces push, which names no device",
        given: { ...twin({}), ...facts({ proof: proof({ strength: "enforced" }) }) },
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin of a device that appeared in front of us a day ago",
        given: {
          ...twin({}),
          ...facts({ currentDevice: current({ evidence: "appeared", at: ago(DAY_MS) }) }),
        },
        then: "allowed",
      },
      {
        name: "a twin of one that appeared longer ago",
        given: {
          ...twin({}),
          ...facts({ currentDevice: current({ evidence: "appeared", at: ago(DAY_MS + 1) }) }),
        },
        then: "looksLikeCurrentDevice",
      },
      {
        name: "a twin of one that appeared a minute ahead, as clocks may differ",
        given: {
          ...twin({}),
          ...facts({ currentDevice: current({ evidence: "appeared", at: ago(-MINUTE_MS) }) }),
        },
        then: "allowed",
      },
      {
        name: "a twin of one that appeared in the future",
        given: {
          ...twin({}),
          ...facts({ currentDevice: current({ evidence: "appeared", at: ago(-MINUTE_MS - 1) }) }),
        },
        then: "looksLikeCurrentDevice",
      },
    ]);
  });
});

describe("isGone", () => {
  const unreadable = aMethod({ kind: "unknown", id: null, why: "unreadable" });
  const cases: readonly {
    readonly name: string;
    readonly methods: RemovalRequest["methods"];
    readonly gone: boolean;
  }[] = [
    { name: "is not in the list", methods: [PASSWORD, NEW], gone: true },
    { name: "is listed", methods: [PASSWORD, NEW, OLD], gone: false },
    {
      name: "is listed in another case",
      methods: [NEW, aDevice("OLD")],
      gone: false,
    },
    {
      name: "shares its id with another kind of method",
      methods: [NEW, aMethod({ kind: "fido2", id: OLD.id })],
      gone: true,
    },
    { name: "may be the one that has no id", methods: [NEW, unreadable], gone: false },
    {
      name: "may be the one that cannot be read",
      methods: [NEW, aMethod({ kind: "unknown", id: methodId("OLD"), why: "unreadable" })],
      gone: false,
    },
    {
      name: "cannot be another one that cannot be read",
      methods: [NEW, aMethod({ kind: "unknown", id: methodId("x"), why: "unreadable" })],
      gone: true,
    },
    {
      name: "cannot be of a new type",
      methods: [NEW, aMethod({ kind: "unknown", id: null, why: "newType" })],
      gone: true,
    },
    { name: "should be in an empty list", methods: [], gone: false },
    {
      name: "should be in a list of which nothing could be read",
      methods: [aMethod({ kind: "unknown", id: methodId("x"), why: "unreadable" })],
      gone: false,
    },
  ];
  for (const { name, methods, gone } of cases) {
    it(`${gone ? "says so of" : "does not say so of"} an entry that ${name}`, () => {
      assert.equal(isGone(OLD.id, methods), gone);
    });
  }
});

describe("planRemovalBy", () => {
  const never = () => false;
  const always = () => true;
  const none = {
    ...REMOVAL_RULES,
    ...Object.fromEntries(REMOVAL_REFUSALS.map((why) => [why, never] as const)),
  };

  it("names no entry that is not there, even without any rule", () => {
    const plan = planRemovalBy(none, request({ target: methodId("else") }));

    assert.deepEqual(plan, { kind: "refused", why: "notListed" });
  });

  const unknown: readonly {
    readonly what: string;
    readonly given: Partial<RemovalRequest>;
    readonly refusing: readonly RemovalRefusal[];
    readonly otherwise: "allowed" | "notProved";
  }[] = [
    {
      what: "without a current device",
      given: facts({ currentDevice: null }),
      refusing: ["noCurrentDevice", "currentDeviceNotListed", "proofOfAnotherDevice"],
      otherwise: "allowed",
    },
    {
      what: "without a proof",
      given: facts({ proof: null }),
      refusing: ["notProved", "proofOfAnotherDevice"],
      otherwise: "notProved",
    },
    {
      what: "where nothing is established",
      given: facts({ currentDevice: null, proof: null }),
      refusing: ["noCurrentDevice", "currentDeviceNotListed", "notProved"],
      otherwise: "notProved",
    },
  ];
  for (const { what, given, refusing, otherwise } of unknown) {
    for (const why of REMOVAL_REFUSALS) {
      const expected = refusing.includes(why) ? why : otherwise;
      it(`answers ${expected} by the rule "${why}" alone ${what}`, () => {
        const plan = planRemovalBy({ ...none, [why]: REMOVAL_RULES[why] }, request(given));

        assert.equal(plan.kind === "allowed" ? "allowed" : plan.why, expected);
      });
    }
  }

  it("allows nothing without a proof, even without any rule", () => {
    const plan = planRemovalBy(none, request(facts({ proof: null })));

    assert.deepEqual(plan, { kind: "refused", why: "notProved" });
  });

  it("tells the first of two reasons", () => {
    const plan = planRemovalBy({ ...none, proofTooOld: always, notProved: always }, request());

    assert.deepEqual(plan, { kind: "refused", why: "notProved" });
  });
});
