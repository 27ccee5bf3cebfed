import { forcedInclusionOf, type ForcedInclusion } from "@openledger/chain";
import { inflateZstd } from "@openledger/da";
import { createDerivation, createForcedQueue, namespacesOf, type DerivationNotes, type DerivedBlock, type Equivocation, type ForcedQueue, type ForcedTx } from "@openledger/derivation";
import { readSlices } from "@openledger/follower";
import type { Da } from "@openledger/ports";
import { toHex, type Crypto, type Sha256 } from "@openledger/primitives";
import { createReplayer, whyNotOwed } from "@openledger/sequencer";
import type { InitChainRequest, StateMachine } from "@openledger/state-machine";

export interface RebuildOptions {
  readonly da: Da;
  readonly crypto: Crypto;
  /** Without genesis or state. */
  readonly app: StateMachine;
  readonly genesis: InitChainRequest;
  /** First DA height that is read. */
  readonly startHeight: bigint;
  /** Last DA height that is read; DA's head by default. */
  readonly toHeight?: bigint;
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
  /** What was posted for the sequencer and left out by its deadline; what comes after that was not executed. */
  readonly missed: ForcedTx | undefined;
  /** Blobs that gave nothing: junk, duplicates and the like. */
  readonly passedOver: number;
}

/** Headers of blocks so far ahead of DA's clock are not taken: ten minutes. */
const DRIFT_NANOS = 600n * 1_000_000_000n;

/** Derives every block up to DA's head and executes it, from genesis and DA alone. Rejects as a {@link Da}. */
export async function rebuildFromDa(options: RebuildOptions): Promise<RebuildReport> {
  const { da, crypto, app, genesis, startHeight } = options;
  const startedMs = performance.now();
  const replayer = createReplayer(options);
  const hashes = new Map<bigint, Uint8Array>();
  const derivation = createDerivation({
    crypto,
    inflate: inflateZstd,
    chainId: genesis.chainId,
    genesisTime: genesis.genesisTime,
    from: { height: genesis.initialHeight, last: undefined },
    validatorsAt(height) {
      const next = replayer.lastHeight + 1n;
      return height < genesis.initialHeight ? undefined : replayer.validators.at(height > next ? next : height);
    },
    hashAt: (height) => hashes.get(height),
    driftNanos: DRIFT_NANOS,
  });
  const equivocations: Equivocation[] = [];
  let passedOver = 0;
  let mismatch: string | undefined;
  const rule = forcedInclusionOf(genesis.appState);
  const foundAt = new Map<string, bigint>();
  const forced = rule === undefined ? undefined : forcedQueueOf(crypto.sha256, genesis.chainId, rule, foundAt);
  let missed: ForcedTx | undefined;
  const { height: newest } = await da.head();
  const head = options.toHeight === undefined || options.toHeight > newest ? newest : options.toHeight;
  for await (const slice of readSlices(da, namespacesOf(crypto.sha256, genesis.chainId), startHeight, head, forced !== undefined)) {
    forced?.read(slice.daHeight, slice.forced);
    const steps = derivation.derive(slice);
    let step: IteratorResult<DerivedBlock, DerivationNotes> = steps.next();
    for (; step.done !== true && mismatch === undefined; step = steps.next()) {
      mismatch = await replayer.execute(step.value);
      if (forced !== undefined) for (const tx of step.value.block.txs) foundAt.set(toHex(crypto.sha256(tx)), slice.daHeight);
      hashes.set(step.value.block.header.height, step.value.blockId.hash);
    }
    if (mismatch !== undefined || step.done !== true) break;
    equivocations.push(...step.value.equivocations);
    passedOver += step.value.passedOver.length;
    missed = forced?.judge(slice.daHeight, ({ tx }) => whyNotOwed(app, app.info().consensusParams ?? genesis.consensusParams, tx) !== undefined);
    if (missed !== undefined) break;
  }
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  const { lastHeight, txs, appHash, digest } = replayer;
  return { chainId: genesis.chainId, lastHeight, txs, appHash, digest, daHeight: head, seconds, mismatch, equivocations, missed, passedOver };
}

function forcedQueueOf(sha256: Sha256, chainId: string, { window, bytesPerWindow }: ForcedInclusion, foundAt: ReadonlyMap<string, bigint>): ForcedQueue {
  const wasIncluded = (hash: string, daHeight: bigint): boolean => (foundAt.get(hash) ?? daHeight) < daHeight;
  return createForcedQueue({ sha256, chainId, window, bytesPerWindow, isIncluded: (hash) => foundAt.has(hash), wasIncluded });
}
