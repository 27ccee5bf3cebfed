/** Clients that are remembered; a client that is forgotten begins with a full bucket. */
const CLIENTS_MAX = 10_000;

export interface RateLimit {
  /** Requests per second that a client may send in the long run. */
  readonly perSecond: number;
  /** Requests that it may send at once after a pause. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds of `now` when `tokens` was right. */
  at: number;
}

/** Token buckets by client. */
export interface RateLimiter {
  /** Takes a token. Returns 0, or the seconds after which there will be one. */
  take(client: string): number;
}

/** @param now Milliseconds of a clock that never goes back. */
export function createRateLimiter({ perSecond, burst }: RateLimit, now: () => number = () => performance.now()): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(client) {
      const time = now();
      const bucket = buckets.get(client) ?? { tokens: burst, at: time };
      bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.at) / 1000) * perSecond);
      bucket.at = time;
      // Last used, last forgotten.
      buckets.delete(client);
      buckets.set(client, bucket);
      const [oldest] = buckets.keys();
      if (buckets.size > CLIENTS_MAX && oldest !== undefined) buckets.delete(oldest);
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
      bucket.tokens -= 1;
      return 0;
    },
  };
}
