import { createValidatorSet, type Commit, type MadeBlock, type SignedHeader, type ValidatorSet } from "@openledger/comet";
import { equalBytes, type Crypto, type UnixNanos } from "@openledger/primitives";
import { createPayloadAssembler, tooEarly } from "./assemble-payload.ts";
import { createDataQueue } from "./data-queue.ts";
import type { Inflate } from "./envelope.ts";
import { createEquivocationFinder } from "./equivocations.ts";
import { isAheadOfDa, joinBlock } from "./join-block.ts";
import { BATCH_BLOCKS_MAX } from "./limits.ts";
import { decodeHeaderBatch } from "./payload.ts";
import type { Rotation } from "./rotation.ts";

/** A block as DA holds it, with the commit that seals it, verified against the validator set of its height. */
export interface DerivedBlock extends MadeBlock {
  readonly commit: Commit;
  /** Where its header was found: a DA height, and a place among the blobs of headers there. */
  readonly daHeight: bigint;
  readonly blob: number;
}

/** Two headers of one height, both sealed by the validators of that height. The derived one came first. */
export interface Equivocation extends SignedHeader {
  readonly daHeight: bigint;
}

/** Blobs of one DA height in index order. */
export interface DaSlice {
  readonly daHeight: bigint;
  readonly daTime: UnixNanos;
  readonly data: readonly Uint8Array[];
  readonly headers: readonly Uint8Array[];
}

/** What was passed over at a DA height, and why. */
export interface DerivationNotes {
  readonly passedOver: readonly string[];
  readonly equivocations: readonly Equivocation[];
}

export interface DerivationOptions {
  readonly crypto: Crypto;
  readonly inflate: Inflate;
  readonly chainId: string;
  readonly genesisTime: UnixNanos;
  /** The next block, with what came before it; `last` is undefined at the chain's first height. */
  readonly from: { readonly height: bigint; readonly last: SignedHeader | undefined };
  /** The validators of a height; of heights not known yet, those of the last one known. Undefined before the first. */
  readonly validatorsAt: (height: bigint) => ValidatorSet | undefined;
  /** Hash of the derived header at a height, while it is kept; for finding equivocations. */
  readonly hashAt: (height: bigint) => Uint8Array | undefined;
  /** By how much a block's time may be ahead of the DA block that holds it. */
  readonly driftNanos: bigint;
  /** The rotation on DA after which blocks are read: the one after its last block must begin with it. */
  readonly crossing?: Rotation | undefined;
}

/**
 * Blocks from DA: a function of the slices so far, in the order of DA heights, and of the validator sets that executing the
 * blocks gives. Strict: a data batch counts if it begins where the last one ended, a header batch if it begins at the next
 * block and the data is there; the first of them wins, and an invalid header drops the rest of its batch alone.
 */
export interface Derivation {
  /** Height of the block that comes next. */
  readonly nextHeight: bigint;
  /** Nothing read so far is needed for what comes: a derivation that begins after this DA height gives the same blocks. */
  readonly isAtCheckpoint: boolean;
  /** Yields the blocks that a slice completes. Each must be executed before the next is asked for. Never throws for any bytes. */
  derive(slice: DaSlice): Generator<DerivedBlock, DerivationNotes>;
  /** Of a slice from which nothing is derived: second headers of blocks that are there. Never throws for any bytes. */
  compare(slice: DaSlice): readonly Equivocation[];
}

const NOTES_MAX = 64;
const UNREADABLE = "headers that cannot be read";

/** Whether a key has more than two thirds of the power: nobody else posts blocks. */
function sealsAlone(set: ValidatorSet | undefined, publicKey: Uint8Array): boolean {
  const own = set?.validators.find((one) => equalBytes(one.publicKey, publicKey))?.power ?? 0n;
  return set !== undefined && own * 3n > set.totalPower * 2n;
}

function crossingAt({ crossing }: DerivationOptions, height: bigint): Rotation | undefined {
  return crossing?.lastHeight === height - 1n ? crossing : undefined;
}

/**
 * Until the block that crosses a break is executed, the set of its height is that of the rotation: whoever reads DA anew may
 * have executed another crossing.
 */
