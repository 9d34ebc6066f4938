import { createHash } from "node:crypto";
import { number, share, timeText } from "../words.ts";
import { escapeHtml, table } from "./html.ts";
import { bars, burnDown } from "./plots.ts";
import {
  type Amount,
  methodAmounts,
  outcomeAmounts,
  type ReportData,
  reachabilityAmounts,
} from "./report-data.ts";
import { STYLE } from "./style.ts";

/** Nothing is loaded, run or sent: not even our own style may be another than this one. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** The whole report as one HTML page that needs nothing else. Every word in it that others chose is escaped. */
export function reportPage(data: ReportData): string {
  const { organisationName, counts, madeAt } = data;
  const title = `Authenticator push at ${organisationName}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="soft">As of ${timeText(madeAt)}. ${scanText(data)}</p>
<p>${escapeHtml(campaignText(data))}</p>
<dl>
${tile("People who count", number(counts.people))}
${tile("Set up", number(counts.ready), share(counts.ready, counts.people))}
${tile("Not set up", number(counts.notReady))}
${tile("Not known", number(counts.notKnown))}
</dl>
${overTime(data)}
${amounts("By method", "Of the people who count, how many have each method. A person may have several.", "Method", methodAmounts(counts), counts.people)}
${amounts("Reminders by outcome", "Of this campaign. “Not known” ones may have arrived, and are never sent again.", "Outcome", outcomeAmounts(data), null)}
${reminderDays(data)}
${amounts("Reachability", "Whether the bot can write to the people who count.", "Standing", reachabilityAmounts(counts), counts.people)}
${leftOut(data)}
</main>
</body>
</html>
`;
}

const tile = (name: string, value: string, beside = ""): string =>
  `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)} <small>${escapeHtml(beside)}</small></dd></div>`;

const scanText = ({ scannedAt }: ReportData): string =>
  scannedAt === null
    ? "No scan has been completed yet, so the numbers mean little."
    : `Last scan: ${timeText(scannedAt)}.`;

function campaignText({ campaign }: ReportData): string {
  if (campaign === null) return "There has been no campaign yet.";
  const { campaignId, state, startsAt, deadline } = campaign;
  const until = deadline === null ? "without a deadline" : `deadline ${timeText(deadline)}`;
  return `Campaign ${campaignId}: ${state}, since ${timeText(startsAt)}, ${until}.`;
}

const section = (title: string, text: string, inside: string): string => `<section>
<h2>${escapeHtml(title)}</h2>
<p class="soft">${escapeHtml(text)}</p>
${inside}
</section>`;

const plot = (drawn: string): string =>
  drawn === ""
    ? ""
    : `<div class="plot" tabindex="0" role="group" aria-label="Plot">${drawn}</div>`;

const NOTHING = `<p>Nothing yet.</p>`;

function overTime({ history, campaign }: ReportData): string {
  const deadline = campaign?.deadline ?? null;
  const points = history.map(({ at, counts }) => ({ at, count: counts.notReady }));
  const last = points.at(-1);
  const label = `People who are not set up, at each of ${number(points.length)} scans${last === undefined ? "" : `; ${number(last.count)} at the last`}.`;
  const rows = history.map(({ at, counts }) => [
    timeText(at),
    number(counts.people),
    number(counts.ready),
    number(counts.notReady),
    number(counts.notKnown),
    share(counts.ready, counts.people),
  ]);
  const heads = ["Scan", "People", "Set up", "Not set up", "Not known", "Share set up"];
  return section(
    "Burn-down to the deadline",
    "People who are not set up, at each scan. The dashed line is the straight way to none at the deadline.",
    rows.length === 0
      ? NOTHING
      : `${plot(burnDown(label, points, deadline))}${table("At each scan", heads, rows)}`,
  );
}

function amounts(
  title: string,
  text: string,
  head: string,
  of: readonly Amount[],
  whole: number | null,
): string {
  const total = of.reduce((sum, { count }) => sum + count, 0);
  const rows = of.map(({ name, count }) => [name, number(count), share(count, whole ?? total)]);
  return section(
    title,
    text,
    total === 0
      ? NOTHING
      : `${plot(bars(title, of))}${table(title, [head, "Count", "Share"], rows)}`,
  );
}

function reminderDays({ byDay }: ReportData): string {
  const days = [...new Set(byDay.map(({ day }) => day))];
  const countOf = (day: string, state: (typeof byDay)[number]["state"]): string =>
    number(byDay.find((row) => row.day === day && row.state === state)?.count ?? 0);
  if (days.length === 0) return "";
  return section(
    "Reminders by day",
    "In UTC.",
    table(
      "Reminders by day",
      ["Day", "Sent", "Failed", "Not known"],
      days.map((day) => [
        day,
        countOf(day, "sent"),
        countOf(day, "failed"),
        countOf(day, "unknown"),
      ]),
    ),
  );
}

function leftOut({ counts }: ReportData): string {
  const { guests, disabled, excluded, exempt } = counts.leftOut;
  return section(
    "Left out",
    "People who do not count, once each.",
    table(
      "Left out",
      ["Why", "Count"],
      [
        ["Guests", number(guests)],
        ["Disabled accounts", number(disabled)],
        ["Excluded by group or list", number(excluded)],
        ["Exempt", number(exempt)],
      ],
    ),
  );
}
