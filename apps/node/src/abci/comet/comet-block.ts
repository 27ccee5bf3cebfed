/** Blocks in CometBFT's JSON as the messages that they are. */
import { signedHeaderFromJson } from "@openledger/client/light";
import { encodeCommit, encodeHeader } from "@openledger/comet";
import type { Timestamp } from "@openledger/messages/google/protobuf";
import { Block, BlockID, Commit, DuplicateVoteEvidence, Evidence, Header, Vote } from "@openledger/messages/tendermint/types";
import { fromBase64, fromHex } from "@openledger/primitives";
import { RpcError, type ViewedBlock } from "@openledger/rpc";
import { z } from "zod";

const count = z.int().min(0).max(0x7fffffff);
const int64 = z.string().regex(/^-?\d{1,19}$/).transform(BigInt);
const hex = z.string().regex(/^([0-9A-Fa-f]{2})*$/).transform((text) => fromHex(text.toLowerCase()));
const base64 = z.base64().nullable().transform((text) => fromBase64(text ?? ""));
const time = z.string().transform(timestampFrom);
const blockId = z
  .object({ hash: hex, parts: z.object({ total: count, hash: hex }) })
  .transform(({ hash, parts }) => BlockID.create({ hash, partSetHeader: parts }));

const vote = z
  .object({ type: count, height: int64, round: count, block_id: blockId, timestamp: time, validator_address: hex, validator_index: count, signature: base64 })
  .transform(({ block_id: id, validator_address: validatorAddress, validator_index: validatorIndex, ...rest }) =>
    Vote.create({ ...rest, blockId: id, validatorAddress, validatorIndex }),
  );

const duplicateVote = z.object({
  type: z.literal("tendermint/DuplicateVoteEvidence"),
  value: z.object({ vote_a: vote, vote_b: vote, TotalVotingPower: int64, ValidatorPower: int64, Timestamp: time }),
});

/** What `block` answers. */
export const blockAnswer: z.ZodType<ViewedBlock> = z
  .object({
    block_id: blockId,
    block: z.object({
      header: z.looseObject({}),
      data: z.object({ txs: z.array(z.base64()).nullable() }),
      evidence: z.object({ evidence: z.array(z.looseObject({ type: z.string() })).nullable() }),
      last_commit: z.looseObject({ signatures: z.array(z.unknown()).nullable() }),
    }),
  })
  .transform(({ block_id: id, block: { header, data, evidence, last_commit: commit } }) => {
    const signed = signedHeaderFromJson({ header, commit: { ...commit, signatures: commit.signatures ?? [] } });
    const block = Block.create({
      header: Header.fromBytes(encodeHeader(signed.header)),
      data: { txs: (data.txs ?? []).map(fromBase64) },
      evidence: { evidence: (evidence.evidence ?? []).map(evidenceFrom) },
      lastCommit: Commit.fromBytes(encodeCommit(signed.commit)),
    });
    return { block, blockId: id };
  });

function evidenceFrom(json: { readonly type: string }): Evidence {
  const { data } = duplicateVote.safeParse(json);
  if (data === undefined) throw new RpcError(-32603, `the block holds evidence of type ${json.type.slice(0, 100)}, which only CometBFT's own RPC shows`);
  const { vote_a: voteA, vote_b: voteB, TotalVotingPower, ValidatorPower, Timestamp: timestamp } = data.value;
  const duplicateVoteEvidence = DuplicateVoteEvidence.create({ voteA, voteB, totalVotingPower: TotalVotingPower, validatorPower: ValidatorPower, timestamp });
  return Evidence.create({ duplicateVoteEvidence });
}

/** RFC 3339 with up to nine digits of a second, in UTC. */
export function timestampFrom(text: string): Timestamp {
  const { seconds, fraction = "" } = /^(?<seconds>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.(?<fraction>\d{1,9}))?Z$/.exec(text)?.groups ?? {};
  if (seconds === undefined) throw new RpcError(-32603, `${text.slice(0, 40)} is no time`);
  return { seconds: BigInt(Date.parse(`${seconds}Z`) / 1_000), nanos: Number(fraction.padEnd(9, "0")) };
}
