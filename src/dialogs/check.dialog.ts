import type { OrganisationLinks } from "../cards/links.ts";
import { numberPromptCard } from "../cards/number-prompt/number-prompt.card.ts";
import { problemCard } from "../cards/problem/problem.card.ts";
import { type Problem, problemOf } from "../cards/problem/problem.ts";
import { readinessCard } from "../cards/readiness/readiness.card.ts";
import type { CheckReadiness } from "../enrollment/check.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { NumberPromptAnswer, PersonStore } from "../enrollment/person.ts";
import type { Assessment } from "../methods/readiness.ts";
import type { ChatTurn } from "./chat-turn.ts";
import {
  type CheckEffect,
  type CheckEvent,
  type CheckProblem,
  type CheckState,
  checkStep,
  type Goal,
} from "./check.flow.ts";

/** Takes over what was read for the guide or the clean-up, with the token it was read with. */
export type Deliver = (
  goal: Exclude<Goal, "check">,
  assessment: Assessment,
  token: DelegatedToken,
) => Promise<void>;

/** "Am I set up?": carries out what the flow decides, within one turn. */
export class CheckDialog {
  readonly #checkReadiness: CheckReadiness;
  readonly #people: PersonStore;
  readonly #links: OrganisationLinks;
  readonly #clock: Clock;

  constructor(parts: {
    readonly checkReadiness: CheckReadiness;
    readonly people: PersonStore;
    readonly links: OrganisationLinks;
    readonly clock: Clock;
  }) {
    this.#checkReadiness = parts.checkReadiness;
    this.#people = parts.people;
    this.#links = parts.links;
    this.#clock = parts.clock;
  }

  /**
   * Runs the flow from one event until it has nothing more to do, and returns the state to keep. What was read for
   * another goal than the check itself goes to `deliver`.
   */
  async run(
    turn: ChatTurn,
    state: CheckState,
    event: CheckEvent,
    deliver: Deliver,
  ): Promise<CheckState> {
    const answer = turn.person.numberPrompt?.answer ?? null;
    const run: Run = { turn, deliver, token: null, answer };
    let current = state;
    let next: CheckEvent | null = event;
    while (next !== null) {
      const step = checkStep(current, next);
      current = step.state;
      next = null;
      for (const effect of step.effects) next = (await this.#perform(run, effect)) ?? next;
    }
    return current;
  }

  async #perform(run: Run, effect: CheckEffect): Promise<CheckEvent | null> {
    const { turn } = run;
    const { copy } = turn;
    switch (effect.kind) {
      case "saveAnswer":
        run.answer = effect.answer;
        await this.#people.saveNumberPromptAnswer(turn.key, effect.answer, this.#clock.now());
        return null;
      case "showNumberPrompt":
        await turn.showCard(numberPromptCard(copy, { links: this.#links }));
        return null;
      case "findToken":
        run.token = await turn.findToken();
        return { kind: run.token === null ? "tokenMissing" : "tokenFound", goal: effect.goal };
      case "askSignIn":
        await turn.askSignIn({ text: copy[SIGN_IN_TEXT[effect.why]], silent: effect.silent });
        return null;
      case "check":
        return run.token === null
          ? { kind: "tokenMissing", goal: effect.goal }
          : {
              kind: "checked",
              goal: effect.goal,
              result: await this.#checkReadiness(turn.key, run.token),
            };
      case "dropToken":
        run.token = null;
        await turn.dropToken();
        return null;
      case "deliver":
        await this.#deliver(run, effect.goal, effect.assessment);
        return null;
      case "showProblem":
        await this.#showProblem(turn, effect.problem);
        return null;
      case "signOut": {
        const wasSignedIn = await turn.dropToken();
        await turn.say(copy[wasSignedIn ? "session.signedOut" : "session.alreadySignedOut"]);
        return null;
      }
    }
  }

  async #deliver(run: Run, goal: Goal, assessment: Assessment): Promise<void> {
    const { turn, token } = run;
    if (goal !== "check") {
      if (token !== null) await run.deliver(goal, assessment, token);
      return;
    }
    const card = {
      assessment,
      numberPrompt: run.answer,
      now: this.#clock.now(),
      links: this.#links,
      locale: turn.person.locale,
    };
    await turn.showCard(readinessCard(turn.copy, card));
  }

  async #showProblem(turn: ChatTurn, problem: CheckProblem): Promise<void> {
    if (problem.kind === "codeRefused") {
      await turn.say(turn.copy["signIn.codeRefused"]);
      return;
    }
    const card = {
      problem: shownAs(problem),
      referenceId:
        problem.kind === "unavailable" ? turn.report({ what: "check", ...problem }) : null,
      links: this.#links,
      locale: turn.person.locale,
    };
    await turn.showCard(problemCard(turn.copy, card));
  }
}

/** What one run carries from effect to effect. */
type Run = {
  readonly turn: ChatTurn;
  readonly deliver: Deliver;
  token: DelegatedToken | null;
  answer: NumberPromptAnswer | null;
};

const SIGN_IN_TEXT = { first: "signIn.text", expired: "problem.sessionExpired.text" } as const;

function shownAs(problem: Exclude<CheckProblem, { readonly kind: "codeRefused" }>): Problem {
  switch (problem.kind) {
    case "wrongAccount":
    case "signInCancelled":
    case "consentRefused":
      return { kind: problem.kind };
    case "signInExpired":
      return { kind: "sessionExpired" };
    case "unavailable":
      return problemOf(problem);
  }
}
