import { genesisTxFromJson } from "@openledger/chain";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { OperationalError } from "@openledger/ports";
import { addressFromBytes, addressToBytes, EncodingError } from "@openledger/primitives";
import { TxError, type Json } from "@openledger/state-machine";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeError } from "../node-error.ts";
import { checkGenesis } from "./check-genesis.ts";
import { genesisBalance, type GenesisDocument } from "./genesis-document.ts";

/**
 * The document with the transactions of every `.json` file of a folder, by file name, from which a chain begins. Throws
 * `HOME` that names the file that is wrong; `where` names the document.
 */
export function collectGentxs(document: GenesisDocument, folder: string, where: string): GenesisDocument {
  const files = filesOf(folder).filter((name) => name.endsWith(".json")).sort((a, b) => (a < b ? -1 : 1)).map((name) => join(folder, name));
  if (files.length === 0) throw nodeError("HOME", `there must be at least one genesis tx in ${folder}; "openledgerd gentx" makes one`);
  const genutil = { ...document.app_state.genutil, gen_txs: files.map((path) => readGentx(document, path)) };
  const collected = { ...document, app_state: { ...document.app_state, genutil } };
  try {
    checkGenesis(collected, where);
  } catch (error) {
    throw namingFile(error, files) ?? error;
  }
  return collected;
}

/** A chain counts the transactions; who edits the folder knows their files. */
function namingFile(error: unknown, files: readonly string[]): Error | undefined {
  if (!(error instanceof OperationalError)) return undefined;
  const [, index = "", problem] = /gen_txs\[(\d+)\]:? (.*)$/s.exec(error.message) ?? [];
  const file = files[Number(index)];
  return file === undefined || problem === undefined ? undefined : nodeError("HOME", `${file}: ${problem}`, error);
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
  let json: Json;
  try {
    json = JSON.parse(readFileSync(path, "utf8")) as Json;
  } catch (error) {
    throw nodeError("HOME", `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  try {
    requireFunds(document, genesisTxFromJson(json, path), path);
    return json;
  } catch (error) {
    if (error instanceof TxError) throw nodeError("HOME", error.message, error);
    if (error instanceof EncodingError) throw nodeError("HOME", `${path}: validator_address: ${error.message}`, error);
    throw error;
  }
}

function requireFunds(document: GenesisDocument, tx: Uint8Array, path: string): void {
  const [any] = TxBody.decode(TxRaw.fromBytes(tx).bodyBytes).messages;
  const { validatorAddress, value } = MsgCreateValidator.decode(any?.value ?? new Uint8Array(0));
  const prefix = document.app_state.system.bech32_prefix;
  const account = addressFromBytes(prefix, addressToBytes(`${prefix}valoper`, validatorAddress));
  const { denom = "", amount = "0" } = value ?? {};
  if (!/^\d{1,78}$/.test(amount)) throw nodeError("HOME", `${path}: the bond must be a number of units, not ${amount.slice(0, 40)}`);
  const owned = genesisBalance(document, account, denom);
  if (owned < BigInt(amount)) {
    throw nodeError("HOME", `${path}: insufficient fund for delegation ${account}: ${owned} < ${amount} ${denom}`);
  }
}
