import { GenesisState, Minter, Params } from "@openledger/messages/cosmos/mint/v1beta1";
import { decAtomics, decText } from "@openledger/primitives";
import { genesisError, jsonObject, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { readDecText } from "../support/number-texts.ts";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import { checkMintParams, defaultMintParams } from "./params.ts";
import { MINT_STORE, minter, mintParams } from "./state.ts";

const WHERE = "app_state.mint";

/** Reads x/mint's GenesisState. Rates that it leaves out are 0: nothing is minted unless genesis says so. */
export function initMintGenesis(ctx: Context, json: Json | undefined): void {
  const store = ctx.store.store(MINT_STORE);
  const given = jsonObject(json, WHERE);
  messageFromJson(GenesisState, given, WHERE);
  mintParams.set(store, readParams(ctx, given["params"]));
  minter.set(store, readMinter(given["minter"]));
}

function readParams({ chain }: Context, json: Json | undefined): Params {
  const where = `${WHERE}.params`;
  const defaults = messageToJson(Params, defaultMintParams(chain.baseDenom));
  const params = messageFromJson(Params, { ...defaults, ...jsonObject(json, where) }, where);
  try {
    checkMintParams(params);
  } catch (error) {
    if (error instanceof TxError) throw genesisError(where, error.message);
    throw error;
  }
  return params;
}

function readMinter(json: Json | undefined): Minter {
  const where = `${WHERE}.minter`;
  const read = messageFromJson(Minter, jsonObject(json, where), where);
  const inflation = readDecText(read.inflation);
  const provisions = readDecText(read.annualProvisions);
  if (inflation < 0n) throw genesisError(where, `mint parameter Inflation should be positive, is ${decText(inflation)}`);
  return { inflation: decAtomics(inflation), annualProvisions: decAtomics(provisions) };
}

/** The state as {@link initMintGenesis} reads it. */
export function exportMintGenesis(ctx: QueryContext): Json {
  const store = ctx.store.store(MINT_STORE);
  return messageToJson(GenesisState, { minter: minter.require(store), params: mintParams.require(store) });
}
