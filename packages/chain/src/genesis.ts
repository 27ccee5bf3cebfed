/** The genesis document in CometBFT's JSON shape, with the SDK's app_state. */
import { EncodingError, fromBase64, height } from "@openledger/primitives";
import {
  genesisError,
  jsonArray,
  jsonObject,
  jsonString,
  jsonUint,
  type ConsensusParams,
  type InitChainRequest,
  type Json,
  type ValidatorUpdate,
} from "@openledger/state-machine";
import { requireKnownFields } from "./known-genesis.ts";
import { timeFromRfc3339 } from "./rfc3339.ts";

const ED25519_KEY_TYPE = "tendermint/PubKeyEd25519";
const MAX_CHAIN_ID_LENGTH = 50;

/**
 * Reads a genesis document, both CometBFT's (`consensus_params`, `validators`) and the SDK's (`consensus.params`,
 * `consensus.validators`). `json` is what JSON.parse gave. Throws a TxError of codespace `genesis` that names the place.
 */
export function parseGenesis(json: unknown): InitChainRequest {
  const document = jsonObject(json as Json, "document");
  requireKnownFields(document);
  const consensus = jsonObject(document["consensus"], "consensus");
  const chainId = jsonString(document["chain_id"], "chain_id");
  if (chainId === "" || chainId.length > MAX_CHAIN_ID_LENGTH) {
    throw genesisError("chain_id", `must have 1 to ${MAX_CHAIN_ID_LENGTH} characters`);
  }
  const genesisTime = timeFromRfc3339(jsonString(document["genesis_time"], "genesis_time"));
  if (genesisTime === undefined) throw genesisError("genesis_time", "must be a UTC time like 2026-11-21T08:00:00Z");
  const initialHeight = jsonUint(document["initial_height"], "initial_height", 1n);
  if (initialHeight >= 1n << 62n) throw genesisError("initial_height", "must be below 2^62");
  const params = document["consensus_params"] ?? consensus["params"] ?? {};
  return {
    chainId,
    genesisTime,
    initialHeight: height(initialHeight === 0n ? 1n : initialHeight),
    consensusParams: readConsensusParams(params),
    validators: readValidators(document["validators"] ?? consensus["validators"]),
    // The module keeps what CometBFT reads; the SDK's own genesis of it is empty.
    appState: { ...jsonObject(document["app_state"], "app_state"), consensus: { params } },
  };
}

function readConsensusParams(json: Json | undefined): ConsensusParams {
  const block = jsonObject(jsonObject(json, "consensus_params")["block"], "consensus_params.block");
  const maxGas = block["max_gas"];
  return {
    maxBlockBytes: readLimit(block["max_bytes"], "consensus_params.block.max_bytes", 4_194_304n),
    maxBlockGas: maxGas === "-1" || maxGas === -1 ? -1n : readLimit(maxGas, "consensus_params.block.max_gas", 0n),
  };
}

function readLimit(json: Json | undefined, where: string, absent: bigint): bigint {
  const limit = jsonUint(json, where, absent);
  if (limit >= 1n << 63n) throw genesisError(where, "must be below 2^63");
  return limit;
}

function readValidators(json: Json | undefined): readonly ValidatorUpdate[] {
  return jsonArray(json, "validators").map((entry, i) => {
    const where = `validators[${i}]`;
    const validator = jsonObject(entry, where);
    const key = jsonObject(validator["pub_key"], `${where}.pub_key`);
    const type = jsonString(key["type"], `${where}.pub_key.type`);
    if (type !== ED25519_KEY_TYPE) throw genesisError(`${where}.pub_key.type`, `must be ${ED25519_KEY_TYPE}`);
    const publicKey = readKey(jsonString(key["value"], `${where}.pub_key.value`), `${where}.pub_key.value`);
    const power = jsonUint(validator["power"], `${where}.power`);
    if (power === 0n || power >= 1n << 60n) throw genesisError(`${where}.power`, "must be from 1 to 2^60-1");
    return { publicKey, power };
  });
}

function readKey(text: string, where: string): Uint8Array {
  try {
    const key = fromBase64(text);
    if (key.length === 32) return key;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  throw genesisError(where, "must be 32 bytes in base64");
}
