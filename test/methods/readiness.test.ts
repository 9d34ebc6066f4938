import assert from "node:assert/strict";
import { methodId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY, type MethodPolicy, policyWith } from "../../src/methods/policy.ts";
import {
  type Assessment,
  AUTHENTICATOR_ENTRY_LIMIT,
  assess,
  type NextStep,
  type Readiness,
  type Reason,
} from "../../src/methods/readiness.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");

const PASSWORD = aMethod({ kind: "password" });
const PHONE = aMethod({ kind: "phone", id: methodId("phone") });
const CODES = aMethod({ kind: "softwareOath", id: methodId("codes") });
const TOKEN = aMethod({ kind: "hardwareOath", id: methodId("token") });
const EMAIL = aMethod({ kind: "email", id: methodId("email") });
const PASSKEY = aMethod({ kind: "fido2", id: methodId("passkey") });
const HELLO = aMethod({ kind: "windowsHelloForBusiness", id: methodId("hello") });
const LITE = aDevice("lite", { clientApp: "outlookMobile" });
const NEW_TYPE = aMethod({ kind: "unknown" });
const UNREADABLE = aMethod({ kind: "unknown", id: null, graphType: null, why: "unreadable" });

const assessed = (
  methods: readonly Method[],
  { policy = DEFAULT_POLICY, isGuest = false }: { policy?: MethodPolicy; isGuest?: boolean } = {},
): Assessment => assess({ kind: "read", methods, isGuest }, policy, NOW);

const ids = (...values: readonly string[]) => values.map(methodId);
const supported = (...values: readonly string[]): Reason => ({
  kind: "supportedRegistered",
  methodIds: ids(...values),
});
const retired = (...values: readonly string[]): Reason => ({
  kind: "retiredRegistered",
  methodIds: ids(...values),
});
const several = (...values: readonly string[]): Reason => ({
  kind: "severalDevices",
  methodIds: ids(...values),
});
const newTypes = (...graphTypes: readonly string[]): Reason => ({
  kind: "unknownMethods",
  graphTypes,
});

