/** Tries of one delivery before it is given up. */
export const MAX_TRIES = 10;

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
const JITTER = 0.2;

/** Longer waits than this are not believed; whoever asked for one is asked again. */
const LONGEST_ASKED_MS = 60 * 60_000;

/**
 * How long to wait after the try with this number (from 1): 2 s, doubled each time, 5 minutes at most, 20 % more or less.
 * @param random In [0, 1).
 * Source: Teams, "Status codes from bot conversational APIs", the backoff that is shown there.
 */
export function retryDelayMs(tries: number, random: number): number {
  const delayMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (Math.max(1, tries) - 1));
  return Math.round(delayMs * (1 - JITTER + 2 * JITTER * random));
}

/** Never shorter than what was asked for, and up to 20 % longer, so that not everybody comes back at once. */
export const askedDelayMs = (askedMs: number, random: number): number =>
  Math.round(Math.min(LONGEST_ASKED_MS, Math.max(0, askedMs)) * (1 + JITTER * random));

/** A `Retry-After` header in milliseconds: seconds or a date (RFC 9110). Null for what is neither. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Only a date says its month; `Date.parse` would take much else for one too.
  if (!/[a-z]{3}/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
