import { headerHash, verifyCommit, CometError, type SignedHeader } from "@openledger/comet";
import { toHex } from "@openledger/primitives";
import type { AssembledPayload } from "./assemble-payload.ts";
import type { DerivationOptions, Equivocation } from "./derivation.ts";
import { isEquivocation } from "./join-block.ts";
import { BATCH_BLOCKS_MAX } from "./limits.ts";
import { decodeHeaderBatch, encodeHeaderBatch } from "./payload.ts";
import { addRecent } from "./recent-set.ts";

/**
 * Finds second sealed headers of heights, each once, in bounded memory and work however often a stranger repeats what was
 * posted. Headers of heights to come wait until these are derived; what is beyond the bounds is compared when anybody posts
 * it again.
 */
export interface EquivocationFinder {
  /** A DA height begins. */
  begin(): void;
  /** Among the headers of a batch at a DA height that did not all become blocks; undefined for what cannot be read. */
  among(batch: Omit<AssembledPayload, "signer">, next: bigint, daHeight: bigint): readonly Equivocation[] | undefined;
  /** Among what came before its turn, now that the block of a height is derived. */
  amongEarly(height: bigint, daHeight: bigint): readonly Equivocation[];
}

/** More are no news: each proves that the key is in two hands. */
const FOUND_MAX = 256;
const BATCHES_MAX = 4_096;
/** Headers that are looked at for one DA height, of two whole batches: each may cost reading a block and verifying a seal. */
const LOOKS_MAX = 2_048;
/** Sealed headers of one height that wait: of two at least one is not the one that is derived. */
const EARLY_PER_HEIGHT = 2;
/** Longer ones, of header and commit, do not wait. */
const EARLY_BYTES_MAX = 16 * 1024;

export function createEquivocationFinder(options: Omit<DerivationOptions, "from">): EquivocationFinder {
  const { crypto, chainId, validatorsAt } = options;
  const found = new Set<string>();
  const compared = new Set<string>();
  /** By height, and by hash: bytes of their own, not of the batch in which they came. */
  const early = new Map<bigint, Map<string, Uint8Array>>();
  let looks = 0;

  const hashOf = ({ header }: SignedHeader): string => toHex(headerHash(crypto.sha256, header));

  /** Whether a header is an equivocation that was not found before. */
  const isNew = (signed: SignedHeader): boolean => {
    if (found.size >= FOUND_MAX) return false;
    const name = `${signed.header.height}/${hashOf(signed)}`;
    if (found.has(name) || !isEquivocation(options, signed)) return false;
    found.add(name);
    return true;
  };

  const isSealed = ({ header, commit }: SignedHeader, next: bigint): boolean => {
    const set = validatorsAt(next);
    try {
      if (set !== undefined) verifyCommit(crypto, chainId, set, commit, header);
      return set !== undefined;
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      return false;
    }
  };

  /** Keeps a header of a height to come; false when that is beyond the bounds. */
  const keepEarly = (signed: SignedHeader, next: bigint): boolean => {
    const { height } = signed.header;
    if (height >= next + BigInt(BATCH_BLOCKS_MAX)) return false;
    const there = early.get(height) ?? new Map<string, Uint8Array>();
    const hash = hashOf(signed);
    if (there.has(hash) || there.size >= EARLY_PER_HEIGHT) return true;
    const bytes = encodeHeaderBatch([signed]);
    if (bytes.length > EARLY_BYTES_MAX) return false;
    if (isSealed(signed, next)) early.set(height, there.set(hash, bytes));
    return true;
  };

  return {
    begin: () => void (looks = 0),
    among({ firstHeight, count, payload, payloadHash }, next, daHeight) {
      const name = `${firstHeight}/${count}/${toHex(payloadHash)}`;
      if (compared.has(name)) return [];
      const headers = decodeHeaderBatch(payload, count);
      const equivocations: Equivocation[] = [];
      let isWhole = true;
      for (const signed of headers ?? []) {
        if ((looks += 1) > LOOKS_MAX) isWhole = false;
        else if (signed.header.height >= next) isWhole = keepEarly(signed, next) && isWhole;
        else if (isNew(signed)) equivocations.push({ ...signed, daHeight });
      }
      if (isWhole) addRecent(compared, name, BATCHES_MAX);
      return headers === undefined ? undefined : equivocations;
    },
    amongEarly(height, daHeight) {
      const here = [...(early.get(height)?.values() ?? [])];
      early.delete(height);
      return here.flatMap((bytes) => decodeHeaderBatch(bytes, 1) ?? []).filter(isNew).map((one) => ({ ...one, daHeight }));
    },
  };
}
