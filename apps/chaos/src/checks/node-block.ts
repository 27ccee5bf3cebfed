import { createHash } from "node:crypto";
import { askComet } from "@openledger/localnet";
import { z } from "zod";

/** A block as one node stored it, with what its App answered. */
export interface NodeBlock {
  readonly height: bigint;
  /** Upper-case hex. */
  readonly blockHash: string;
  /** State after this block, as this node's own App computed it; Base64. */
  readonly appHash: string;
  /** Hashes of its transactions in order, upper-case hex. */
  readonly txs: readonly string[];
  /** 0 for each transaction that did what it says. */
  readonly codes: readonly number[];
  /** Evidence of misbehaviour that the block carries. */
  readonly evidence: number;
}

const blockShape = z.object({
  block_id: z.object({ hash: z.string() }),
  block: z.object({ data: z.object({ txs: z.array(z.base64()).nullish() }), evidence: z.object({ evidence: z.array(z.unknown()).nullish() }) }),
});
const resultsShape = z.object({ app_hash: z.base64(), txs_results: z.array(z.object({ code: z.number().default(0) })).nullish() });

/** Throws what fetch and the schemas throw: also for a block that the node does not have, or whose execution is under way. */
export async function fetchBlock(rpcUrl: string, height: bigint): Promise<NodeBlock> {
  const [{ block_id, block }, results] = await Promise.all([
    askComet(rpcUrl, `block?height=${height}`, blockShape),
    askComet(rpcUrl, `block_results?height=${height}`, resultsShape),
  ]);
  const txs = (block.data.txs ?? []).map((tx) => createHash("sha256").update(Buffer.from(tx, "base64")).digest("hex").toUpperCase());
  const codes = (results.txs_results ?? []).map(({ code }) => code);
  return { height, blockHash: block_id.hash, appHash: results.app_hash, txs, codes, evidence: block.evidence.evidence?.length ?? 0 };
}
