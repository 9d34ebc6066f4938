import type { Copy } from "../../copy/copy.ts";
import { type AskButton, askButton, type ButtonRow, openButton } from "../buttons.ts";
import { securityInfoLink } from "../links.ts";
import { plainText } from "../plain-text.ts";
import type { DataOf } from "./guide-card-data.ts";
import type { GuideStep } from "./guide-view.ts";
import { BLANK, type Page } from "./page.card.ts";
import { placeText, trailText } from "./place.ts";
import { STEP_PICTURES } from "./step-pictures.ts";
import { storesView } from "./stores.ts";

/** One of the four instructions, with where the person is and how it goes on. */
export function stepPage(copy: Copy, data: DataOf<"step">): Page {
  const { step, notSeenYet } = data.view;
  const name = copy[`step.${step}.name`];
  const lines = copy[`step.${step}.lines`];
  const [first = ""] = lines;
  return {
    ...BLANK,
    tone: "accent",
    heading: name,
    place: placeText(copy, step),
    trail: trailText(copy, step),
    picture: { ...STEP_PICTURES[step], alt: copy[`step.${step}.pictureAlt`] },
    news: notSeenYet ? copy["guide.notSeenYet"] : null,
    lines,
    stores: step === "prepareApp" ? storesView(copy) : [],
    asides: asidesOf(copy, step),
    buttons: buttonsOf(copy, data),
    speak: copy["guide.speak"]({
      place: placeText(copy, step),
      name,
      first: notSeenYet ? copy["guide.notSeenYet"] : plainText(first),
    }),
  };
}

function asidesOf(copy: Copy, step: GuideStep): readonly string[] {
  switch (step) {
    case "openSecurityInfo":
      return [copy["guide.watching"], copy["guide.leaveAnyTime"]];
    case "chooseAuthenticator":
    case "prepareApp":
      return [copy["guide.watching"]];
    case "scanAndApprove":
      return [copy["guide.watching.long"]];
  }
}

function buttonsOf(copy: Copy, data: DataOf<"step">): ButtonRow {
  const { view, guideId, links, accountHint } = data;
  const move = (
    verb: "guide.next" | "guide.back" | "guide.checkNow" | "guide.stuck",
    title: string,
    isPrimary = false,
  ): AskButton =>
    askButton(
      "guide",
      { verb, guideId, step: view.step },
      title,
      isPrimary ? "positive" : "default",
    );
  const stuck = move("guide.stuck", copy["action.stuck"]);
  const back = move("guide.back", copy["action.back"]);
  switch (view.step) {
    case "openSecurityInfo":
      return {
        opens: [
          openButton(
            copy["action.openSecurityInfo"],
            securityInfoLink(links, accountHint),
            "positive",
          ),
        ],
        executes: [move("guide.next", copy["action.next"]), stuck],
        links: [],
      };
    case "chooseAuthenticator":
    case "prepareApp":
      return {
        opens: [],
        executes: [
          move("guide.next", copy["action.next"], true),
          back,
          move("guide.checkNow", copy["action.checkNow"]),
          stuck,
        ],
        links: [],
      };
    case "scanAndApprove":
      return {
        opens: [],
        executes: [move("guide.checkNow", copy["action.checkNow"], true), back, stuck],
        links: [],
      };
  }
}
