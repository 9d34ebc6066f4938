import type { Copy } from "../../copy/copy.ts";
import { askButton } from "../buttons.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { DataOf } from "./guide-card-data.ts";
import { placeText } from "./place.ts";
import json from "./troubles.template.json" with { type: "json" };

export const troublesTemplate = loadTemplate("troubles", json);

/** The troubles of a step to choose from, each a button of its own. */
export function troublesCard(copy: Copy, data: DataOf<"troubles">): CardPayload {
  const { view, guideId, links } = data;
  const { step, troubles } = view;
  return expandTemplate(troublesTemplate, {
    fallbackText: copy["troubles.speak"],
    speak: copy["troubles.speak"],
    tone: "emphasis",
    heading: copy["troubles.title"],
    places: [{ text: `${placeText(copy, step)}: ${copy[`step.${step}.name`]}` }],
    pictures: [],
    troubles: troubles.map((trouble) =>
      askButton(
        "troubles",
        { verb: "guide.trouble", guideId, step, trouble },
        copy[`trouble.${trouble}.title`],
      ),
    ),
    executes: [
      askButton(
        "troubles",
        { verb: "guide.unstuck", guideId, step },
        copy["action.backToStep"],
        "positive",
      ),
    ],
    foot: footView(copy, links),
  });
}
