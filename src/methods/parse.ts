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
const instant = z
  .string()
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()))
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

const named = z
  .object({ displayName: text.optional() })
  .transform((entry) => entry.displayName ?? null);

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
  const entry = z.record(z.string(), z.unknown()).safeParse(value);
  if (!entry.success) return unknown("unreadable", null, null);

  const graphType = shortType(entry.data["@odata.type"]);
  const base = registered.safeParse(entry.data);
  const kind = graphType?.endsWith(TYPE_ENDING) ? graphType.slice(0, -TYPE_ENDING.length) : null;
  if (kind === null || !isKnown(kind)) {
    return unknown("newType", graphType, base.success ? base.data.id : null);
  }
  return base.success
    ? readers[kind](base.data, entry.data)
    : unknown("unreadable", graphType, null);
}

function isKnown(kind: string): kind is Known {
  return Object.hasOwn(readers, kind);
}

function shortType(odataType: unknown): string | null {
  if (typeof odataType !== "string") return null;
  return odataType.startsWith(TYPE_PREFIX) ? odataType.slice(TYPE_PREFIX.length) : odataType;
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