describe("assess", () => {
  const PALM = "palmVeinAuthenticationMethod";
  const cases: readonly {
    readonly name: string;
    readonly methods: readonly Method[];
    readonly isGuest?: boolean;
    readonly expected: readonly [Readiness, NextStep, ...(readonly Reason[])];
  }[] = [
    {
      name: "sends a person with SMS only to add Authenticator",
      methods: [PASSWORD, PHONE],
      expected: ["notSetUp", "addAuthenticator", { kind: "noSupportedMethod" }, retired("phone")],
    },
    {
      name: "tells a person with typed codes only that codes are not push",
      methods: [PASSWORD, CODES],
      expected: ["notSetUp", "addAuthenticator", { kind: "onlyTypedCodes" }, retired("codes")],
    },
    {
      name: "takes a hardware token for typed codes too",
      methods: [PASSWORD, TOKEN, CODES, EMAIL],
      expected: [
        "notSetUp",
        "addAuthenticator",
        { kind: "onlyTypedCodes" },
        retired("email", "token", "codes"),
      ],
    },
    {
      name: "does not call codes all there is beside a passkey",
      methods: [PASSWORD, CODES, PASSKEY],
      expected: ["notSetUp", "addAuthenticator", { kind: "noSupportedMethod" }, retired("codes")],
    },
    {
      name: "finds a person with push alone set up",
      methods: [PASSWORD, aDevice("new")],
      expected: ["setUp", "nothing", supported("new")],
    },
    {
      name: "finds push beside passkey and Windows Hello set up: nobody minds those",
      methods: [PASSWORD, aDevice("new"), PASSKEY, HELLO],
      expected: ["setUp", "nothing", supported("new")],
    },
    {
      name: "finds a retired method beside push a leftover",
      methods: [PASSWORD, aDevice("new"), PHONE],
      expected: ["setUpWithLeftovers", "reviewLeftovers", supported("new"), retired("phone")],
    },
    {
      name: "finds two old phones beside the new one leftovers",
      methods: [
        PASSWORD,
        aDevice("3", { displayName: "iPhone 15" }),
        aDevice("1", { displayName: "iPhone 8" }),
        aDevice("2", { displayName: "iPhone 12" }),
      ],
      expected: [
        "setUpWithLeftovers",
        "reviewLeftovers",
        supported("2", "3", "1"),
        several("2", "3", "1"),
      ],
    },
    {
      name: "names both leftovers, devices first",
      methods: [PHONE, aDevice("b"), aDevice("a")],
      expected: [
        "setUpWithLeftovers",
        "reviewLeftovers",
        supported("a", "b"),
        several("a", "b"),
        retired("phone"),
      ],
    },
    {
      name: "does not take an entry that Graph lists twice for two devices",
      methods: [PASSWORD, aDevice("new"), aDevice("new")],
      expected: ["setUp", "nothing", supported("new")],
    },
    {
      name: "does not find passkey and Windows Hello enough",
      methods: [PASSWORD, PASSKEY, HELLO],
      expected: ["notSetUp", "addAuthenticator", { kind: "noSupportedMethod" }],
    },
    {
      name: "takes no passkey in the Authenticator app for push",
      methods: [PASSWORD, aMethod({ kind: "fido2", inAuthenticator: true })],
      expected: ["notSetUp", "addAuthenticator", { kind: "noSupportedMethod" }],
    },
    {
      name: "tells a person with Authenticator Lite in Outlook that it is not the app",
      methods: [PASSWORD, LITE, PHONE],
      expected: [
        "notSetUp",
        "addAuthenticator",
        { kind: "onlyAuthenticatorLite" },
        retired("phone"),
      ],
    },
    {
      name: "names Authenticator Lite before typed codes",
      methods: [LITE, CODES],
      expected: [
        "notSetUp",
        "addAuthenticator",
        { kind: "onlyAuthenticatorLite" },
        retired("codes"),
      ],
    },
    {
      name: "does not count Authenticator Lite beside the app as a second device",
      methods: [aDevice("app"), LITE],
      expected: ["setUp", "nothing", supported("app")],
    },
    {
      name: "sends a person with nothing but a password to add Authenticator",
      methods: [PASSWORD],
      expected: ["notSetUp", "addAuthenticator", { kind: "noSupportedMethod" }],
    },
    {
      name: "finds a type that nobody has heard of no push, and says so",
      methods: [PASSWORD, NEW_TYPE],
      expected: ["notSetUp", "addAuthenticator", { kind: "noSupportedMethod" }, newTypes(PALM)],
    },
    {
      name: "names each new type, in order, once per entry",
      methods: [
        aDevice("new"),
        NEW_TYPE,
        aMethod({ kind: "unknown", id: null, graphType: "gaitAuthenticationMethod" }),
        NEW_TYPE,
        aMethod({ kind: "unknown", id: methodId("unknown-2") }),
      ],
      expected: [
        "setUp",
        "nothing",
        supported("new"),
        newTypes("gaitAuthenticationMethod", PALM, PALM),
      ],
    },
    {
      name: "cannot tell when an entry is unreadable: it may be the push entry",
      methods: [PASSWORD, UNREADABLE, PHONE, NEW_TYPE],
      expected: [
        "cannotTell",
        "tryAgainLater",
        { kind: "unreadableMethods", count: 1 },
        retired("phone"),
        newTypes(PALM),
      ],
    },
    {
      name: "does not call a known type new because the entry is unreadable",
      methods: [
        PASSWORD,
        aMethod({
          kind: "unknown",
          id: null,
          graphType: "phoneAuthenticationMethod",
          why: "unreadable",
        }),
      ],
      expected: ["cannotTell", "tryAgainLater", { kind: "unreadableMethods", count: 1 }],
    },
    {
      name: "counts unreadable entries that have no id one by one",
      methods: [UNREADABLE, UNREADABLE, UNREADABLE],
      expected: ["cannotTell", "tryAgainLater", { kind: "unreadableMethods", count: 3 }],
    },
    {
      name: "tells a person who is set up about an unreadable entry: it may be a leftover",
      methods: [aDevice("new"), UNREADABLE],
      expected: ["setUp", "nothing", supported("new"), { kind: "unreadableMethods", count: 1 }],
    },
    {
      name: "cannot tell from an empty list: nearly everyone has a password in it",
      methods: [],
      expected: ["cannotTell", "tryAgainLater", { kind: "emptyList" }],
    },
    {
      name: "cannot tell about a guest without push, who may have it at home",
      methods: [PASSWORD, PHONE],
      isGuest: true,
      expected: ["cannotTell", "askHelpDesk", { kind: "guest" }, retired("phone")],
    },
    {
      name: "cannot tell about a guest with an empty list",
      methods: [],
      isGuest: true,
      expected: ["cannotTell", "askHelpDesk", { kind: "guest" }, { kind: "emptyList" }],
    },
    {
      name: "finds a guest set up who has push here",
      methods: [aDevice("new")],
      isGuest: true,
      expected: ["setUp", "nothing", supported("new")],
    },
  ];
  for (const { name, methods, isGuest = false, expected } of cases) {
    it(name, () => {
      const { readiness, nextStep, reasons } = assessed(methods, { isGuest });

      assert.deepEqual([readiness, nextStep, ...reasons], expected);
    });
  }

  for (const why of ["throttled", "forbidden", "serviceError", "timeout", "badReply"] as const) {
    const nextStep = why === "forbidden" ? "askHelpDesk" : "tryAgainLater";
    it(`cannot tell when the methods are unavailable (${why}), and says ${nextStep}`, () => {
      assert.deepEqual(assess({ kind: "unavailable", why }, DEFAULT_POLICY, NOW), {
        readiness: "cannotTell",
        reasons: [{ kind: "unavailable", why }],
        methods: [],
        entryLimit: { used: 0, isReached: false },
        hasOtherMfa: false,
        nextStep,
      });
    });
  }
});

