import { createMerkleTree, receiptHash, receiptLeaf } from "@openledger/attribution";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, QueryService as MarketQuery, ReceiptInclusion } from "@openledger/messages/openledger/market/v1";
import { assertDefined, equalBytes, leafHash, type Sha256 } from "@openledger/primitives";
import { ClientError } from "../errors.ts";
import type { ChainClient } from "./chain-client.ts";

/**
 * What shows the chain that a receipt was settled: its path to the root of the session's log at the size that the log has
 * now, built from the transactions that settled the session. Throws ClientError `content` for a receipt that is not in the
 * log, `unreachable` for a node that does not have all of the transactions.
 */
export async function settledInclusion(
  client: ChainClient,
  sha256: Sha256,
  receipt: Receipt,
): Promise<ReceiptInclusion> {
  const { sessionId, index } = receipt;
  const { session } = await client.query(MarketQuery.Session, { sessionId });
  const size = Number(assertDefined(session, "the chain answers with the session or an error").logSize);
  const hashes = await settledHashes(client, sha256, sessionId);
  const known = Array.from({ length: size }, (_, at) => hashes.get(BigInt(at)));
  if (known.includes(undefined)) {
    throw new ClientError("unreachable", `${client.rpcUrl} lacks transactions that settled session ${sessionId}; ask a node that has them`);
  }
  const leaves = known.map((hash) => leafHash(sha256, assertDefined(hash, "all are known")));
  const own = leaves[Number(index)];
  if (own === undefined || !equalBytes(own, receiptLeaf(sha256, receipt))) {
    throw new ClientError("content", `receipt ${index} is not among the ${size} that session ${sessionId} has settled`);
  }
  return ReceiptInclusion.create({ receipt, path: createMerkleTree(sha256, leaves).inclusionPath(Number(index)) });
}

/** Hashes of a session's receipts by index, from every transaction that settled some of them. */
async function settledHashes(client: ChainClient, sha256: Sha256, sessionId: bigint): Promise<ReadonlyMap<bigint, Uint8Array>> {
  const { txs } = await client.comet.txSearchAll({ query: `settlement_submitted.session_id='${sessionId}'` });
  const hashes = new Map<bigint, Uint8Array>();
  for (const { tx } of txs) {
    for (const { typeUrl, value } of TxBody.decode(TxRaw.decode(tx).bodyBytes).messages) {
      if (typeUrl !== MsgSettle.typeUrl) continue;
      const settle = MsgSettle.decode(value);
      if (settle.sessionId !== sessionId) continue;
      hashesOf(sha256, settle).forEach((hash, at) => hashes.set(settle.firstIndex + BigInt(at), hash));
    }
  }
  return hashes;
}

function hashesOf(sha256: Sha256, { openings, receiptHashes }: MsgSettle): readonly Uint8Array[] {
  if (openings.length === 0) return receiptHashes;
  return openings.map(({ receipt }) => receiptHash(sha256, assertDefined(receipt, "a settled opening has its receipt")));
}
