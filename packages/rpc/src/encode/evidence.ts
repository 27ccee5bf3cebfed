import { decodeDuplicateVote, encodeDuplicateVote, PRECOMMIT, PREVOTE, type DuplicateVote, type EvidenceVote } from "@openledger/comet";
import { fromBase64, fromHex, height, toBase64 } from "@openledger/primitives";
import { z } from "zod";
import { blockIdJson, type JsonObject } from "./block-id.ts";
import { hex, rfc3339 } from "./scalars.ts";

const TYPE = "tendermint/DuplicateVoteEvidence";

const int64 = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const count = z.int().min(0).max(0x7fffffff);
const hexBytes = z.string().regex(/^([0-9A-Fa-f]{2}){0,64}$/).transform((text) => fromHex(text.toLowerCase()));
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/).transform(nanosOf);
const blockId = z
  .object({ hash: hexBytes, parts: z.object({ total: count, hash: hexBytes }) })
  .transform(({ hash, parts }) => ({ hash, partSetHeader: parts }));

const vote = z.object({
  type: z.union([z.literal(PREVOTE), z.literal(PRECOMMIT)]),
  height: int64.refine((at) => at > 0n && at < 1n << 63n).transform(height),
  round: count,
  block_id: blockId,
  timestamp: time,
  validator_address: hexBytes,
  validator_index: count,
  signature: z.base64().max(100).transform(fromBase64),
});

const evidence = z.object({
  type: z.literal(TYPE),
  value: z.object({ vote_a: vote, vote_b: vote, TotalVotingPower: int64, ValidatorPower: int64, Timestamp: time }),
});

/** An item of `Block.evidence` in CometBFT's JSON. */
export function evidenceJson(item: Uint8Array): JsonObject {
  const { voteA, voteB, totalVotingPower, validatorPower, timestamp } = decodeDuplicateVote(item);
  const value = {
    vote_a: voteJson(voteA),
    vote_b: voteJson(voteB),
    TotalVotingPower: `${totalVotingPower}`,
    ValidatorPower: `${validatorPower}`,
    Timestamp: rfc3339(timestamp),
  };
  return { type: TYPE, value };
}

/** The bytes of evidence in CometBFT's JSON; undefined for anything else than a duplicate vote. */
export function evidenceFromJson(json: unknown): Uint8Array | undefined {
  const { data } = evidence.safeParse(json);
  if (data === undefined) return undefined;
  const { vote_a: a, vote_b: b, TotalVotingPower: totalVotingPower, ValidatorPower: validatorPower, Timestamp: timestamp } = data.value;
  const both: DuplicateVote = { voteA: voteOf(a), voteB: voteOf(b), totalVotingPower, validatorPower, timestamp };
  return encodeDuplicateVote(both);
}

function voteOf({ block_id: id, validator_address: validatorAddress, validator_index: validatorIndex, ...rest }: z.infer<typeof vote>): EvidenceVote {
  return { ...rest, blockId: id, validatorAddress, validatorIndex };
}

function voteJson({ type, height: at, round, blockId: id, timestamp, validatorAddress, validatorIndex, signature }: EvidenceVote): JsonObject {
  return {
    type,
    height: `${at}`,
    round,
    block_id: blockIdJson(id),
    timestamp: rfc3339(timestamp),
    validator_address: hex(validatorAddress),
    validator_index: validatorIndex,
    signature: toBase64(signature),
    extension: null,
    extension_signature: null,
  };
}

/** Nanoseconds since the Unix epoch. */
function nanosOf(text: string): bigint {
  const [seconds = "", fraction = ""] = text.slice(0, -1).split(".");
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}
