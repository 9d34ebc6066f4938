import type { Copy } from "../../copy/copy.ts";
import type { Assessment, Reason } from "../../methods/readiness.ts";
import {
  type AskButton,
  askButton,
  type ButtonRow,
  type OpenButton,
  openButton,
} from "../buttons.ts";
import type { Line } from "../hints.ts";
import { helpDeskRequestUrl, type OrganisationLinks } from "../links.ts";

export type NextStepView = {
  readonly title: string;
  readonly texts: readonly Line[];
  readonly steps: readonly { readonly number: string; readonly text: string }[];
  /** What to know besides. */
  readonly asides: readonly Line[];
  /** Set off from the rest: what must not be done. */
  readonly cautions: readonly Line[];
  /** At most one of them is primary. */
  readonly buttons: ButtonRow;
};

/** The one next step, in words, with its buttons. */
export function nextStepView(
  copy: Copy,
  assessment: Assessment,
  links: OrganisationLinks,
): NextStepView {
  const { nextStep } = assessment;
  const title = copy[`next.${nextStep}.title`];
  switch (nextStep) {
    case "addAuthenticator":
      return {
        ...plain(title, copy["next.addAuthenticator.text"]),
        asides: assessment.hasOtherMfa ? [] : [{ text: copy["next.addAuthenticator.noOtherMfa"] }],
        buttons: row({
          executes: [startSetUp(copy), checkAgain(copy)],
          links: [securityInfo(copy, links)],
        }),
      };
    case "makeRoomFirst":
      return {
        ...plain(title, copy["next.makeRoomFirst.text"]),
        cautions: [{ text: copy["next.makeRoomFirst.caution"] }],
        buttons: row({ executes: [startSetUp(copy), checkAgain(copy)] }),
      };
    case "reviewLeftovers":
      return {
        ...plain(title, null),
        steps: numbered(tidySteps(copy, assessment)),
        cautions: [{ text: copy["next.reviewLeftovers.caution"] }],
        buttons: tidyButtons(copy, assessment, links),
      };
    case "nothing":
      return {
        ...plain(title, copy["next.nothing.text"]),
        buttons: row({ executes: [showChecklist(copy), checkAgain(copy)] }),
      };
    case "tryAgainLater":
      return {
        ...plain(title, copy["next.tryAgainLater.text"]),
        buttons: row({ executes: [checkAgain(copy, "positive")] }),
      };
    case "askHelpDesk": {
      const text = copy[`next.askHelpDesk.${isGuest(assessment) ? "guest" : "forbidden"}`];
      const ask = openButton(copy["action.submitRequest"], helpDeskRequestUrl(links), "positive");
      return {
        ...plain(title, text),
        buttons: row({ opens: [ask], executes: [checkAgain(copy)] }),
      };
    }
  }
}

// With several devices the clean-up asks which one works before any goes; a retired method can go at once.
function tidyButtons(copy: Copy, assessment: Assessment, links: OrganisationLinks): ButtonRow {
  return has(assessment, "severalDevices")
    ? row({
        executes: [cleanUp(copy), showChecklist(copy), checkAgain(copy)],
        links: [securityInfo(copy, links)],
      })
    : row({
        opens: [securityInfo(copy, links, "positive")],
        executes: [showChecklist(copy), checkAgain(copy)],
      });
}

// The proof comes first: nothing is to be removed before it. The clean-up asks for it by itself.
function tidySteps(copy: Copy, assessment: Assessment): readonly string[] {
  return [
    has(assessment, "severalDevices")
      ? copy["next.reviewLeftovers.devices"]
      : copy["next.reviewLeftovers.confirm"],
    ...(has(assessment, "retiredRegistered") ? [copy["next.reviewLeftovers.retired"]] : []),
  ];
}

type Style = "default" | "positive";

const startSetUp = (copy: Copy): AskButton =>
  askButton(
    "readiness",
    { verb: "guide.start", guideId: null },
    copy["action.startSetUp"],
    "positive",
  );

const cleanUp = (copy: Copy): AskButton =>
  askButton(
    "readiness",
    { verb: "cleanup.start", guideId: null },
    copy["action.cleanUp"],
    "positive",
  );

const showChecklist = (copy: Copy, style?: Style): AskButton =>
  askButton(
    "readiness",
    { verb: "checklist.show", guideId: null },
    copy["action.showChecklist"],
    style,
  );

const checkAgain = (copy: Copy, style?: Style): AskButton =>
  askButton("readiness", { verb: "status.check" }, copy["action.checkAgain"], style);

const securityInfo = (copy: Copy, links: OrganisationLinks, style?: Style): OpenButton =>
  openButton(copy["action.openSecurityInfo"], links.securityInfoUrl, style);

const row = (buttons: Partial<ButtonRow>): ButtonRow => ({
  opens: [],
  executes: [],
  links: [],
  ...buttons,
});

function plain(title: string, text: string | null): Omit<NextStepView, "buttons"> {
  return {
    title,
    texts: text === null ? [] : [{ text }],
    steps: [],
    asides: [],
    cautions: [],
  };
}

const numbered = (steps: readonly string[]): NextStepView["steps"] =>
  steps.map((text, index) => ({ number: `${index + 1}`, text }));

const has = ({ reasons }: Assessment, kind: Reason["kind"]): boolean =>
  reasons.some((reason) => reason.kind === kind);

const isGuest = (assessment: Assessment): boolean => has(assessment, "guest");
