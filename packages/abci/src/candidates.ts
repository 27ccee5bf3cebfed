/** Blocks that were executed before they were decided. */
import { setImmediate } from "node:timers/promises";
import { RequestFinalizeBlock } from "@openledger/messages/tendermint/abci";
import { BlockIDFlag } from "@openledger/messages/tendermint/types";
import { toHex, type Sha256 } from "@openledger/primitives";
import { runInSlices, type VerifyAhead } from "@openledger/sequencer";
import type { App, ExecutedBlock, FinalizeBlockRequest, StepSignal } from "@openledger/state-machine";

/**
 * Executes blocks and keeps what a few of them gave until the next commit, so that a block runs once although it is
 * prepared, processed and finalized. What is kept is found by everything that execution depends on, which a block's
 * hash covers too; a proposer executes its block before that has one.
 */
export interface Candidates {
  /** With `withinMs`, of the transactions only as many as have run by then; the block that comes of them is kept as itself. */
  execute(request: FinalizeBlockRequest, withinMs?: number): Promise<ExecutedBlock>;
  /** To be called after each commit: what was executed on another state is of no use. */
  clear(): void;
}

/** Of one height: rounds beyond the first few are rare, and each holds the writes of a whole block. */
const KEPT = 3;
const NOTHING = new Uint8Array(0);

export function createCandidates(app: Pick<App, "executeBlock" | "forget">, sha256: Sha256, ahead?: VerifyAhead): Candidates {
  const executed = new Map<string, ExecutedBlock>();

  function drop(key: string): void {
    const block = executed.get(key);
    if (block !== undefined) app.forget?.(block);
    executed.delete(key);
  }

  return {
    async execute(request, withinMs = Infinity) {
      const key = contentKey(request, sha256);
      const known = executed.get(key);
      if (known !== undefined) return known;
      // What it took to read and name a large block is a turn of its own.
      await setImmediate();
      const steps = app.executeBlock(request);
      const limited = endedAfter(steps, withinMs);
      const block = await runInSlices(ahead?.during(request.txs, limited) ?? limited);
      for (const oldest of executed.keys()) {
        if (executed.size < KEPT) break;
        drop(oldest);
      }
      // A block that was cut short is found as what it became; one with a poisoned transaction is another than that without it.
      const isCut = block.request.txs.length < request.txs.length && block.quarantined.length === 0;
      const name = isCut ? contentKey(block.request, sha256) : key;
      drop(name);
      executed.set(name, block);
      return block;
    },
    clear: () => executed.clear(),
  };
}

function* endedAfter<T>(steps: Iterator<void, T, StepSignal>, ms: number): Generator<void, T, void> {
  const end = performance.now() + ms;
  for (let step = steps.next(); ; step = steps.next(performance.now() < end ? undefined : "enough")) {
    if (step.done === true) return step.value;
    yield;
  }
}

function contentKey({ height, time, proposer, txs, votes = [], misbehavior = [] }: FinalizeBlockRequest, sha256: Sha256): string {
  const { BLOCK_ID_FLAG_COMMIT, BLOCK_ID_FLAG_ABSENT } = BlockIDFlag;
  const bytes = RequestFinalizeBlock.toBytes({
    height,
    time: timestampOf(time),
    proposerAddress: proposer,
    txs: txs as Uint8Array[],
    decidedLastCommit: {
      round: 0,
      votes: votes.map(({ address, power, signed }) => ({ validator: { address, power }, blockIdFlag: signed ? BLOCK_ID_FLAG_COMMIT : BLOCK_ID_FLAG_ABSENT })),
    },
    misbehavior: misbehavior.map(({ kind, address, power, height: at, time: when }) => ({
      type: kind === "duplicate-vote" ? 1 : 2,
      validator: { address, power },
      height: at,
      time: timestampOf(when),
      totalVotingPower: 0n,
    })),
    hash: NOTHING,
    nextValidatorsHash: NOTHING,
  });
  return toHex(sha256(bytes));
}

function timestampOf(nanos: bigint): { seconds: bigint; nanos: number } {
  return { seconds: nanos / 1_000_000_000n, nanos: Number(nanos % 1_000_000_000n) };
}
