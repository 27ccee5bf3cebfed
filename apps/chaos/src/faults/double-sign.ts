import { PRECOMMIT, voteSignBytes, type BlockId } from "@openledger/comet";
import { askComet } from "@openledger/localnet";
import { assertDefined, toBase64 } from "@openledger/primitives";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Cluster, Member } from "../cluster/cluster.ts";
import { fetchBlock } from "../checks/node-block.ts";
import { chaosError } from "../errors.ts";
import { anyHealthy, consensusAddress, isVoter, votersAt } from "./consensus.ts";
import { standingOf } from "./downtime.ts";
import type { Fault } from "./fault.ts";
import { joinValidator } from "./join.ts";
import { waitUntil } from "../wait-until.ts";

const PATIENCE_MS = 60_000;
const SIGNED = 2;

const partsShape = z.object({ total: z.number(), hash: z.string() });
const commitShape = z.object({
  signed_header: z.object({
    header: z.object({ time: z.string() }),
    commit: z.object({
      round: z.number(),
      block_id: z.object({ hash: z.string(), parts: partsShape }),
      signatures: z.array(z.object({ block_id_flag: z.number(), validator_address: z.string(), timestamp: z.string(), signature: z.base64().nullable() })),
    }),
  }),
});
const answerShape = z.object({ result: z.object({ hash: z.string() }).optional(), error: z.object({ message: z.string(), data: z.string().optional() }).optional() });

/**
 * A validator signs a second block at a height where it signed one already. Its vote in the chain's own commit and the
 * second one are handed to a node as evidence; CometBFT verifies both signatures and puts it into a block.
 */
export const doubleSignFault: Fault = {
  name: "double-sign",
  says: "a validator signs two blocks of one height and is tombstoned",
  async play(context) {
    const { cluster, watch, over, say } = context;
    const { member, height } = await joinValidator(context);
    const before = await standingOf(cluster, member);
    const from = watch.maxHeight();
    await reportDoubleVote(cluster, member, height);
    say(`${member.name} signed two blocks of height ${height}`);
    await waitUntil(`${member.name} is no validator`, PATIENCE_MS, async () => ((await isVoter(cluster, member)) ? undefined : true));
    over();
    const after = await standingOf(cluster, member);
    if (!after.isTombstoned || !after.isJailed || after.tokens >= before.tokens) {
      throw chaosError("CLAIM", `${member.name} signed twice and is not jailed, slashed and tombstoned: ${JSON.stringify({ ...after, tokens: `${after.tokens}` })}`);
    }
    const carried = await heightOfEvidence(cluster, member, from, () => watch.maxHeight());
    return { node: member.name, note: `evidence in block ${carried}, lost ${before.tokens - after.tokens} of ${before.tokens}, tombstoned`, gone: member };
  },
};

/** Signs a second vote and broadcasts both. Throws `CLAIM` when CometBFT does not take them as evidence. */
async function reportDoubleVote(cluster: Cluster, member: Member, height: bigint): Promise<void> {
  const { rpcUrl } = anyHealthy(cluster, member).validator;
  const { signed_header } = await askComet(rpcUrl, `commit?height=${height}`, commitShape);
  const { header, commit } = signed_header;
  const address = consensusAddress(member);
  const own = assertDefined(commit.signatures.find(({ validator_address: signer, block_id_flag: flag }) => signer === address && flag === SIGNED), "the member signed this height");
  const voters = await votersAt(anyHealthy(cluster, member), height);
  const index = voters.findIndex((voter) => voter.address === address);
  const second = otherBlock(height);
  const signature = member.key.sign(
    voteSignBytes(cluster.chainId, { type: PRECOMMIT, height, round: commit.round, blockId: second, timestamp: nanosOf(own.timestamp) }),
  );
  const common = { type: PRECOMMIT, height: `${height}`, round: commit.round, timestamp: own.timestamp, validator_address: address, validator_index: index };
  const votes = [
    { ...common, block_id: commit.block_id, signature: own.signature },
    { ...common, block_id: jsonOf(second), signature: toBase64(signature) },
    // CometBFT wants them in the order of their block ids.
  ].sort((a, b) => (a.block_id.hash < b.block_id.hash ? -1 : 1));
  const total = voters.reduce((sum, { power }) => sum + power, 0n);
  const value = { vote_a: votes[0], vote_b: votes[1], TotalVotingPower: `${total}`, ValidatorPower: `${voters[index]?.power ?? 0n}`, Timestamp: header.time };
  await broadcastEvidence(rpcUrl, { type: "tendermint/DuplicateVoteEvidence", value });
}

async function broadcastEvidence(rpcUrl: string, evidence: object): Promise<void> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "broadcast_evidence", params: { evidence } });
  const response = await fetch(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { result, error } = answerShape.parse(await response.json());
  if (result === undefined) throw chaosError("CLAIM", `CometBFT does not take two signed votes as evidence: ${error?.data ?? error?.message ?? "no reason given"}`);
}

/** A block that was never proposed. */
function otherBlock(height: bigint): BlockId {
  const hash = (what: string): Uint8Array => new Uint8Array(createHash("sha256").update(`${what} of another block ${height}`).digest());
  return { hash: hash("header"), partSetHeader: { total: 1, hash: hash("parts") } };
}

function jsonOf({ hash, partSetHeader }: BlockId): { readonly hash: string; readonly parts: { readonly total: number; readonly hash: string } } {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();
  return { hash: hex(hash), parts: { total: partSetHeader.total, hash: hex(partSetHeader.hash) } };
}

/** Nanoseconds since the Unix epoch of a time as Go writes it, with up to nine decimals. */
function nanosOf(time: string): bigint {
  const [, seconds = "", fraction = ""] = /^(.+?)(?:\.(\d{1,9}))?Z$/.exec(time) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** Looks through the blocks from `from` on. Who is punished may be known before the watch has seen the block that says why. */
async function heightOfEvidence(cluster: Cluster, member: Member, from: bigint, newest: () => bigint): Promise<bigint> {
  const { rpcUrl } = anyHealthy(cluster, member).validator;
  let height = from;
  return waitUntil(`a block from ${from} on that carries the evidence against ${member.name}`, PATIENCE_MS, async () => {
    for (; height <= newest(); height++) {
      if ((await fetchBlock(rpcUrl, height)).evidence > 0) return height;
    }
    return undefined;
  });
}
