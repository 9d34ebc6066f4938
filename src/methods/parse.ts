import { z } from "zod/v4";
import { methodId } from "./ids.ts";
import type { Method, MethodKind, UnknownMethod } from "./method.ts";

const TYPE_PREFIX = "#microsoft.graph.";
const TYPE_ENDING = "AuthenticationMethod";

// A passkey in the Authenticator app is a fido2 method with one of these AAGUIDs (iOS, Android).
const AUTHENTICATOR_AAGUIDS: ReadonlySet<string> = new Set([
  "90a3ccdf-635c-4729-a248-9b709135078f",
  "de1e552d-db1d-4423-a619-566b625cdc84",
]);

// Only the id decides whether an entry can be read. A label of an unexpected shape costs the label, not the method.
const text = z.string().nullable().catch(null);

// Only what Graph's schema calls a date: anything else `Date` would read by guess, and by the zone of the machine.
// Services write "nothing recorded" as 0001-01-01, 1601-01-01 or 1970-01-01; as a last use it would speak against a device.
const instant = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .refine((date) => date.getTime() > 0)
  .nullable()
  .catch(null);

// Graph's own examples spell the date both ways.
const registered = z
  .object({
    id: z.string().min(1),
    createdDateTime: instant.optional(),
    creationDateTime: instant.optional(),
    lastUsedDateTime: instant.optional(),
  })
  .transform((entry) => ({
    id: methodId(entry.id),
    createdAt: entry.createdDateTime ?? entry.creationDateTime ?? null,
    lastUsedAt: entry.lastUsedDateTime ?? null,
  }));

// A blank name is none: nobody could tell such a device by it, and two of them have nothing in common.
const named = z
  .object({ displayName: text.optional() })
  .transform(({ displayName }) => (displayName?.trim() ? displayName : null));

const authenticator = z.object({
  deviceTag: text.optional(),
  phoneAppVersion: text.optional(),
  clientAppName: text.optional(),
});

const phone = z.object({ phoneNumber: text.optional(), phoneType: text.optional() });
const email = z.object({ emailAddress: text.optional() });
const fido2 = z.object({ model: text.optional(), aaGuid: text.optional() });
const pass = z.object({ isUsable: z.boolean().nullable().catch(null).optional() });
const hardware = z.object({ device: named.nullable().catch(null).optional() });

type Known = Exclude<MethodKind, "unknown">;
type Entry = Readonly<Record<string, unknown>>;
type Base = z.output<typeof registered>;

const readers: { readonly [kind in Known]: (base: Base, entry: Entry) => Method } = {
  microsoftAuthenticator: (base, entry) => {
    const { deviceTag, phoneAppVersion, clientAppName } = authenticator.parse(entry);
    return {
      ...base,
      kind: "microsoftAuthenticator",
      displayName: named.parse(entry),
      deviceTag: deviceTag ?? null,
      phoneAppVersion: phoneAppVersion ?? null,
      clientApp: clientApp(clientAppName ?? null),
    };
  },
  phone: (base, entry) => {
    const { phoneNumber, phoneType } = phone.parse(entry);
    return {
      ...base,
      kind: "phone",
      phoneNumber: phoneNumber ?? null,
      phoneType: knownPhoneType(phoneType ?? null),
    };
  },
  email: (base, entry) => ({
    ...base,
    kind: "email",
    emailAddress: email.parse(entry).emailAddress ?? null,
  }),
  password: (base) => ({ ...base, kind: "password" }),
  softwareOath: (base) => ({ ...base, kind: "softwareOath" }),
  hardwareOath: (base, entry) => ({
    ...base,
    kind: "hardwareOath",
    displayName: hardware.parse(entry).device ?? null,
  }),
  fido2: (base, entry) => {
    const { model, aaGuid } = fido2.parse(entry);
    return {
      ...base,
      kind: "fido2",
      displayName: named.parse(entry),
      model: model ?? null,
      aaGuid: aaGuid ?? null,
      inAuthenticator: AUTHENTICATOR_AAGUIDS.has(aaGuid?.toLowerCase() ?? ""),
    };
  },
  windowsHelloForBusiness: (base, entry) => ({
    ...base,
    kind: "windowsHelloForBusiness",
    displayName: named.parse(entry),
  }),
  platformCredential: (base, entry) => ({
    ...base,
    kind: "platformCredential",
    displayName: named.parse(entry),
  }),
  external: (base, entry) => ({ ...base, kind: "external", displayName: named.parse(entry) }),
  passwordlessMicrosoftAuthenticator: (base, entry) => ({
    ...base,
    kind: "passwordlessMicrosoftAuthenticator",
    displayName: named.parse(entry),
  }),
  temporaryAccessPass: (base, entry) => ({
    ...base,
    kind: "temporaryAccessPass",
    isUsable: pass.parse(entry).isUsable ?? null,
  }),
  qrCodePin: (base) => ({ ...base, kind: "qrCodePin" }),
  resourceAccountKey: (base) => ({ ...base, kind: "resourceAccountKey" }),
};

/**
 * Reads the entries of `GET /me/authentication/methods` (v1.0 or beta). Total: any value gives a method, and
 * as many come out as went in. An entry of a type nobody has heard of, or too broken to read, is `unknown`.
 * Source: Microsoft Graph, "List methods".
 */
export function parseMethods(entries: readonly unknown[]): readonly Method[] {
  return entries.map(parseMethod);
}

function parseMethod(value: unknown): Method {
  if (!isEntry(value)) return unknown("unreadable", null, null);

  const base = registered.safeParse(value);
  const id = base.success ? base.data.id : null;
  const graphType = shortType(value["@odata.type"]);
  // Without a type (`odata.metadata=none` strips it) this may be push as well as anything else, so it is not "new".
  if (graphType === null) return unknown("unreadable", null, id);

  const kind = graphType.endsWith(TYPE_ENDING) ? graphType.slice(0, -TYPE_ENDING.length) : "";
  if (!isKnown(kind)) return unknown("newType", graphType, id);
  return base.success ? readers[kind](base.data, value) : unknown("unreadable", graphType, null);
}

// Not zod's record: that one refuses an entry that has a property called "constructor".
function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKnown(kind: string): kind is Known {
  return Object.hasOwn(readers, kind);
}

function shortType(odataType: unknown): string | null {
  if (typeof odataType !== "string") return null;
  const name = odataType.startsWith(TYPE_PREFIX) ? odataType.slice(TYPE_PREFIX.length) : odataType;
  return name === "" ? null : name;
}

function unknown(
  why: UnknownMethod["why"],
  graphType: string | null,
  id: UnknownMethod["id"],
): UnknownMethod {
  return { kind: "unknown", id, graphType, why, createdAt: null, lastUsedAt: null };
}

function clientApp(
  name: string | null,
): "microsoftAuthenticator" | "outlookMobile" | "other" | null {
  if (name === null || name === "microsoftAuthenticator" || name === "outlookMobile") return name;
  return "other";
}

function knownPhoneType(type: string | null): "mobile" | "alternateMobile" | "office" | "other" {
  return type === "mobile" || type === "alternateMobile" || type === "office" ? type : "other";
}
