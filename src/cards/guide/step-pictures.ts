import { PICTURES } from "../pictures/pictures.ts";
import type { GuideStep } from "./guide-view.ts";
import type { PagePicture } from "./page.card.ts";

/** The drawing of each step, without its words. */
export const STEP_PICTURES: Readonly<Record<GuideStep, Omit<PagePicture, "alt">>> = {
  openSecurityInfo: { url: PICTURES.openSecurityInfo, width: "80px", height: "64px" },
  chooseAuthenticator: { url: PICTURES.chooseAuthenticator, width: "80px", height: "64px" },
  prepareApp: { url: PICTURES.prepareApp, width: "80px", height: "64px" },
  scanAndApprove: { url: PICTURES.scanAndApprove, width: "80px", height: "64px" },
};
