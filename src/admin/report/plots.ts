import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import { number } from "../words.ts";
import { escapeHtml } from "./html.ts";
import type { Amount } from "./report-data.ts";

// Plots are drawn here, as text: d3's scales and shapes are arithmetic alone and need no browser.

const WIDTH = 720;
const HEIGHT = 300;
const MARGIN = { top: 16, right: 24, bottom: 32, left: 64 } as const;

export type Point = { readonly at: Date; readonly count: number };

const svg = (height: number, label: string, inside: string): string =>
  `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(label)}">${inside}</svg>`;

const px = (value: number): string => value.toFixed(1);

/** People who are not set up, over time, and the straight way down to none at the deadline. */
export function burnDown(label: string, points: readonly Point[], deadline: Date | null): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return "";
  const end = deadline !== null && deadline > last.at ? deadline : last.at;
  const x = scaleUtc()
    .domain([first.at, end > first.at ? end : new Date(first.at.getTime() + 1)])
    .range([MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...points.map(({ count }) => count))])
    .nice()
    .range([HEIGHT - MARGIN.bottom, MARGIN.top]);
  const drawn =
    line<Point>(
      (point) => x(point.at),
      (point) => y(point.count),
    )([...points]) ?? "";
  const below =
    area<Point>(
      (point) => x(point.at),
      y(0),
      (point) => y(point.count),
    )([...points]) ?? "";
  const rows = y
    .ticks(5)
    .map(
      (tick) =>
        `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${px(y(tick))}" y2="${px(y(tick))}"/><text x="${MARGIN.left - 8}" y="${px(y(tick) + 4)}" text-anchor="end">${number(tick)}</text>`,
    );
  const dayNames = x.tickFormat();
  const days = x
    .ticks(5)
    .map(
      (tick) =>
        `<text x="${px(x(tick))}" y="${HEIGHT - 10}" text-anchor="middle">${escapeHtml(dayNames(tick))}</text>`,
    );
  const aim =
    deadline !== null && deadline > first.at
      ? `<line class="aim" x1="${px(x(first.at))}" y1="${px(y(first.count))}" x2="${px(x(deadline))}" y2="${px(y(0))}"/><line class="deadline" x1="${px(x(deadline))}" x2="${px(x(deadline))}" y1="${MARGIN.top}" y2="${px(y(0))}"/><text x="${px(x(deadline) - 6)}" y="${MARGIN.top + 12}" text-anchor="end">Deadline</text>`
      : "";
  const dots = points.map(
    ({ at, count }) => `<circle class="dot" cx="${px(x(at))}" cy="${px(y(count))}" r="3.5"/>`,
  );
  return svg(
    HEIGHT,
    label,
    `${rows.join("")}${days.join("")}<path class="below" d="${below}"/>${aim}<path class="line" d="${drawn}"/>${dots.join("")}`,
  );
}

const BAR = 22;
const GAP = 10;
const NAMES = 240;
const NUMBERS = 84;

/** Amounts as bars, each with its name and number beside it: nothing is told by colour alone. */
export function bars(label: string, amounts: readonly Amount[]): string {
  if (amounts.length === 0) return "";
  const x = scaleLinear()
    .domain([0, Math.max(1, ...amounts.map(({ count }) => count))])
    .range([0, WIDTH - NAMES - NUMBERS]);
  const drawn = amounts.map(({ name, count }, place) => {
    const top = GAP + place * (BAR + GAP);
    const middle = top + BAR / 2 + 5;
    return `<text x="${NAMES - 10}" y="${px(middle)}" text-anchor="end">${escapeHtml(shortened(name))}</text><rect class="bar" x="${NAMES}" y="${top}" width="${px(x(count))}" height="${BAR}"/><text x="${px(NAMES + x(count) + 8)}" y="${px(middle)}">${number(count)}</text>`;
  });
  return svg(GAP + amounts.length * (BAR + GAP), label, drawn.join(""));
}

const LONGEST = 32;

const shortened = (name: string): string =>
  name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
