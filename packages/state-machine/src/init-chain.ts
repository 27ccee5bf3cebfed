import { assert, emptyHash, height } from "@openledger/primitives";
import type { MultiStore } from "@openledger/store";
import type { InitChainRequest, InitChainResponse } from "./app.ts";
import { isDenom } from "./coins.ts";
import type { BlockInfo, ChainConfig, Context } from "./context.ts";
import { createBlockContext, validatorUpdates } from "./execute-block.ts";
import { importStore } from "./exported-state.ts";
import { genesisError, jsonObject, jsonString } from "./json.ts";
import { createStores, overlayOf, startRunning, type Machine } from "./machine.ts";
import type { Json } from "./module.ts";
import { runTx, type TxEnvironment } from "./run-tx.ts";
import { systemGenesis } from "./system-module.ts";
import { chainIdentity, SYSTEM_STORE, systemParams } from "./system-state.ts";

/** Builds the genesis on a layer that the first block takes over. May run again until that block is committed. */
export function initChain(machine: Machine, request: InitChainRequest): InitChainResponse {
  assert(machine.running === undefined || machine.genesis !== undefined, "initChain runs only before the first block");
  const appState = jsonObject(request.appState as Json, "app_state");
  const chain = chainFromGenesis(request.chainId, appState["system"]);
  const running = startRunning(machine, chain, createStores(machine, request.initialHeight));
  const state = overlayOf(running.stores);
  chainIdentity.set(state.store(SYSTEM_STORE), { ...chain, initialHeight: request.initialHeight });
  const { genesisTime: time, initialHeight, validators: sealers } = request;
  const block: BlockInfo = { height: height(0n), time, proposer: new Uint8Array(0), isGenesis: true, genesis: { initialHeight, validators: sealers } };
  const ctx = createBlockContext(running.environment, block, state, []);
  for (const module of machine.parts.modules) {
    const given = appState[module.name];
    if (module.name === SYSTEM_STORE) module.initGenesis(ctx, systemGenesis(given, request.consensusParams));
    else if (!importStore(state.store(module.storeName), given, `app_state.${module.name}`)) module.initGenesis(ctx, given);
  }
  runGenesisTxs(running.environment, state, block, machine.parts.genesisTxs(appState), ctx);
  machine.running = running;
  machine.genesis = { time: request.genesisTime, changeSet: state.changeSet() };
  machine.checkState = undefined;
  const validators = validatorUpdates(running.environment, block, state);
  return { appHash: emptyHash(machine.parts.crypto.sha256), validators };
}

/** Genesis transactions pay and sign like any other, with account number 0, without a limit of gas. Each must succeed. */
function runGenesisTxs(environment: TxEnvironment, state: MultiStore, block: BlockInfo, txs: readonly Uint8Array[], ctx: Context): void {
  if (txs.length === 0) return;
  const limits = { ...systemParams.require(state.store(SYSTEM_STORE)), maxBlockGas: 0n };
  for (const [i, bytes] of txs.entries()) {
    const { result } = runTx(environment, state, bytes, { mode: "deliver", block, limits, blockGasUsed: 0n });
    if (result.code !== 0) throw genesisError(`app_state.genutil.gen_txs[${i}]`, `${result.log} (${result.codespace} ${result.code})`);
  }
  for (const module of environment.modules) module.finishGenesis?.(ctx);
}

function chainFromGenesis(chainId: string, json: Json | undefined): ChainConfig {
  const where = "app_state.system";
  const system = jsonObject(json, where);
  const bech32Prefix = jsonString(system["bech32_prefix"], `${where}.bech32_prefix`);
  if (!/^[a-z][a-z0-9]{0,19}$/.test(bech32Prefix)) {
    throw genesisError(`${where}.bech32_prefix`, "must have 1 to 20 lower-case letters and digits, a letter first");
  }
  const baseDenom = jsonString(system["base_denom"], `${where}.base_denom`);
  if (!isDenom(baseDenom)) throw genesisError(`${where}.base_denom`, "must have 3 to 128 characters, a letter first");
  return { chainId, bech32Prefix, baseDenom };
}
