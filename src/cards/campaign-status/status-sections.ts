import type { Copy } from "../../copy/copy.ts";
import { countText, shareText } from "../../copy/format.ts";
import { deadlineText, type Place, zonedTimeText } from "../../copy/zoned-format.ts";
import type { CampaignStatus } from "../../reminders/campaign-status.ts";
import type { Reachability } from "../../reminders/candidate.ts";
import type { DeliveryState } from "../../reminders/delivery-queue.ts";

type Row = { readonly name: string; readonly value: string };
export type Section = {
  readonly titles: readonly { readonly text: string }[];
  readonly rows: readonly Row[];
};

/** Reasons that are named one by one; the others are added up. */
const MOST_REASONS = 5;

const UNREACHABLE = [
  "unknown",
  "notInstalled",
  "removed",
  "blocked",
  "gone",
] as const satisfies readonly Reachability[];

/** The numbers of a campaign, in the order in which somebody who runs it asks for them. */
export function statusSections(
  copy: Copy,
  place: Place,
  status: CampaignStatus,
  ratePerSecond: number,
): readonly Section[] {
  const sections = [
    section(null, frameRows(copy, place, status, ratePerSecond)),
    section(copy["campaign.people"], peopleRows(copy, place, status)),
    section(
      copy["campaign.reminders"],
      status.campaign === null ? [] : reminderRows(copy, place, status),
    ),
    section(copy["campaign.unreachable"], unreachableRows(copy, place, status)),
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/** How many deliveries are still to leave. */
export const waitingIn = ({ outcomes }: CampaignStatus): number =>
  sum(outcomes, ["pending", "claimed", "sending"]);

const section = (title: string | null, rows: readonly Row[]): Section => ({
  titles: title === null ? [] : [{ text: title }],
  rows,
});

function frameRows(
  copy: Copy,
  place: Place,
  { campaign, scannedAt }: CampaignStatus,
  ratePerSecond: number,
): readonly Row[] {
  const scanned = {
    name: copy["campaign.scanned"],
    value: scannedAt === null ? copy["campaign.neverScanned"] : zonedTimeText(scannedAt, place),
  };
  if (campaign === null) return [scanned];
  const { deadline } = campaign;
  const amount = countText(place.locale, ratePerSecond);
  return [
    {
      name: copy["campaign.deadline"],
      value: deadline === null ? copy["campaign.noDeadline"] : deadlineText(deadline, place),
    },
    { name: copy["campaign.rate"], value: copy["campaign.rate.text"]({ amount }) },
    scanned,
  ];
}

function peopleRows(copy: Copy, { locale }: Place, { counts }: CampaignStatus): readonly Row[] {
  const { people, ready, notReady, notKnown, leftOut } = counts;
  const text = (count: number): string => countText(locale, count);
  const { guests, disabled, excluded, exempt } = leftOut;
  const out = guests + disabled + excluded + exempt;
  const share = shareText(locale, people === 0 ? 0 : ready / people);
  return [
    {
      name: copy["campaign.ready"],
      value: copy["campaign.ready.text"]({ amount: text(ready), people: text(people), share }),
    },
    { name: copy["campaign.notReady"], value: text(notReady) },
    ...(notKnown === 0 ? [] : [{ name: copy["campaign.notKnown"], value: text(notKnown) }]),
    ...(out === 0
      ? []
      : [
          {
            name: copy["campaign.leftOut"],
            value: copy["campaign.leftOut.text"]({
              guests: text(guests),
              disabled: text(disabled),
              excluded: text(excluded),
              exempt: text(exempt),
            }),
          },
        ]),
  ];
}

function reminderRows(copy: Copy, { locale }: Place, status: CampaignStatus): readonly Row[] {
  const { outcomes } = status;
  const row = (name: string, count: number): Row => ({ name, value: countText(locale, count) });
  const unknown = sum(outcomes, ["unknown"]);
  const failures = outcomes
    .filter(({ state }) => state === "failed")
    .toSorted((a, b) => b.count - a.count);
  const others = sum(failures.slice(MOST_REASONS), ["failed"]);
  return [
    row(copy["campaign.sent"], sum(outcomes, ["sent"])),
    row(copy["campaign.waiting"], waitingIn(status)),
    ...(unknown === 0 ? [] : [row(copy["campaign.unknown"], unknown)]),
    row(copy["campaign.notDelivered"], sum(outcomes, ["failed"])),
    ...failures.slice(0, MOST_REASONS).map(({ why, count }) => row(`– ${why ?? "?"}`, count)),
    ...(others === 0 ? [] : [row(`– ${copy["campaign.otherReasons"]}`, others)]),
  ];
}

function unreachableRows(
  copy: Copy,
  { locale }: Place,
  { counts }: CampaignStatus,
): readonly Row[] {
  return UNREACHABLE.flatMap((state) => {
    const count = counts.byReachability[state];
    if (count === 0) return [];
    return [{ name: copy[`campaign.unreachable.${state}`], value: countText(locale, count) }];
  });
}

const sum = (outcomes: CampaignStatus["outcomes"], states: readonly DeliveryState[]): number =>
  outcomes
    .filter(({ state }) => states.includes(state))
    .reduce((total, { count }) => total + count, 0);
