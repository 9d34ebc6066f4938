import type { Campaign } from "../reminders/campaign.ts";
import type { ComplianceCounts } from "../reminders/compliance-history.ts";
import { AdminError } from "./admin-error.ts";
import { number, share, timeText } from "./words.ts";
import type { Workspace } from "./workspace.ts";

/** The campaign that is running or paused. */
export async function openCampaign({ campaigns, tenantId }: Workspace): Promise<Campaign> {
  const campaign = await campaigns.current(tenantId);
  if (campaign !== null && campaign.state !== "stopped") return campaign;
  throw new AdminError(
    "admin.not-possible",
    "There is no campaign: start one with: pushready campaign start --deadline DATE",
  );
}

/** The campaign of that id, or the newest one, stopped or not. */
export async function anyCampaign(
  { campaigns, tenantId }: Workspace,
  campaignId: string | undefined,
): Promise<Campaign> {
  const campaign =
    campaignId === undefined ? await campaigns.current(tenantId) : await campaigns.find(campaignId);
  if (campaign !== null && campaign.tenantId === tenantId) return campaign;
  throw new AdminError(
    "admin.not-possible",
    campaignId === undefined
      ? "There has been no campaign yet: start one with: pushready campaign start --deadline DATE"
      : `There is no campaign ${campaignId}: leave --campaign out for the newest one.`,
  );
}

export function campaignJson(campaign: Campaign): object {
  const { campaignId, state, startsAt, deadline } = campaign;
  return { campaignId, state, startsAt, deadline };
}

export const campaignRows = (campaign: Campaign): readonly (readonly string[])[] => [
  ["Campaign", campaign.campaignId],
  ["State", campaign.state],
  ["Starts", timeText(campaign.startsAt)],
  ["Deadline", campaign.deadline === null ? "none" : timeText(campaign.deadline)],
];

export const peopleRows = (counts: ComplianceCounts): readonly (readonly string[])[] => {
  const { people, leftOut } = counts;
  return [
    ["People", number(people)],
    ["Set up", `${number(counts.ready)} (${share(counts.ready, people)})`],
    ["Not set up", number(counts.notReady)],
    ["Not known", number(counts.notKnown)],
    [
      "Left out",
      `${number(leftOut.guests)} guests, ${number(leftOut.disabled)} disabled, ${number(leftOut.excluded)} excluded, ${number(leftOut.exempt)} exempt`,
    ],
  ];
};
