import type { Copy } from "../../copy/copy.ts";
import { GUIDE_STEPS, type GuideStep } from "./guide-view.ts";

/** "Step 2 of 4". */
export function placeText(copy: Copy, step: GuideStep): string {
  return copy["guide.place"]({ step: stepNumber(step), steps: GUIDE_STEPS.length });
}

/** The names of the steps in their order, the present one marked in words. */
export function trailText(copy: Copy, step: GuideStep): string {
  return GUIDE_STEPS.map((each) => {
    const name = copy[`step.${each}.name`];
    return each === step ? `**${copy["guide.here"]({ name })}**` : name;
  }).join(" › ");
}

/** Counted from 1, as people do. */
export const stepNumber = (step: GuideStep): number => GUIDE_STEPS.indexOf(step) + 1;
