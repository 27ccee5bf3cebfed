import { headerHash } from "@openledger/comet";
import { equalBytes, fromHex, toHex, toUtf8 } from "@openledger/primitives";
import { createDerivation, type DaSlice, type Derivation, type DerivationNotes, type DerivationOptions, type DerivedBlock } from "./derivation.ts";
import { createForcedQueue, forcedFrom, judgeForced, type Chance, type ForcedChance, type ForcedJudges, type ForcedQueue, type ForcedQueueOptions, type ForcedTx, type NamedBlob } from "./forced-queue.ts";
import { rotationOfBlob, whyElsewhere, whyNotSigned, type RecoveryRule, type Rotation, type RotationPlace } from "./rotation.ts";

/** Where a chain stands still after a miss, until a rotation is on DA. */
export interface Break extends RotationPlace {
  /** The rotation that counts, and where it was found; undefined while the break is open. */
  readonly crossed: { readonly daHeight: bigint; readonly rotation: Rotation } | undefined;
}

/** What must be in blocks, and how a block is judged that leaves it out. */
export interface ForcedDuty extends Omit<ForcedQueueOptions, "sha256" | "chainId">, ForcedJudges {
  /** DA heights up to which all was judged before, on the states of their time; nothing is judged there again. */
  readonly judgedTo: bigint;
  /** What was found out up to there; undefined where that is not known any more. */
  readonly chances: readonly ForcedChance[] | undefined;
  /** More was found out on the state after the last block: what is known of all that wait. */
  readonly onWeighed: (chances: readonly ForcedChance[]) => void;
}

/** A miss that was found up to `judgedTo`. */
export type KnownMiss = Pick<Break, "number" | "miss">;

export interface ChainReaderOptions extends Omit<DerivationOptions, "crossing"> {
  /** DA height up to which DA was read before. */
  readonly readTo: bigint;
  /** Undefined for a chain whose genesis has no forced inclusion. */
  readonly forced?: ForcedDuty | undefined;
  /** Undefined for a chain that nobody can recover. */
  readonly recovery?: RecoveryRule | undefined;
  /** That were found up to `readTo`, in order. */
  readonly breaks: readonly Break[];
  /** Misses that were found before, where DA is read anew. */
  readonly known: readonly KnownMiss[];
  /** A rotation counts: the set of the block after its last one is its key, with all power. Undefined when none does, or none does any more: at a miss. */
  readonly expect: (rotation: Rotation | undefined) => void;
}

/** Blobs of one DA height in index order, with those of the forced namespace. */
export interface ReaderSlice extends DaSlice {
  readonly forced: readonly NamedBlob[];
}

export interface ReaderNotes extends DerivationNotes {
  /** What was left out here; nothing more is derived until a rotation counts. */
  readonly missed: ForcedTx | undefined;
  /** The rotation that counts; blocks after it are read from the next DA height on. */
  readonly rotation: Rotation | undefined;
}

/**
 * A chain from DA with everything that decides which blocks are of it: {@link Derivation}, what the sequencer must include,
 * and who takes its place when it does not. A function of the slices, of what executing the blocks gives, and of nothing else.
 */
export interface ChainReader {
  /** Height of the block that comes next. */
  readonly nextHeight: bigint;
  /** Nothing read so far is needed for what comes, but `breaks` and what {@link recallFrom} says. */
  readonly isAtCheckpoint: boolean;
  /** Transactions on DA that wait for a block, or for their deadline. */
  readonly waiting: number;
  /** All that were found, in order; the last one may be open. */
  readonly breaks: readonly Break[];
  /** First DA height from which what anyone posted must be recalled before slices are read; above `readTo` for none. */
  readonly recallFrom: bigint;
  /** Gives back what the forced namespace holds at a DA height, from `recallFrom` to `readTo` in order. */
  recall(daHeight: bigint, blobs: readonly NamedBlob[]): void;
  /** As {@link Derivation.derive}; the slice after the last one. */
  read(slice: ReaderSlice): Generator<DerivedBlock, ReaderNotes>;
}

export function createChainReader(options: ChainReaderOptions): ChainReader {
  const { crypto, chainId, forced: duty, readTo } = options;
  const chainIdHash = crypto.sha256(toUtf8(chainId));
  const queue: ForcedQueue | undefined = duty === undefined ? undefined : createForcedQueue({ ...duty, sha256: crypto.sha256, chainId });
  const breaks: Break[] = [...options.breaks];
  let { last } = options.from;
  let derivation = derivationFrom(options.from);
  options.expect(breaks.at(-1)?.crossed?.rotation);

  function derivationFrom(from: DerivationOptions["from"]): Derivation {
    return createDerivation({ ...options, from, crossing: breaks.at(-1)?.crossed?.rotation });
  }

  const openBreak = (): Break | undefined => breaks.find(({ crossed: found }) => found === undefined);

  function* readBlocks(slice: ReaderSlice): Generator<DerivedBlock, ReaderNotes> {
    const steps = derivation.derive(slice);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      last = { header: step.value.block.header, commit: step.value.commit };
      yield step.value;
    }
    const missed = queue === undefined || duty === undefined ? undefined : judge(queue, duty, slice.daHeight, options.known);
    if (missed !== undefined) stopAt(missed);
    return { ...step.value, missed, rotation: undefined };
  }

  function stopAt({ hash, daHeight, deadline }: ForcedTx): void {
    const before = breaks.at(-1)?.number ?? 0n;
    const known = options.known.find(({ miss }) => miss.deadline === deadline);
    const at = last === undefined ? { lastHeight: options.from.height - 1n, lastHash: new Uint8Array(0) } : { lastHeight: last.header.height, lastHash: headerHash(crypto.sha256, last.header) };
    breaks.push({ number: known?.number ?? before + 1n, ...at, miss: { txHash: fromHex(hash), daHeight, deadline }, crossed: undefined });
    options.expect(undefined);
  }

  function cross(open: Break, slice: ReaderSlice): ReaderNotes {
    const notes = { ...rotationAmong(options, chainIdHash, open, slice.forced), equivocations: derivation.compare(slice) };
    if (notes.rotation !== undefined) {
      breaks[breaks.length - 1] = { ...open, crossed: { daHeight: slice.daHeight, rotation: notes.rotation } };
      queue?.renew(slice.daHeight);
      options.expect(notes.rotation);
      derivation = derivationFrom({ height: open.lastHeight + 1n, last });
    }
    return { ...notes, missed: undefined };
  }

  return {
    get nextHeight() {
      return derivation.nextHeight;
    },
    get isAtCheckpoint() {
      return openBreak() !== undefined || derivation.isAtCheckpoint;
    },
    get waiting() {
      return queue?.waiting ?? 0;
    },
    breaks,
    recallFrom: duty === undefined ? readTo + 1n : recallFrom(duty.window, readTo, breaks),
    recall(daHeight, blobs) {
      if (queue === undefined || duty === undefined) return;
      recallForced(queue, breaks, daHeight, blobs);
      if (daHeight === readTo && openBreak() === undefined) judgeAgain(queue, duty, daHeight, options.known, () => true);
    },
    *read(slice) {
      const open = openBreak();
      if (open === undefined) queue?.read(slice.daHeight, slice.forced);
      return open === undefined ? yield* readBlocks(slice) : cross(open, slice);
    },
  };
}

