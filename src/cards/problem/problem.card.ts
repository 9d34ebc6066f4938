import type { Copy } from "../../copy/copy.ts";
import { formatLocale, waitText } from "../../copy/format.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import { helpDeskRequestUrl, type OrganisationLinks } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { shownText } from "../shown-text.ts";
import json from "./problem.template.json" with { type: "json" };
import type { Problem } from "./problem.ts";

export type ProblemCardData = {
  readonly problem: Problem;
  /** What the log knows this case by, for the help desk; null where there is nothing to look up. */
  readonly referenceId: string | null;
  readonly links: OrganisationLinks;
  /** BCP 47 tag of the person, or null. */
  readonly locale: string | null;
};

export const problemTemplate = loadTemplate("problem", json);

/** Something did not work: what, what it means for the person, and the one way on. */
export function problemCard(copy: Copy, data: ProblemCardData): CardPayload {
  const { problem, referenceId, links } = data;
  const title = copy[`problem.${problem.kind}.title`];
  const text = textOf(copy, problem, data.locale);
  const way = wayOn(copy, problem, links);
  return expandTemplate(problemTemplate, {
    fallbackText: `${title}. ${text}`,
    speak: `${title}. ${text}`,
    picture: PICTURES.problem,
    title,
    text,
    tells: tellsOf(copy, problem, links),
    references:
      referenceId === null
        ? []
        : [{ text: copy["problem.reference"]({ id: shownText(referenceId) }) }],
    checks: way.kind === "check" ? [{ title: way.title }] : [],
    openUrls: way.kind === "helpDesk" ? [{ title: way.title, url: way.url }] : [],
    foot: footView(copy, links),
  });
}

function textOf(copy: Copy, problem: Problem, locale: string | null): string {
  if (problem.kind !== "throttled") return copy[`problem.${problem.kind}.text`];
  const { retryAfterSeconds } = problem;
  const wait =
    retryAfterSeconds === null ? null : waitText(formatLocale(copy, locale), retryAfterSeconds);
  return copy["problem.throttled.text"]({ wait });
}

type WayOn =
  | { readonly kind: "check"; readonly title: string }
  | { readonly kind: "helpDesk"; readonly title: string; readonly url: string };

// An unauthenticated check makes Teams show its own sign-in, so "Sign in" and "Try again" are one action.
function wayOn(copy: Copy, problem: Problem, links: OrganisationLinks): WayOn {
  switch (problem.kind) {
    case "throttled":
    case "serviceDown":
    case "badReply":
    case "timeout":
    case "unexpected":
      return { kind: "check", title: copy["action.tryAgain"] };
    case "staleAction":
      return { kind: "check", title: copy["action.checkAgain"] };
    case "signInCancelled":
    case "sessionExpired":
    case "wrongAccount":
    case "consentRefused":
      return { kind: "check", title: copy["action.signIn"] };
    case "noPermission":
      return {
        kind: "helpDesk",
        title: copy["action.submitRequest"],
        url: helpDeskRequestUrl(links),
      };
  }
}

function tellsOf(
  copy: Copy,
  problem: Problem,
  links: OrganisationLinks,
): readonly { readonly title: string; readonly text: string }[] {
  if (problem.kind !== "noPermission" && problem.kind !== "consentRefused") return [];
  const organisationName = shownText(links.organisationName);
  return [
    {
      title: copy["problem.tellHelpDesk"],
      text: copy["problem.adminConsent"]({ organisationName }),
    },
  ];
}
