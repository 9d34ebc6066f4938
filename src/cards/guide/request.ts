import type { Copy } from "../../copy/copy.ts";
import { GUIDE_STEPS, type GuideStep, type HelpReason } from "./guide-view.ts";
import { stepNumber } from "./place.ts";

/**
 * What the help desk is asked, with what was tried: the step and the reason. It names no person, no device and no
 * number, because it travels in an address.
 */
export function requestText(copy: Copy, why: HelpReason, step: GuideStep): string {
  const tried = copy["helpDesk.tried"]({
    step: stepNumber(step),
    steps: GUIDE_STEPS.length,
    name: copy[`step.${step}.name`],
  });
  return copy["helpDesk.request"]({ tried, wish: copy[`helpDesk.${why}.request`] });
}