function setOfCrossing({ crypto, validatorsAt }: DerivationOptions, crossing: Rotation | undefined): ValidatorSet | undefined {
  const before = crossing === undefined ? undefined : validatorsAt(crossing.lastHeight);
  return crossing === undefined || before === undefined ? undefined : createValidatorSet(crypto.sha256, [{ publicKey: crossing.newKey, power: before.totalPower }]);
}

function outOfTurn(firstHeight: bigint, next: bigint): string {
  return firstHeight < next ? "headers that are there" : tooEarly(firstHeight, next);
}

export function createDerivation(options: DerivationOptions): Derivation {
  const { crypto, inflate, chainId } = options;
  const validatorsAt = (height: bigint): ValidatorSet | undefined =>
    (height === nextHeight ? setOfCrossing(options, crossingAt(options, height)) : undefined) ?? options.validatorsAt(height);
  // Judged by what was derived before: whoever executed more than that must not know more.
  const isSequencer = (height: bigint, publicKey: Uint8Array): boolean => sealsAlone(validatorsAt(height < nextHeight ? height : nextHeight), publicKey);
  const assembling = { crypto, inflate, chainId, isSequencer };
  const headerParts = createPayloadAssembler({ ...assembling, kind: "headers", ahead: BigInt(BATCH_BLOCKS_MAX) });
  const waiting = createDataQueue({ ...assembling, kind: "data" });
  const rules = { ...options, validatorsAt };
  const finder = createEquivocationFinder(rules);
  let nextHeight = options.from.height;
  let { last } = options.from;

  function* addHeaders(blob: Uint8Array, index: number, { daHeight, daTime }: DaSlice, equivocations: Equivocation[]): Generator<DerivedBlock, string | undefined> {
    const found = headerParts.add(blob, nextHeight);
    if ("reason" in found) return found.reason;
    if (found.firstHeight !== nextHeight) {
      const among = finder.among(found, nextHeight, daHeight);
      equivocations.push(...(among ?? []));
      return among === undefined ? UNREADABLE : outOfTurn(found.firstHeight, nextHeight);
    }
    const headers = decodeHeaderBatch(found.payload, found.count);
    if (headers === undefined) return UNREADABLE;
    for (const signed of headers) {
      const place = { height: nextHeight, last, data: waiting.first, daHeight, daTime, blob: index, crossing: crossingAt(options, nextHeight) };
      const block = joinBlock(rules, place, signed);
      if (typeof block === "string") {
        equivocations.push(...(finder.among(found, nextHeight, daHeight) ?? []));
        // Data that does not fit its header would block the way for data that does; a header that comes too early says nothing of it.
        if (!isAheadOfDa(signed, daTime, options.driftNanos)) waiting.forget();
        return block;
      }
      last = { header: block.block.header, commit: block.commit };
      nextHeight += 1n;
      yield block;
      // After it was executed, since that tells who signs what comes next.
      waiting.shift(nextHeight);
      equivocations.push(...finder.amongEarly(nextHeight - 1n, daHeight));
    }
    return undefined;
  }

  return {
    get nextHeight() {
      return nextHeight;
    },
    get isAtCheckpoint() {
      return waiting.isEmpty && !headerParts.isUnfinished;
    },
    *derive(slice) {
      const passedOver: string[] = [];
      const equivocations: Equivocation[] = [];
      finder.begin();
      const note = (reason: string | undefined): void => {
        if (reason !== undefined && passedOver.length < NOTES_MAX) passedOver.push(reason);
      };
      for (const blob of slice.data) note(waiting.add(blob, nextHeight));
      for (const [index, blob] of slice.headers.entries()) note(yield* addHeaders(blob, index, slice, equivocations));
      return { passedOver, equivocations };
    },
    compare({ daHeight, headers }) {
      finder.begin();
      return headers.flatMap((blob) => {
        const found = headerParts.add(blob, nextHeight);
        return "reason" in found ? [] : (finder.among(found, nextHeight, daHeight) ?? []);
      });
    },
  };
}
