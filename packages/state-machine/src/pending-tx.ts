/** Transactions outside of blocks: CheckTx on the check state, simulation beside it. */
import { height, unixNanos } from "@openledger/primitives";
import { branchMultiStore } from "@openledger/store";
import type { CheckTxResponse, ExecTxResult } from "./app.ts";
import type { BlockInfo } from "./context.ts";
import { runBlock, type BlockOutcome } from "./execute-block.ts";
import { openState, passedCheck, requireRunning, type CheckState, type Machine } from "./machine.ts";
import { recordAccess } from "./recorded-access.ts";
import { recordBlock } from "./recorded-block.ts";
import { repeatCheck, runTx, type TxOutcome } from "./run-tx.ts";
import { lastBlock, SYSTEM_STORE, systemParams } from "./system-state.ts";
import type { DecodedTx } from "./tx.ts";
import { isLong } from "./tx-decoder.ts";

/** Runs the ante chain; what it writes stays until the next commit, so that pending sequences count. */
export function checkTx(machine: Machine, bytes: Uint8Array, recheck: boolean): CheckTxResponse {
  if (recheck && isLong(bytes)) {
    const { store, ...run } = checkStateOf(machine);
    const repeated = machine.longChecks.repeat(bytes, store, run);
    if (repeated !== undefined) return repeated;
  }
  const { result, tx } = runCheck(machine, bytes, recheck ? "recheck" : "check");
  return responseOf(result, tx);
}

function responseOf(result: ExecTxResult, tx: DecodedTx | undefined): CheckTxResponse {
  const { code, data, log, gasWanted, gasUsed, events, codespace } = result;
  const accepted = code === 0 ? tx : undefined;
  return {
    code,
    data,
    log,
    gasWanted,
    gasUsed,
    events,
    codespace,
    sender: accepted?.signers[0] ?? "",
    sequence: accepted?.authInfo.signerInfos[0]?.sequence ?? 0n,
  };
}

/** Runs ante chain and messages without valid signatures and without leaving anything. */
export function simulateTx(machine: Machine, bytes: Uint8Array): ExecTxResult {
  const { store, block, limits } = checkStateOf(machine);
  const run = { mode: "simulate", block, limits, blockGasUsed: 0n } as const;
  return runTx(requireRunning(machine).environment, branchMultiStore(store), bytes, run).result;
}

/**
 * What the ante chain says in the next block on the last commit: without pending transactions and without this node's
 * floor of gas prices, so that every node answers alike. Leaves nothing.
 */
export function checkAlone(machine: Machine, bytes: Uint8Array): CheckTxResponse {
  return checksInTurn(machine)(bytes);
}

/** As {@link checkAlone} of one transaction after the other: each finds what the ante chain wrote for those before it. Leaves nothing. */
export function checksInTurn(machine: Machine): (bytes: Uint8Array) => CheckTxResponse {
  const environment = { ...requireRunning(machine).environment, minGasPrices: [] };
  const { store, block, limits } = createCheckState(machine);
  return (bytes) => {
    const { result, tx } = runTx(environment, store, bytes, { mode: "check", block, limits, blockGasUsed: 0n });
    return responseOf(result, tx);
  };
}

/**
 * Which of these, by their index, trip an assertion in a block of them after the last commit, and how, if the gas of a block were without
 * limit: the same on every node. Leaves nothing.
 */
export function trippingIn(machine: Machine, txs: readonly Uint8Array[]): BlockOutcome["quarantined"] {
  const { store, block } = createCheckState(machine);
  // The time of a block is later than that of the one before it.
  const time = machine.genesis === undefined ? unixNanos(block.time + 1_000_000n) : block.time;
  const request = { height: block.height, time, proposer: new Uint8Array(20), hash: new Uint8Array(32), txs };
  // What one block has no gas for is in the next one, and may trip there.
  const steps = runBlock(requireRunning(machine).environment, store, request, { hasGasLimit: false });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value.quarantined;
}

function runCheck(machine: Machine, bytes: Uint8Array, mode: "check" | "recheck"): TxOutcome {
  const { environment } = requireRunning(machine);
  const { store, block, limits } = checkStateOf(machine);
  const repeated = mode === "recheck" ? repeatedCheck(machine, bytes) : undefined;
  if (repeated !== undefined) return repeated;
  const recorder = recordAccess(store);
  const recorded = recordBlock(block);
  const outcome = runTx(environment, recorder.store, bytes, { mode, block: recorded.block, limits, blockGasUsed: 0n });
  const { result, tx } = outcome;
  const access = tx === undefined || result.code !== 0 ? undefined : recorder.finish();
  if (tx !== undefined && access !== undefined) {
    const { maxBlockGas } = limits;
    const passed = { outcome, access, block: recorded, maxBlockGas, hasVerifiedSignatures: mode === "check" };
    if (isLong(bytes)) machine.longChecks.remember(bytes, { passed: { ...passed, outcome: { result, tx: undefined } }, limits, response: responseOf(result, tx) });
    else machine.passed.set(tx, passed);
  }
  return outcome;
}

/**
 * The outcome of the last check when all that it saw is as it was: then it would pass again and write the same.
 * After a block, that is so for whoever the block did not touch in any other way than the check foresaw.
 */
function repeatedCheck(machine: Machine, bytes: Uint8Array): TxOutcome | undefined {
  const { store, block, limits } = checkStateOf(machine);
  const tx = requireRunning(machine).environment.decoder.known(bytes, limits);
  const passed = tx === undefined ? undefined : passedCheck(machine, tx);
  if (tx === undefined || passed === undefined) return undefined;
  const repeated = repeatCheck(passed, store, { block, limits });
  if (repeated !== undefined) machine.passed.set(tx, passed);
  return repeated;
}

/** What transactions outside of blocks run on; made anew after each commit. */
export function checkStateOf(machine: Machine): CheckState {
  return (machine.checkState ??= createCheckState(machine));
}

/** The ante chain writes neither limits nor time, so both are read once. */
function createCheckState(machine: Machine): CheckState {
  const store = openState(machine);
  const system = store.store(SYSTEM_STORE);
  const block: BlockInfo = {
    height: height(requireRunning(machine).stores.version + 1n),
    time: unixNanos(machine.genesis?.time ?? lastBlock.require(system).time),
    proposer: new Uint8Array(0),
  };
  return { store, block, limits: systemParams.require(system) };
}
