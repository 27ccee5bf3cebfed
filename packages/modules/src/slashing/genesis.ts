import { GenesisState, Params } from "@openledger/messages/cosmos/slashing/v1beta1";
import { EncodingError } from "@openledger/primitives";
import { genesisError, jsonObject, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import type { StakingKeeper } from "../support/staking.ts";
import { consensusBytes, consensusText } from "../support/validator-addresses.ts";
import { missedIndexes, setMissed } from "./missed-blocks.ts";
import { checkSlashingParams, defaultSlashingParams } from "./params.ts";
import { consensusKeys, SLASHING_STORE, signingInfos, slashingParams } from "./state.ts";

const WHERE = "app_state.slashing";

/** Reads x/slashing's GenesisState; runs after staking, whose validators' keys it notes. */
export function initSlashingGenesis(staking: StakingKeeper, ctx: Context, json: Json | undefined): void {
  const store = ctx.store.store(SLASHING_STORE);
  const given = jsonObject(json, WHERE);
  const state = messageFromJson(GenesisState, given, WHERE);
  slashingParams.set(store, readParams(given["params"]));
  for (const { consensusAddress, consensusPublicKey } of staking.validators(ctx)) {
    consensusKeys.set(store, consensusAddress, consensusPublicKey);
  }
  for (const { address, validatorSigningInfo } of state.signingInfos) {
    if (validatorSigningInfo === undefined) throw genesisError(`${WHERE}.signing_infos`, `${address} has no signing info`);
    signingInfos.set(store, addressBytes(ctx, address), validatorSigningInfo);
  }
  for (const { address, missedBlocks } of state.missedBlocks) {
    for (const { index, missed } of missedBlocks) {
      if (index < 0n) throw genesisError(`${WHERE}.missed_blocks`, "an index is 0 or more");
      setMissed(store, addressBytes(ctx, address), index, missed);
    }
  }
}

function readParams(json: Json | undefined): Params {
  const where = `${WHERE}.params`;
  const defaults = messageToJson(Params, defaultSlashingParams);
  const params = messageFromJson(Params, { ...defaults, ...jsonObject(json, where) }, where);
  try {
    checkSlashingParams(params);
  } catch (error) {
    if (error instanceof TxError) throw genesisError(where, error.message);
    throw error;
  }
  return params;
}

function addressBytes({ chain }: Context, text: string): Uint8Array {
  try {
    return consensusBytes(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw genesisError(WHERE, error.message);
    throw error;
  }
}

/** The state as {@link initSlashingGenesis} reads it. */
export function exportSlashingGenesis(ctx: QueryContext): Json {
  const store = ctx.store.store(SLASHING_STORE);
  const infos = [...signingInfos.iterate(store)].map(([address, info]) => ({ address, text: consensusText(ctx.chain, address), info }));
  const state = GenesisState.create({
    params: slashingParams.require(store),
    signingInfos: infos.map(({ text, info }) => ({ address: text, validatorSigningInfo: info })),
    missedBlocks: infos.map(({ address, text }) => ({
      address: text,
      missedBlocks: missedIndexes(store, address).map((index) => ({ index, missed: true })),
    })),
  });
  return messageToJson(GenesisState, state);
}
