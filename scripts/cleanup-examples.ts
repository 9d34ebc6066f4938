import { z } from "zod/v4";
import { cleanupCard } from "../src/cards/cleanup/cleanup.card.ts";
import json from "../src/cards/cleanup/cleanup.data.json" with { type: "json" };
import { type CleanupView, NOTICES } from "../src/cards/cleanup/cleanup-view.ts";
import { type AuthenticatorMethod, isAuthenticator, type Method } from "../src/methods/method.ts";
import { parseMethods } from "../src/methods/parse.ts";
import { REMOVAL_REFUSALS } from "../src/methods/removal.ts";
import type { CardExample } from "./card-example.ts";

const phone = z.string();
const phones = z.array(phone);
const withRetired = z.boolean();
const requestId = z.string().nullable();

const outcome = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum([
      "removed",
      "alreadyGone",
      "isDefaultMethod",
      "stepUpNeeded",
      "unavailable",
      "notTried",
    ]),
  }),
  z.strictObject({ kind: z.literal("refused"), why: z.enum(REMOVAL_REFUSALS) }),
  z.strictObject({ kind: z.literal("freshSignInNeeded"), claims: z.string().nullable() }),
  z.strictObject({ kind: z.literal("throttled"), retryAfterSeconds: z.number().nullable() }),
  z.strictObject({ kind: z.literal("refusedByGraph"), requestId }),
  z.strictObject({ kind: z.literal("notSureYet"), settlesAt: z.coerce.date(), requestId }),
]);

// Phones are named by their key in the file.
const view = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("nothingToRemove"),
    why: z.enum(["onlyInHand", "noEntries"]),
    notice: z.enum(NOTICES).nullable().default(null),
    withRetired,
  }),
  z.strictObject({
    kind: z.literal("whichIsMine"),
    devices: phones,
    showedOn: phone.nullable(),
    notice: z.enum(NOTICES).nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal("noneWorks"),
    notice: z.enum(NOTICES).nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal("choose"),
    inHand: phone,
    others: phones,
    kept: phones,
    picked: phones,
    notice: z.enum(NOTICES).nullable(),
    withRetired,
  }),
  z.strictObject({
    kind: z.literal("confirm"),
    inHand: phone,
    picked: phones,
    stays: z.record(phone, z.enum(REMOVAL_REFUSALS)),
    needsSignIn: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("signIn"),
    why: z
      .enum([
        "denied",
        "wrongAccount",
        "wrongTenant",
        "expired",
        "failed",
        "noNumber",
        "stepUp",
        "notYet",
      ])
      .nullable(),
    removedBefore: z.number(),
  }),
  z.strictObject({ kind: z.literal("whereNumberShowed"), devices: phones }),
  z.strictObject({ kind: z.literal("removing"), devices: phones }),
  z.strictObject({
    kind: z.literal("stopped"),
    stop: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.enum(["busy", "wrongAccount", "broken"]) }),
      z.strictObject({ kind: z.literal("earlierOpen"), settlesAt: z.coerce.date() }),
    ]),
  }),
  z.strictObject({
    kind: z.literal("done"),
    rows: z.record(phone, outcome),
    left: phones.nullable(),
    inHand: phone,
    removedBefore: z.number(),
    isSecond: z.boolean().default(false),
    unlisted: phones.default([]),
    referenceId: z.string().nullable().default(null),
  }),
]);

const file = z.strictObject({
  links: z.strictObject({
    organisationName: z.string(),
    helpDeskUrl: z.url(),
    securityInfoUrl: z.url(),
  }),
  guideId: z.uuid(),
  accountHint: z.string().nullable(),
  signInLink: z.url().nullable(),
  locale: z.string().nullable(),
  now: z.coerce.date(),
  phones: z.record(z.string(), z.unknown()),
  retired: z.array(z.unknown()),
  examples: z.record(z.string(), view),
});

/** Every example of the card of the clean-up. */
export function cleanupExamples(): readonly CardExample[] {
  const { phones: entries, retired, examples, ...frame } = file.parse(json);
  // They go through the same reading as a person's own.
  const named = new Map(
    Object.entries(entries).flatMap(([name, entry]) =>
      parseMethods([entry])
        .filter(isAuthenticator)
        .map((device) => [name, device] as const),
    ),
  );
  const found = (name: string): AuthenticatorMethod => {
    const device = named.get(name);
    if (device === undefined) throw new Error(`no phone is named ${name}`);
    return device;
  };
  return Object.entries(examples).map(([example, given]) => {
    const data = { ...frame, view: viewOf(given, found, parseMethods(retired)) };
    return { card: "cleanup", example, bind: (copy) => cleanupCard(copy, data) };
  });
}

function viewOf(
  given: z.output<typeof view>,
  found: (name: string) => AuthenticatorMethod,
  retired: readonly Method[],
): CleanupView {
  switch (given.kind) {
    case "noneWorks":
    case "signIn":
    case "stopped":
      return given;
    case "nothingToRemove": {
      const { kind, why, notice } = given;
      return { kind, why, notice, retired: given.withRetired ? retired : [] };
    }
    case "whichIsMine":
      return {
        ...given,
        devices: given.devices.map(found),
        showedOn: given.showedOn === null ? null : found(given.showedOn).id,
      };
    case "whereNumberShowed":
    case "removing":
      return { ...given, devices: given.devices.map(found) };
    case "choose": {
      const { kind, notice } = given;
      return {
        kind,
        notice,
        inHand: found(given.inHand),
        others: given.others.map(found),
        kept: given.kept.map((name) => found(name).id),
        picked: given.picked.map((name) => found(name).id),
        retired: given.withRetired ? retired : [],
      };
    }
    case "confirm":
      return {
        ...given,
        inHand: found(given.inHand),
        picked: given.picked.map(found),
        stays: Object.entries(given.stays).map(([name, why]) => ({ device: found(name), why })),
      };
    case "done": {
      const { kind, removedBefore, isSecond, referenceId } = given;
      return {
        kind,
        removedBefore,
        isSecond,
        rows: Object.entries(given.rows).map(([name, what]) => ({
          methodId: found(name).id,
          device: given.unlisted.includes(name) ? null : found(name),
          outcome: what,
          referenceId,
        })),
        left: given.left?.map(found) ?? null,
        inHand: found(given.inHand).id,
      };
    }
  }
}