const NOTES_MAX = 64;

/**
 * As `read` did when a DA height was read first: what was due before a miss is settled, what is posted while the chain stands
 * still is owed by nobody, and a rotation makes the rest owed anew.
 */
export function recallForced(queue: ForcedQueue, breaks: readonly Break[], daHeight: bigint, blobs: readonly NamedBlob[]): void {
  const at = breaks.find(({ miss }) => miss.deadline === daHeight);
  if (at !== undefined) queue.judge(daHeight - 1n, () => true);
  if (!breaks.some(({ miss, crossed }) => miss.deadline < daHeight && (crossed === undefined || daHeight <= crossed.daHeight))) queue.read(daHeight, blobs);
  if (at !== undefined) queue.judge(daHeight, ({ hash }) => !equalBytes(fromHex(hash), at.miss.txHash));
  if (breaks.some(({ crossed }) => crossed?.daHeight === daHeight)) queue.renew(daHeight);
}

/** What was judged before is not judged anew: of that only what is known was missed. */
function judge(queue: ForcedQueue, duty: ForcedDuty, daHeight: bigint, misses: readonly KnownMiss[]): ForcedTx | undefined {
  if (daHeight > duty.judgedTo) {
    const { missed, isWeighed } = judgeForced(queue, daHeight, duty);
    if (isWeighed) duty.onWeighed(queue.chances());
    return missed;
  }
  return judgeAgain(queue, duty, daHeight, misses, (forced) => !isKnown(forced, misses));
}

function judgeAgain(queue: ForcedQueue, duty: ForcedDuty, daHeight: bigint, misses: readonly KnownMiss[], isExempt: ForcedDuty["isExempt"]): ForcedTx | undefined {
  const missed = queue.judge(daHeight, isExempt);
  if (missed === undefined) queue.weigh(daHeight, () => knownChance(duty, misses));
  return missed;
}

function isKnown({ hash, deadline }: ForcedTx, misses: readonly KnownMiss[]): boolean {
  return misses.some(({ miss }) => miss.deadline === deadline && toHex(miss.txHash) === hash);
}

/** What was found out before, on states that are no more. */
function knownChance({ chances }: ForcedDuty, misses: readonly KnownMiss[]): (forced: ForcedTx) => Chance {
  const nameOf = ({ hash, deadline }: Pick<ForcedTx, "hash" | "deadline">): string => `${hash} ${deadline}`;
  const found = new Map(chances?.map((one) => [nameOf(one), one.chance] as const));
  return (forced) => found.get(nameOf(forced)) ?? (isKnown(forced, misses) ? "firm" : chances === undefined ? "unknown" : "loose");
}

/** The first rotation for an open break, and why those before it were passed over. */
function rotationAmong(
  { crypto, chainId, recovery }: Pick<ChainReaderOptions, "crypto" | "chainId" | "recovery">,
  chainIdHash: Uint8Array,
  open: Break,
  blobs: readonly NamedBlob[],
): { readonly rotation: Rotation | undefined; readonly passedOver: readonly string[] } {
  const passedOver: string[] = [];
  for (const { data } of recovery === undefined ? [] : blobs) {
    const rotation = rotationOfBlob(crypto.sha256, chainIdHash, data);
    if (rotation === undefined || recovery === undefined) continue;
    const reason = whyElsewhere(open, rotation) ?? whyNotSigned(crypto, chainId, recovery, rotation);
    if (reason === undefined) return { rotation, passedOver };
    if (passedOver.length < NOTES_MAX) passedOver.push(reason);
  }
  return { rotation: undefined, passedOver };
}

/**
 * First DA height from which the forced namespace must be recalled to know what is owed after `readTo`: what waits after a
 * break was posted before it.
 */
export function recallFrom(window: bigint, readTo: bigint, breaks: readonly Break[]): bigint {
  let from = forcedFrom(readTo, window);
  for (const { miss, crossed } of breaks.toReversed()) {
    if (crossed !== undefined && crossed.daHeight < from) break;
    const before = forcedFrom(miss.deadline - 1n, window);
    if (before < from) from = before;
  }
  return from;
}
