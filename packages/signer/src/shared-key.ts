import { setTimeout as delay } from "node:timers/promises";
import { OperationalError } from "@openledger/ports";
import { equalBytes } from "@openledger/primitives";
import type { SealingKey } from "@openledger/sequencer";
import { signerError } from "./errors.ts";
import type { JournalBlock, SignerStatus } from "./signer.ts";
import type { SignerClient } from "./signer-client.ts";

/** The last block that was sealed. */
type Tip = SignerStatus["tip"];

export interface SharedKeyOptions {
  readonly client: SignerClient;
  /** Who asks; the same after a restart, and no other node's. */
  readonly node: string;
  readonly chainId: string;
  /** Whether a block was executed here: only who has the last one asks for the lease. */
  readonly hasBlock: (tip: Tip) => boolean;
  /** Height of the last block here that the key sealed; 0 when there is none. */
  readonly sealedHere?: () => bigint;
  /** The last block that was executed here, while the key is to seal the next one and another key sealed this one; else undefined. */
  readonly afterOthers?: () => Tip | undefined;
  /**
   * Why the last block that was sealed, which is not here, can never follow what is here, in a sentence; undefined where it may. Asked while the
   * key is to seal the next block by what is here.
   */
  readonly whyAstray?: (tip: Tip, sealedAt: (height: bigint) => Promise<JournalBlock | undefined>) => Promise<string | undefined>;
  /** How long a lease lasts without a word from here; 5 seconds by default. */
  readonly ttlMs?: number;
  /** Between two renewals, one second by default, and between two tries to get a lease, half a second. */
  readonly renewMs?: number;
  readonly tryMs?: number;
  /** The signer fails and is asked again. */
  readonly onRetry?: (error: OperationalError) => void;
}

