import type { OrganisationLinks } from "../cards/links.ts";
import { numberPromptCard } from "../cards/number-prompt/number-prompt.card.ts";
import { problemCard } from "../cards/problem/problem.card.ts";
import { type Problem, problemOf } from "../cards/problem/problem.ts";
import { readinessCard } from "../cards/readiness/readiness.card.ts";
import type { CheckReadiness } from "../enrollment/check.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { NumberPromptAnswer, PersonStore } from "../enrollment/person.ts";
import type { ChatTurn } from "./chat-turn.ts";
import {
  type CheckEffect,
  type CheckEvent,
  type CheckProblem,
  type CheckState,
  checkStep,
} from "./check.flow.ts";

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

  /** Runs the flow from one event until it has nothing more to do, and returns the state to keep. */
  async run(turn: ChatTurn, state: CheckState, event: CheckEvent): Promise<CheckState> {
    const run: Run = { turn, token: null, answer: turn.person.numberPrompt?.answer ?? null };
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
        return { kind: run.token === null ? "tokenMissing" : "tokenFound" };
      case "askSignIn":
        await turn.askSignIn({ text: copy[SIGN_IN_TEXT[effect.why]], silent: effect.silent });
        return null;
      case "check":
        return run.token === null
          ? { kind: "tokenMissing" }
          : { kind: "checked", result: await this.#checkReadiness(turn.key, run.token) };
      case "dropToken":
        run.token = null;
        await turn.dropToken();
        return null;
      case "showAssessment":
        await turn.showCard(
          readinessCard(copy, {
            assessment: effect.assessment,
            numberPrompt: run.answer,
            now: this.#clock.now(),
            links: this.#links,
            locale: turn.person.locale,
          }),
        );
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

  async #showProblem(turn: ChatTurn, problem: CheckProblem): Promise<void> {
    if (problem.kind === "codeRefused") {
      await turn.say(turn.copy["signIn.codeRefused"]);
      return;
    }
    const card = {
      problem: shownAs(problem),
      referenceId: problem.kind === "unavailable" ? turn.report(problem) : null,
      links: this.#links,
      locale: turn.person.locale,
    };
    await turn.showCard(problemCard(turn.copy, card));
  }
}

/** What one run carries from effect to effect. */
type Run = {
  readonly turn: ChatTurn;
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
