import type { CampaignAsk } from "../cards/campaign-status/campaign-ask.ts";
import { campaignStatusCard } from "../cards/campaign-status/campaign-status.card.ts";
import type { CampaignStatusView } from "../cards/campaign-status/campaign-status-view.ts";
import type { OrganisationLinks } from "../cards/links.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { Administrators } from "../reminders/administrators.ts";
import type { Campaign } from "../reminders/campaign.ts";
import type { CampaignStatus, CampaignStatusReader } from "../reminders/campaign-status.ts";
import type { CampaignStore } from "../reminders/campaign-store.ts";
import type { DirectoryRefusal } from "../reminders/directory.ts";
import { zoneOf } from "../reminders/time-zone.ts";
import type { ChatTurn } from "./chat-turn.ts";

export type CampaignDialogParts = {
  readonly administrators: Pick<Administrators, "standingOf">;
  readonly status: Pick<CampaignStatusReader, "read" | "forget">;
  readonly campaigns: Pick<CampaignStore, "current" | "setState">;
  readonly ratePerSecond: number;
  readonly defaultTimeZone: string;
  readonly links: OrganisationLinks;
  readonly clock: Clock;
  /** Told who changed what, for the log. */
  readonly onChange: (by: PersonKey, campaign: Campaign) => void;
};

/** A campaign in Teams, for its administrators: how it stands, pause, resume. Everybody else is told whose it is. */
export class CampaignDialog {
  readonly #parts: CampaignDialogParts;

  constructor(parts: CampaignDialogParts) {
    this.#parts = parts;
  }

  async run(turn: ChatTurn, ask: CampaignAsk): Promise<void> {
    const acts = ask.verb === "campaign.pause" || ask.verb === "campaign.resume";
    const standing = await this.#parts.administrators.standingOf(turn.key.userId, { now: acts });
    switch (standing.kind) {
      case "administrator":
        await this.#answer(turn, ask);
        return;
      case "notAdministrator":
        await turn.say(turn.copy["campaign.onlyAdministrators"]);
        return;
      case "forbidden":
      case "throttled":
      case "unavailable":
        await this.#sayUnchecked(turn, standing);
        return;
    }
  }

  async #answer(turn: ChatTurn, ask: CampaignAsk): Promise<void> {
    switch (ask.verb) {
      case "campaign.show":
        await this.#show(turn, { kind: "status", news: null });
        return;
      case "campaign.askPause":
        await this.#confirm(turn, ask.campaignId, "pause");
        return;
      case "campaign.askResume":
        await this.#confirm(turn, ask.campaignId, "resume");
        return;
      case "campaign.pause":
        await this.#change(turn, ask.campaignId, "pause");
        return;
      case "campaign.resume":
        await this.#change(turn, ask.campaignId, "resume");
        return;
    }
  }

  async #confirm(turn: ChatTurn, campaignId: string, change: Change): Promise<void> {
    const { status } = this.#parts;
    const known = await status.read();
    const isAsShown = isChangeable(known.campaign, campaignId, change);
    // What is remembered may be a minute old, and then the answer would be about another state.
    if (!isAsShown) status.forget();
    await this.#show(turn, isAsShown ? { kind: "confirm", change } : NOTHING_TO_CHANGE);
  }

  async #change(turn: ChatTurn, campaignId: string, change: Change): Promise<void> {
    const { campaigns, status, clock, onChange } = this.#parts;
    const current = await campaigns.current(turn.key.tenantId);
    status.forget();
    if (!isChangeable(current, campaignId, change)) {
      await this.#show(turn, NOTHING_TO_CHANGE);
      return;
    }
    const wanted = change === "pause" ? "paused" : "running";
    const changed = await campaigns.setState(campaignId, wanted, clock.now());
    // Somebody else may have ended it in between, and then it stays so.
    const isDone = changed?.state === wanted;
    if (isDone) onChange(turn.key, changed);
    await this.#show(turn, isDone ? { kind: "status", news: `${wanted}Now` } : NOTHING_TO_CHANGE);
  }

  async #show(turn: ChatTurn, view: CampaignStatusView): Promise<void> {
    const { ratePerSecond, defaultTimeZone, links } = this.#parts;
    const status: CampaignStatus = await this.#parts.status.read();
    const { timeZone: teamsTimeZone, locale } = turn.person;
    const zone = zoneOf({ teamsTimeZone, mailboxTimeZone: null }, defaultTimeZone).name;
    const card = { view, status, ratePerSecond, zone, locale, links };
    await turn.showCard(campaignStatusCard(turn.copy, card));
  }

  async #sayUnchecked(turn: ChatTurn, refusal: DirectoryRefusal): Promise<void> {
    const requestId = refusal.kind === "throttled" ? null : refusal.requestId;
    const what = "asking for administrators";
    const id = turn.report({ what, why: refusal.kind, requestId });
    await turn.say(turn.copy["campaign.cannotCheck"]({ id }));
  }
}

type Change = "pause" | "resume";

const NOTHING_TO_CHANGE: CampaignStatusView = { kind: "status", news: "nothingToChange" };

/** Whether the campaign is the one that the card showed, in the state that the change begins with. */
const isChangeable = (campaign: Campaign | null, campaignId: string, change: Change): boolean =>
  campaign?.campaignId === campaignId &&
  campaign.state === (change === "pause" ? "running" : "paused");
