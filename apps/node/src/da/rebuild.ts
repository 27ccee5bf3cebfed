import { inflateZstd } from "@openledger/da";
import { createDerivation, namespacesOf, type DerivationNotes, type DerivedBlock, type Equivocation } from "@openledger/derivation";
import { readSlices } from "@openledger/follower";
import type { Da } from "@openledger/ports";
import type { Crypto } from "@openledger/primitives";
import { createReplayer } from "@openledger/sequencer";
import type { App, InitChainRequest } from "@openledger/state-machine";

export interface RebuildOptions {
  readonly da: Da;
  readonly crypto: Crypto;
  /** Without genesis or state. */
  readonly app: App;
  readonly genesis: InitChainRequest;
  /** First DA height that is read. */
  readonly startHeight: bigint;
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
  /** Blobs that gave nothing: junk, duplicates and the like. */
  readonly passedOver: number;
}

/** Headers of blocks so far ahead of DA's clock are not taken: ten minutes. */
const DRIFT_NANOS = 600n * 1_000_000_000n;

/** Derives every block up to DA's head and executes it, from genesis and DA alone. Rejects as a {@link Da}. */
export async function rebuildFromDa(options: RebuildOptions): Promise<RebuildReport> {
  const { da, crypto, genesis, startHeight } = options;
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
  const { height: head } = await da.head();
  for await (const slice of readSlices(da, namespacesOf(crypto.sha256, genesis.chainId), startHeight, head)) {
    const steps = derivation.derive(slice);
    let step: IteratorResult<DerivedBlock, DerivationNotes> = steps.next();
    for (; step.done !== true && mismatch === undefined; step = steps.next()) {
      mismatch = await replayer.execute(step.value);
      hashes.set(step.value.block.header.height, step.value.blockId.hash);
    }
    if (mismatch !== undefined || step.done !== true) break;
    equivocations.push(...step.value.equivocations);
    passedOver += step.value.passedOver.length;
  }
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  const { lastHeight, txs, appHash, digest } = replayer;
  return { chainId: genesis.chainId, lastHeight, txs, appHash, digest, daHeight: head, seconds, mismatch, equivocations, passedOver };
}