export interface SharedKeyStatus {
  readonly url: string;
  readonly publicKey: Uint8Array;
  /** The lease that is held here. */
  readonly lease: bigint | undefined;
  /** Who held it when the signer was asked last, if that is not this node. */
  readonly heldBy: string | undefined;
  readonly tip: Tip | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** A key that several nodes share: it seals here while the lease is this node's. */
export interface SharedKey extends SealingKey {
  /** Asks for the lease and renews it until `stop`. Call once. */
  run(): Promise<void>;
  /** Ends {@link run} and gives the lease back. */
  stop(): void;
  /** Whether blocks are to be made here: the lease is this node's, and when it came every block of the journal was here. */
  isMyTurn(): boolean;
  /** The signer, or DA, knows more than this node: it is not its turn before it has caught up. */
  yieldTurn(): void;
  /** As `EnvelopeSigner.sign` of the poster. */
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** Blocks up to here are on DA, final; the signer is told soon. */
  included(height: bigint): void;
  /** The last block that was sealed, asked now. Rejects with `SIGNER_UNREACHABLE`. */
  readTip(): Promise<SignerStatus>;
  /** Blocks of the journal from a height on. Rejects as `readTip`. */
  sealed(from: bigint): Promise<readonly JournalBlock[]>;
  status(): SharedKeyStatus;
}

const TTL_MS = 5_000;
const RENEW_MS = 1_000;
const TRY_MS = 500;
/** Between two tries to get one block sealed. */
const SEAL_RETRY_MS = 100;

/** Rejects with `SIGNER_UNREACHABLE`, `SIGNER_TOKEN`, and `SEAL_REFUSED` when the signer is another chain's. */
export async function openSharedKey(options: SharedKeyOptions): Promise<SharedKey> {
  const first = await options.client.status();
  if (first.chainId !== options.chainId) {
    throw signerError("SEAL_REFUSED", `the signer at ${options.client.url} is for chain ${first.chainId}, and this node is of ${options.chainId}: give this chain's as --signer`);
  }
  return createSharedKey(options, first);
}

function createSharedKey(options: SharedKeyOptions, { address, publicKey, last: lastAtFirst, tip: tipAtFirst, minRound: minRoundAtFirst }: SignerStatus): SharedKey {
  const { client, node, hasBlock, ttlMs = TTL_MS, renewMs = RENEW_MS, tryMs = TRY_MS } = options;
  const stopped = new AbortController();
  let last = lastAtFirst;
  let tip: Tip | undefined = tipAtFirst;
  let minRound = minRoundAtFirst;
  let lease: bigint | undefined;
  /** By this process's clock, from before the signer was asked: never later than the signer's own. */
  let until = 0;
  /** The lease in which every block of the journal was here once. */
  let turn: bigint | undefined;
  let heldBy: string | undefined;
  let failure: SharedKeyStatus["failure"];
  let toInclude = 0n;

  function lose(): void {
    lease = undefined;
    turn = undefined;
  }

  /** Whatever was answered under the lease renewed it. */
  async function underLease<T>(ask: (lease: bigint) => Promise<T>): Promise<T> {
    const number = lease;
    if (number === undefined) throw signerError("LEASE_LOST", `the lease is not this node's${heldBy === undefined ? "" : `; ${heldBy} has it`}`);
    const askedMs = performance.now();
    try {
      const answer = await ask(number);
      if (lease === number) until = Math.max(until, askedMs + ttlMs);
      failure = undefined;
      return answer;
    } catch (error) {
      if (error instanceof OperationalError && error.code === "LEASE_LOST" && lease === number) lose();
      throw error;
    }
  }

  function note(error: unknown): asserts error is OperationalError {
    if (!(error instanceof OperationalError)) throw error;
    failure = { code: error.code, message: error.message };
    options.onRetry?.(error);
  }

  /** Throws `SIGNER_OLD`. */
  function requireNewest({ height }: Tip, sealed: bigint): void {
    if (height >= sealed) return;
    throw signerError("SIGNER_OLD", `the signer at ${client.url} ends at block ${height}, and its key sealed block ${sealed}: its home is an old copy, which could sign twice; stop it, and go on with the newest one or "openledgerd signer restore"`);
  }

  /** Throws `SIGNER_ASTRAY`. */
  async function requireSameChain(newest: Tip): Promise<void> {
    const why = await options.whyAstray?.(newest, async (height) => (await client.sealed(height)).find((one) => one.height === height));
    if (why === undefined) return;
    lose();
    throw signerError("SIGNER_ASTRAY", `the signer at ${client.url} sealed up to block ${newest.height}, and ${why}: stop it, and go on with "openledgerd signer restore --void ITS-HOME" from the home of a node that has the chain`);
  }

  /** Blocks of other keys came after everything that the signer has, and all that is on DA is here. */
  const isBehindOthers = (newest: Tip, others: Tip | undefined): boolean => others !== undefined && others.height > newest.height;

  async function renew(): Promise<void> {
    // From before the signer is asked: whatever is sealed meanwhile is in its answer.
    const sealed = options.sealedHere?.() ?? 0n;
    const others = options.afterOthers?.();
    const { tip: newest, includedHeight } = await underLease((number) => client.renew(number));
    if (newest.height < sealed) lose();
    requireNewest(newest, sealed);
    tip = newest;
    // By its answer, since a signer that began anew does not know any more.
    const known = toInclude < newest.height ? toInclude : newest.height;
    if (known > (includedHeight ?? 0n)) await underLease((number) => client.included(number, known));
    if (turn !== lease && !hasBlock(newest) && !isBehindOthers(newest, others)) await requireSameChain(newest);
    if (others === undefined || !isBehindOthers(newest, others)) return;
    await underLease((number) => client.advance(number, others));
    tip = others;
  }

  function learn(status: SignerStatus): void {
    if (!equalBytes(status.publicKey, publicKey)) throw signerError("SEAL_REFUSED", `the signer at ${client.url} has another key than before; start this node anew if that is meant`);
    ({ tip, last, minRound } = status);
    heldBy = status.lease === undefined || status.lease.node === node || status.lease.remainingMs === 0 ? undefined : `node ${status.lease.node}`;
  }

  async function acquire(): Promise<void> {
    const sealed = options.sealedHere?.() ?? 0n;
    const others = options.afterOthers?.();
    learn(await client.status());
    if (tip === undefined) return;
    requireNewest(tip, sealed);
    const isNext = hasBlock(tip) || isBehindOthers(tip, others);
    if (!isNext) await requireSameChain(tip);
    failure = undefined;
    if (heldBy !== undefined || !isNext) return;
    const askedMs = performance.now();
    const granted = await client.acquire(node, ttlMs);
    learn(granted.status);
    lease = granted.lease;
    until = askedMs + ttlMs;
  }

  /** Milliseconds until the next one. */
  async function keepOn(): Promise<number> {
    try {
      // A lease that ran out while the signer was away may still be ours.
      if (lease !== undefined) await renew();
      else await acquire();
      return lease === undefined ? tryMs : renewMs;
    } catch (error) {
      // Another node was faster, or had it all the time.
      if (!(error instanceof OperationalError && (error.code === "LEASE_HELD" || error.code === "LEASE_LOST"))) note(error);
      return tryMs;
    }
  }

  return {
    address,
    publicKey,
    get last() {
      return last;
    },
    minRound: (height) => (minRound !== undefined && height <= minRound.upTo ? minRound.round : 0),
    async seal(request, signal) {
      const { height, round, signBytes } = request;
      for (;;) {
        try {
          const signature = await underLease((number) => client.seal(number, request));
          last = { height, round };
          return { signature, signBytes };
        } catch (error) {
          // Nothing else says for certain that the block is not in the journal.
          const isUnknown = error instanceof OperationalError && error.retryable && error.code !== "JOURNAL_FULL";
          if (!isUnknown || signal.aborted) {
            tip = undefined;
            throw error;
          }
          note(error);
          await delay(SEAL_RETRY_MS, undefined, { signal }).catch(() => undefined);
        }
      }
    },
    async run() {
      while (!stopped.signal.aborted) await delay(await keepOn(), undefined, { signal: stopped.signal }).catch(() => undefined);
      const number = lease;
      lose();
      // Whoever waits for it need not wait until it ends.
      if (number !== undefined) await client.release(number).catch(() => undefined);
    },
    stop: () => stopped.abort(),
    isMyTurn() {
      if (lease === undefined || performance.now() >= until) return false;
      if (turn !== lease && tip !== undefined && hasBlock(tip)) turn = lease;
      return turn === lease;
    },
    yieldTurn() {
      turn = undefined;
      tip = undefined;
    },
    sign: (message) => underLease((number) => client.signEnvelope(number, message)),
    included(height) {
      if (height > toInclude) toInclude = height;
    },
    async readTip() {
      const status = await client.status();
      learn(status);
      return status;
    },
    sealed: (from) => client.sealed(from),
    status: () => ({ url: client.url, publicKey, lease: lease !== undefined && performance.now() < until ? lease : undefined, heldBy, tip, failure }),
  };
}
