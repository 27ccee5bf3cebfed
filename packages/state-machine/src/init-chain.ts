import { assert, emptyHash, height } from "@openledger/primitives";
import type { InitChainRequest, InitChainResponse } from "./app.ts";
import { isDenom } from "./coins.ts";
import type { BlockInfo, ChainConfig } from "./context.ts";
import { createBlockContext } from "./execute-block.ts";
import { importStore } from "./exported-state.ts";
import { genesisError, jsonObject, jsonString } from "./json.ts";
import { createStores, overlayOf, startRunning, type Machine } from "./machine.ts";
import type { Json } from "./module.ts";
import { systemGenesis } from "./system-module.ts";
import { chainIdentity, SYSTEM_STORE } from "./system-state.ts";

/** Builds the genesis on a layer that the first block takes over. May run again until that block is committed. */
export function initChain(machine: Machine, request: InitChainRequest): InitChainResponse {
  assert(machine.running === undefined || machine.genesis !== undefined, "initChain runs only before the first block");
  const appState = jsonObject(request.appState as Json, "app_state");
  const chain = chainFromGenesis(request.chainId, appState["system"]);
  const running = startRunning(machine, chain, createStores(machine, request.initialHeight));
  const state = overlayOf(running.stores);
  chainIdentity.set(state.store(SYSTEM_STORE), { ...chain, initialHeight: request.initialHeight });
  const block: BlockInfo = { height: height(0n), time: request.genesisTime, proposer: new Uint8Array(0) };
  const ctx = createBlockContext(running.environment, block, state, []);
  for (const module of machine.parts.modules) {
    const given = appState[module.name];
    if (module.name === SYSTEM_STORE) module.initGenesis(ctx, systemGenesis(given, request.consensusParams));
    else if (!importStore(state.store(module.storeName), given, `app_state.${module.name}`)) module.initGenesis(ctx, given);
  }
  machine.running = running;
  machine.genesis = { time: request.genesisTime, changeSet: state.changeSet() };
  machine.checkState = undefined;
  return { appHash: emptyHash(machine.parts.crypto.sha256), validators: [] };
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
