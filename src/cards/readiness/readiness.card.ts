import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import type { NumberPromptAnswer } from "../../enrollment/person.ts";
import {
  type Assessment,
  AUTHENTICATOR_ENTRY_LIMIT,
  type Readiness,
} from "../../methods/readiness.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { clientTime } from "../client-time.ts";
import { footView } from "../foot.ts";
import type { Line } from "../hints.ts";
import type { OrganisationLinks } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { answerSentence } from "./answer.ts";
import { methodGroups } from "./method-groups.ts";
import { nextStepView } from "./next-step.ts";
import json from "./readiness.template.json" with { type: "json" };
import { whySentence } from "./why.ts";

export type ReadinessCardData = {
  readonly assessment: Assessment;
  /** The person's answer to the number-prompt question, or null while there is none. */
  readonly numberPrompt: NumberPromptAnswer | null;
  readonly links: OrganisationLinks;
  /** When the methods were read. */
  readonly now: Date;
  /** BCP 47 tag of the person, or null. */
  readonly locale: string | null;
};

export const readinessTemplate = loadTemplate("readiness", json);

// The heading says it in words; container style and picture only say it again.
const LOOKS: Readonly<Record<Readiness, { readonly tone: string; readonly picture: string }>> = {
  setUp: { tone: "good", picture: PICTURES.done },
  setUpWithLeftovers: { tone: "accent", picture: PICTURES.tidy },
  notSetUp: { tone: "warning", picture: PICTURES.todo },
  cannotTell: { tone: "emphasis", picture: PICTURES.unsure },
};

// Somebody can have a Windows Hello entry for each computer they ever used. A row takes some 350 bytes, and the card has
// to stay below 28 KB; the methods that matter come first.
const MAX_ROWS = 40;

/** Where the person stands, what is registered, and the one next step. */
export function readinessCard(copy: Copy, data: ReadinessCardData): CardPayload {
  const { assessment, numberPrompt, links } = data;
  const locale = formatLocale(copy, data.locale);
  const heading = copy[`readiness.${assessment.readiness}`];
  const why = whySentence(copy, assessment);
  const { buttons, ...next } = nextStepView(copy, assessment, links);
  return expandTemplate(readinessTemplate, {
    fallbackText: `${heading}. ${why}`,
    speak: `${heading}. ${why} ${next.title}.`,
    ...LOOKS[assessment.readiness],
    heading,
    why,
    checked: copy["readiness.checked"]({ when: clientTime(data.now) }),
    groups: methodGroups(copy, locale, assessment.methods.slice(0, MAX_ROWS)),
    notes: notesOf(copy, assessment),
    answers:
      numberPrompt === null
        ? []
        : [
            {
              title: copy["answer.title"],
              text: answerSentence(copy, numberPrompt, assessment),
            },
          ],
    next,
    ...buttons,
    foot: footView(copy, links),
  });
}

function notesOf(copy: Copy, { entryLimit, methods }: Assessment): readonly Line[] {
  const hasHints = methods.some(({ hints }) => hints.length > 0);
  const unshown = methods.length - MAX_ROWS;
  return [
    ...(unshown > 0 ? [{ text: copy["list.more"]({ count: unshown }) }] : []),
    ...(hasHints ? [{ text: copy["hint.note"] }] : []),
    ...(entryLimit.isReached
      ? [
          {
            text: copy["limit.reached"]({
              used: entryLimit.used,
              limit: AUTHENTICATOR_ENTRY_LIMIT,
            }),
          },
        ]
      : []),
  ];
}
