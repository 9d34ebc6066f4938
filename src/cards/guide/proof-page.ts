import type { Copy } from "../../copy/copy.ts";
import { askButton, type ButtonRow, openButton } from "../buttons.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { plainText } from "../plain-text.ts";
import type { DataOf } from "./guide-card-data.ts";
import { BLANK, type Page } from "./page.card.ts";

/** The fresh sign-in that shows that push works, or why the last one showed nothing and how to go on. */
export function proofPage(copy: Copy, data: DataOf<"proof">): Page {
  const { failed } = data.view;
  const heading = failed === null ? copy["proof.title"] : copy[`proof.${failed}.title`];
  const lead = failed === null ? copy["proof.text"] : copy[`proof.${failed}.text`];
  return {
    ...BLANK,
    tone: failed === null ? "accent" : "warning",
    heading,
    picture:
      failed === null
        ? {
            url: PICTURES.phone,
            alt: copy["numberPrompt.pictureAlt"],
            width: "42px",
            height: "72px",
          }
        : { url: PICTURES.problem, alt: "", width: "28px", height: "28px" },
    lead,
    lines: failed === "noNumber" ? copy["proof.noNumber.lines"] : copy["proof.lines"],
    asides: [copy["proof.moveOn"], ...(failed === "noNumber" ? [] : [copy["proof.otherMethod"]])],
    buttons: buttonsOf(copy, data),
    speak: `${heading}. ${plainText(lead)}`,
  };
}

function buttonsOf(copy: Copy, { view, guideId, signInLink }: DataOf<"proof">): ButtonRow {
  const prove = { verb: "guide.prove", guideId } as const;
  const link =
    signInLink === null
      ? askButton("guide", prove, copy["proof.getLink"], "positive")
      : askButton("guide", prove, copy["proof.newLink"]);
  return {
    opens: signInLink === null ? [] : [openButton(copy["action.signIn"], signInLink, "positive")],
    executes: [
      link,
      ...(view.failed === "noNumber"
        ? [askButton("guide", { verb: "guide.start", guideId }, copy["proof.setUpPhone"])]
        : []),
      askButton("guide", { verb: "checklist.show", guideId }, copy["action.showChecklist"]),
    ],
    links: [],
  };
}
