import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { Receipt } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { toHex } from "@openledger/primitives";
import { ClientError, orNotFound } from "../errors.ts";
import type { SettlementFacts } from "../receipt/chain-facts.ts";
import type { ChainClient } from "./chain-client.ts";

/**
 * Looks for settlements as the chain shows them at one time: what was asked for one receipt is not asked again for the
 * others of its session. Use one for a short while.
 */
export interface SettlementFinder {
  /** As {@link findSettlement}. */
  find(sessionId: bigint, index: bigint): Promise<SettlementFacts | undefined>;
  /** True for a settlement that is not decided yet. */
  isPending(settlementId: string): Promise<boolean>;
}

/**
 * The settlement that holds receipt `index` of a session, by the events of the transactions that settled the session;
 * undefined when it is not settled.
 */
export async function findSettlement(
  client: ChainClient,
  sessionId: bigint,
  index: bigint,
): Promise<SettlementFacts | undefined> {
  return await createSettlementFinder(client).find(sessionId, index);
}

export function createSettlementFinder(client: ChainClient): SettlementFinder {
  const settling = remembered((sessionId: bigint) => search(client, `settlement_submitted.session_id='${sessionId}'`));
  const decided = remembered((id: string) => decidedState(client, id));
  const isPending = remembered(async (id: string) => {
    const found = await orNotFound(client.query(MarketQuery.Settlement, { settlementId: BigInt(id) }));
    return found !== undefined;
  });
  return {
    isPending,
    async find(sessionId, index) {
      const placed = settlementOf(await settling(sessionId), sessionId, index);
      if (placed === undefined) return undefined;
      const state = (await isPending(placed.id)) ? "pending" : await decided(placed.id);
      return { ...placed, state };
    },
  };
}

/** Failures are not remembered: whoever asks again may be luckier. */
function remembered<Key, Value>(ask: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<Key, Value>();
  return async (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = await ask(key);
    known.set(key, value);
    return value;
  };
}

function settlementOf(txs: Settling, sessionId: bigint, index: bigint): Omit<SettlementFacts, "state"> | undefined {
  for (const { hash, height, result, tx } of txs) {
    for (const { type, attributes } of result.events) {
      if (type !== "settlement_submitted") continue;
      const fields = Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
      const { settlement_id: id, session_id: session, first_index: first, receipt_count: count } = fields;
      if (id === undefined || first === undefined || count === undefined || session !== sessionId.toString()) continue;
      if (index < BigInt(first) || index >= BigInt(first) + BigInt(count)) continue;
      return {
        id,
        firstIndex: first,
        receiptCount: Number(count),
        submittedHeight: height.toString(),
        txHash: toHex(hash).toUpperCase(),
        ...settledReceipt(tx, sessionId, index),
      };
    }
  }
  return undefined;
}

/**
 * What became of a settlement that has left state: a counter-example voids it in its own transaction, and a demand that
 * nobody answered voids it at the end of a block, since open demands postpone the decision.
 */
async function decidedState(client: ChainClient, settlementId: string): Promise<"final" | "void"> {
  const count = async (event: string): Promise<number> =>
    (await search(client, `${event}.settlement_id='${settlementId}'`)).length;
  if ((await count("settlement_voided")) > 0) return "void";
  return (await count("demand_made")) > (await count("demand_answered")) ? "void" : "final";
}

/** What a settling transaction says of the receipt at an index of a session, as lower-case hex. */
function settledReceipt(
  tx: Uint8Array,
  sessionId: bigint,
  index: bigint,
): Pick<SettlementFacts, "receipt" | "receiptHash"> {
  for (const { typeUrl, value } of TxBody.decode(TxRaw.decode(tx).bodyBytes).messages) {
    if (typeUrl !== "/openledger.market.v1.MsgSettle") continue;
    const settle = MsgSettle.decode(value);
    const at = Number(index - settle.firstIndex);
    if (settle.sessionId !== sessionId || at < 0) continue;
    const receipt = settle.openings[at]?.receipt;
    const receiptHash = settle.receiptHashes[at];
    if (receipt !== undefined) return { receipt: toHex(Receipt.toBytes(receipt)) };
    if (receiptHash !== undefined) return { receiptHash: toHex(receiptHash) };
  }
  return {};
}

type Settling = Awaited<ReturnType<ChainClient["comet"]["txSearchAll"]>>["txs"];

async function search(client: ChainClient, query: string): Promise<Settling> {
  try {
    return (await client.comet.txSearchAll({ query })).txs;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError("unreachable", `${client.rpcUrl} cannot search transactions: ${why}`, { cause: error });
  }
}
