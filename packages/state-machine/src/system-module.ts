import {
  Params,
  QueryChainRequest,
  QueryChainResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QueryService,
} from "@openledger/messages/openledger/system/v1";
import type { ConsensusParams } from "./app.ts";
import type { Context } from "./context.ts";
import { jsonObject, jsonUint } from "./json.ts";
import { queryHandler, type Json, type Module } from "./module.ts";
import { chainIdentity, SYSTEM_STORE, systemParams } from "./system-state.ts";

/** Limits of a chain whose genesis names none: 4 MiB blocks without a gas limit, 1 MiB and 64 messages per tx. */
export const defaultSystemParams: Params = {
  maxBlockBytes: 4_194_304n,
  maxBlockGas: 0n,
  maxTxBytes: 1_048_576n,
  maxTxMessages: 64n,
};

/** The frame's own module: its limits and who the chain is. Messages reach it only by a new genesis. */
export function createSystemModule(): Module {
  return {
    name: "system",
    storeName: SYSTEM_STORE,
    errors: [],
    messages: [],
    queries: [
      queryHandler({
        path: QueryService.Params.path,
        request: QueryParamsRequest,
        response: QueryParamsResponse,
        handle: (ctx) => ({ params: systemParams.require(ctx.store.store(SYSTEM_STORE)) }),
      }),
      queryHandler({
        path: QueryService.Chain.path,
        request: QueryChainRequest,
        response: QueryChainResponse,
        handle: (ctx) => ({ chain: chainIdentity.require(ctx.store.store(SYSTEM_STORE)) }),
      }),
    ],
    exportGenesis(ctx) {
      const store = ctx.store.store(SYSTEM_STORE);
      const { bech32Prefix, baseDenom } = chainIdentity.require(store);
      const limits = systemParams.require(store);
      return {
        bech32_prefix: bech32Prefix,
        base_denom: baseDenom,
        params: {
          max_block_bytes: String(limits.maxBlockBytes),
          max_block_gas: String(limits.maxBlockGas),
          max_tx_bytes: String(limits.maxTxBytes),
          max_tx_messages: String(limits.maxTxMessages),
        },
      };
    },
    initGenesis(ctx, genesis) {
      systemParams.set(ctx.store.store(SYSTEM_STORE), paramsFromGenesis(genesis));
    },
  };
}

/** CometBFT's bound of a block, which `max_bytes` -1 stands for. */
const MAX_BLOCK_BYTES = 104_857_600n;

/** Lets later blocks take other amounts of bytes and gas; -1 is CometBFT's "no limit". */
export function setBlockLimits(ctx: Context, { maxBlockBytes, maxBlockGas }: ConsensusParams): void {
  const store = ctx.store.store(SYSTEM_STORE);
  systemParams.set(store, {
    ...systemParams.require(store),
    maxBlockBytes: maxBlockBytes < 0n ? MAX_BLOCK_BYTES : maxBlockBytes,
    maxBlockGas: maxBlockGas < 0n ? 0n : maxBlockGas,
  });
}

/** The module's genesis with the block limits of the consensus parameters, which CometBFT also hashes. */
export function systemGenesis(given: Json | undefined, { maxBlockBytes, maxBlockGas }: ConsensusParams): Json {
  const system = jsonObject(given, "app_state.system");
  const params = jsonObject(system["params"], "app_state.system.params");
  return {
    ...system,
    params: {
      ...params,
      max_block_bytes: String(maxBlockBytes),
      max_block_gas: maxBlockGas < 0n ? "0" : String(maxBlockGas),
    },
  };
}

function paramsFromGenesis(genesis: Json | undefined): Params {
  const where = "app_state.system.params";
  const given = jsonObject(jsonObject(genesis, "app_state.system")["params"], where);
  const read = (key: string, absent: bigint): bigint => jsonUint(given[key], `${where}.${key}`, absent);
  return {
    maxBlockBytes: read("max_block_bytes", defaultSystemParams.maxBlockBytes),
    maxBlockGas: read("max_block_gas", defaultSystemParams.maxBlockGas),
    maxTxBytes: read("max_tx_bytes", defaultSystemParams.maxTxBytes),
    maxTxMessages: read("max_tx_messages", defaultSystemParams.maxTxMessages),
  };
}
