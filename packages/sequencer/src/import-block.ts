import { crossingOf } from "@openledger/derivation";
import { OperationalError } from "@openledger/ports";
import type { Crypto, Height } from "@openledger/primitives";
import type { App } from "@openledger/state-machine";
import type { CommittedBlock } from "./block-producer.ts";
import { blockContradiction, type ChainTip } from "./chain-tip.ts";
import type { SealedBlock } from "./chain-store.ts";
import { quarantinedInLog, requestOfBlock } from "./check-block.ts";
import { failedCrossing } from "./crossing.ts";
import { persistState } from "./persist-state.ts";
import type { OpenedChain } from "./recover.ts";
import { requireSomeValidator } from "./sealing-power.ts";
import { runInSlices } from "./time-slice.ts";
import { executionOf, type VerifyAhead } from "./verify-ahead.ts";

/** How a sealed block contradicts the execution of those before it; nothing of the block was kept. */
export interface Contradiction {
  readonly contradiction: string;
}

export interface ImportParts {
  readonly app: App;
  readonly chain: OpenedChain;
  readonly crypto: Crypto;
  /** Other threads that verify signatures of the block; without it they are verified where transactions run. */
  readonly ahead?: VerifyAhead | undefined;
}

/**
 * Executes the block that follows the last one, which another node sealed, and makes it durable with its state: block,
 * then state, then commit, as the sequencer does. The caller has verified its seal, its hashes and that it follows.
 * Throws what the logs throw; after a retryable error the block may be imported again.
 */
export async function importBlock(parts: ImportParts, sealed: SealedBlock): Promise<CommittedBlock | Contradiction> {
  const { app, chain, crypto, ahead } = parts;
  const { store, validators } = chain;
  const startedMs = performance.now();
  const wrong = uncalledCrossing(crypto, chain, sealed) ?? blockContradiction(crypto, tipOf(app, chain), sealed.block, sealed.bytes.length);
  if (wrong !== undefined) return { contradiction: wrong };
  const executed = await runInSlices(executionOf(app, requestOfBlock(sealed.block, sealed.blockId.hash, validators), ahead));
  const poison = quarantinedInLog(executed) ?? failedCrossing(crypto.sha256, sealed.block, executed.response);
  if (poison !== undefined) return { contradiction: poison };
  try {
    requireSomeValidator(crypto.sha256, chain, sealed.block, executed);
  } catch (error) {
    if (error instanceof OperationalError && error.code === "VALIDATOR_SET") return { contradiction: error.message };
    throw error;
  }
  store.appendBlock(sealed);
  persistState(store, executed);
  app.commit(executed);
  return { ...sealed, response: executed.response, seconds: (performance.now() - startedMs) / 1_000 };
}

/** Whoever imports reads DA, and knows which rotation counts. */
function uncalledCrossing({ sha256 }: Crypto, { validators }: OpenedChain, { block }: SealedBlock): string | undefined {
  const rotation = crossingOf(sha256, block);
  if (rotation === undefined || validators.expected()?.number === rotation.number) return undefined;
  return `block ${block.header.height} begins with rotation ${rotation.number}, which is not on DA, or not the one that counts`;
}

function tipOf(app: App, { store, genesis, validators, genesisAppHash }: OpenedChain): ChainTip {
  const info = app.info();
  return {
    genesis,
    info: store.lastHeight === 0n ? { ...info, appHash: genesisAppHash } : info,
    results: store.results(store.lastHeight),
    validators,
    timeAt: (height) => (height < store.firstHeight || height > store.stateHeight ? undefined : store.block(height as Height)?.block.header.time),
  };
}
