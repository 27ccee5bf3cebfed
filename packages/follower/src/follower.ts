import { setImmediate, setTimeout as delay } from "node:timers/promises";
import { createChainReader, crossingOf, joinBlock, namespacesOf, type ChainReader, type ForcedDuty, type ForcedTx, type KnownMiss, type ReaderNotes, type Rotation } from "@openledger/derivation";
import { OperationalError } from "@openledger/ports";
import { unixNanos } from "@openledger/primitives";
import { createAttester } from "./attester.ts";
import { createBlockTaker } from "./block-taker.ts";
import { openBreakLog } from "./break-log.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { openDaIndex } from "./da-index.ts";
import { createDaProgress } from "./da-progress.ts";
import { followerError } from "./errors.ts";
import { createFollowedChain } from "./followed-chain.ts";
import type { Follower, FollowerOptions, FollowerStatus, SoftSource } from "./follower-options.ts";
import { createFraudKeeper } from "./fraud-keeper.ts";
import { readSlices, type ReadSlice } from "./read-slices.ts";

const POLL_MS = 250;
const RETRY_MAX_MS = 10_000;
/** Blocks that are taken from the fast path before DA is looked at again. */
const SOFT_BLOCKS = 64;

export function createFollower(options: FollowerOptions): Follower {
  const { da, chain, crypto, dataFolder, startHeight, soft, nowMs, fileSystem, pollMs = POLL_MS } = options;
  const { store, validators, genesis } = chain;
  const { chainId, initialHeight } = genesis;
  const namespaces = namespacesOf(crypto.sha256, chainId);
  const stopped = new AbortController();
  const onDisk = fileSystem === undefined ? {} : { fileSystem };
  const index = openDaIndex(dataFolder, initialHeight, onDisk);
  const breakLog = openBreakLog(dataFolder, onDisk);
  const followed = createFollowedChain(options, index);
  const fraud = createFraudKeeper(options);
  const taker = createBlockTaker(options, followed, fraud);
  const progress = createDaProgress(options, index);
  const known = (height: bigint): ReturnType<typeof followed.attestedAt> => (height > progress.included.height ? undefined : followed.attestedAt(height));
  const attester = options.attesting === undefined ? undefined : createAttester({ ...options.attesting, da, crypto, chainId, namespace: namespaces.forced, nowMs, known });
  let reader: ChainReader | undefined;
  let daHead = 0n;
  let isCaughtUp = false;
  let passedOver = 0;
  let lastPassedOver: string | undefined;
  let failure: FollowerStatus["failure"];
  /** DA height that is being read. */
  let at = 0n;
  /** DA height at which something due was judged last. */
  let judgedAt = 0n;

  function duty(): ForcedDuty | undefined {
    const { forced } = options;
    if (forced === undefined) return undefined;
    const { window, bytesPerWindow, gasPerWindow, whyNotOwed } = forced;
    return {
      ...{ window, bytesPerWindow, gasPerWindow, judgedTo: progress.judgedTo, chances: progress.chances },
      isIncluded: (hash) => followed.foundAt(hash) !== undefined,
      wasIncluded: (hash, daHeight) => (followed.foundAt(hash) ?? daHeight) < daHeight,
      gasUsed: (hash) => followed.gasUsed(hash),
      isExempt(due) {
        const ahead = stateAhead();
        if (ahead === "binding") return true;
        if (ahead === "fast path") throw aheadOfDa(due);
        judgedAt = at;
        if (whyNotOwed(due.tx) !== undefined) return true;
        if (due.chance !== "unknown" || soft?.isBinding?.() === true) return due.chance === "unknown";
        throw followerError("FRAUD", `transaction ${due.hash} is in no block that is on DA by height ${due.deadline}, and the state at height ${due.grace}, by which it is owed or not, is not here any more: follow DA in a new home`);
      },
      runsInTurn: (waiting) => (stateAhead() === undefined ? forced.runsInTurn(waiting) : undefined),
      onWeighed: (chances) => progress.weighed(at, chances),
    };
  }

  /**
   * What is owed is judged on the state of DA's last block and no other; undefined when that is the one here. Whoever made the
   * blocks after it, or must take them at once with the key of the sequencer itself, judges nothing meanwhile.
   */
  function stateAhead(): "binding" | "fast path" | undefined {
    const last = reader === undefined ? store.stateHeight : reader.nextHeight - 1n;
    if (store.stateHeight <= last) return undefined;
    const next = followed.blockAt(last + 1n)?.block;
    return soft?.isBinding?.() === true || (next !== undefined && options.forced?.isOwn(next) === true) ? "binding" : "fast path";
  }

  function aheadOfDa({ hash, deadline }: ForcedTx): Error {
    return followerError("FRAUD", `blocks ${reader?.nextHeight ?? 0n} to ${store.stateHeight} came here by the fast path and were not on DA by height ${deadline}, when transaction ${hash} was due: follow DA in a new home`);
  }

  /** That were found before, here or by whoever made the blocks that are here. */
  const knownMisses = (): readonly KnownMiss[] => [...breakLog.breaks, ...followed.crossings()];

  /** Reads on after a checkpoint: what anyone posted before it, and still matters, is recalled. */
  async function readerFrom({ readTo, next, breaks }: Checkpoint): Promise<ChainReader> {
    const opened = createChainReader({
      ...followed.rules,
      ...{ from: { height: next, last: followed.signedAt(next - 1n) }, readTo, breaks, known: knownMisses() },
      ...{ forced: duty(), recovery: options.recovery, expect: (rotation: Rotation | undefined) => validators.expect(rotation) },
    });
    const from = opened.recallFrom < startHeight ? startHeight : opened.recallFrom;
    for (let height = from; height <= readTo; height++) opened.recall(height, await da.list(height, namespaces.forced));
    await attester?.begin(startHeight, readTo);
    return opened;
  }

  /** Undefined once it is stopped. */
  async function takeSlice(from: ChainReader, slice: ReadSlice): Promise<(ReaderNotes & { readonly witness: Checkpoint["witness"] }) | undefined> {
    let witness: Checkpoint["witness"];
    const steps = from.read(slice);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return { ...step.value, witness };
      const blob = slice.headerBlobs[step.value.blob];
      witness = blob === undefined ? undefined : { height: slice.daHeight, commitment: blob.commitment };
      progress.markJudged();
      await taker.takeDerived(step.value, witness === undefined ? undefined : { daHeight: witness.height, commitment: witness.commitment });
      progress.included.add(step.value.block.header.height, slice.daHeight);
      index.add(step.value.block.header.height, slice.daHeight);
      // Whoever asks is answered between two blocks.
      await setImmediate();
      if (stopped.signal.aborted) return undefined;
    }
  }

  function note({ equivocations, passedOver: reasons, witness }: ReaderNotes & { readonly witness: Checkpoint["witness"] }): void {
    equivocations.forEach((found) => taker.noteEquivocation(found));
    passedOver += reasons.length;
    lastPassedOver = reasons.at(-1) ?? (witness === undefined ? lastPassedOver : undefined);
  }

  /** Throws `FRAUD` when nobody can recover the chain from a miss. */
  function noteMiss({ missed }: ReaderNotes, from: ChainReader): void {
    const open = from.breaks.at(-1);
    if (missed === undefined || open === undefined || options.forced === undefined) return;
    const { hash, daHeight, deadline } = missed;
    const says = `transaction ${hash} was posted at DA height ${daHeight} and is in no block that is on DA by height ${deadline}, a window of ${options.forced.window} later`;
    // One that is known was told when it was found.
    const file = knownMisses().some(({ number, miss }) => number === open.number && miss.deadline === deadline) ? undefined : fraud.omission(missed, open, says);
    if (options.recovery !== undefined && open.lastHeight >= initialHeight) return;
    throw followerError("FRAUD", `the sequencer left out what it must include: ${says}; the record is ${file ?? "there"}, check it with "openledgerd verify-fraud"`);
  }

  /** Throws `FRAUD` when blocks were executed here that are not of the chain. */
  function noteRotation({ rotation }: ReaderNotes): void {
    if (rotation === undefined) return;
    const own = followed.blockAt(rotation.lastHeight + 1n);
    // A later rotation at the same height may have been the one that was crossed.
    if (own !== undefined && (crossingOf(crypto.sha256, own.block)?.number ?? 0n) < rotation.number) {
      throw followerError("FRAUD", `block ${rotation.lastHeight + 1n} came here by the fast path and was not on DA in time; a rotation put another sequencer in its place: follow DA in a new home`);
    }
    if (own === undefined) options.onRotation?.(rotation);
  }

  async function readDa(): Promise<void> {
    const begun = progress.checkpoint ?? (await progress.begin(da, namespaces.headers, followed.nextHeight(), breakLog.breaks));
    if (reader === undefined) {
      progress.rewind();
      breakLog.note(begun.breaks);
      reader = await readerFrom(begun);
    }
    const head = await da.head();
    daHead = head.height;
    if (head.height > progress.included.readTo) isCaughtUp = false;
    let { witness } = begun;
    for await (const slice of readSlices(da, namespaces, progress.included.readTo + 1n, head.height, options.forced !== undefined || attester !== undefined)) {
      at = slice.daHeight;
      attester?.read(slice.forced);
      const notes = await takeSlice(reader, slice);
      if (notes !== undefined) note(notes);
      witness = notes?.witness ?? witness;
      if (notes === undefined || stopped.signal.aborted) return;
      progress.included.read(slice.daHeight);
      progress.included.finalize(head.finalized);
      noteMiss(notes, reader);
      noteRotation(notes);
      if (notes.missed !== undefined || notes.rotation !== undefined) breakLog.note(reader.breaks);
      // Not before: a miss that was found and is not kept must be found again when what failed is tried again.
      if (judgedAt === slice.daHeight) progress.judged(judgedAt);
      if (!reader.isAtCheckpoint) continue;
      progress.move({ readTo: slice.daHeight, next: reader.nextHeight, witness, breaks: [...reader.breaks] });
      // A long way is not begun anew after a crash.
      progress.save(notes.missed !== undefined || notes.rotation !== undefined ? "now" : "due");
    }
    progress.included.finalize(head.finalized);
    progress.save("moved");
    isCaughtUp = true;
    // Others go on without this node's word, and so does it.
    await attester?.attest(progress.included.height).catch((error: unknown) => {
      if (!(error instanceof OperationalError)) throw error;
      options.onRetry?.(error);
    });
  }

  /** Blocks that are not on DA yet, as many as one turn takes. */
  async function readSoft(source: SoftSource): Promise<void> {
    const head = await source.head();
    const to = head < store.stateHeight + BigInt(SOFT_BLOCKS) ? head : store.stateHeight + BigInt(SOFT_BLOCKS);
    for (let height = followed.nextHeight(); height <= to && !stopped.signal.aborted; height++) {
      const { header, commit, txs, evidence } = await source.block(height);
      const crossing = reader?.breaks.findLast(({ lastHeight }) => lastHeight + 1n === height)?.crossed?.rotation;
      const now = unixNanos(BigInt(nowMs()) * 1_000_000n);
      const place = { height, last: followed.signedAt(height - 1n), data: { txs, evidence }, daHeight: 0n, daTime: now, blob: 0, crossing };
      const joined = joinBlock(followed.rules, place, { header, commit });
      if (typeof joined === "string") throw new OperationalError("SEQUENCER_RPC", `the sequencer's RPC gives a block that cannot follow: ${joined}`, { retryable: true });
      progress.markJudged();
      await taker.take(joined, undefined);
      await setImmediate();
    }
  }

  const isOpen = (): boolean => reader !== undefined && reader.breaks.some(({ crossed }) => crossed === undefined);

  /** Milliseconds until the next turn. */
  let retryMs = 100;
  async function turn(): Promise<number> {
    try {
      await readDa();
      // What is owed is judged on the state of DA's last block, so that nothing runs ahead of it meanwhile.
      const isFree = !isOpen() && ((reader?.waiting ?? 0) === 0 || soft?.isBinding?.() === true);
      if (soft !== undefined && isFree && !stopped.signal.aborted) await readSoft(soft);
      failure = undefined;
      retryMs = 100;
      return pollMs;
    } catch (error) {
      if (!(error instanceof OperationalError) || !(error.retryable || error.code.startsWith("DA_"))) throw error;
      // What was read of a slice half done is read again.
      reader = undefined;
      isCaughtUp = false;
      failure = { code: error.code, message: error.message };
      options.onRetry?.(error);
      retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
      return retryMs;
    }
  }

  return {
    async run() {
      while (!stopped.signal.aborted) {
        const ms = await turn();
        await delay(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    },
    stop: () => stopped.abort(),
    attestations: (height) => attester?.at(height) ?? [],
    [Symbol.dispose]() {
      index[Symbol.dispose]();
      breakLog[Symbol.dispose]();
    },
    status: () => ({
      softHeight: store.stateHeight,
      includedHeight: progress.included.height,
      finalHeight: progress.included.final,
      daHeight: progress.included.readTo,
      ...{ daHead, isCaughtUp, passedOver, lastPassedOver, failure },
      attestedHeight: attester?.attested(progress.included.height),
      forcedWaiting: reader?.waiting ?? 0,
      breaks: reader?.breaks ?? [],
      equivocations: fraud.equivocations,
    }),
  };
}
