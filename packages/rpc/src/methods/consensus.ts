import { BLOCK_ID_FLAG_COMMIT, evidenceItemHash, type RankedSet, type RankedValidator } from "@openledger/comet";
import { OperationalError } from "@openledger/ports";
import { assertDefined, equalBytes } from "@openledger/primitives";
import type { RpcBackend } from "../backend.ts";
import { validatorJson, type JsonObject } from "../encode/block.ts";
import { evidenceFromJson } from "../encode/evidence.ts";
import { hex, rfc3339 } from "../encode/scalars.ts";
import { method, type Method } from "../method.ts";
import { failed } from "../rpc-error.ts";

/** Step of a consensus round in which the next block is awaited, CometBFT's `RoundStepNewHeight`. */
const NEW_HEIGHT = 1;

export const consensusMethods: readonly Method[] = [
  method("consensus_state", {}, (backend) => ({ round_state: roundState(backend) })),
  method("dump_consensus_state", {}, (backend) => ({ round_state: fullRoundState(backend), peers: [] })),
  method("broadcast_evidence", { evidence: "json" }, broadcastEvidence),
];

/** As CometBFT, which answers with the hash of the evidence without its wrapper. */
function broadcastEvidence({ crypto, evidence: pool }: RpcBackend, { evidence }: { readonly evidence: { readonly value: unknown } | undefined }): JsonObject {
  if (evidence === undefined) throw failed("no evidence was provided");
  if (pool === undefined) throw failed("evidence was not taken: this node makes no blocks; hand it to the sequencer");
  const item = evidenceFromJson(evidence.value);
  if (item === undefined) throw failed("evidence was not taken: it is no duplicate vote in CometBFT's JSON");
  try {
    pool.submit(item);
  } catch (error) {
    if (error instanceof OperationalError) throw failed(error.message);
    throw error;
  }
  return { hash: hex(evidenceItemHash(crypto.sha256, item)) };
}

/** The sequencer decides at once, so that a client always finds it before the next height. */
function roundState(backend: RpcBackend): JsonObject {
  const { next, startTime, validators } = parts(backend);
  const { address } = proposerOf(validators);
  return {
    "height/round/step": `${next}/0/${NEW_HEIGHT}`,
    start_time: startTime,
    proposal_block_hash: "",
    locked_block_hash: "",
    valid_block_hash: "",
    height_vote_set: voteSet(validators.totalPower, validators.validators.length),
    proposer: { address: hex(address), index: validators.validators.indexOf(proposerOf(validators)) },
  };
}

function fullRoundState(backend: RpcBackend): JsonObject {
  const { next, startTime, validators, lastValidators } = parts(backend);
  const set = setJson(validators);
  return {
    height: `${next}`,
    round: 0,
    step: NEW_HEIGHT,
    start_time: startTime,
    commit_time: startTime,
    validators: set,
    proposal: null,
    proposal_block: null,
    proposal_block_parts: null,
    locked_round: -1,
    locked_block: null,
    locked_block_parts: null,
    valid_round: -1,
    valid_block: null,
    valid_block_parts: null,
    votes: voteSet(validators.totalPower, validators.validators.length),
    commit_round: -1,
    last_commit: null,
    last_validators: lastValidators === undefined ? null : setJson(lastValidators),
    triggered_timeout_precommit: false,
  };
}

function proposerOf({ validators, proposer }: RankedSet): RankedValidator {
  return assertDefined(validators.find(({ address }) => equalBytes(address, proposer)), "a proposer is a validator");
}

function setJson(set: RankedSet): JsonObject {
  return { validators: set.validators.map(validatorJson), proposer: validatorJson(proposerOf(set)) };
}

function parts({ chain, genesis }: RpcBackend): {
  readonly next: bigint;
  readonly startTime: string;
  readonly validators: RankedSet;
  /** Of the last block, undefined before the first. */
  readonly lastValidators: RankedSet | undefined;
} {
  const last = chain.block(chain.lastHeight);
  const next = last === undefined ? genesis.initialHeight : chain.lastHeight + 1n;
  const vote = last?.commit.signatures.find(({ blockIdFlag }) => blockIdFlag === BLOCK_ID_FLAG_COMMIT);
  return {
    next,
    startTime: rfc3339(vote?.timestamp ?? genesis.genesisTime),
    validators: chain.validatorsAt(next),
    lastValidators: last === undefined ? undefined : chain.validatorsAt(chain.lastHeight),
  };
}

function voteSet(power: bigint, count: number): readonly JsonObject[] {
  const none = Array.from({ length: count }, () => "nil-Vote");
  const bits = `BA{${count}:${"_".repeat(count)}} 0/${power} = 0.00`;
  return [{ round: 0, prevotes: none, prevotes_bit_array: bits, precommits: none, precommits_bit_array: bits }];
}
