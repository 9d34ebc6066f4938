import type { Copy } from "../../copy/copy.ts";
import { countText, formatLocale } from "../../copy/format.ts";
import type { Place } from "../../copy/zoned-format.ts";
import type { Campaign } from "../../reminders/campaign.ts";
import type { CampaignStatus } from "../../reminders/campaign-status.ts";
import { type AskButton, askButton } from "../buttons.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { clientTime } from "../client-time.ts";
import { footView } from "../foot.ts";
import type { OrganisationLinks } from "../links.ts";
import type { CampaignAsk } from "./campaign-ask.ts";
import json from "./campaign-status.template.json" with { type: "json" };
import type { CampaignStatusView } from "./campaign-status-view.ts";
import { type Section, statusSections, waitingIn } from "./status-sections.ts";

export type CampaignStatusCardData = {
  readonly view: CampaignStatusView;
  readonly status: CampaignStatus;
  readonly ratePerSecond: number;
  /** IANA zone of whoever looks. */
  readonly zone: string;
  /** BCP 47 tag of whoever looks, or null. */
  readonly locale: string | null;
  readonly links: OrganisationLinks;
};

export const campaignStatusTemplate = loadTemplate("campaignStatus", json);

type Page = {
  readonly tone: "good" | "warning" | "emphasis";
  readonly heading: string;
  readonly lead: string;
  readonly asOf: string | null;
  readonly news: string | null;
  readonly sections: readonly Section[];
  readonly executes: readonly AskButton[];
  readonly speak: string;
};

/** A campaign in numbers, for those who run it, with the way to pause it and to go on. */
export function campaignStatusCard(copy: Copy, data: CampaignStatusCardData): CardPayload {
  const { view, links } = data;
  const place = { locale: formatLocale(copy, data.locale), zone: data.zone };
  const { asOf, news, ...page } =
    view.kind === "status"
      ? statusPage(copy, place, data, view.news)
      : confirmPage(copy, place, data, view.change);
  return expandTemplate(campaignStatusTemplate, {
    ...page,
    asOf: textOf(asOf),
    news: textOf(news),
    foot: footView(copy, links),
  });
}

function statusPage(
  copy: Copy,
  place: Place,
  { status, ratePerSecond }: CampaignStatusCardData,
  news: Extract<CampaignStatusView, { readonly kind: "status" }>["news"],
): Page {
  const { campaign, counts, readAt } = status;
  const state = campaign?.state ?? "none";
  const heading = copy[`campaign.${state}.title`];
  return {
    tone: TONES[state],
    heading,
    lead: copy[`campaign.${state}.text`],
    asOf: copy["campaign.asOf"]({ when: clientTime(readAt) }),
    news: news === null ? null : copy[`campaign.${news}`],
    sections: statusSections(copy, place, status, ratePerSecond),
    executes: [
      ask({ verb: "campaign.show" }, copy["campaign.action.show"]),
      ...changes(copy, campaign),
    ],
    speak: copy["campaign.speak"]({
      heading,
      ready: countText(place.locale, counts.ready),
      people: countText(place.locale, counts.people),
    }),
  };
}

const TONES = {
  running: "good",
  paused: "warning",
  stopped: "emphasis",
  none: "emphasis",
} as const;

/** What can be asked of the campaign as it stands. */
function changes(copy: Copy, campaign: Campaign | null): readonly AskButton[] {
  if (campaign === null) return [];
  const { campaignId } = campaign;
  switch (campaign.state) {
    case "running":
      return [ask({ verb: "campaign.askPause", campaignId }, copy["campaign.action.pause"])];
    case "paused":
      return [ask({ verb: "campaign.askResume", campaignId }, copy["campaign.action.resume"])];
    case "stopped":
      return [];
  }
}

function confirmPage(
  copy: Copy,
  place: Place,
  { status }: CampaignStatusCardData,
  change: "pause" | "resume",
): Page {
  const campaignId = status.campaign?.campaignId ?? "";
  const waiting = countText(place.locale, waitingIn(status));
  const [heading, lead, yes] =
    change === "pause"
      ? ([
          copy["campaign.askPause.title"],
          copy["campaign.askPause.text"],
          ask({ verb: "campaign.pause", campaignId }, copy["campaign.action.yesPause"], true),
        ] as const)
      : ([
          copy["campaign.askResume.title"],
          copy["campaign.askResume.text"]({ waiting }),
          ask({ verb: "campaign.resume", campaignId }, copy["campaign.action.yesResume"], true),
        ] as const);
  return {
    tone: "warning",
    heading,
    lead,
    asOf: null,
    news: null,
    sections: [],
    executes: [yes, ask({ verb: "campaign.show" }, copy["action.back"])],
    speak: `${heading} ${lead}`,
  };
}

const ask = (what: CampaignAsk, title: string, isPrimary = false): AskButton =>
  askButton("campaignStatus", what, title, isPrimary ? "positive" : "default");

const textOf = (text: string | null): readonly { readonly text: string }[] =>
  text === null ? [] : [{ text }];
