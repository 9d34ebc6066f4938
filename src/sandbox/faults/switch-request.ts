import { z } from "zod/v4";
import type { Fault } from "./faults.ts";

const seconds = z.int().min(0).max(3600);
const requests = z.int().min(1).max(1000).nullable().default(null);

// One shape per fault; the defaults are what a person at the switches most likely wants.
const faultShapes = [
  z.strictObject({
    fault: z.literal("throttle"),
    retryAfterSeconds: seconds.default(5),
    requests,
  }),
  z.strictObject({
    fault: z.literal("serverError"),
    status: z.literal([500, 503]).default(503),
    requests,
  }),
  z.strictObject({
    fault: z.literal("slow"),
    delayMs: z.int().min(1).max(60_000).default(3000),
  }),
  z.strictObject({
    fault: z.literal("hang"),
    limitMs: z.int().min(1).max(120_000).default(60_000),
  }),
  z.strictObject({ fault: z.literal("accessDenied") }),
  z.strictObject({ fault: z.literal("refuseDeletes") }),
  z.strictObject({
    fault: z.literal("defaultMethod"),
    wording: z.enum(["otherMethods", "matchesDefault"]).default("otherMethods"),
  }),
  z.strictObject({ fault: z.literal("malformedBody") }),
  z.strictObject({ fault: z.literal("expiredToken") }),
  z.strictObject({ fault: z.literal("consentRefused") }),
  z.strictObject({ fault: z.literal("wrongAccount"), account: z.string() }),
  z.strictObject({ fault: z.literal("otherTenant") }),
  z.strictObject({ fault: z.literal("noAuthenticatorChoice") }),
  z.strictObject({ fault: z.literal("restrictedLocation") }),
  z.strictObject({
    fault: z.literal("lateRegistration"),
    delayMs: z.int().min(1).max(600_000).default(20_000),
  }),
  z.strictObject({
    fault: z.literal("reportLag"),
    delayMs: z
      .int()
      .min(1)
      .max(48 * 3_600_000)
      .default(4 * 3_600_000),
  }),
  z.strictObject({
    fault: z.literal("reportLimit"),
    allowed: z.int().min(1).max(1000).default(5),
  }),
  z.strictObject({ fault: z.literal("noLicence") }),
  z.strictObject({ fault: z.literal("expiredLink"), requests }),
  z.strictObject({ fault: z.literal("accountDisabled") }),
  z.strictObject({ fault: z.literal("appBlocked") }),
  z.strictObject({ fault: z.literal("installFails"), requests }),
  z.strictObject({
    fault: z.literal("strangeToken"),
    claim: z.enum(["audience", "tenant", "app"]).default("audience"),
  }),
  z.strictObject({ fault: z.literal("appNotInCatalog") }),
  z.strictObject({ fault: z.literal("revokeConsent") }),
] as const;

const faultShape = z.discriminatedUnion("fault", faultShapes);

/** Every name that `fault` may have; `revokeConsent` is an act, the others stay on. */
export const switchNames: readonly string[] = faultShapes.map((shape) => shape.shape.fault.value);

const envelope = z.looseObject({
  person: z.string().nullable().default(null),
  fault: z.string(),
  on: z.boolean(),
});

export type SwitchRequest =
  | { readonly kind: "on"; readonly person: string | null; readonly fault: Fault }
  | { readonly kind: "off"; readonly person: string | null; readonly fault: Fault["fault"] }
  | { readonly kind: "revokeConsent"; readonly person: string | null }
  | { readonly kind: "invalid"; readonly message: string };

/** Reads a request to the switches; the message of an invalid one says what is allowed. */
export function parseSwitchRequest(body: unknown): SwitchRequest {
  const outer = envelope.safeParse(body);
  if (!outer.success) {
    return invalid(
      `Send {person?: name, fault, on: true | false, …options}. ${z.prettifyError(outer.error)}`,
    );
  }
  const { person, on, ...rest } = outer.data;
  if (!switchNames.includes(rest.fault)) {
    return invalid(`Unknown fault '${rest.fault}'. Allowed: ${switchNames.join(", ")}.`);
  }
  if (!on) return switchedOff(person, rest.fault);

  const inner = faultShape.safeParse(rest);
  if (!inner.success) return invalid(`${rest.fault}: ${z.prettifyError(inner.error)}`);
  return inner.data.fault === "revokeConsent"
    ? { kind: "revokeConsent", person }
    : { kind: "on", person, fault: inner.data };
}

function switchedOff(person: string | null, name: string): SwitchRequest {
  if (name === "revokeConsent") {
    return invalid("revokeConsent acts at once and does not stay on; signing in again consents.");
  }
  return isFaultName(name)
    ? { kind: "off", person, fault: name }
    : invalid(`Unknown fault '${name}'.`);
}

function isFaultName(name: string): name is Fault["fault"] {
  return name !== "revokeConsent" && switchNames.includes(name);
}

function invalid(message: string): SwitchRequest {
  return { kind: "invalid", message };
}

/** Form fields are strings: numbers and booleans become what they look like, empty ones count as not sent. */
export function fromFormFields(fields: unknown): unknown {
  const parsed = z.record(z.string(), z.string()).safeParse(fields);
  if (!parsed.success) return fields;
  return Object.fromEntries(
    Object.entries(parsed.data)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => [name, fromText(value)]),
  );
}

function fromText(value: string): string | number | boolean {
  if (value === "true" || value === "false") return value === "true";
  return /^\d+$/.test(value) ? Number(value) : value;
}
