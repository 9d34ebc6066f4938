import type { OrganisationLinks } from "../cards/links.ts";
import { reminderCard } from "../cards/reminder/reminder.card.ts";
import type { ReminderAnswer } from "../cards/reminder/reminder-ask.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { CampaignStore, CandidateStore } from "../reminders/campaign-store.ts";
import type { ReminderSettings } from "../reminders/settings.ts";
import type { StanceStore } from "../reminders/stance-store.ts";
import type { ChatTurn } from "./chat-turn.ts";
import {
  type ReminderEffect,
  type ReminderStanding,
  type ReminderStep,
  reminderStep,
} from "./reminder.flow.ts";
import { timesOf } from "./reminder-shown.ts";
import { sayStale } from "./stale.ts";

export type ReminderDialogParts = {
  readonly campaigns: Pick<CampaignStore, "current">;
  readonly candidates: Pick<CandidateStore, "find">;
  readonly stances: Pick<StanceStore, "snooze" | "setCannot" | "setOptedOut">;
  readonly settings: ReminderSettings;
  readonly links: OrganisationLinks;
  readonly clock: Clock;
};

/** How often a press is decided: once, and again while another press of the same person was first. */
const ATTEMPTS = 3;

/** What people answer to reminders: carries out what the flow decides, and shows it in the reminder's place. */
export class ReminderDialog {
  readonly #parts: ReminderDialogParts;

  constructor(parts: ReminderDialogParts) {
    this.#parts = parts;
  }

  async run(turn: ChatTurn, ask: ReminderAnswer): Promise<void> {
    const { settings, links, clock } = this.#parts;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const now = clock.now();
      const standing = await this.#find(turn.key);
      const step = reminderStep(standing, ask, settings, now);
      if (!(await this.#carryOut(turn.key, standing, step, now))) continue;
      const zones = standing.candidate ?? {
        teamsTimeZone: turn.person.timeZone,
        mailboxTimeZone: null,
      };
      const card = reminderCard(turn.copy, {
        view: step.view,
        ...timesOf(zones, standing.campaign, settings, now),
        locale: turn.person.locale,
        links,
      });
      await turn.showCard(card);
      return;
    }
    await sayStale(turn, links);
  }

  async #find(key: PersonKey): Promise<ReminderStanding> {
    const { campaigns, candidates } = this.#parts;
    const campaign = await campaigns.current(key.tenantId);
    if (campaign === null) return NOTHING;
    const candidate = await candidates.find(key, campaign.campaignId);
    return candidate === null ? NOTHING : { candidate, campaign };
  }

  /** False: another press came first, and this one has to be decided anew. */
  async #carryOut(
    key: PersonKey,
    { campaign }: ReminderStanding,
    { effects }: ReminderStep,
    now: Date,
  ): Promise<boolean> {
    for (const effect of effects) {
      if (!(await this.#perform(key, campaign?.campaignId ?? "", effect, now))) return false;
    }
    return true;
  }

  async #perform(
    key: PersonKey,
    campaignId: string,
    effect: ReminderEffect,
    now: Date,
  ): Promise<boolean> {
    const { stances } = this.#parts;
    switch (effect.kind) {
      case "snooze": {
        const { until, count } = effect;
        return stances.snooze(key, campaignId, { until, count }, now);
      }
      case "setCannot": {
        const { reason } = effect;
        await stances.setCannot(key, reason === null ? null : { reason, at: now });
        return true;
      }
      case "setOptedOut":
        await stances.setOptedOut(key, effect.isOut ? now : null);
        return true;
    }
  }
}

const NOTHING: ReminderStanding = { candidate: null, campaign: null };
