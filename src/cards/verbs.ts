import { z } from "zod/v4";
import type { NumberPromptAnswer } from "../enrollment/person.ts";

/** Verbs of `Action.Execute`, as `noun.verb`. The templates carry the same words; a test holds them together. */
export const VERBS = {
  statusCheck: "status.check",
  numberPromptAnswer: "numberPrompt.answer",
  helpShow: "help.show",
  sessionSignOut: "session.signOut",
} as const;

export const CARD_NAMES = ["welcome", "numberPrompt", "readiness", "problem", "help"] as const;
export type CardName = (typeof CARD_NAMES)[number];

/** Version of the payloads below. Cards stay in chats for years; a later version tells the old ones by it. */
export const CARD_VERSION = 1;

/** What a person did on a card: the verb, what came with it, and the card it was on. */
export type CardAction =
  | { readonly verb: "status.check"; readonly card: CardName }
  | {
      readonly verb: "numberPrompt.answer";
      readonly answer: NumberPromptAnswer;
      readonly card: CardName;
    }
  | { readonly verb: "help.show"; readonly card: CardName }
  | { readonly verb: "session.signOut"; readonly card: CardName };

const origin = { card: z.enum(CARD_NAMES), v: z.literal(CARD_VERSION) };
const plain = z.object(origin);
const answered = z.object({ ...origin, answer: z.enum(["yes", "no", "unsure"]) });

const parsers: {
  readonly [verb in CardAction["verb"]]: (data: unknown) => CardAction | null;
} = {
  "status.check": (data) => fromPlain("status.check", data),
  "numberPrompt.answer": (data) => {
    const parsed = answered.safeParse(data);
    if (!parsed.success) return null;
    const { card, answer } = parsed.data;
    return { verb: "numberPrompt.answer", card, answer };
  },
  "help.show": (data) => fromPlain("help.show", data),
  "session.signOut": (data) => fromPlain("session.signOut", data),
};

/**
 * Reads what a client says was pressed. Anyone can send anything here, so nothing but known words comes out, keys
 * that we did not ask for are ignored, and null means: not ours, broken, or of another version.
 */
export function parseAction(verb: unknown, data: unknown): CardAction | null {
  return isVerb(verb) ? parsers[verb](data) : null;
}

/**
 * The same for `Action.Submit`, to which clients without Universal Actions fall back: a message whose `value` carries
 * the verb beside the data.
 */
export function parseSubmit(value: unknown): CardAction | null {
  const named = z.object({ verb: z.string() }).safeParse(value);
  return named.success ? parseAction(named.data.verb, value) : null;
}

function fromPlain(
  verb: "status.check" | "help.show" | "session.signOut",
  data: unknown,
): CardAction | null {
  const parsed = plain.safeParse(data);
  return parsed.success ? { verb, card: parsed.data.card } : null;
}

function isVerb(verb: unknown): verb is CardAction["verb"] {
  return typeof verb === "string" && Object.hasOwn(parsers, verb);
}