describe("assess by an organisation's own policy", () => {
  it("finds a passkey enough where it counts", () => {
    const policy = policyWith({ supported: ["fido2"], retired: [] });

    const { readiness, reasons } = assessed([PASSWORD, PASSKEY], { policy });

    assert.equal(readiness, "setUp");
    assert.deepEqual(reasons, [supported("passkey")]);
  });

  it("does not call two passkeys several devices: only phones grow old that way", () => {
    const policy = policyWith({ supported: ["fido2"], retired: [] });
    const second = aMethod({ kind: "fido2", id: methodId("second") });

    assert.equal(assessed([PASSKEY, second, aDevice("a")], { policy }).readiness, "setUp");
  });

  it("finds the Authenticator app a leftover where only passkeys count", () => {
    const policy = policyWith({ supported: ["fido2"], retired: ["microsoftAuthenticator"] });

    const { readiness, reasons } = assessed([PASSKEY, aDevice("a"), aDevice("b")], { policy });

    assert.equal(readiness, "setUpWithLeftovers");
    assert.deepEqual(reasons, [supported("passkey"), retired("a", "b")]);
  });

  it("does not take the Authenticator app for Lite where only passkeys count", () => {
    const policy = policyWith({ supported: ["fido2"], retired: ["microsoftAuthenticator"] });

    const [reason] = assessed([PASSWORD, aDevice("a")], { policy }).reasons;

    assert.deepEqual(reason, { kind: "noSupportedMethod" });
  });

  it("finds Authenticator Lite enough where it counts", () => {
    const policy = policyWith({ supported: ["authenticatorLite"], retired: [] });

    assert.equal(assessed([LITE], { policy }).readiness, "setUp");
  });
});

describe("assess on the limit of five entries", () => {
  const devices = (count: number): readonly Method[] =>
    Array.from({ length: count }, (_, i) => aDevice(`device-${i}`));

  it("is five", () => {
    assert.equal(AUTHENTICATOR_ENTRY_LIMIT, 5);
  });

  const cases = [
    { name: "four apps", methods: devices(4), used: 4 },
    { name: "five apps", methods: devices(5), used: 5 },
    { name: "six apps, as Graph may list after the limit changed", methods: devices(6), used: 6 },
    { name: "apps, codes and tokens together", methods: [...devices(3), CODES, TOKEN], used: 5 },
    { name: "Authenticator Lite, which is an app too", methods: [LITE], used: 1 },
    {
      name: "none of the other kinds",
      methods: [PASSWORD, PHONE, EMAIL, PASSKEY, HELLO, NEW_TYPE, UNREADABLE],
      used: 0,
    },
    {
      name: "no passkey in the Authenticator app",
      methods: [aMethod({ kind: "fido2", inAuthenticator: true })],
      used: 0,
    },
    {
      name: "an entry that Graph lists twice once",
      methods: [...devices(4), ...devices(4)],
      used: 4,
    },
  ];
  for (const { name, methods, used } of cases) {
    it(`counts ${name}: ${used}`, () => {
      assert.deepEqual(assessed(methods).entryLimit, { used, isReached: used >= 5 });
    });
  }

  it("makes room first when five code apps leave no place for push", () => {
    const codes = Array.from({ length: 5 }, (_, i) =>
      aMethod({ kind: "softwareOath", id: methodId(`codes-${i}`) }),
    );

    assert.equal(assessed([PASSWORD, ...codes]).nextStep, "makeRoomFirst");
    assert.equal(assessed([PASSWORD, ...codes.slice(1)]).nextStep, "addAuthenticator");
  });

  it("asks a person who is set up with five entries to review them, not to make room", () => {
    assert.equal(assessed(devices(5)).nextStep, "reviewLeftovers");
  });

  it("does not send a person to make room while it cannot tell", () => {
    const { nextStep } = assessed([UNREADABLE, ...devices(5)], {
      policy: policyWith({ supported: [], retired: ["microsoftAuthenticator"] }),
    });

    assert.equal(nextStep, "tryAgainLater");
  });
});

