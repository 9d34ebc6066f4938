import { z } from "zod/v4";
import type { CheckResult } from "../enrollment/check.ts";
import type { NumberPromptAnswer } from "../enrollment/person.ts";
import type { Assessment } from "../methods/readiness.ts";

/** What the person wanted to have looked at; a sign-in in between does not make it forgotten. */
export const GOALS = ["check", "setUp", "checklist", "cleanUp"] as const;
export type Goal = (typeof GOALS)[number];

/** Where a check stands between two turns. It outlives a restart, so it holds plain data only. */
export type CheckState =
  | { readonly kind: "idle" }
  /** A sign-in was asked for; when it is done, the check goes on. `again`: an earlier one had expired. */
  | { readonly kind: "signingIn"; readonly again: boolean; readonly goal: Goal };

export type CheckEvent =
  /** `hasAnswered`: the question of "Before you begin"; only a check asks it first. */
  | { readonly kind: "asked"; readonly goal: Goal; readonly hasAnswered: boolean }
  | { readonly kind: "answered"; readonly answer: NumberPromptAnswer }
  | { readonly kind: "tokenFound"; readonly goal: Goal }
  | { readonly kind: "tokenMissing"; readonly goal: Goal }
  | { readonly kind: "checked"; readonly goal: Goal; readonly result: CheckResult }
  | { readonly kind: "signInDone" }
  | { readonly kind: "signInCancelled" }
  | { readonly kind: "consentRefused" }
  /** Teams could not sign the person in silently and told us why (`signin/failure`). */
  | { readonly kind: "silentSignInFailed" }
  | { readonly kind: "codeRefused" }
  | { readonly kind: "askedToSignOut" };

/** What went wrong, as data; the words are in `copy/`. */
export type CheckProblem =
  | { readonly kind: "wrongAccount" }
  | { readonly kind: "signInExpired" }
  | { readonly kind: "signInCancelled" }
  | { readonly kind: "consentRefused" }
  | { readonly kind: "codeRefused" }
  | Extract<CheckResult, { readonly kind: "unavailable" }>;

export type CheckEffect =
  | { readonly kind: "saveAnswer"; readonly answer: NumberPromptAnswer }
  | { readonly kind: "showNumberPrompt" }
  /** Look for a token; leads to `tokenFound` or `tokenMissing`. */
  | { readonly kind: "findToken"; readonly goal: Goal }
  | { readonly kind: "askSignIn"; readonly why: "first" | "expired"; readonly silent: boolean }
  /** Read and judge; leads to `checked`. */
  | { readonly kind: "check"; readonly goal: Goal }
  /** Forget the token, so that it cannot be used again. */
  | { readonly kind: "dropToken" }
  /** Show the judgement, or hand it to the guide. */
  | { readonly kind: "deliver"; readonly goal: Goal; readonly assessment: Assessment }
  | { readonly kind: "showProblem"; readonly problem: CheckProblem }
  /** Forget the token and say so, or say that there was none. */
  | { readonly kind: "signOut" };

export type CheckStep = { readonly state: CheckState; readonly effects: readonly CheckEffect[] };

export const IDLE: CheckState = { kind: "idle" };

const stored = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("idle") }),
  z.object({
    kind: z.literal("signingIn"),
    again: z.boolean(),
    goal: z.enum(GOALS).catch("check"),
  }),
]);

/** A kept state; anything that this version cannot read is as good as none. */
export function parseCheckState(value: unknown): CheckState {
  // Most turns have kept nothing, and a parser's complaint about that costs more than the rest of this.
  if (value === undefined) return IDLE;
  const parsed = stored.safeParse(value);
  return parsed.success ? parsed.data : IDLE;
}

/**
 * "Am I set up?" as a table: state and event give the next state and what to do. Pure and total; it answers every event
 * in every state, and an event that comes too late (a second client, an old window) changes nothing.
 */
export function checkStep(state: CheckState, event: CheckEvent): CheckStep {
  switch (event.kind) {
    case "asked":
      return event.goal === "check" && !event.hasAnswered
        ? { state, effects: [{ kind: "showNumberPrompt" }] }
        : { state, effects: [{ kind: "findToken", goal: event.goal }] };
    case "answered":
      return {
        state,
        effects: [
          { kind: "saveAnswer", answer: event.answer },
          { kind: "findToken", goal: "check" },
        ],
      };
    case "tokenFound":
      return { state, effects: [{ kind: "check", goal: event.goal }] };
    case "tokenMissing":
      return {
        state: { kind: "signingIn", again: isAgain(state), goal: event.goal },
        effects: [{ kind: "askSignIn", why: whyAsk(state), silent: true }],
      };
    case "checked":
      return afterCheck(state, event.goal, event.result);
    case "signInDone":
      return state.kind === "signingIn"
        ? { state, effects: [{ kind: "findToken", goal: state.goal }] }
        : { state, effects: [] };
    case "signInCancelled":
    case "consentRefused":
      return state.kind === "signingIn" ? problem({ kind: event.kind }) : { state, effects: [] };
    case "silentSignInFailed":
      return state.kind === "signingIn"
        ? { state, effects: [{ kind: "askSignIn", why: whyAsk(state), silent: false }] }
        : { state, effects: [] };
    case "codeRefused":
      return { state, effects: [{ kind: "showProblem", problem: { kind: "codeRefused" } }] };
    case "askedToSignOut":
      return { state: IDLE, effects: [{ kind: "signOut" }] };
  }
}

function afterCheck(state: CheckState, goal: Goal, result: CheckResult): CheckStep {
  switch (result.kind) {
    case "assessed":
      return {
        state: IDLE,
        effects: [{ kind: "deliver", goal, assessment: result.assessment }],
      };
    case "unavailable":
      return problem(result);
    case "wrongAccount":
      return {
        state: IDLE,
        effects: [{ kind: "dropToken" }, { kind: "showProblem", problem: result }],
      };
    case "tokenRefused":
      // Once, a new sign-in is the way on. A fresh token that is refused too is not the person's to mend.
      return isAgain(state)
        ? {
            state: IDLE,
            effects: [
              { kind: "dropToken" },
              { kind: "showProblem", problem: { kind: "signInExpired" } },
            ],
          }
        : {
            state: { kind: "signingIn", again: true, goal },
            effects: [{ kind: "dropToken" }, { kind: "askSignIn", why: "expired", silent: true }],
          };
  }
}

const problem = (found: CheckProblem): CheckStep => ({
  state: IDLE,
  effects: [{ kind: "showProblem", problem: found }],
});

const isAgain = (state: CheckState): boolean => state.kind === "signingIn" && state.again;

const whyAsk = (state: CheckState): "first" | "expired" => (isAgain(state) ? "expired" : "first");
