/** What Teams allows one app in one tenant, in requests per second. */
export const RATE_CEILING = 50;

/** Plain data: each operation returns the bucket as it then is. Times are milliseconds of a clock that never jumps. */
export type TokenBucket = {
  readonly ratePerSecond: number;
  readonly capacity: number;
  readonly tokens: number;
  readonly atMs: number;
};

/**
 * An empty bucket, so that whoever takes over from another dispatcher does not add to what that one just sent. It holds
 * a quarter of a second at most, enough for late timers, and never so much that a full bucket and a second's refill are
 * together more than {@link RATE_CEILING}.
 */
export function emptyBucket(ratePerSecond: number, nowMs: number): TokenBucket {
  const capacity = Math.max(1, Math.min(ratePerSecond / 4, RATE_CEILING - ratePerSecond));
  return { ratePerSecond, capacity, tokens: 0, atMs: nowMs };
}

/** Takes as many as there are, `wanted` at most. */
export function take(
  bucket: TokenBucket,
  wanted: number,
  nowMs: number,
): { readonly bucket: TokenBucket; readonly taken: number } {
  const filled = refill(bucket, nowMs);
  const taken = Math.min(Math.floor(filled.tokens), wanted);
  return { bucket: { ...filled, tokens: filled.tokens - taken }, taken };
}

/** How long until `wanted` can be taken, or as many as the bucket ever holds. Rounded up: timers are never early. */
export function waitMs(bucket: TokenBucket, wanted: number, nowMs: number): number {
  const filled = refill(bucket, nowMs);
  const missing = Math.min(wanted, Math.floor(filled.capacity)) - filled.tokens;
  const untilRefillMs = Math.max(0, filled.atMs - nowMs);
  return missing <= 0 ? 0 : untilRefillMs + Math.ceil((missing * 1000) / filled.ratePerSecond);
}

/** Empties it, and lets it fill again only from `untilMs` on. */
export const holdBack = (bucket: TokenBucket, untilMs: number): TokenBucket => ({
  ...bucket,
  tokens: 0,
  atMs: Math.max(bucket.atMs, untilMs),
});

function refill(bucket: TokenBucket, nowMs: number): TokenBucket {
  if (nowMs <= bucket.atMs) return bucket;
  const gained = ((nowMs - bucket.atMs) * bucket.ratePerSecond) / 1000;
  return { ...bucket, tokens: Math.min(bucket.capacity, bucket.tokens + gained), atMs: nowMs };
}
