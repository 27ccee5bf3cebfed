import {
  addRecent,
  batchPayload,
  decodeEnvelope,
  decodeHeaderBatch,
  isAheadOfDa,
  isEnvelopeGenuine,
  openEnvelope,
  TIME_DRIFT_NANOS,
  type BatchKind,
  type Envelope,
  type Inflate,
  type PostedBlock,
} from "@openledger/derivation";
import { assert, equalBytes, toHex, toUtf8, type Crypto, type UnixNanos } from "@openledger/primitives";
import type { BlockSource } from "./block-source.ts";
import { batcherError } from "./errors.ts";

/** Which blocks DA was seen to hold, in one of the two streams. */
export interface Coverage {
  /** First height that DA does not hold. */
  readonly next: bigint;
  /** The next block, if DA holds a header of it that nobody takes: its time was too far ahead of DA's when it was posted. */
  readonly early: bigint | undefined;
  /**
   * Takes a blob that was read from a DA block of this time, which matters for headers; junk is passed over. Throws
   * `DA_AHEAD_OF_LOG` or `DA_CONTRADICTS_LOG`.
   */
  add(blob: Uint8Array, daTime: UnixNanos): void;
  /** Of these blobs of one batch, those that are still missing. */
  missing(blobs: readonly Uint8Array[]): readonly Uint8Array[];
}

export interface CoverageOptions {
  readonly kind: BatchKind;
  readonly chainId: string;
  readonly crypto: Crypto;
  readonly inflate: Inflate;
  readonly blocks: BlockSource;
  /** Whether a key may seal the block at a height. */
  readonly isSequencer: (height: bigint, publicKey: Uint8Array) => boolean;
  /** Of whoever posts here. */
  readonly ownKey: Uint8Array;
  readonly next: bigint;
}

/** Batches of some days. */
const KNOWN_MAX = 65_536;

/** Follows the rule by which the chain is derived: the first batch that begins where the last ended, with all its parts, counts. */
export function createCoverage(options: CoverageOptions): Coverage {
  const { kind, chainId, crypto, inflate, blocks, isSequencer } = options;
  const { sha256 } = crypto;
  const chainIdHash = sha256(toUtf8(chainId));
  let { next } = options;
  /** Parts of batches that begin at `next`, by batch. */
  const parts = new Map<string, Set<number>>();
  /** Batches that were compared with the log: whoever repeats them costs nothing. */
  const known = new Set<string>();
  let early: bigint | undefined;

  /** Ours, whole and intact: a stranger can repeat our signature above other bytes. */
  const ownEnvelope = (blob: Uint8Array): { readonly envelope: Envelope; readonly slice: Uint8Array } | undefined => {
    const envelope = decodeEnvelope(blob);
    if ("reason" in envelope || (envelope.firstHeight < next && known.has(nameOf(envelope)))) return undefined;
    if (envelope.kind !== kind || !equalBytes(envelope.chainIdHash, chainIdHash)) return undefined;
    if (!isSequencer(envelope.firstHeight, envelope.signer) || !isEnvelopeGenuine(crypto, envelope, envelope.signer)) return undefined;
    const slice = openEnvelope(sha256, inflate, envelope);
    return slice === undefined ? undefined : { envelope, slice };
  };

  /** How many blocks of a whole batch count at a DA height of this time. */
  const countInTime = ({ count }: Envelope, slice: Uint8Array, daTime: UnixNanos): number => {
    if (kind === "data") return count;
    const headers = decodeHeaderBatch(slice, count) ?? [];
    const ahead = headers.findIndex((signed) => isAheadOfDa(signed, daTime, TIME_DRIFT_NANOS));
    return ahead < 0 ? headers.length : ahead;
  };

  return {
    get next() {
      return next;
    },
    get early() {
      return early;
    },
    add(blob, daTime) {
      const found = ownEnvelope(blob);
      if (found === undefined) return;
      const { envelope, slice } = found;
      const { firstHeight, count, signer } = envelope;
      const isOwn = isSequencer(firstHeight, options.ownKey);
      const batch = nameOf(envelope);
      if (isOwn && !known.has(batch)) requireSame(envelope, kind, blocks, sha256);
      if (isOwn) addRecent(known, batch, KNOWN_MAX);
      if (firstHeight !== next) return;
      const seen = parts.get(batch) ?? new Set();
      parts.set(batch, seen.add(envelope.part));
      if (seen.size < envelope.parts) return;
      const end = isOwn ? next + BigInt(count) : endOfTurn(envelope, (height) => isSequencer(height, signer));
      const inTime = next + BigInt(countInTime(envelope, slice, daTime));
      next = inTime < end ? inTime : end;
      early = inTime < end ? next : undefined;
      parts.clear();
      addRecent(known, batch, KNOWN_MAX);
    },
    missing(blobs) {
      return blobs.filter((blob) => {
        const envelope = decodeEnvelope(blob);
        assert(!("reason" in envelope), "a cached blob is an envelope");
        return envelope.firstHeight >= next && parts.get(nameOf(envelope))?.has(envelope.part) !== true;
      });
    },
  };
}

/**
 * The first height after a batch of another key's turn, of which nothing can be compared here that following the chain has
 * not: what it holds beyond that turn counts for nothing.
 */
function endOfTurn({ firstHeight, count }: Envelope, isSigner: (height: bigint) => boolean): bigint {
  const end = firstHeight + BigInt(count);
  let at = firstHeight + 1n;
  while (at < end && isSigner(at)) at += 1n;
  return at;
}

function nameOf({ firstHeight, count, parts, payloadHash }: Envelope): string {
  return `${firstHeight}/${count}/${parts}/${toHex(payloadHash)}`;
}

function requireSame({ firstHeight, count, payloadHash }: Envelope, kind: BatchKind, blocks: BlockSource, sha256: Crypto["sha256"]): void {
  const last = firstHeight + BigInt(count) - 1n;
  if (last > blocks.lastHeight) {
    throw batcherError(
      "DA_AHEAD_OF_LOG",
      `DA has blocks of this chain up to height ${last} and the log here ends at ${blocks.lastHeight}; restore the newer log, ` +
        "and never let two nodes seal with one key",
    );
  }
  // What is no longer kept here was compared when it was posted.
  if (firstHeight < blocks.firstHeight) return;
  const own = blocksBetween(blocks, firstHeight, last);
  if (equalBytes(sha256(batchPayload(kind, own)), payloadHash)) return;
  throw batcherError(
    "DA_CONTRADICTS_LOG",
    `DA has other blocks than the log here at heights ${firstHeight} to ${last}, signed with this chain's key; ` +
      "find out who else seals with it before going on",
  );
}

/** Throws `BLOCKS_NOT_KEPT`. */
export function blocksBetween(blocks: BlockSource, first: bigint, last: bigint): PostedBlock[] {
  const found: PostedBlock[] = [];
  for (let at = first; at <= last; at++) {
    const block = blocks.block(at);
    if (block === undefined) {
      throw batcherError("BLOCKS_NOT_KEPT", `block ${at} is not on DA and not kept here, where the log begins at ${blocks.firstHeight}; start from a copy of the whole log`);
    }
    found.push(block);
  }
  return found;
}
