import { campaignStatusTemplate } from "./campaign-status/campaign-status.card.ts";
import { checklistTemplate } from "./checklist/checklist.card.ts";
import { cleanupTemplate } from "./cleanup/frame.ts";
import { deviceTemplate } from "./device/device.card.ts";
import { guideTemplate } from "./guide/page.card.ts";
import { troublesTemplate } from "./guide/troubles.card.ts";
import { helpTemplate } from "./help/help.card.ts";
import { numberPromptTemplate } from "./number-prompt/number-prompt.card.ts";
import { problemTemplate } from "./problem/problem.card.ts";
import { readinessTemplate } from "./readiness/readiness.card.ts";
import { reminderTemplate } from "./reminder/reminder-page.ts";
import { welcomeTemplate } from "./welcome/welcome.card.ts";

export const CARD_TEMPLATES = [
  welcomeTemplate,
  numberPromptTemplate,
  readinessTemplate,
  problemTemplate,
  helpTemplate,
  guideTemplate,
  troublesTemplate,
  deviceTemplate,
  checklistTemplate,
  cleanupTemplate,
  reminderTemplate,
  campaignStatusTemplate,
] as const;

/**
 * Loads the template engine and parses every card, so that the first person does not wait for it. Call it once the
 * server listens.
 */
export function prepareCards(): void {
  for (const template of CARD_TEMPLATES) template.prepare();
}
