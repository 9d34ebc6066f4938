import { z } from "zod/v4";
import { ownId } from "../claims.ts";

type ChangeVerb =
  /** The first two show what would happen, the others do it. */
  "campaign.askPause" | "campaign.askResume" | "campaign.pause" | "campaign.resume";

/**
 * What an administrator asks for on the card of a campaign. `campaignId` is the campaign that the card showed, so that
 * an old card cannot pause another one. It is only a claim, like everything that a client sends.
 */
export type CampaignAsk =
  | { readonly verb: "campaign.show" }
  | { readonly verb: ChangeVerb; readonly campaignId: string };

type Read = (data: unknown) => CampaignAsk | null;

const named = z.object({ campaignId: ownId });

const change =
  (verb: ChangeVerb): Read =>
  (data) => {
    const { data: read } = named.safeParse(data);
    return read === undefined ? null : { verb, campaignId: read.campaignId };
  };

/** Reads, by verb, what came with a button of a campaign's card; null for what is broken. */
export const CAMPAIGN_READERS: { readonly [verb in CampaignAsk["verb"]]: Read } = {
  "campaign.show": () => ({ verb: "campaign.show" }),
  "campaign.askPause": change("campaign.askPause"),
  "campaign.askResume": change("campaign.askResume"),
  "campaign.pause": change("campaign.pause"),
  "campaign.resume": change("campaign.resume"),
};
