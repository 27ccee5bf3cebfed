/** Begin, each transaction, end: one block on a branch. */
import { InvariantViolation, type Height } from "@openledger/primitives";
import { branchMultiStore, type MultiStore, type OverlayMultiStore } from "@openledger/store";
import type { AbciEvent, ExecTxResult, FinalizeBlockRequest, StepSignal, ValidatorUpdate } from "./app.ts";
import type { BlockInfo, Context, QueryContext } from "./context.ts";
import type { Event } from "./event.ts";
import { createUnlimitedGasMeter } from "./gas.ts";
import { abciEvents, digestOfLeaves, resultLeafHash } from "./results.ts";
import { assertConserved, runTx, type TxEnvironment, type TxRun } from "./run-tx.ts";
import { lastBlock, SYSTEM_STORE, systemParams } from "./system-state.ts";

/** What a block did; its writes are in the branch it ran on. */
export interface BlockOutcome {
  /** The transactions that stay, in order: those of the request that have run, without the quarantined ones. */
  readonly txs: readonly Uint8Array[];
  readonly results: readonly ExecTxResult[];
  readonly events: readonly AbciEvent[];
  readonly quarantined: readonly { readonly index: number; readonly reason: string }[];
  readonly validatorUpdates: readonly ValidatorUpdate[];
}

/**
 * Runs a block on `store`. Yields before each transaction and before its end; `enough` in answer to a yield ends it there. A transaction
 * that trips an assertion leaves no trace and is reported; an assertion at begin or end passes through. `store` holds nothing but what this
 * block writes, and before the first one what genesis wrote. Where `passedCheck` finds a check whose reads are as they were,
 * its ante chain is not run again.
 */
export function* runBlock(
  environment: TxEnvironment,
  store: OverlayMultiStore,
  request: FinalizeBlockRequest,
  passedCheck?: TxRun["passedCheck"],
): Generator<void, BlockOutcome, StepSignal> {
  const { height, time, proposer, votes, misbehavior } = request;
  const block: BlockInfo = { height, time, proposer, votes, misbehavior };
  const limits = systemParams.require(store.store(SYSTEM_STORE));
  const txs: Uint8Array[] = [];
  const results: ExecTxResult[] = [];
  const leafHashes: Uint8Array[] = [];
  const { sha256 } = environment.crypto;
  const quarantined: { index: number; reason: string }[] = [];
  let blockGasUsed = 0n;
  const beginEvents = runPhase(environment, store, block, "beginBlock");
  for (const [index, bytes] of request.txs.entries()) {
    if ((yield) === "enough" && index > 0) break;
    try {
      const run = { mode: "deliver", block, limits, blockGasUsed, isFirst: index === 0, passedCheck } as const;
      const { result } = runTx(environment, store, bytes, run);
      // One that ran out of gas reports more than its limit, by which whoever makes a block counts.
      blockGasUsed += result.gasUsed < result.gasWanted ? result.gasUsed : result.gasWanted;
      txs.push(bytes);
      results.push(result);
      leafHashes.push(resultLeafHash(sha256, result));
    } catch (error) {
      quarantined.push({ index, reason: reasonOf(error) });
    }
  }
  yield;
  const events = [...beginEvents, ...runPhase(environment, store, block, "endBlock"), ...reports(environment, store, request.height)];
  lastBlock.set(store.store(SYSTEM_STORE), {
    height: request.height,
    digest: digestOfLeaves(sha256, leafHashes, events),
    time: request.time,
  });
  return { txs, results, events, quarantined, validatorUpdates: validatorUpdates(environment, block, store) };
}

function reasonOf(error: unknown): string {
  if (error instanceof InvariantViolation) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function runPhase(
  environment: TxEnvironment,
  store: MultiStore,
  block: BlockInfo,
  phase: "beginBlock" | "endBlock",
): readonly AbciEvent[] {
  const branch = branchMultiStore(store);
  const events: Event[] = [];
  const ctx = createBlockContext(environment, block, branch, events);
  for (const module of environment.modules) module[phase]?.(ctx);
  assertConserved(environment.modules, store, branch);
  branch.write();
  return abciEvents(events, { key: "mode", value: phase === "beginBlock" ? "BeginBlock" : "EndBlock" });
}

/** What the whole block changed, told by the modules in their order. */
function reports({ chain, modules }: TxEnvironment, store: OverlayMultiStore, at: Height): readonly AbciEvent[] {
  const told = modules.flatMap((module) => {
    const changes = module.report === undefined ? [] : store.changesOf(module.storeName);
    return changes.length === 0 ? [] : (module.report?.(changes, chain, at) ?? []);
  });
  return abciEvents(told, { key: "mode", value: "EndBlock" });
}

/** What modules change of the consensus set, in the order of the modules. */
export function validatorUpdates(
  { chain, crypto, modules }: Pick<TxEnvironment, "chain" | "crypto" | "modules">,
  { height, time }: BlockInfo,
  store: MultiStore,
): readonly ValidatorUpdate[] {
  const ctx: QueryContext = { chain, crypto, height, time, store };
  return modules.flatMap((module) => module.validatorUpdates?.(ctx) ?? []);
}

/** A context that no transaction pays for: genesis, begin and end of a block. */
export function createBlockContext(
  { chain, crypto }: Pick<TxEnvironment, "chain" | "crypto">,
  block: BlockInfo,
  store: MultiStore,
  events: Event[],
): Context {
  return {
    chain,
    crypto,
    block,
    store,
    gas: createUnlimitedGasMeter(),
    emit: (emitted) => void events.push(emitted),
  };
}
