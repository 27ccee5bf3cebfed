import type { RecoveryRule } from "@openledger/derivation";
import { recoveryFromGenesis, type RecoveryKey } from "@openledger/modules";
import { genesisError, jsonObject, type Json } from "@openledger/state-machine";
import { forcedInclusionOf } from "./forced-inclusion.ts";

/** Whoever can put another sequencer in the place of one that broke forced inclusion; fixed by genesis. */
export interface Recovery extends RecoveryRule {
  /** The keys with their names, in the order of genesis. */
  readonly named: readonly RecoveryKey[];
}

/**
 * `app_state.rollup.recovery` of a genesis; undefined where it has none. Throws a TxError of codespace `genesis` that names
 * the place, also for a chain without forced inclusion, in which no sequencer can miss anything.
 */
export function recoveryOf(appState: unknown): Recovery | undefined {
  const recovery = recoveryFromGenesis(jsonObject(appState as Json, "app_state")["rollup"]);
  if (recovery === undefined || forcedInclusionOf(appState) !== undefined) return recovery;
  throw genesisError("app_state.rollup.recovery", "needs app_state.rollup.forced_inclusion: there is nothing to recover from without it");
}
