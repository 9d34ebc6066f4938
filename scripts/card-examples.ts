import { z } from "zod/v4";
import type { CardPayload } from "../src/cards/card.ts";
import { helpCard } from "../src/cards/help/help.card.ts";
import help from "../src/cards/help/help.data.json" with { type: "json" };
import { numberPromptCard } from "../src/cards/number-prompt/number-prompt.card.ts";
import numberPrompt from "../src/cards/number-prompt/number-prompt.data.json" with { type: "json" };
import { type ProblemCardData, problemCard } from "../src/cards/problem/problem.card.ts";
import problem from "../src/cards/problem/problem.data.json" with { type: "json" };
import { type ReadinessCardData, readinessCard } from "../src/cards/readiness/readiness.card.ts";
import readiness from "../src/cards/readiness/readiness.data.json" with { type: "json" };
import { welcomeCard } from "../src/cards/welcome/welcome.card.ts";
import welcome from "../src/cards/welcome/welcome.data.json" with { type: "json" };
import type { Copy } from "../src/copy/copy.ts";
import { parseMethods } from "../src/methods/parse.ts";
import { DEFAULT_POLICY } from "../src/methods/policy.ts";
import { assess } from "../src/methods/readiness.ts";
import { campaignExamples } from "./campaign-examples.ts";
import type { CardExample } from "./card-example.ts";
import { cleanupExamples } from "./cleanup-examples.ts";
import { guideExamples } from "./guide-examples.ts";
import { reminderExamples } from "./reminder-examples.ts";

const links = z.object({
  organisationName: z.string(),
  helpDeskUrl: z.url(),
  securityInfoUrl: z.url(),
});

const plainFile = z.strictObject({ links, examples: z.record(z.string(), z.strictObject({})) });

const problems = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("throttled"), retryAfterSeconds: z.number().nullable() }),
  z.strictObject({
    kind: z.enum([
      "serviceDown",
      "badReply",
      "timeout",
      "noPermission",
      "signInCancelled",
      "consentRefused",
      "sessionExpired",
      "wrongAccount",
      "unexpected",
      "staleAction",
    ]),
  }),
]);

const problemFile = z.strictObject({
  links,
  locale: z.string().nullable(),
  examples: z.record(
    z.string(),
    z.strictObject({ problem: problems, referenceId: z.string().nullable() }),
  ),
});

const answer = z.enum(["yes", "no", "unsure"]).nullable();
const reasons = ["throttled", "forbidden", "serviceError", "timeout", "badReply"] as const;

// Examples hold what Graph answers, so that they go through the same reading and judging as a person's own methods.
const readinessFile = z.strictObject({
  links,
  locale: z.string().nullable(),
  now: z.coerce.date(),
  examples: z.record(
    z.string(),
    z.union([
      z.strictObject({
        methods: z.array(z.unknown()),
        isGuest: z.boolean().default(false),
        numberPrompt: answer,
      }),
      z.strictObject({ unavailable: z.enum(reasons), numberPrompt: answer }),
    ]),
  ),
});

/** Every example of every card, read from the data files beside the templates. */
export function cardExamples(): readonly CardExample[] {
  return [
    ...plainExamples("welcome", welcome, welcomeCard),
    ...plainExamples("number-prompt", numberPrompt, numberPromptCard),
    ...readinessExamples(),
    ...problemExamples(),
    ...plainExamples("help", help, helpCard),
    ...guideExamples(),
    ...reminderExamples(),
    ...campaignExamples(),
    ...cleanupExamples(),
  ];
}

function plainExamples(
  card: string,
  json: unknown,
  bind: (copy: Copy, data: Pick<ReadinessCardData, "links">) => CardPayload,
): readonly CardExample[] {
  const file = plainFile.parse(json);
  return Object.keys(file.examples).map((example) => ({
    card,
    example,
    bind: (copy) => bind(copy, { links: file.links }),
  }));
}

function problemExamples(): readonly CardExample[] {
  const { examples, ...frame } = problemFile.parse(problem);
  return Object.entries(examples).map(([example, given]) => {
    const data: ProblemCardData = { ...frame, ...given };
    return { card: "problem", example, bind: (copy) => problemCard(copy, data) };
  });
}

function readinessExamples(): readonly CardExample[] {
  const { examples, ...frame } = readinessFile.parse(readiness);
  return Object.entries(examples).map(([example, given]) => {
    const read =
      "unavailable" in given
        ? ({ kind: "unavailable", why: given.unavailable } as const)
        : ({ kind: "read", methods: parseMethods(given.methods), isGuest: given.isGuest } as const);
    const assessment = assess(read, DEFAULT_POLICY, frame.now);
    const data: ReadinessCardData = { ...frame, assessment, numberPrompt: given.numberPrompt };
    return { card: "readiness", example, bind: (copy) => readinessCard(copy, data) };
  });
}
