import type { Copy } from "../../copy/copy.ts";
import type { Assessment, Reason } from "../../methods/readiness.ts";
import type { Line } from "../hints.ts";
import { helpDeskRequestUrl, type OrganisationLinks } from "../links.ts";

/** What the button of the next step does: open a page, or look again. */
export type PrimaryAction =
  | { readonly kind: "openUrl"; readonly title: string; readonly url: string }
  | { readonly kind: "check"; readonly title: string }
  | { readonly kind: "none" };

export type NextStepView = {
  readonly title: string;
  readonly texts: readonly Line[];
  readonly steps: readonly { readonly number: string; readonly text: string }[];
  /** What to know besides. */
  readonly asides: readonly Line[];
  /** Set off from the rest: what must not be done. */
  readonly cautions: readonly Line[];
  readonly primary: PrimaryAction;
};

/** The one next step, in words, with its button. */
export function nextStepView(
  copy: Copy,
  assessment: Assessment,
  links: OrganisationLinks,
): NextStepView {
  const { nextStep } = assessment;
  const title = copy[`next.${nextStep}.title`];
  const openSecurityInfo: PrimaryAction = {
    kind: "openUrl",
    title: copy["action.openSecurityInfo"],
    url: links.securityInfoUrl,
  };
  switch (nextStep) {
    case "addAuthenticator":
      return {
        title,
        texts: [],
        steps: numbered(copy["next.addAuthenticator.steps"]),
        asides: [
          { text: copy["next.addAuthenticator.after"] },
          ...(assessment.hasOtherMfa ? [] : [{ text: copy["next.addAuthenticator.noOtherMfa"] }]),
        ],
        cautions: [],
        primary: openSecurityInfo,
      };
    case "makeRoomFirst":
      return {
        title,
        texts: [],
        steps: numbered(copy["next.makeRoomFirst.steps"]),
        asides: [],
        cautions: [{ text: copy["next.makeRoomFirst.caution"] }],
        primary: openSecurityInfo,
      };
    case "reviewLeftovers":
      return {
        title,
        texts: [],
        steps: numbered(tidySteps(copy, assessment)),
        asides: [],
        cautions: [{ text: copy["next.reviewLeftovers.caution"] }],
        primary: openSecurityInfo,
      };
    case "nothing":
      return plain(title, copy["next.nothing.text"], { kind: "none" });
    case "tryAgainLater":
      return plain(title, copy["next.tryAgainLater.text"], {
        kind: "check",
        title: copy["action.checkAgain"],
      });
    case "askHelpDesk":
      return plain(title, copy[`next.askHelpDesk.${isGuest(assessment) ? "guest" : "forbidden"}`], {
        kind: "openUrl",
        title: copy["action.submitRequest"],
        url: helpDeskRequestUrl(links),
      });
  }
}

// The proof comes first: nothing is to be removed before it.
function tidySteps(copy: Copy, { reasons }: Assessment): readonly string[] {
  const has = (kind: Reason["kind"]): boolean => reasons.some((reason) => reason.kind === kind);
  return [
    copy["next.reviewLeftovers.confirm"],
    ...(has("severalDevices") ? [copy["next.reviewLeftovers.devices"]] : []),
    ...(has("retiredRegistered") ? [copy["next.reviewLeftovers.retired"]] : []),
  ];
}

function plain(title: string, text: string, primary: PrimaryAction): NextStepView {
  return { title, texts: [{ text }], steps: [], asides: [], cautions: [], primary };
}

const numbered = (steps: readonly string[]): NextStepView["steps"] =>
  steps.map((text, index) => ({ number: `${index + 1}`, text }));

const isGuest = ({ reasons }: Assessment): boolean => reasons.some(({ kind }) => kind === "guest");
