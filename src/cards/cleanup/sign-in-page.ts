import type { Copy } from "../../copy/copy.ts";
import { askButton, type ButtonRow, openButton } from "../buttons.ts";
import { BLANK, type Page } from "../guide/page.card.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { plainText } from "../plain-text.ts";
import type { CleanupDataOf } from "./cleanup-view.ts";

type Data = CleanupDataOf<"signIn">;

/** The fresh sign-in that a removal needs, or why the last one was not enough. */
export function signInPage(copy: Copy, data: Data): Page {
  const { why } = data.view;
  const { heading, lead, news } = wordsOf(copy, data.view);
  const isFirst = why === null || why === "notYet";
  return {
    ...BLANK,
    tone: isFirst ? "accent" : "warning",
    heading,
    picture: isFirst
      ? {
          url: PICTURES.phone,
          alt: copy["numberPrompt.pictureAlt"],
          width: "42px",
          height: "72px",
        }
      : { url: PICTURES.problem, alt: "", width: "28px", height: "28px" },
    lead,
    news,
    lines:
      why === "noNumber" ? copy["cleanup.signIn.noNumber.lines"] : copy["cleanup.signIn.lines"],
    asides: [copy["proof.moveOn"], ...(why === "noNumber" ? [] : [copy["proof.otherMethod"]])],
    buttons: buttonsOf(copy, data),
    speak: `${heading}. ${plainText(news ?? lead)}`,
  };
}

function wordsOf(
  copy: Copy,
  { why, removedBefore }: Data["view"],
): { readonly heading: string; readonly lead: string; readonly news: string | null } {
  switch (why) {
    case null:
    case "notYet":
      return {
        heading: copy["cleanup.signIn.title"],
        lead: copy["cleanup.signIn.text"],
        news: why === null ? null : copy["cleanup.signIn.notYet"],
      };
    case "stepUp":
      return {
        heading: copy["cleanup.signIn.stepUp.title"],
        lead: copy["cleanup.signIn.stepUp.text"]({ removed: removedBefore }),
        news: null,
      };
    case "noNumber":
    case "denied":
    case "wrongAccount":
    case "wrongTenant":
    case "expired":
    case "failed":
      return { heading: copy[`proof.${why}.title`], lead: copy[`proof.${why}.text`], news: null };
  }
}

function buttonsOf(copy: Copy, { guideId, signInLink }: Data): ButtonRow {
  const again = { verb: "cleanup.signInAgain", guideId } as const;
  return {
    opens: signInLink === null ? [] : [openButton(copy["action.signIn"], signInLink, "positive")],
    executes: [
      ...(signInLink === null
        ? [askButton("cleanup", again, copy["proof.getLink"], "positive")]
        : [
            askButton("cleanup", { verb: "cleanup.look", guideId }, copy["cleanup.signIn.done"]),
            askButton("cleanup", again, copy["proof.newLink"]),
          ]),
      askButton("cleanup", { verb: "cleanup.back", guideId }, copy["action.back"]),
    ],
    links: [],
  };
}
