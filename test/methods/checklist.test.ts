import assert from "node:assert/strict";
import {
  CHECKLIST_ITEMS,
  type ConfirmedFacts,
  type CurrentDevice,
  checklist,
  type PushProof,
} from "../../src/methods/checklist.ts";
import { methodId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY, type MethodPolicy, policyWith } from "../../src/methods/policy.ts";
import { type Assessment, assess } from "../../src/methods/readiness.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const NO_FACTS: ConfirmedFacts = { currentDevice: null, proof: null, keptDevices: [] };
const PASSWORD = aMethod({ kind: "password" });

const assessed = (methods: readonly Method[], policy: MethodPolicy = DEFAULT_POLICY): Assessment =>
  assess({ kind: "read", methods: [PASSWORD, ...methods], isGuest: false }, policy, NOW);

const proofOf = (id: string, strength: PushProof["strength"] = "signedIn"): PushProof => ({
  methodId: methodId(id),
  strength,
  at: NOW,
});

const current = (id: string): CurrentDevice => ({
  methodId: methodId(id),
  evidence: "said",
  at: NOW,
});

describe("checklist", () => {
  it("has the article's four points in the article's order", () => {
    assert.deepEqual(CHECKLIST_ITEMS, [
      "pushListed",
      "currentDeviceListed",
      "pushApproved",
      "oldDevicesRemoved",
    ]);
    assert.deepEqual(Object.keys(checklist(assessed([]), NO_FACTS)), [...CHECKLIST_ITEMS]);
  });

  const cases: readonly {
    readonly name: string;
    readonly methods: readonly Method[];
    readonly facts?: Partial<ConfirmedFacts>;
    readonly expected: readonly ["done" | "open", string, string, string];
  }[] = [
    {
      name: "is open for a person without push; there is no device to ask about",
      methods: [aMethod({ kind: "phone" })],
      expected: ["open", "open", "open", "unknown"],
    },
    {
      name: "asks which device it is when one is listed",
      methods: [aDevice("new")],
      expected: ["done", "unknown", "open", "unknown"],
    },
    {
      name: "ticks the current device once the person has named it",
      methods: [aDevice("new")],
      facts: { currentDevice: current("new") },
      expected: ["done", "done", "open", "done"],
    },
    {
      name: "is complete with one device that is current and proved",
      methods: [aDevice("new")],
      facts: { currentDevice: current("new"), proof: proofOf("new") },
      expected: ["done", "done", "done", "done"],
    },
    {
      name: "ticks the approval before the person has named the device",
      methods: [aDevice("new")],
      facts: { proof: proofOf("new") },
      expected: ["done", "unknown", "done", "unknown"],
    },
    {
      name: "keeps old devices open while several entries are listed",
      methods: [aDevice("new"), aDevice("old")],
      facts: { currentDevice: current("new"), proof: proofOf("new") },
      expected: ["done", "done", "done", "open"],
    },
    {
      name: "keeps old devices open before anything is known about several",
      methods: [aDevice("new"), aDevice("old")],
      expected: ["done", "unknown", "open", "open"],
    },
    {
      name: "is complete with a second phone that the person keeps",
      methods: [aDevice("new"), aDevice("spare")],
      facts: {
        currentDevice: current("new"),
        proof: proofOf("new"),
        keptDevices: [methodId("spare")],
      },
      expected: ["done", "done", "done", "done"],
    },
    {
      name: "keeps old devices open while one is neither current nor kept",
      methods: [aDevice("new"), aDevice("spare"), aDevice("old")],
      facts: {
        currentDevice: current("new"),
        proof: proofOf("new"),
        keptDevices: [methodId("spare")],
      },
      expected: ["done", "done", "done", "open"],
    },
    {
      name: "takes no kept device for the current one",
      methods: [aDevice("spare"), aDevice("other")],
      facts: { keptDevices: [methodId("spare"), methodId("other")] },
      expected: ["done", "unknown", "open", "open"],
    },
    {
      name: "asks about the one that is left when the current device is gone, kept or not",
      methods: [aDevice("spare")],
      facts: { currentDevice: current("new"), keptDevices: [methodId("spare")] },
      expected: ["done", "open", "open", "unknown"],
    },
    {
      name: "opens the current device when it is no longer in the list",
      methods: [aDevice("old")],
      facts: { currentDevice: current("new"), proof: proofOf("new") },
      expected: ["done", "open", "open", "unknown"],
    },
    {
      name: "opens everything when the last device is gone, whatever was confirmed before",
      methods: [],
      facts: { currentDevice: current("new"), proof: proofOf("new") },
      expected: ["open", "open", "open", "unknown"],
    },
    {
      name: "does not take the approval on an old phone for one on the phone in the hand",
      methods: [aDevice("new"), aDevice("old")],
      facts: { currentDevice: current("new"), proof: proofOf("old") },
      expected: ["done", "done", "open", "open"],
    },
    {
      name: "takes no passkey in the Authenticator app for push",
      methods: [aMethod({ kind: "fido2", id: methodId("key"), inAuthenticator: true })],
      facts: { currentDevice: current("key"), proof: proofOf("key") },
      expected: ["open", "open", "open", "unknown"],
    },
    {
      name: "takes no Authenticator Lite for push",
      methods: [aDevice("lite", { clientApp: "outlookMobile" })],
      facts: { currentDevice: current("lite"), proof: proofOf("lite") },
      expected: ["open", "open", "open", "unknown"],
    },
    {
      name: "does not count Authenticator Lite beside the app as an old device",
      methods: [aDevice("app"), aDevice("lite", { clientApp: "outlookMobile" })],
      facts: { currentDevice: current("app"), proof: proofOf("app") },
      expected: ["done", "done", "done", "done"],
    },
    {
      name: "does not count an entry that Graph lists twice as two devices",
      methods: [aDevice("new"), aDevice("new")],
      facts: { currentDevice: current("new"), proof: proofOf("new") },
      expected: ["done", "done", "done", "done"],
    },
    {
      name: "does not take another method with the device's id for the device",
      methods: [aDevice("new"), aMethod({ kind: "fido2", id: methodId("key") })],
      facts: { currentDevice: current("key"), proof: proofOf("key") },
      expected: ["done", "open", "open", "unknown"],
    },
  ];
  for (const { name, methods, facts, expected } of cases) {
    it(name, () => {
      const result = checklist(assessed(methods), { ...NO_FACTS, ...facts });

      assert.deepEqual(
        CHECKLIST_ITEMS.map((item) => result[item]),
        expected,
      );
    });
  }

  for (const strength of ["registered", "signedIn", "logged", "enforced"] as const) {
    it(`ticks the approval by a proof that is "${strength}"`, () => {
      const facts = { ...NO_FACTS, currentDevice: current("new"), proof: proofOf("new", strength) };

      assert.equal(checklist(assessed([aDevice("new")]), facts).pushApproved, "done");
    });
  }

  it("keeps push open for a person who is set up by a passkey", () => {
    const policy = policyWith({ supported: ["fido2"], retired: [] });

    const result = checklist(assessed([aMethod({ kind: "fido2" })], policy), NO_FACTS);

    assert.equal(result.pushListed, "open");
  });

  it("keeps push open where the organisation retired the Authenticator app", () => {
    const policy = policyWith({ supported: ["fido2"], retired: ["microsoftAuthenticator"] });

    const result = checklist(assessed([aDevice("a")], policy), NO_FACTS);

    assert.equal(result.pushListed, "open");
  });

  it("lists Authenticator Lite where the organisation supports it", () => {
    const policy = policyWith({ supported: ["authenticatorLite"], retired: [] });
    const lite = aDevice("lite", { clientApp: "outlookMobile" });

    const result = checklist(assessed([lite], policy), NO_FACTS);

    assert.equal(result.pushListed, "done");
  });

  it("knows nothing when the methods could not be read, whatever was confirmed before", () => {
    const unavailable = assess({ kind: "unavailable", why: "timeout" }, DEFAULT_POLICY, NOW);
    const facts = { ...NO_FACTS, currentDevice: current("new"), proof: proofOf("new") };

    assert.deepEqual(checklist(unavailable, facts), {
      pushListed: "unknown",
      currentDeviceListed: "unknown",
      pushApproved: "unknown",
      oldDevicesRemoved: "unknown",
    });
  });
});
