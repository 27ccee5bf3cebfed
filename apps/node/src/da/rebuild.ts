import { forcedInclusionOf, recoveryOf } from "@openledger/chain";
import { inflateZstd } from "@openledger/da";
import { createChainReader, namespacesOf, TIME_DRIFT_NANOS, type ChainReader, type DerivedBlock, type Equivocation, type ForcedDuty, type ForcedTx, type ReaderNotes, type Rotation } from "@openledger/derivation";
import { readSlices } from "@openledger/follower";
import type { Da } from "@openledger/ports";
import { toHex, type Crypto } from "@openledger/primitives";
import { createReplayer, runsInTurn, whyNotOwed, type Replayer } from "@openledger/sequencer";
import { isTaken, type ConsensusParams, type InitChainRequest, type StateMachine } from "@openledger/state-machine";
import { openVerifyingThreads, signatureThreads, type VerifyingThreads } from "../signature-threads.ts";
import { daStartOf } from "./da-start.ts";

export interface RebuildOptions {
  readonly da: Da;
  readonly crypto: Crypto;
  /** Without genesis or state. */
  readonly app: StateMachine;
  readonly genesis: InitChainRequest;
  /** First DA height that is read; 1 for the one that genesis names, where it has forced inclusion. */
  readonly startHeight: bigint;
  /** Last DA height that is read; DA's head by default. */
  readonly toHeight?: bigint;
  /** Ends it: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What DA holds of a chain. */
export interface RebuildReport {
  readonly chainId: string;
  /** Last derived block; one less than the first height when there is none. */
  readonly lastHeight: bigint;
  /** DA heights that were read. */
  readonly daHeight: bigint;
  readonly txs: number;
  /** State after the last block. */
  readonly appHash: Uint8Array;
  /** sha256 over digest so far ‖ app hash, per block, as in `replay`: equal digests mean equal app hashes at every height. */
  readonly digest: Uint8Array;
  readonly seconds: number;
  /** How a header contradicts the execution; what comes after it was not executed. */
  readonly mismatch: string | undefined;
  readonly equivocations: readonly Equivocation[];
  /** What was posted for the sequencer and left out by its deadline, if no rotation followed; nothing after that was executed. */
  readonly missed: ForcedTx | undefined;
  /** That took a chain across a miss, in order. */
  readonly rotations: readonly Rotation[];
  /** Blobs that gave nothing: junk, duplicates and the like. */
  readonly passedOver: number;
}

/** Derives every block up to DA's head and executes it, from genesis and DA alone. Rejects as a {@link Da}, and with `CONFIG` for another start than genesis names. */
export async function rebuildFromDa(options: RebuildOptions): Promise<RebuildReport> {
  const threads = openVerifyingThreads(options.app, signatureThreads(1));
  return rebuildBeside(threads.ahead, options).finally(() => threads.close());
}

async function rebuildBeside(ahead: VerifyingThreads["ahead"], options: RebuildOptions): Promise<RebuildReport> {
  const { da, crypto, app, genesis } = options;
  const startHeight = daStartOf(forcedInclusionOf(genesis.appState), options.startHeight);
  const startedMs = performance.now();
  const replayer = createReplayer({ crypto, app, genesis, ahead });
  const taken = new Map<string, Taken>();
  const reader = readerOf({ ...options, startHeight }, replayer, taken);
  const equivocations: Equivocation[] = [];
  let passedOver = 0;
  let mismatch: string | undefined;
  let missed: ForcedTx | undefined;
  const { height: newest } = await da.head();
  const head = options.toHeight === undefined || options.toHeight > newest ? newest : options.toHeight;
  const withForced = forcedInclusionOf(genesis.appState) !== undefined;
  for await (const slice of readSlices(da, namespacesOf(crypto.sha256, genesis.chainId), startHeight, head, withForced)) {
    options.signal?.throwIfAborted();
    const steps = reader.read(slice);
    let step: IteratorResult<DerivedBlock, ReaderNotes> = steps.next();
    for (; step.done !== true && mismatch === undefined; step = steps.next()) {
      options.signal?.throwIfAborted();
      mismatch = await replayer.execute(step.value);
      if (withForced && mismatch === undefined) noteTaken(taken, crypto, step.value, replayer, slice.daHeight);
    }
    if (mismatch !== undefined || step.done !== true) break;
    equivocations.push(...step.value.equivocations);
    passedOver += step.value.passedOver.length;
    missed = step.value.rotation === undefined ? (step.value.missed ?? missed) : undefined;
    if (missed !== undefined && recoveryOf(genesis.appState) === undefined) break;
  }
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  const { lastHeight, txs, appHash, digest } = replayer;
  const rotations = reader.breaks.flatMap(({ crossed }) => crossed?.rotation ?? []);
  return { chainId: genesis.chainId, lastHeight, txs, appHash, digest, daHeight: head, seconds, mismatch, equivocations, missed, rotations, passedOver };
}

/** Where the ante chain let a transaction through, and what it used there. */
interface Taken {
  readonly daHeight: bigint;
  readonly gasUsed: bigint;
}

/** A transaction is let through once in a chain: what refuses it later comes to nothing. */
function noteTaken(taken: Map<string, Taken>, { sha256 }: Crypto, { block }: DerivedBlock, { results }: Replayer, daHeight: bigint): void {
  for (const [i, tx] of block.txs.entries()) {
    const result = results?.txResults[i];
    if (result !== undefined && isTaken(result)) taken.set(toHex(sha256(tx)), { daHeight, gasUsed: result.gasUsed });
  }
}

function readerOf({ crypto, app, genesis, startHeight }: RebuildOptions, replayer: Replayer, taken: ReadonlyMap<string, Taken>): ChainReader {
  const { chainId, genesisTime, initialHeight, appState } = genesis;
  const rule = forcedInclusionOf(appState);
  const params = (): ConsensusParams => app.info().consensusParams ?? genesis.consensusParams;
  const forced: ForcedDuty | undefined = rule === undefined ? undefined : {
    ...rule,
    ...{ judgedTo: startHeight - 1n, chances: [], onWeighed: () => undefined },
    isIncluded: (hash) => taken.has(hash),
    wasIncluded: (hash, daHeight) => (taken.get(hash)?.daHeight ?? daHeight) < daHeight,
    gasUsed: (hash) => taken.get(hash)?.gasUsed ?? 0n,
    isExempt: ({ tx }) => whyNotOwed(app, params(), tx) !== undefined,
    runsInTurn: (waiting) => runsInTurn(app, params(), waiting),
  };
  return createChainReader({
    ...{ crypto, inflate: inflateZstd, chainId, genesisTime, forced, recovery: recoveryOf(appState), breaks: [], known: [], driftNanos: TIME_DRIFT_NANOS },
    ...{ from: { height: initialHeight, last: undefined }, readTo: startHeight - 1n },
    expect: (rotation) => replayer.validators.expect(rotation),
    validatorsAt(height) {
      const next = replayer.lastHeight + 1n;
      return height < initialHeight ? undefined : replayer.validators.at(height > next ? next : height);
    },
    hashAt: (height) => replayer.hashAt(height),
  });
}
