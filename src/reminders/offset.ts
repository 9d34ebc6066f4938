import type { Zone } from "luxon";

const MINUTE_MS = 60_000;
/** No zone puts its clocks on and back within as much. */
const SPAN_MS = 48 * 60 * MINUTE_MS;
/** Some months before and after now. Beyond it the memory begins anew. */
const SPANS_KEPT = 512;

/**
 * Offsets that were asked for before; null for a span in which clocks are changed. Asking `Intl` takes longer than all
 * the rest of a decision, and of a million people most live in a few zones.
 */
const known = new WeakMap<Zone, Map<number, number | null>>();

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
export function offsetMs(atMs: number, zone: Zone): number {
  const index = Math.floor(atMs / SPAN_MS);
  const spans = spansOf(zone);
  let offset = spans.get(index);
  if (offset === undefined) {
    offset = offsetOfSpan(index * SPAN_MS, zone);
    if (spans.size >= SPANS_KEPT) spans.clear();
    spans.set(index, offset);
  }
  return offset ?? exactOffsetMs(atMs, zone);
}

function spansOf(zone: Zone): Map<number, number | null> {
  const spans = known.get(zone) ?? new Map<number, number | null>();
  if (spans.size === 0) known.set(zone, spans);
  return spans;
}

function offsetOfSpan(fromMs: number, zone: Zone): number | null {
  const offset = exactOffsetMs(fromMs, zone);
  return offset === exactOffsetMs(fromMs + SPAN_MS, zone) ? offset : null;
}

// Offsets were odd seconds before clocks were standardized.
const exactOffsetMs = (atMs: number, zone: Zone): number =>
  Math.round(zone.offset(atMs) * MINUTE_MS);
