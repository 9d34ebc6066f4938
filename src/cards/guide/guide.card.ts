import type { Copy } from "../../copy/copy.ts";
import type { CardPayload } from "../card.ts";
import { checklistCard } from "../checklist/checklist.card.ts";
import { chooseDeviceCard, whereNumberShowedCard } from "../device/device.card.ts";
import type { GuideCardData } from "./guide-card-data.ts";
import { helpDeskPage } from "./help-desk-page.ts";
import { makeRoomPage } from "./make-room-page.ts";
import { movedOnPage } from "./moved-on-page.ts";
import { pageCard } from "./page.card.ts";
import { proofPage } from "./proof-page.ts";
import { stepPage } from "./step-page.ts";
import { troublePage } from "./trouble-page.ts";
import { troublesCard } from "./troubles.card.ts";

/** The one card of the guided set-up, whatever it shows now; each new one takes the place of the last. */
export function guideCard(copy: Copy, data: GuideCardData): CardPayload {
  const { view } = data;
  switch (view.kind) {
    case "step":
      return pageCard(copy, data.links, stepPage(copy, { ...data, view }));
    case "troubles":
      return troublesCard(copy, { ...data, view });
    case "trouble":
      return pageCard(copy, data.links, troublePage(copy, { ...data, view }));
    case "movedOn":
      return pageCard(copy, data.links, movedOnPage(copy, { ...data, view }));
    case "makeRoom":
      return pageCard(copy, data.links, makeRoomPage(copy, { ...data, view }));
    case "helpDesk":
      return pageCard(copy, data.links, helpDeskPage(copy, { ...data, view }));
    case "proof":
      return pageCard(copy, data.links, proofPage(copy, { ...data, view }));
    case "chooseDevice":
      return chooseDeviceCard(copy, { ...data, view });
    case "whereNumberShowed":
      return whereNumberShowedCard(copy, { ...data, view });
    case "checklist":
      return checklistCard(copy, { ...data, view });
  }
}
