import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout as delay } from "node:timers/promises";
import { duplicateVotes, encodeDuplicateVote, type SignedHeader } from "@openledger/comet";
import { type Attestation, type AttestedBlock, createDerivation, createForcedQueue, forcedFrom, joinBlock, namespacesOf, type BlockData, type Derivation, type DerivedBlock, type Equivocation, type ForcedQueue, type Inflate } from "@openledger/derivation";
import { writeFileAtomic, type FileSystem } from "@openledger/kv";
import { OperationalError, type Da } from "@openledger/ports";
import { equalBytes, fromHex, toHex, toUtf8, unixNanos, type Crypto, type Height } from "@openledger/primitives";
import { importBlock, type CommittedBlock, type OpenedChain, type SealedBlock } from "@openledger/sequencer";
import type { App } from "@openledger/state-machine";
import { createAttester } from "./attester.ts";
import { isOfThisDa, loadCheckpoint, saveCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { followerError } from "./errors.ts";
import { openDaIndex } from "./da-index.ts";
import { fraudHeight, fraudToJson, type BatchId, type FraudRecord } from "./fraud-record.ts";
import { createIncluded } from "./included.ts";
import { readSlices, type ReadSlice } from "./read-slices.ts";

/** The sequencer itself, which has blocks before DA does; believed in nothing but its signatures. */
export interface SoftSource {
  /** Its last block. Rejects with a retryable OperationalError. */
  head(): Promise<bigint>;
  /** A block with the commit that seals it. Rejects as `head`. */
  block(height: bigint): Promise<SignedHeader & BlockData>;
  /** Whether this node has to take its blocks at once, as whoever goes on from them does; false by default. */
  readonly isBinding?: () => boolean;
}

export interface FollowerOptions {
  readonly da: Da;
  readonly app: App;
  readonly chain: OpenedChain;
  readonly crypto: Crypto;
  readonly inflate: Inflate;
  /** For the checkpoint; the caller holds its lock. */
  readonly dataFolder: string;
  /** For fraud records; made when there is one. */
  readonly fraudFolder: string;
  /** First DA height at which the chain may have posted. */
  readonly startHeight: bigint;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Fast path: blocks are executed before they are on DA, and compared when they are. */
  readonly soft?: SoftSource | undefined;
  /** Undefined for a chain whose genesis has no forced inclusion. */
  readonly forced?: ForcedRule | undefined;
  /** Undefined for a chain whose genesis registers nobody. */
  readonly attesting?: AttesterRule | undefined;
  /** Between looks at DA; 250 ms by default. */
  readonly pollMs?: number;
  readonly fileSystem?: FileSystem;
  /** Called once per block, in order, when block and state are durable. */
  readonly onCommitted?: (committed: CommittedBlock) => void;
  /** Proof of a broken rule was kept in a file. After one of an execution, `run` rejects with `FRAUD`. */
  readonly onFraud?: (record: FraudRecord, file: string) => void;
  /** DA, or the fast path, failed and is tried again. */
  readonly onRetry?: (error: OperationalError) => void;
}

/** What the sequencer must take from DA. */
export interface ForcedRule {
  /** DA heights. */
  readonly window: bigint;
  readonly bytesPerWindow: number;
  /** Why nobody owes a block with a transaction on the last commit; undefined when one is owed. */
  readonly whyNotOwed: (tx: Uint8Array) => string | undefined;
}

/** Keys that genesis registers, and the one that is here, if any of them is. */
export interface AttesterRule {
  readonly attesters: readonly Uint8Array[];
  readonly signer: { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } | undefined;
  /** Blocks from one attestation to the next. */
  readonly intervalBlocks: number;
}

/** How far following is. */
export interface FollowerStatus {
  /** Last block that was executed here, from DA or from the fast path. */
  readonly softHeight: bigint;
  /** Last block that was derived from DA; below the first height while there is none. */
  readonly includedHeight: bigint;
  /** Last block at a DA height that is final. */
  readonly finalHeight: bigint;
  /** DA height up to which DA was read, and the newest that was seen. */
  readonly daHeight: bigint;
  readonly daHead: bigint;
  /** True when DA was read to its newest height at the last look. */
  readonly isCaughtUp: boolean;
  /** Last block of which more than two thirds of the registered keys say what is here; undefined where none are registered. */
  readonly attestedHeight: bigint | undefined;
  /** Transactions on DA that wait for a block, or for their deadline. */
  readonly forcedWaiting: number;
  /** Heights at which two sealed headers were found, the last ones. */
  readonly equivocations: readonly bigint[];
  /** Blobs that gave nothing since the start, and why the last one did. */
  readonly passedOver: number;
  readonly lastPassedOver: string | undefined;
  /** What fails at the moment; undefined while all works. */
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** Derives the chain from DA, executes it, and compares it with what the sequencer signed. */
export interface Follower extends Disposable {
  /** Runs until `stop`; rejects with `FRAUD` and with what only an operator can resolve. Call once. */
  run(): Promise<void>;
  /** Lets the block under way finish. */
  stop(): void;
  status(): FollowerStatus;
  /** What registered keys said on DA of a height, the last ones. */
  attestations(height: bigint): readonly Attestation[];
}

/** Headers of blocks so far ahead of DA's clock, or of this machine's, are not taken: ten minutes. */
const DRIFT_NANOS = 600n * 1_000_000_000n;
const POLL_MS = 250;
const RETRY_MAX_MS = 10_000;
/** Between checkpoints while there is much to read. */
const SAVE_MS = 5_000;
const EQUIVOCATIONS_KEPT = 16;
/** Blocks that are taken from the fast path before DA is looked at again. */
const SOFT_BLOCKS = 64;

export function createFollower(options: FollowerOptions): Follower {
  const { da, app, chain, crypto, inflate, dataFolder, fraudFolder, startHeight, soft, nowMs, fileSystem, pollMs = POLL_MS } = options;
  const { store, validators, genesis } = chain;
  const { chainId, initialHeight, genesisTime } = genesis;
  const namespaces = namespacesOf(crypto.sha256, chainId);
  const checkpointFile = join(dataFolder, "follower.json");
  const disk = fileSystem === undefined ? {} : { fileSystem };
  const stopped = new AbortController();
  const start: Checkpoint = { readTo: startHeight - 1n, next: initialHeight, witness: undefined };
  const rules = {
    crypto,
    inflate,
    chainId,
    genesisTime,
    validatorsAt: (height: bigint) => (height < initialHeight ? undefined : validators.at(height > nextHeight() ? nextHeight() : height)),
    hashAt: (height: bigint) => blockAt(height)?.blockId.hash,
    driftNanos: DRIFT_NANOS,
  };
  let checkpoint: Checkpoint | undefined;
  let derivation: Derivation | undefined;
  const attester = options.attesting === undefined ? undefined : createAttester({ ...options.attesting, da, crypto, chainId, namespace: namespaces.forced, nowMs, known: attestedBlock });
  const index = openDaIndex(dataFolder, initialHeight, disk);
  let forced: ForcedQueue | undefined;
  let included = createIncluded(start);
  let daHead = 0n;
  let isCaughtUp = false;
  let equivocations: readonly bigint[] = [];
  let passedOver = 0;
  let lastPassedOver: string | undefined;
  let failure: FollowerStatus["failure"];

  function nextHeight(): bigint {
    return store.stateHeight === 0n ? initialHeight : store.stateHeight + 1n;
  }

  function blockAt(height: bigint): SealedBlock | undefined {
    return height < initialHeight || height > store.stateHeight ? undefined : store.block(height as Height);
  }

  /** What executing a block that is on DA gave. */
  function attestedBlock(height: bigint): AttestedBlock | undefined {
    const own = height > included.height ? undefined : blockAt(height);
    const results = own === undefined ? undefined : store.results(own.block.header.height);
    return own === undefined || results === undefined ? undefined : { height, blockHash: own.blockId.hash, appHash: results.appHash };
  }

  function keep(record: FraudRecord): string {
    mkdirSync(fraudFolder, { recursive: true, mode: 0o755 });
    const bytes = toUtf8(fraudToJson(record));
    const file = join(fraudFolder, `${record.kind}-${fraudHeight(record)}-${toHex(crypto.sha256(bytes)).slice(0, 16)}.json`);
    writeFileAtomic(file, bytes, disk);
    options.onFraud?.(record, file);
    return file;
  }

  function keepEquivocation(first: SignedHeader, second: SignedHeader, batch: BatchId | undefined, says: string): string {
    const { height } = first.header;
    const set = validators.at(height);
    const evidence = duplicateVotes(set, first, second).map(encodeDuplicateVote);
    equivocations = [...equivocations.filter((one) => one !== height), height].slice(-EQUIVOCATIONS_KEPT);
    const members = set.validators.map(({ publicKey, power }) => ({ publicKey, power }));
    return keep({ kind: "equivocation", chainId, says, batch, validators: members, first, second, evidence });
  }

  /** DA height of the block that holds a transaction, where it was found. */
  function foundAt(hash: string): bigint | undefined {
    const place = store.txs.byHash(fromHex(hash));
    return place === undefined ? undefined : index.daHeightOf(place.height);
  }

  /** The queue as it was after a DA height: what was judged by then is settled. */
  async function forcedAfter(readTo: bigint): Promise<ForcedQueue | undefined> {
    const rule = options.forced;
    if (rule === undefined) return undefined;
    const wasIncluded = (hash: string, daHeight: bigint): boolean => (foundAt(hash) ?? daHeight) < daHeight;
    const { window, bytesPerWindow } = rule;
    const queue = createForcedQueue({ sha256: crypto.sha256, chainId, window, bytesPerWindow, isIncluded: (hash) => foundAt(hash) !== undefined, wasIncluded });
    const from = forcedFrom(readTo, window);
    for (let at = from < startHeight ? startHeight : from; at <= readTo; at++) queue.read(at, await da.list(at, namespaces.forced));
    queue.judge(readTo, () => true);
    return queue;
  }

  /** Throws `FRAUD` when something that was due at a DA height is in no block. */
  function judgeForced(queue: ForcedQueue, { window, whyNotOwed }: ForcedRule, daHeight: bigint): void {
    const missed = queue.judge(daHeight, ({ tx }) => whyNotOwed(tx) !== undefined);
    if (missed === undefined) return;
    const last = blockAt(included.height);
    const says = `transaction ${missed.hash} was posted at DA height ${missed.daHeight} and is in no block that is on DA by height ${missed.deadline}, a window of ${window} later`;
    const file = keep({
      ...{ kind: "omission", chainId, says, batch: { daHeight: missed.daHeight, commitment: missed.commitment }, tx: missed.tx },
      ...{ deadline: missed.deadline, lastHeight: included.height, lastHash: last?.blockId.hash ?? new Uint8Array(0) },
    });
    throw followerError("FRAUD", `the sequencer left out what it must include: ${says}; the record is ${file}, check it with "openledgerd verify-fraud"`);
  }

  /** Executes the block after the last one. Throws `FRAUD` when it contradicts what is there. */
  async function take(sealed: SealedBlock, batch: BatchId | undefined): Promise<void> {
    const taken = await importBlock({ app, chain, crypto }, sealed);
    if ("contradiction" in taken) {
      const { block, bytes, commit } = sealed;
      const { appHash } = store.lastHeight === 0n ? { appHash: chain.genesisAppHash } : app.info();
      const file = keep({ kind: "execution", chainId, says: taken.contradiction, expectedAppHash: appHash, batch, block, bytes, commit });
      throw followerError("FRAUD", `the sequencer signed what contradicts the execution: ${taken.contradiction}; the record is ${file}, check it with "openledgerd verify-fraud"`);
    }
    options.onCommitted?.(taken);
  }

  async function takeDerived(derived: DerivedBlock, batch: BatchId | undefined): Promise<void> {
    const { header } = derived.block;
    const own = blockAt(header.height);
    if (own === undefined) return take(derived, batch);
    if (equalBytes(own.blockId.hash, derived.blockId.hash)) return;
    const says = `DA has another block ${header.height} than the one that was executed here`;
    const file = keepEquivocation({ header, commit: derived.commit }, { header: own.block.header, commit: own.commit }, batch, says);
    throw followerError("FRAUD", `${says}; both are sealed, the record is ${file}; to go on with what is on DA, follow it in a new home`);
  }

  function noteEquivocation(found: Equivocation): void {
    const own = blockAt(found.header.height);
    if (own === undefined) return;
    const { header, commit } = found;
    keepEquivocation({ header: own.block.header, commit: own.commit }, { header, commit }, undefined, `block ${header.height} is sealed twice; the second one is at DA height ${found.daHeight}`);
  }

  /** Undefined once it is stopped. */
  async function takeSlice(from: Derivation, slice: ReadSlice): Promise<Checkpoint["witness"]> {
    let witness: Checkpoint["witness"];
    const steps = from.derive(slice);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        step.value.equivocations.forEach(noteEquivocation);
        passedOver += step.value.passedOver.length;
        lastPassedOver = step.value.passedOver.at(-1) ?? (witness === undefined ? lastPassedOver : undefined);
        return witness;
      }
      const blob = slice.headerBlobs[step.value.blob];
      witness = blob === undefined ? undefined : { height: slice.daHeight, commitment: blob.commitment };
      await takeDerived(step.value, witness === undefined ? undefined : { daHeight: witness.height, commitment: witness.commitment });
      included.add(step.value.block.header.height, slice.daHeight);
      index.add(step.value.block.header.height, slice.daHeight);
      // Whoever asks is answered between two blocks.
      await setImmediate();
      if (stopped.signal.aborted) return undefined;
    }
  }

  /** A saved checkpoint counts if the log has its blocks and DA what was read; otherwise DA is read from the start and compared. */
  async function begin(): Promise<Checkpoint> {
    const saved = loadCheckpoint(checkpointFile);
    const isUsable = saved !== undefined && saved.next > initialHeight && saved.next <= nextHeight() && (await isOfThisDa(saved, da, namespaces.headers));
    const found = isUsable && index.daHeightOf(saved.next - 1n) !== undefined ? saved : start;
    included = createIncluded(found);
    return found;
  }

  function derivationFrom({ next }: Checkpoint): Derivation {
    const before = blockAt(next - 1n);
    const last = before === undefined ? undefined : { header: before.block.header, commit: before.commit };
    return createDerivation({ ...rules, from: { height: next, last } });
  }

  async function readDa(): Promise<void> {
    checkpoint ??= await begin();
    if (derivation === undefined) {
      index.rewind(checkpoint.readTo);
      forced = await forcedAfter(checkpoint.readTo);
      await attester?.begin(startHeight, checkpoint.readTo);
      derivation = derivationFrom(checkpoint);
    }
    const head = await da.head();
    daHead = head.height;
    let { witness } = checkpoint;
    for await (const slice of readSlices(da, namespaces, included.readTo + 1n, head.height, options.forced !== undefined || attester !== undefined)) {
      forced?.read(slice.daHeight, slice.forced);
      attester?.read(slice.forced);
      witness = (await takeSlice(derivation, slice)) ?? witness;
      if (stopped.signal.aborted) return;
      included.read(slice.daHeight);
      included.finalize(head.finalized);
      if (forced !== undefined && options.forced !== undefined) judgeForced(forced, options.forced, slice.daHeight);
      if (!derivation.isAtCheckpoint) continue;
      checkpoint = { readTo: slice.daHeight, next: derivation.nextHeight, witness };
      // A long way is not begun anew after a crash.
      if (nowMs() - savedMs >= SAVE_MS) saveIfMoved(checkpoint);
    }
    included.finalize(head.finalized);
    saveIfMoved(checkpoint);
    isCaughtUp = true;
    // Others go on without this node's word, and so does it.
    await attester?.attest(included.height).catch((error: unknown) => {
      if (!(error instanceof OperationalError)) throw error;
      options.onRetry?.(error);
    });
  }

  let savedTo: bigint | undefined;
  let savedMs = 0;
  function saveIfMoved(at: Checkpoint): void {
    if (at.readTo === savedTo) return;
    index.sync();
    saveCheckpoint(checkpointFile, at, fileSystem);
    savedTo = at.readTo;
    savedMs = nowMs();
  }

  /** Blocks that are not on DA yet, as many as one turn takes. */
  async function readSoft(source: SoftSource): Promise<void> {
    const head = await source.head();
    const to = head < store.stateHeight + BigInt(SOFT_BLOCKS) ? head : store.stateHeight + BigInt(SOFT_BLOCKS);
    for (let at = nextHeight(); at <= to && !stopped.signal.aborted; at++) {
      const { header, commit, txs, evidence } = await source.block(at);
      const own = blockAt(at - 1n);
      const last = own === undefined ? undefined : { header: own.block.header, commit: own.commit };
      const now = unixNanos(BigInt(nowMs()) * 1_000_000n);
      const joined = joinBlock(rules, { height: at, last, data: { txs, evidence }, daHeight: 0n, daTime: now, blob: 0 }, { header, commit });
      if (typeof joined === "string") throw new OperationalError("SEQUENCER_RPC", `the sequencer's RPC gives a block that cannot follow: ${joined}`, { retryable: true });
      await take(joined, undefined);
      await setImmediate();
    }
  }

  /** Milliseconds until the next turn. */
  let retryMs = 100;
  async function turn(): Promise<number> {
    try {
      await readDa();
      // What is owed is judged on the state of DA's last block, so that nothing runs ahead of it meanwhile.
      const isFree = (forced?.waiting ?? 0) === 0 || soft?.isBinding?.() === true;
      if (soft !== undefined && isFree && !stopped.signal.aborted) await readSoft(soft);
      failure = undefined;
      retryMs = 100;
      return pollMs;
    } catch (error) {
      if (!(error instanceof OperationalError) || !(error.retryable || error.code.startsWith("DA_"))) throw error;
      // What was read of a slice half done is read again.
      derivation = undefined;
      if (checkpoint !== undefined) included.rewind(checkpoint.readTo);
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
    [Symbol.dispose]: () => index[Symbol.dispose](),
    status: () => ({
      softHeight: store.stateHeight,
      includedHeight: included.height,
      finalHeight: included.final,
      daHeight: included.readTo,
      daHead,
      isCaughtUp,
      attestedHeight: attester?.attested(included.height),
      forcedWaiting: forced?.waiting ?? 0,
      equivocations,
      passedOver,
      lastPassedOver,
      failure,
    }),
  };
}
