import { signerError } from "./errors.ts";

/** Who may sign. The number fences: whoever holds an older one is refused, however late it comes. */
export interface Lease {
  /** From 1; strictly increasing over the life of the signer's home. */
  readonly number: bigint;
  /** The node that it was granted to. */
  readonly node: string;
  /** How long it lasts after each renewal, in milliseconds. */
  readonly ttlMs: number;
}

export interface LeaseBook {
  /** The last one that was granted, and for how long it still keeps others out, 0 when it does not. */
  readonly current: (Lease & { readonly remainingMs: number }) | undefined;
  /** Grants the next number, durable when it returns. Throws `LEASE_HELD` while the lease of another node lasts. */
  acquire(node: string, ttlMs: number): Lease;
  /** The lease begins anew, also when it has ended and nobody has had it since. Throws `LEASE_LOST`. */
  renew(number: bigint): Lease;
  /** Lets others have it at once. Throws `LEASE_LOST`. */
  release(number: bigint): void;
}

export interface LeaseBookOptions {
  /** The last one that was granted. Whoever had it may not know that the signer was away: others wait until it would have ended. */
  readonly last: Lease | undefined;
  /** Makes a grant durable. */
  readonly save: (lease: Lease) => void;
  /** A clock that is never set, in milliseconds. */
  readonly nowMs: () => number;
}

export function createLeaseBook({ last, save, nowMs }: LeaseBookOptions): LeaseBook {
  let lease = last;
  let isReleased = false;
  let until = last === undefined ? 0 : nowMs() + last.ttlMs;

  const remainingMs = (): number => (isReleased ? 0 : Math.max(0, until - nowMs()));

  function required(number: bigint): Lease {
    if (lease !== undefined && lease.number === number && !isReleased) return lease;
    const now = lease === undefined ? "none was granted" : isReleased && lease.number === number ? "it was given back" : `node ${lease.node} has number ${lease.number}`;
    throw signerError("LEASE_LOST", `lease ${number} is not the present one: ${now}`);
  }

  return {
    get current() {
      return lease === undefined ? undefined : { ...lease, remainingMs: remainingMs() };
    },
    acquire(node, ttlMs) {
      if (lease !== undefined && lease.node !== node && remainingMs() > 0) {
        throw signerError("LEASE_HELD", `node ${lease.node} holds lease ${lease.number} for another ${Math.ceil(remainingMs())} ms`);
      }
      const next = { number: (lease?.number ?? 0n) + 1n, node, ttlMs };
      save(next);
      lease = next;
      isReleased = false;
      until = nowMs() + ttlMs;
      return next;
    },
    renew(number) {
      const own = required(number);
      until = nowMs() + own.ttlMs;
      return own;
    },
    release(number) {
      required(number);
      isReleased = true;
    },
  };
}
