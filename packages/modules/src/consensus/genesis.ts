/** Consensus parameters as CometBFT writes them in a genesis file: integers and nanoseconds as text. */
import { ConsensusParams } from "@openledger/messages/tendermint/types";
import {
  genesisError,
  jsonArray,
  jsonObject,
  jsonString,
  setBlockLimits,
  TxError,
  type Context,
  type Json,
  type QueryContext,
} from "@openledger/state-machine";
import { durationNanos } from "../support/timestamps.ts";
import { checkConsensusParams } from "./params.ts";
import { CONSENSUS_STORE, consensusParams } from "./state.ts";

const WHERE = "consensus_params";
const NANOS_PER_SECOND = 1_000_000_000n;

/**
 * Reads `{params}`, where the chain puts the parameters of the document; the SDK's own genesis of this module is empty.
 * Absent numbers are those of CometBFT, with blocks of 4 MiB.
 */
export function initConsensusGenesis(ctx: Context, json: Json | undefined): void {
  const given = jsonObject(jsonObject(json, "app_state.consensus")["params"], WHERE);
  const params = readParams(given);
  try {
    checkConsensusParams(params);
  } catch (error) {
    if (error instanceof TxError) throw genesisError(WHERE, error.message);
    throw error;
  }
  consensusParams.set(ctx.store.store(CONSENSUS_STORE), params);
  const { maxBytes = 0n, maxGas = 0n } = params.block ?? {};
  setBlockLimits(ctx, { maxBlockBytes: maxBytes, maxBlockGas: maxGas });
}

function readParams(given: { readonly [key: string]: Json }): ConsensusParams {
  const read = (group: string, key: string, absent: string): bigint => {
    const where = `${WHERE}.${group}.${key}`;
    const value = jsonObject(given[group], `${WHERE}.${group}`)[key] ?? absent;
    const text = typeof value === "number" ? String(value) : jsonString(value, where);
    if (!/^-?[0-9]{1,18}$/.test(text)) throw genesisError(where, "must be an integer, written as text");
    return BigInt(text);
  };
  const age = read("evidence", "max_age_duration", "172800000000000");
  if (age < 0n) throw genesisError(`${WHERE}.evidence.max_age_duration`, "must be nanoseconds, more than 0");
  const types = jsonArray(jsonObject(given["validator"], `${WHERE}.validator`)["pub_key_types"], `${WHERE}.validator.pub_key_types`);
  return ConsensusParams.create({
    block: { maxBytes: read("block", "max_bytes", "4194304"), maxGas: read("block", "max_gas", "-1") },
    evidence: {
      maxAgeNumBlocks: read("evidence", "max_age_num_blocks", "100000"),
      maxAgeDuration: { seconds: age / NANOS_PER_SECOND, nanos: Number(age % NANOS_PER_SECOND) },
      maxBytes: read("evidence", "max_bytes", "1048576"),
    },
    validator: {
      pubKeyTypes: types.length === 0 ? ["ed25519"] : types.map((type) => jsonString(type, `${WHERE}.validator.pub_key_types`)),
    },
    version: { app: read("version", "app", "0") },
    abci: { voteExtensionsEnableHeight: read("abci", "vote_extensions_enable_height", "0") },
  });
}

/** What {@link initConsensusGenesis} reads. */
export function exportConsensusGenesis(ctx: QueryContext): Json {
  const { block, evidence, validator, version, abci } = consensusParams.require(ctx.store.store(CONSENSUS_STORE));
  return {
    params: {
      block: { max_bytes: String(block?.maxBytes ?? 0n), max_gas: String(block?.maxGas ?? 0n) },
      evidence: {
        max_age_num_blocks: String(evidence?.maxAgeNumBlocks ?? 0n),
        max_age_duration: String(durationNanos(evidence?.maxAgeDuration)),
        max_bytes: String(evidence?.maxBytes ?? 0n),
      },
      validator: { pub_key_types: validator?.pubKeyTypes ?? [] },
      version: { app: String(version?.app ?? 0n) },
      abci: { vote_extensions_enable_height: String(abci?.voteExtensionsEnableHeight ?? 0n) },
    },
  };
}
