import assert from "node:assert/strict";
import { methodId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { parseMethods } from "../../src/methods/parse.ts";
import { METHOD_CLASSES } from "../../src/methods/policy.ts";
import beta from "../fixtures/graph/methods-beta.json" with { type: "json" };
import broken from "../fixtures/graph/methods-broken.json" with { type: "json" };
import spelling from "../fixtures/graph/methods-creation-date-spelling.json" with { type: "json" };
import empty from "../fixtures/graph/methods-empty.json" with { type: "json" };
import unknownType from "../fixtures/graph/methods-unknown-type.json" with { type: "json" };
import v1 from "../fixtures/graph/methods-v1.json" with { type: "json" };

const AUTHENTICATOR = "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod";
const PASSKEY = "#microsoft.graph.fido2AuthenticationMethod";

const undated = { createdAt: null, lastUsedAt: null };
const unreadable = { ...undated, kind: "unknown", why: "unreadable" };
const newType = { ...undated, kind: "unknown", why: "newType" };

const parseOne = (entry: unknown): Method => {
  const [method] = parseMethods([entry]);
  assert.ok(method);
  return method;
};

describe("parseMethods", () => {
  it("reads every method type of Graph v1.0", () => {
    assert.deepEqual(parseMethods(v1.value), [
      { ...undated, kind: "password", id: "28c10230-6103-485e-b985-444c60001490" },
      {
        ...undated,
        kind: "microsoftAuthenticator",
        id: "6803c096-c096-6803-96c0-036896c00368",
        displayName: "iPhone 15",
        deviceTag: "SoftwareTokenActivated",
        phoneAppVersion: "6.8.53",
        clientApp: null,
      },
      {
        kind: "microsoftAuthenticator",
        id: "_jpuR-TGZtk6aQCLF3BQjA2",
        createdAt: new Date("2025-01-20T08:15:30Z"),
        lastUsedAt: null,
        displayName: "Pixel 8",
        deviceTag: "",
        phoneAppVersion: "6.2501.0191",
        clientApp: null,
      },
      {
        ...undated,
        kind: "phone",
        id: "3179e48a-750b-4051-897c-87b9720928f7",
        phoneNumber: "+1 2065550100",
        phoneType: "mobile",
      },
      {
        ...undated,
        kind: "phone",
        id: "b6332ec1-7057-4abe-9331-3d72feddfe41",
        phoneNumber: "+1 2065550101",
        phoneType: "alternateMobile",
      },
      {
        ...undated,
        kind: "phone",
        id: "e37fc753-ff3b-4958-9484-eaa9425c82bc",
        phoneNumber: "+1 2065550102",
        phoneType: "office",
      },
      {
        ...undated,
        kind: "email",
        id: "3ddfcfc8-9383-446f-83cc-3ab9be4be18f",
        emailAddress: "someone@example.com",
      },
      { ...undated, kind: "softwareOath", id: "b172893e-893e-b172-3e89-72b13e8972b1" },
      {
        kind: "fido2",
        id: "-2_GRUg2-HYz6_1YG4YRAQ2",
        createdAt: new Date("2020-08-10T06:44:09Z"),
        lastUsedAt: null,
        displayName: "Red key",
        model: "NFC key",
        aaGuid: "2fc0579f-8113-47ea-b116-555a8db9202a",
        inAuthenticator: false,
      },
      {
        kind: "fido2",
        id: "kq3WUzJ2QWe1TqYb0m9r2g2",
        createdAt: new Date("2025-03-02T10:00:00Z"),
        lastUsedAt: null,
        displayName: "Authenticator - iOS",
        model: "Microsoft Authenticator",
        aaGuid: "90a3ccdf-635c-4729-a248-9b709135078f",
        inAuthenticator: true,
      },
      {
        kind: "fido2",
        id: "Zt0hX3v7R1eFJp1u5sWc9w2",
        createdAt: new Date("2025-03-03T10:00:00Z"),
        lastUsedAt: null,
        displayName: "Authenticator - Android",
        model: "Microsoft Authenticator",
        aaGuid: "DE1E552D-DB1D-4423-A619-566B625CDC84",
        inAuthenticator: true,
      },
      {
        kind: "windowsHelloForBusiness",
        id: "b5e01f81-1f81-b5e0-811f-e0b5811fe0b5",
        createdAt: new Date("2020-11-27T23:12:49Z"),
        lastUsedAt: null,
        displayName: "Laptop",
      },
      {
        kind: "platformCredential",
        id: "R18B3t8Ogh9XIOGmPt81d6p_KXJs1YTxfGgGqeVFJSM1",
        createdAt: new Date("2023-09-02T04:16:49Z"),
        lastUsedAt: null,
        displayName: "My MacBook Pro",
      },
      {
        kind: "temporaryAccessPass",
        id: "bdaede67-61e0-4349-9347-d2d6afd84009",
        createdAt: new Date("2022-06-06T16:43:04.643Z"),
        lastUsedAt: null,
        isUsable: false,
      },
      {
        kind: "qrCodePin",
        id: "8b1d7c5e-3c50-4a0e-9f6b-0f0a5c7e2d31",
        createdAt: new Date("2025-05-01T07:00:00Z"),
        lastUsedAt: null,
      },
      {
        kind: "external",
        id: "2f6f2f0e-9e0b-4a6c-8d64-4a5bb7a1c9d0",
        createdAt: new Date("2024-11-05T12:30:00Z"),
        lastUsedAt: null,
        displayName: "Contoso MFA",
      },
    ]);
  });

  it("reads what only Graph beta tells: more types, the last use and the client app", () => {
    const methods = parseMethods(beta.value);

    const byKind = (kind: string): readonly Method[] => methods.filter((m) => m.kind === kind);
    assert.deepEqual(byKind("microsoftAuthenticator"), [
      {
        kind: "microsoftAuthenticator",
        id: "6803c096-c096-6803-96c0-036896c00368",
        createdAt: null,
        lastUsedAt: new Date("2026-11-20T09:30:00Z"),
        displayName: "iPhone 15",
        deviceTag: "SoftwareTokenActivated",
        phoneAppVersion: "6.8.53",
        clientApp: "microsoftAuthenticator",
      },
      {
        kind: "microsoftAuthenticator",
        id: "9c0f3a71-2b4d-4c8e-a6f1-7d5e3b2a1c00",
        createdAt: null,
        lastUsedAt: new Date("2024-10-14T11:00:00Z"),
        displayName: "iPhone 15",
        deviceTag: "SoftwareTokenActivated",
        phoneAppVersion: "4.2439.2",
        clientApp: "outlookMobile",
      },
      {
        kind: "microsoftAuthenticator",
        id: "4e1a9d02-5f66-4b7c-8f0e-1c2d3e4f5a6b",
        createdAt: new Date("2025-01-20T08:15:30Z"),
        lastUsedAt: null,
        displayName: "Galaxy S24",
        deviceTag: "SoftwareTokenActivated",
        phoneAppVersion: "6.2501.0191",
        clientApp: "other",
      },
    ]);
    assert.deepEqual(byKind("passwordlessMicrosoftAuthenticator"), [
      {
        kind: "passwordlessMicrosoftAuthenticator",
        id: "_jpuR-TGZtk6aQCLF3BQjA2",
        createdAt: new Date("2025-01-20T08:15:30Z"),
        lastUsedAt: null,
        displayName: "Galaxy S24",
      },
    ]);
    assert.deepEqual(byKind("phone"), [
      {
        kind: "phone",
        id: "3179e48a-750b-4051-897c-87b9720928f7",
        createdAt: null,
        lastUsedAt: new Date("2026-10-01T05:00:00Z"),
        phoneNumber: "+1 2065550100",
        phoneType: "other",
      },
    ]);
    assert.deepEqual(byKind("hardwareOath"), [
      {
        ...undated,
        kind: "hardwareOath",
        id: "aad49556-840e-4a43-bf3a-7c7d1c8f1e55",
        displayName: "Token 1",
      },
    ]);
    assert.deepEqual(byKind("resourceAccountKey"), [
      {
        kind: "resourceAccountKey",
        id: "0d9b6a64-2f57-4c50-8a3b-0fd7a9a9d7e1",
        createdAt: new Date("2025-08-01T00:00:00Z"),
        lastUsedAt: null,
      },
    ]);
  });

  it("knows every type that Graph beta documents, and leaves none of them unknown", () => {
    const kinds = new Set<string>(parseMethods(beta.value).map(({ kind }) => kind));

    assert.deepEqual(
      [...kinds].sort(),
      METHOD_CLASSES.filter((name) => name !== "authenticatorLite").sort(),
    );
  });

  it("keeps a type that nobody has heard of, with its id", () => {
    assert.deepEqual(parseMethods(unknownType.value), [
      { ...undated, kind: "password", id: "28c10230-6103-485e-b985-444c60001490" },
      {
        ...newType,
        id: "f0b7a6c1-0c55-4c39-8f8c-3f2a7b9f6d10",
        graphType: "palmVeinAuthenticationMethod",
      },
    ]);
  });

  it("keeps broken entries, each in its place", () => {
    const noId = { ...unreadable, id: null };
    const authenticator = "microsoftAuthenticatorAuthenticationMethod";

    assert.deepEqual(parseMethods(broken.value), [
      { ...noId, graphType: null },
      { ...noId, graphType: null },
      { ...noId, graphType: null },
      { ...noId, graphType: null },
      { ...noId, graphType: authenticator },
      { ...noId, graphType: authenticator },
      { ...noId, graphType: "phoneAuthenticationMethod" },
      { ...unreadable, id: "6803c096-c096-6803-96c0-036896c00368", graphType: null },
      { ...unreadable, id: "9c0f3a71-2b4d-4c8e-a6f1-7d5e3b2a1c00", graphType: null },
      {
        ...undated,
        kind: "microsoftAuthenticator",
        id: "4e1a9d02-5f66-4b7c-8f0e-1c2d3e4f5a6b",
        displayName: null,
        deviceTag: null,
        phoneAppVersion: null,
        clientApp: null,
      },
    ]);
  });

  for (const value of [undefined, null, true, 7, 7n, "", Symbol("x"), () => null]) {
    it(`keeps ${typeof value} ${String(value)}, which is no entry at all`, () => {
      assert.deepEqual(parseOne(value), { ...unreadable, id: null, graphType: null });
    });
  }

  it("reads the creation date under both of its spellings", () => {
    const created = parseMethods(spelling.value).map(({ createdAt }) => createdAt);

    assert.deepEqual(created, [new Date("2020-08-10T06:44:09Z"), new Date("2023-09-02T04:16:49Z")]);
  });

  it("prefers createdDateTime where both spellings are there", () => {
    const method = parseOne({
      "@odata.type": PASSKEY,
      id: "key",
      createdDateTime: "2024-01-01T00:00:00Z",
      creationDateTime: "2023-01-01T00:00:00Z",
    });

    assert.deepEqual(method.createdAt, new Date("2024-01-01T00:00:00Z"));
  });

  it("gives an empty list for an empty reply", () => {
    assert.deepEqual(parseMethods(empty.value), []);
  });

  it("keeps an entry that comes twice, so that the count is Graph's", () => {
    const entry = { "@odata.type": AUTHENTICATOR, id: "same" };

    assert.equal(parseMethods([entry, entry]).length, 2);
  });

  it("reads a hundred thousand entries", () => {
    const entries = Array.from({ length: 100_000 }, (_, i) => ({
      "@odata.type": AUTHENTICATOR,
      id: `id-${i}`,
    }));

    const methods = parseMethods(entries);

    assert.equal(methods.length, 100_000);
    assert.equal(methods.at(-1)?.id, "id-99999");
  });
});

describe("parseMethods on missing and odd labels", () => {
  const nothingKnown = {
    microsoftAuthenticator: {
      displayName: null,
      deviceTag: null,
      phoneAppVersion: null,
      clientApp: null,
    },
    phone: { phoneNumber: null, phoneType: "other" },
    email: { emailAddress: null },
    password: {},
    softwareOath: {},
    hardwareOath: { displayName: null },
    fido2: { displayName: null, model: null, aaGuid: null, inAuthenticator: false },
    windowsHelloForBusiness: { displayName: null },
    platformCredential: { displayName: null },
    external: { displayName: null },
    passwordlessMicrosoftAuthenticator: { displayName: null },
    temporaryAccessPass: { isUsable: null },
    qrCodePin: {},
    resourceAccountKey: {},
  };
  const labels = [
    "displayName",
    "deviceTag",
    "phoneAppVersion",
    "clientAppName",
    "phoneNumber",
    "phoneType",
    "emailAddress",
    "model",
    "aaGuid",
    "isUsable",
    "device",
    "createdDateTime",
    "creationDateTime",
    "lastUsedDateTime",
  ];
  for (const [kind, expected] of Object.entries(nothingKnown)) {
    const type = `#microsoft.graph.${kind}AuthenticationMethod`;

    it(`reads ${kind} from its id alone`, () => {
      const method = parseOne({ "@odata.type": type, id: "only-id" });

      assert.deepEqual(method, { ...undated, kind, id: "only-id", ...expected });
    });

    it(`reads ${kind} when Graph sends null for all the rest`, () => {
      const nulls = Object.fromEntries(labels.map((label) => [label, null]));

      const method = parseOne({ ...nulls, "@odata.type": type, id: "nulls" });

      assert.deepEqual(method, { ...undated, kind, id: "nulls", ...expected });
    });

    it(`keeps ${kind} when every label has an unexpected shape`, () => {
      const oddities = Object.fromEntries(labels.map((label) => [label, [7]]));

      const method = parseOne({ ...oddities, "@odata.type": type, id: "odd" });

      assert.deepEqual(method, { ...undated, kind, id: "odd", ...expected });
    });
  }

  for (const name of ["", " ", "\t\n"]) {
    it(`takes a blank display name (${JSON.stringify(name)}) for none`, () => {
      const method = parseOne({ "@odata.type": AUTHENTICATOR, id: "blank", displayName: name });

      assert.ok("displayName" in method);
      assert.equal(method.displayName, null);
    });
  }

  it("leaves a display name as its owner wrote it", () => {
    const method = parseOne({ "@odata.type": AUTHENTICATOR, id: "a", displayName: " Ann’s 📱 " });

    assert.ok("displayName" in method);
    assert.equal(method.displayName, " Ann’s 📱 ");
  });

  for (const isUsable of [true, false, null]) {
    it(`reads whether an access pass can be used: ${String(isUsable)}`, () => {
      const type = "#microsoft.graph.temporaryAccessPassAuthenticationMethod";

      const method = parseOne({ "@odata.type": type, id: "pass", isUsable });

      assert.deepEqual(method, { ...undated, kind: "temporaryAccessPass", id: "pass", isUsable });
    });
  }

  it("never changes the case of an id: two ids may differ in nothing else", () => {
    assert.equal(parseOne({ "@odata.type": PASSKEY, id: "aBc" }).id, methodId("aBc"));
  });
});

describe("parseMethods on dates", () => {
  const cases = [
    { name: "a whole second", text: "2025-01-20T08:15:30Z", expected: "2025-01-20T08:15:30.000Z" },
    {
      name: "seven decimals, as .NET writes them",
      text: "2022-06-06T16:43:04.6438213Z",
      expected: "2022-06-06T16:43:04.643Z",
    },
    {
      name: "an offset",
      text: "2025-01-20T10:15:30+02:00",
      expected: "2025-01-20T08:15:30.000Z",
    },
    { name: "no zone, which each machine would read differently", text: "2025-01-20T08:15:30" },
    { name: "a day alone", text: "2025-01-20" },
    { name: "a number as text", text: "1" },
    { name: "prose", text: "yesterday" },
    { name: "prose around a date", text: "on 2025-01-20T08:15:30Z or so" },
    { name: "nothing", text: "" },
    { name: "a month that is none", text: "2025-13-01T00:00:00Z" },
    { name: ".NET's empty date", text: "0001-01-01T00:00:00Z" },
    { name: "Windows' empty date", text: "1601-01-01T00:00:00Z" },
    { name: "Unix' empty date", text: "1970-01-01T00:00:00Z" },
  ];
  for (const { name, text, expected = null } of cases) {
    it(`reads ${name} as ${expected ?? "no date"}`, () => {
      const method = parseOne({
        "@odata.type": AUTHENTICATOR,
        id: "dated",
        createdDateTime: text,
        lastUsedDateTime: text,
      });

      assert.equal(method.createdAt?.toISOString() ?? null, expected);
      assert.equal(method.lastUsedAt?.toISOString() ?? null, expected);
    });
  }
});

describe("parseMethods on type names", () => {
  const hostile = [
    "constructor",
    "__proto__",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "unknown",
    "",
    "Phone",
    " phone",
    "authenticatorLite",
  ];
  for (const name of hostile) {
    it(`takes the type ${JSON.stringify(name)} for a new one`, () => {
      const method = parseOne({
        "@odata.type": `#microsoft.graph.${name}AuthenticationMethod`,
        id: "x",
      });

      assert.deepEqual(method, {
        ...newType,
        id: "x",
        graphType: `${name}AuthenticationMethod`,
      });
    });
  }

  const cases = [
    {
      name: "reads a known type that comes without its namespace",
      type: "phoneAuthenticationMethod",
      kind: "phone",
    },
    { name: "takes a known kind without the usual ending for a new type", type: "phone" },
    {
      name: "takes the ending in the middle of a name for a new type",
      type: "phoneAuthenticationMethodV2",
    },
    {
      name: "strips the namespace only once",
      type: "#microsoft.graph.#microsoft.graph.phoneAuthenticationMethod",
      graphType: "#microsoft.graph.phoneAuthenticationMethod",
    },
    {
      name: "keeps a foreign namespace in the name",
      type: "#contoso.phoneAuthenticationMethod",
      graphType: "#contoso.phoneAuthenticationMethod",
    },
  ];
  for (const { name, type, kind = "unknown", graphType = type } of cases) {
    it(name, () => {
      const method = parseOne({ "@odata.type": type, id: "x" });

      assert.equal(method.kind, kind);
      if (method.kind === "unknown") assert.deepEqual(method, { ...newType, id: "x", graphType });
    });
  }

  // Without a type (odata.metadata=none strips it) an entry may be push as well as anything else.
  for (const type of [undefined, null, "", "#microsoft.graph.", 7, {}]) {
    it(`calls an entry whose type is ${JSON.stringify(type)} unreadable, not new`, () => {
      const method = parseOne({ "@odata.type": type, id: "x" });

      assert.deepEqual(method, { ...unreadable, id: "x", graphType: null });
    });
  }

  it("keeps a new type that carries no usable id", () => {
    const method = parseOne({ "@odata.type": "#microsoft.graph.palmVeinAuthenticationMethod" });

    assert.deepEqual(method, {
      ...newType,
      id: null,
      graphType: "palmVeinAuthenticationMethod",
    });
  });

  for (const key of ["constructor", "__proto__", "toString", "then", "hasOwnProperty"]) {
    it(`is not misled by a property called ${key}`, () => {
      const entry: unknown = JSON.parse(
        `{"${key}": {"id": "other"}, "@odata.type": "${AUTHENTICATOR}", "id": "x"}`,
      );

      const method = parseOne(entry);

      assert.equal(method.kind, "microsoftAuthenticator");
      assert.equal(method.id, "x");
    });
  }

  it("takes no id from a property called __proto__", () => {
    const entry: unknown = JSON.parse(
      `{"__proto__": {"id": "inherited"}, "@odata.type": "${AUTHENTICATOR}"}`,
    );

    assert.deepEqual(parseOne(entry), {
      ...unreadable,
      id: null,
      graphType: "microsoftAuthenticatorAuthenticationMethod",
    });
  });
});
