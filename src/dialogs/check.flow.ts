import type { CheckResult } from "../enrollment/check.ts";
import type { NumberPromptAnswer } from "../enrollment/person.ts";
import type { Assessment } from "../methods/readiness.ts";

/** Where a check stands between two turns. It outlives a restart, so it holds plain data only. */
export type CheckState =
  | { readonly kind: "idle" }
  /** A sign-in was asked for; when it is done, the check goes on. `again`: an earlier one had expired. */
  | { readonly kind: "signingIn"; readonly again: boolean };

export type CheckEvent =
  | { readonly kind: "askedToCheck"; readonly hasAnswered: boolean }
  | { readonly kind: "answered"; readonly answer: NumberPromptAnswer }
  | { readonly kind: "tokenFound" }
  | { readonly kind: "tokenMissing" }
  | { readonly kind: "checked"; readonly result: CheckResult }
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
  | { readonly kind: "findToken" }
  | { readonly kind: "askSignIn"; readonly why: "first" | "expired"; readonly silent: boolean }
  /** Read and judge; leads to `checked`. */
  | { readonly kind: "check" }
  /** Forget the token, so that it cannot be used again. */
  | { readonly kind: "dropToken" }
  | { readonly kind: "showAssessment"; readonly assessment: Assessment }
  | { readonly kind: "showProblem"; readonly problem: CheckProblem }
  /** Forget the token and say so, or say that there was none. */
  | { readonly kind: "signOut" };

export type CheckStep = { readonly state: CheckState; readonly effects: readonly CheckEffect[] };

export const IDLE: CheckState = { kind: "idle" };

/**
 * "Am I set up?" as a table: state and event give the next state and what to do. Pure and total; it answers every event
 * in every state, and an event that comes too late (a second client, an old window) changes nothing.
 */
export function checkStep(state: CheckState, event: CheckEvent): CheckStep {
  switch (event.kind) {
    case "askedToCheck":
      return event.hasAnswered
        ? { state, effects: [{ kind: "findToken" }] }
        : { state, effects: [{ kind: "showNumberPrompt" }] };
    case "answered":
      return {
        state,
        effects: [{ kind: "saveAnswer", answer: event.answer }, { kind: "findToken" }],
      };
    case "tokenFound":
      return { state, effects: [{ kind: "check" }] };
    case "tokenMissing":
      return {
        state: state.kind === "signingIn" ? state : { kind: "signingIn", again: false },
        effects: [{ kind: "askSignIn", why: whyAsk(state), silent: true }],
      };
    case "checked":
      return afterCheck(state, event.result);
    case "signInDone":
      return state.kind === "signingIn"
        ? { state, effects: [{ kind: "findToken" }] }
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

function afterCheck(state: CheckState, result: CheckResult): CheckStep {
  switch (result.kind) {
    case "assessed":
      return {
        state: IDLE,
        effects: [{ kind: "showAssessment", assessment: result.assessment }],
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
      return state.kind === "signingIn" && state.again
        ? {
            state: IDLE,
            effects: [
              { kind: "dropToken" },
              { kind: "showProblem", problem: { kind: "signInExpired" } },
            ],
          }
        : {
            state: { kind: "signingIn", again: true },
            effects: [{ kind: "dropToken" }, { kind: "askSignIn", why: "expired", silent: true }],
          };
  }
}

const problem = (found: CheckProblem): CheckStep => ({
  state: IDLE,
  effects: [{ kind: "showProblem", problem: found }],
});

const whyAsk = (state: CheckState): "first" | "expired" =>
  state.kind === "signingIn" && state.again ? "expired" : "first";
