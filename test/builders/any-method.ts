import fc from "fast-check";
import { type ConfirmedFacts, PROOF_STRENGTHS } from "../../src/methods/checklist.ts";
import { methodId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { parseMethods } from "../../src/methods/parse.ts";
import { METHOD_CLASSES, type MethodPolicy, policyWith } from "../../src/methods/policy.ts";

// Small pools, so that names, versions and ids meet each other often.
const IDS = ["a", "b", "c", "d", "A", "__proto__", ""];
const NAMES = ["iPhone 15", "Pixel 8", "", " ", "iPhone 15\u0000", "constructor"];
const VERSIONS = [
  "6.8.53",
  "6.8.53.1",
  "6.8.51",
  "7.1.1",
  "6.2501.0191",
  "6.2611.0001",
  "6.2405.2",
  "4.2439.2",
  "6.2413.1",
  "6.8",
  "beta",
];
const DATES = [
  "2024-02-29T00:00:00Z",
  "2026-08-26T12:00:00Z",
  "2026-11-24T12:00:00Z",
  "2030-01-01T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "yesterday",
];
const CLIENT_APPS = ["microsoftAuthenticator", "outlookMobile", "unknownFutureValue"];
const GRAPH_TYPES = METHOD_CLASSES.filter((name) => name !== "authenticatorLite").map(
  (name) => `#microsoft.graph.${name}AuthenticationMethod`,
);

const ODDITIES = [7, true, "", [], {}, [null], { displayName: 1 }];

const label = (pool: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...pool) },
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...ODDITIES) },
  );

const entryOfType = (types: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    {
      "@odata.type": types,
      id: label(IDS),
      displayName: label(NAMES),
      deviceTag: label(["SoftwareTokenActivated", ""]),
      phoneAppVersion: label(VERSIONS),
      clientAppName: label(CLIENT_APPS),
      createdDateTime: label(DATES),
      creationDateTime: label(DATES),
      lastUsedDateTime: label(DATES),
      phoneNumber: label(["+1 2065550100"]),
      phoneType: label(["mobile", "alternateMobile", "office"]),
      emailAddress: label(["someone@example.com"]),
      model: label(["NFC key"]),
      aaGuid: label([
        "90a3ccdf-635c-4729-a248-9b709135078f",
        "2fc0579f-8113-47ea-b116-555a8db9202a",
      ]),
      isUsable: fc.constantFrom<unknown>(true, false, null, ...ODDITIES),
      device: fc.oneof(fc.record({ displayName: label(NAMES) }), fc.constantFrom(...ODDITIES)),
    },
    { requiredKeys: ["@odata.type"] },
  );

const newTypeName = fc
  .oneof(
    fc.string(),
    fc.constantFrom("constructor", "__proto__", "toString", "valueOf", "palmVein", "unknown"),
  )
  .map((name) => `#microsoft.graph.${name}AuthenticationMethod`)
  .filter((type) => !GRAPH_TYPES.includes(type));

/** An entry of Graph's list of a documented type, with labels that are plausible, absent or odd. */
export const anyKnownEntry: fc.Arbitrary<Record<string, unknown>> = entryOfType(
  fc.constantFrom(...GRAPH_TYPES),
);

/** An entry of a type that Graph does not document today. */
export const anyNewTypeEntry: fc.Arbitrary<Record<string, unknown>> = entryOfType(newTypeName);

/** Anything that can stand in Graph's list: documented, new, broken, or no entry at all. */
export const anyEntry: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: anyKnownEntry },
  { weight: 2, arbitrary: anyNewTypeEntry },
  { weight: 1, arbitrary: entryOfType(fc.jsonValue()) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

const parsed = (entries: fc.Arbitrary<unknown>): fc.Arbitrary<Method> =>
  entries
    .map((entry) => parseMethods([entry]))
    .map(([method]) => {
      if (method === undefined) throw new Error("parseMethods lost an entry");
      return method;
    });

/** Any method of a documented type, of an entry that could be read. */
export const anyKnownMethod: fc.Arbitrary<Exclude<Method, { kind: "unknown" }>> = parsed(
  anyKnownEntry.map((entry) => ({ ...entry, id: entry["id"] ?? "e" })),
).filter((method) => method.kind !== "unknown");

/** Any method that can come out of the parser. */
export const anyMethod: fc.Arbitrary<Method> = parsed(anyEntry);

/** Any method of a type that nobody has heard of, or too broken to read. */
export const anyUnknownMethod: fc.Arbitrary<Method> = fc
  .oneof(parsed(anyNewTypeEntry), parsed(fc.jsonValue()), parsed(entryOfType(fc.jsonValue())))
  .filter(({ kind }) => kind === "unknown");

/** Any list that Graph may give, two readings of one entry that contradict each other included. */
export const anyList: fc.Arbitrary<readonly Method[]> = fc.array(anyMethod, { maxLength: 8 });

/** What one person may have: each entry once, as Graph has it. */
export const anyMethods: fc.Arbitrary<readonly Method[]> = fc.uniqueArray(anyMethod, {
  maxLength: 8,
  comparator: (a, b) => a.id !== null && a.id === b.id && a.kind === b.kind,
});

/** Any policy that an organisation can choose. */
export const anyPolicy: fc.Arbitrary<MethodPolicy> = fc
  .record({
    supported: fc.subarray([...METHOD_CLASSES]),
    retired: fc.subarray([...METHOD_CLASSES]),
  })
  .map(policyWith);

/** Any moment, and once in a while a broken clock. */
export const anyNow: fc.Arbitrary<Date> = fc.date({
  min: new Date("2000-01-01T00:00:00Z"),
  max: new Date("2100-01-01T00:00:00Z"),
  noInvalidDate: false,
});

const anyId = fc.constantFrom(...IDS).map(methodId);

/** Anything a person may have confirmed, about devices that are there and others that are not. */
export const anyFacts: fc.Arbitrary<ConfirmedFacts> = fc.record({
  currentDevice: fc.option(
    fc.record({
      methodId: anyId,
      evidence: fc.constantFrom("appeared" as const, "said" as const),
      at: anyNow,
    }),
  ),
  proof: fc.option(
    fc.record({
      methodId: anyId,
      strength: fc.constantFrom(...PROOF_STRENGTHS),
      at: anyNow,
    }),
  ),
  keptDevices: fc.uniqueArray(anyId, { maxLength: 3 }),
});
