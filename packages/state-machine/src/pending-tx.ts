/** Transactions outside of blocks: CheckTx on the check state, simulation beside it. */
import { height, unixNanos } from "@openledger/primitives";
import { branchMultiStore } from "@openledger/store";
import type { CheckTxResponse, ExecTxResult } from "./app.ts";
import type { BlockInfo } from "./context.ts";
import { openState, requireRunning, type CheckState, type Machine } from "./machine.ts";
import { runTx, type TxOutcome } from "./run-tx.ts";
import { lastBlock, SYSTEM_STORE, systemParams } from "./system-state.ts";

/** Runs the ante chain; what it writes stays until the next commit, so that pending sequences count. */
export function checkTx(machine: Machine, bytes: Uint8Array, recheck: boolean): CheckTxResponse {
  const { result, tx } = runPending(machine, bytes, recheck ? "recheck" : "check");
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
  return runPending(machine, bytes, "simulate").result;
}

function runPending(machine: Machine, bytes: Uint8Array, mode: "check" | "recheck" | "simulate"): TxOutcome {
  const { environment } = requireRunning(machine);
  const { store, block, limits } = (machine.checkState ??= createCheckState(machine));
  const parent = mode === "simulate" ? branchMultiStore(store) : store;
  return runTx(environment, parent, bytes, { mode, block, limits, blockGasUsed: 0n });
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
