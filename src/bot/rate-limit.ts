import { createHash, randomBytes } from "node:crypto";
import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";

const WINDOW_SECONDS = 60;
/** Counters at most, however many ids there are: about 20 MB when each of them runs. */
const COUNTERS = 2 ** 16;

export type Pressed =
  | { readonly kind: "within" }
  /** `isFirst`: the first one too many of this minute, and so the one to say something about. */
  | { readonly kind: "tooMany"; readonly isFirst: boolean; readonly retryAfterSeconds: number };

/**
 * How much one person, address or link may ask for in a minute. A brake, not a lock: it is in memory, for each replica by
 * itself, so that stopping a flood costs nothing but a hash; N replicas let through N times as much.
 *
 * Ids are counted by a salted hash of 16 bits, which bounds the memory without a list to tidy. Two people may so share a
 * counter by chance, of which nobody can choose the other; each minute begins anew.
 */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;
  readonly #salt = randomBytes(16);

  constructor(perMinute: number) {
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  }

  async press(id: string): Promise<Pressed> {
    try {
      await this.#limiter.consume(this.#counterOf(id));
      return { kind: "within" };
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      const { consumedPoints, msBeforeNext } = refusal;
      return {
        kind: "tooMany",
        isFirst: consumedPoints === this.#limiter.points + 1,
        retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
      };
    }
  }

  /** How many counters run. */
  get size(): number {
    return this.#limiter.dump().storage.length;
  }

  #counterOf(id: string): string {
    const digest = createHash("sha256").update(this.#salt).update(id).digest();
    return String(digest.readUInt32BE() % COUNTERS);
  }
}

// It rejects with its count, which is no Error; anything else is one.
const isRefusal = (value: unknown): value is RateLimiterRes =>
  typeof value === "object" && value !== null && "msBeforeNext" in value;
