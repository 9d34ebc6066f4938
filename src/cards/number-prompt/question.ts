import type { Copy } from "../../copy/copy.ts";
import { PICTURES } from "../pictures/pictures.ts";

export type QuestionView = {
  readonly question: string;
  readonly questionHint: string;
  readonly picture: string;
  readonly pictureAlt: string;
  readonly yes: string;
  readonly no: string;
  readonly unsure: string;
};

/** The question of "Before you begin" and its answers, as two cards ask it. */
export function questionView(copy: Copy): QuestionView {
  return {
    question: copy["numberPrompt.question"],
    questionHint: copy["numberPrompt.hint"],
    picture: PICTURES.phone,
    pictureAlt: copy["numberPrompt.pictureAlt"],
    yes: copy["numberPrompt.yes"],
    no: copy["numberPrompt.no"],
    unsure: copy["numberPrompt.unsure"],
  };
}
