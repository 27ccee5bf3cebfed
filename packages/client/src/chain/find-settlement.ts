import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { Receipt } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { toHex } from "@openledger/primitives";
import { ClientError, orNotFound } from "../errors.ts";
import type { SettlementFacts } from "../receipt/chain-facts.ts";
import type { ChainClient } from "./chain-client.ts";

/**
 * The settlement that holds receipt `index` of a session, by the events of the transactions that settled the session;
 * undefined when it is not settled. One that has left state is decided, and on this protocol version decided is final.
 */
export async function findSettlement(
  client: ChainClient,
  sessionId: bigint,
  index: bigint,
): Promise<SettlementFacts | undefined> {
  const found = await search(client, sessionId);
  for (const { hash, height, result, tx } of found) {
    for (const { type, attributes } of result.events) {
      if (type !== "settlement_submitted") continue;
      const fields = Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
      const { settlement_id: id, session_id: session, first_index: first, receipt_count: count } = fields;
      if (id === undefined || first === undefined || count === undefined || session !== sessionId.toString()) continue;
      if (index < BigInt(first) || index >= BigInt(first) + BigInt(count)) continue;
      const receipt = settledReceipt(tx, sessionId, index);
      const pending = await orNotFound(client.query(MarketQuery.Settlement, { settlementId: BigInt(id) }));
      return {
        id,
        firstIndex: first,
        receiptCount: Number(count),
        state: pending === undefined ? "final" : "pending",
        submittedHeight: height.toString(),
        txHash: toHex(hash).toUpperCase(),
        ...(receipt === undefined ? {} : { receipt }),
      };
    }
  }
  return undefined;
}

/** The receipt that a settling transaction opens at an index of a session, encoded, lower-case hex. */
function settledReceipt(tx: Uint8Array, sessionId: bigint, index: bigint): string | undefined {
  for (const { typeUrl, value } of TxBody.decode(TxRaw.decode(tx).bodyBytes).messages) {
    if (typeUrl !== "/openledger.market.v1.MsgSettle") continue;
    const settle = MsgSettle.decode(value);
    const receipt = settle.openings[Number(index - settle.firstIndex)]?.receipt;
    if (settle.sessionId === sessionId && receipt !== undefined) return toHex(Receipt.toBytes(receipt));
  }
  return undefined;
}

async function search(client: ChainClient, sessionId: bigint): ReturnType<typeof searchAll> {
  try {
    return await searchAll(client, sessionId);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError("unreachable", `${client.rpcUrl} cannot search transactions: ${why}`, { cause: error });
  }
}

async function searchAll(
  client: ChainClient,
  sessionId: bigint,
): Promise<Awaited<ReturnType<ChainClient["comet"]["txSearchAll"]>>["txs"]> {
  const query = `settlement_submitted.session_id='${sessionId}'`;
  return (await client.comet.txSearchAll({ query })).txs;
}