describe("assess on the list of methods", () => {
  const order = (methods: readonly Method[]): readonly string[] =>
    assessed(methods).methods.map(({ method }) => String(method.id));

  it("sorts by standing, then kind, name and id", () => {
    const methods = [
      aMethod({ kind: "windowsHelloForBusiness", id: methodId("neutral-2"), displayName: "A" }),
      aMethod({ kind: "softwareOath", id: methodId("retired-2") }),
      aDevice("supported-3", { displayName: "B" }),
      aMethod({ kind: "phone", id: methodId("retired-1") }),
      aDevice("supported-2", { displayName: "A" }),
      aMethod({ kind: "fido2", id: methodId("neutral-1"), displayName: "Z" }),
      aDevice("supported-1", { displayName: "A" }),
    ];

    assert.deepEqual(order(methods), [
      "supported-1",
      "supported-2",
      "supported-3",
      "retired-1",
      "retired-2",
      "neutral-1",
      "neutral-2",
    ]);
  });

  it("sorts a name before the longer one that begins with it", () => {
    const methods = [
      aDevice("3", { displayName: "A 12" }),
      aDevice("2", { displayName: "A\u0000" }),
      aDevice("1", { displayName: "A" }),
      aDevice("0", { displayName: null }),
    ];

    assert.deepEqual(order(methods), ["0", "1", "2", "3"]);
  });

  it("sorts unknown methods by type, reason and id", () => {
    const methods = [
      aMethod({ kind: "unknown", graphType: "B", id: methodId("1") }),
      aMethod({ kind: "unknown", graphType: "A", why: "unreadable", id: methodId("0") }),
      aMethod({ kind: "unknown", graphType: "A", id: methodId("3") }),
      aMethod({ kind: "unknown", graphType: "A", id: null }),
      aMethod({ kind: "unknown", graphType: null, id: methodId("2") }),
    ];

    assert.deepEqual(order(methods), ["2", "null", "3", "0", "1"]);
  });

  it("gives each method its standing, and hints only to Authenticator entries", () => {
    const twin = aMethod({ kind: "passwordlessMicrosoftAuthenticator", id: methodId("a") });

    const { methods } = assessed([PHONE, aDevice("a"), aDevice("b"), twin, NEW_TYPE]);

    const hints = [{ kind: "sameNameAsAnother" }];
    assert.deepEqual(methods, [
      { method: aDevice("a"), standing: "supported", hints },
      { method: aDevice("b"), standing: "supported", hints },
      { method: PHONE, standing: "retired", hints: [] },
      { method: twin, standing: "neutral", hints: [] },
      { method: NEW_TYPE, standing: "neutral", hints: [] },
    ]);
  });

  it("does not change the list that it was given", () => {
    const methods = [PHONE, aDevice("b"), aDevice("a")];
    const before = [...methods];

    assessed(methods);

    assert.deepEqual(methods, before);
  });

  it("judges ten thousand methods", () => {
    const methods = Array.from({ length: 10_000 }, (_, i) => aDevice(`id-${i}`));

    const { methods: judged, entryLimit } = assessed(methods);

    assert.equal(judged.length, 10_000);
    assert.equal(entryLimit.used, 10_000);
  });
});
