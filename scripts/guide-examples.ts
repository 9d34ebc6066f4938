import { z } from "zod/v4";
import checklistJson from "../src/cards/checklist/checklist.data.json" with { type: "json" };
import deviceJson from "../src/cards/device/device.data.json" with { type: "json" };
import { guideCard } from "../src/cards/guide/guide.card.ts";
import guideJson from "../src/cards/guide/guide.data.json" with { type: "json" };
import type { GuideCardData } from "../src/cards/guide/guide-card-data.ts";
import {
  GUIDE_STEPS,
  type GuideView,
  HELP_REASONS,
  TROUBLES,
  TROUBLES_OF,
} from "../src/cards/guide/guide-view.ts";
import troublesJson from "../src/cards/guide/troubles.data.json" with { type: "json" };
import { checklist } from "../src/methods/checklist.ts";
import { methodId } from "../src/methods/ids.ts";
import { type AuthenticatorMethod, isAuthenticator } from "../src/methods/method.ts";
import { parseMethods } from "../src/methods/parse.ts";
import { DEFAULT_POLICY } from "../src/methods/policy.ts";
import { assess } from "../src/methods/readiness.ts";
import type { CardExample } from "./card-example.ts";

const frame = z.strictObject({
  links: z.strictObject({
    organisationName: z.string(),
    helpDeskUrl: z.url(),
    securityInfoUrl: z.url(),
  }),
  guideId: z.uuid(),
  accountHint: z.string().nullable(),
  signInLink: z.url().nullable().default(null),
  locale: z.string().nullable(),
  now: z.coerce.date(),
});
const step = z.enum(GUIDE_STEPS);

const pages = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("step"), step, notSeenYet: z.boolean() }),
  z.strictObject({ kind: z.literal("trouble"), step, trouble: z.enum(TROUBLES) }),
  z.strictObject({ kind: z.literal("movedOn") }),
  z.strictObject({ kind: z.literal("makeRoom"), used: z.number() }),
  z.strictObject({ kind: z.literal("helpDesk"), why: z.enum(HELP_REASONS), step }),
  z.strictObject({
    kind: z.literal("proof"),
    failed: z
      .enum(["denied", "wrongAccount", "wrongTenant", "expired", "failed", "noNumber"])
      .nullable(),
  }),
]);

// Phones are given as Graph answers them, so that they go through the same reading as a person's own.
const devices = z.array(z.unknown()).transform(authenticatorsIn);
const questions = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("chooseDevice"), isNew: z.boolean(), devices }),
  z.strictObject({ kind: z.literal("whereNumberShowed"), devices }),
]);

const confirmed = { methodId: z.string().transform(methodId), at: z.coerce.date() };
const standing = z.strictObject({
  methods: z.array(z.unknown()),
  currentDevice: z.strictObject(confirmed).nullable(),
  proof: z
    .strictObject({
      ...confirmed,
      strength: z.enum(["registered", "signedIn", "logged", "enforced"]),
    })
    .nullable(),
});

/** Every example of the cards of the guided set-up. */
export function guideExamples(): readonly CardExample[] {
  return [
    ...examplesOf("guide", guideJson, pages, (view) => view),
    ...examplesOf("troubles", troublesJson, z.strictObject({ step }), (given) => ({
      kind: "troubles",
      step: given.step,
      troubles: TROUBLES_OF[given.step],
    })),
    ...examplesOf("device", deviceJson, questions, (view) => view),
    ...examplesOf("checklist", checklistJson, standing, checklistView),
  ];
}

function examplesOf<Given>(
  card: string,
  json: unknown,
  given: z.ZodType<Given>,
  viewOf: (given: Given, now: Date) => GuideView,
): readonly CardExample[] {
  const file = frame.extend({ examples: z.record(z.string(), given) }).parse(json);
  const { examples, ...rest } = file;
  return Object.entries(examples).map(([example, value]) => {
    const data: GuideCardData = { ...rest, view: viewOf(value, rest.now) };
    return { card, example, bind: (copy) => guideCard(copy, data) };
  });
}

function checklistView(given: z.output<typeof standing>, now: Date): GuideView {
  const { proof } = given;
  const currentDevice =
    given.currentDevice === null ? null : { ...given.currentDevice, evidence: "said" as const };
  const facts = { currentDevice, proof, keptDevices: [] };
  const read = { kind: "read", methods: parseMethods(given.methods), isGuest: false } as const;
  const assessment = assess(read, DEFAULT_POLICY, now);
  const items = checklist(assessment, facts);
  return {
    kind: "checklist",
    items,
    facts: { ...facts, finishedAt: null },
    devices: authenticatorsIn(given.methods),
  };
}

function authenticatorsIn(methods: readonly unknown[]): readonly AuthenticatorMethod[] {
  return parseMethods(methods).filter(isAuthenticator);
}
