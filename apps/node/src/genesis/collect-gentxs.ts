import { genesisTxFromJson } from "@openledger/chain";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressFromBytes, addressToBytes } from "@openledger/primitives";
import { TxError, type Json } from "@openledger/state-machine";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeError } from "../node-error.ts";
import { genesisBalance, type GenesisDocument } from "./genesis-document.ts";

/** The document with the transactions of every `.json` file of a folder, by file name. Throws `HOME`. */
export function collectGentxs(document: GenesisDocument, folder: string): GenesisDocument {
  const files = filesOf(folder).filter((name) => name.endsWith(".json")).sort((a, b) => (a < b ? -1 : 1));
  if (files.length === 0) throw nodeError("HOME", `there must be at least one genesis tx in ${folder}; "openledgerd gentx" makes one`);
  const txs = files.map((name) => readGentx(document, join(folder, name)));
  const genutil = { ...document.app_state.genutil, gen_txs: txs };
  return { ...document, app_state: { ...document.app_state, genutil } };
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function readGentx(document: GenesisDocument, path: string): Json {
  try {
    const json = JSON.parse(readFileSync(path, "utf8")) as Json;
    requireFunds(document, genesisTxFromJson(json, path), path);
    return json;
  } catch (error) {
    if (error instanceof TxError) throw nodeError("HOME", error.message, error);
    if (error instanceof SyntaxError) throw nodeError("HOME", `${path} is not JSON: ${error.message}`, error);
    throw error;
  }
}

function requireFunds(document: GenesisDocument, tx: Uint8Array, path: string): void {
  const [any] = TxBody.decode(TxRaw.fromBytes(tx).bodyBytes).messages;
  const { validatorAddress, value } = MsgCreateValidator.decode(any?.value ?? new Uint8Array(0));
  const prefix = document.app_state.system.bech32_prefix;
  const account = addressFromBytes(prefix, addressToBytes(`${prefix}valoper`, validatorAddress));
  const { denom = "", amount = "0" } = value ?? {};
  const owned = genesisBalance(document, account, denom);
  if (owned < BigInt(amount)) {
    throw nodeError("HOME", `${path}: insufficient fund for delegation ${account}: ${owned} < ${amount} ${denom}`);
  }
}
