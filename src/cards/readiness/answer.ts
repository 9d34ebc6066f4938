import type { Copy } from "../../copy/copy.ts";
import type { NumberPromptAnswer } from "../../enrollment/person.ts";
import type { Method } from "../../methods/method.ts";
import { classOf } from "../../methods/policy.ts";
import type { Assessment } from "../../methods/readiness.ts";

/** What of the registered methods asks for a two-digit number. */
type NumberEvidence = "push" | "lite" | "phoneSignIn" | "none" | "cannotTell";

/** The person's own answer beside what is registered: that they agree, or how a difference may come about. */
export function answerSentence(
  copy: Copy,
  answer: NumberPromptAnswer,
  assessment: Assessment,
): string {
  const evidence = numberEvidence(assessment);
  if (evidence === "cannotTell") return copy[`answer.${answer}.cannotTell`];
  if (answer === "yes") return copy[`answer.yes.${evidence}`];
  return evidence === "push" ? copy[`answer.${answer}.push`] : copy[`answer.${answer}.none`];
}

function numberEvidence({ readiness, methods }: Assessment): NumberEvidence {
  const has = (matches: (method: Method) => boolean): boolean =>
    methods.some(({ method }) => matches(method));
  if (has((method) => classOf(method) === "microsoftAuthenticator")) return "push";
  if (readiness === "cannotTell") return "cannotTell";
  if (has((method) => classOf(method) === "authenticatorLite")) return "lite";
  return has((method) => method.kind === "passwordlessMicrosoftAuthenticator")
    ? "phoneSignIn"
    : "none";
}
