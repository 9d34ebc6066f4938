import { campaign } from "./en/campaign.ts";
import { chat } from "./en/chat.ts";
import { checklist } from "./en/checklist.ts";
import { cleanup } from "./en/cleanup.ts";
import { guide } from "./en/guide.ts";
import { helpDesk } from "./en/help-desk.ts";
import { methods } from "./en/methods.ts";
import { problems } from "./en/problems.ts";
import { readiness } from "./en/readiness.ts";
import { reminder } from "./en/reminder.ts";
import { troubles } from "./en/troubles.ts";
import { web } from "./en/web.ts";

/**
 * Every sentence a person reads, in English, by topic. Keys are `place.what`, and no two topics have the same; see
 * {@link Copy} for other languages.
 */
export const en = {
  /** BCP 47 language of these words; dates and lists are written in it. */
  language: "en",

  ...chat,
  ...readiness,
  ...methods,
  ...problems,

  // --- The guided set-up --------------------------------------------------------------------------------------
  ...guide,
  ...troubles,
  ...helpDesk,
  ...checklist,

  // --- The clean-up -------------------------------------------------------------------------------------------
  ...cleanup,
  // --- Reminders ----------------------------------------------------------------------------------------------
  ...reminder,
  ...campaign,

  // --- The fresh sign-in in the browser -----------------------------------------------------------------------
  ...web,
};
