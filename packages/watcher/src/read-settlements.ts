import { ClientError, type ChainClient, type ChainEvent } from "@openledger/client";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { MsgAnswerDemand, MsgSettle, type Settlement } from "@openledger/messages/openledger/market/v1";
import type { Claim, Receipt, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";

/** What the chain shows of a batch: receipt and claim of all of it, and openings of some. */
export interface ShownBatch {
  readonly claims: readonly { readonly receipt: Receipt; readonly claim: Claim }[];
  readonly openings: readonly ReceiptOpening[];
}

interface FoundTx {
  readonly tx: Uint8Array;
  readonly events: readonly ChainEvent[];
}

/** Transactions with an event whose attribute has this value. Throws ClientError `unreachable`. */
export async function searchTxs(client: ChainClient, key: string, value: bigint): Promise<FoundTx[]> {
  try {
    const { txs } = await client.comet.txSearchAll({ query: `${key}='${value}'` });
    return txs.map(({ tx, result }) => ({
      tx,
      events: result.events.map(asChainEvent),
    }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError("unreachable", `${client.rpcUrl} cannot search transactions: ${why}`, { cause: error });
  }
}

/** Ids of all settlements that a session ever had. */
export async function settlementIds(client: ChainClient, sessionId: bigint): Promise<bigint[]> {
  const found = await searchTxs(client, "settlement_submitted.session_id", sessionId);
  return found.flatMap(({ events }) =>
    events.flatMap(({ type, attributes }) => {
      const isOne = type === "settlement_submitted" && attributes["session_id"] === `${sessionId}`;
      const id = attributes["settlement_id"];
      return isOne && id !== undefined ? [BigInt(id)] : [];
    }),
  );
}

/** What was shown of a pending settlement, when it arrived or to whoever demanded it; undefined while nothing was. */
export async function shownBatch(client: ChainClient, settlement: Settlement): Promise<ShownBatch | undefined> {
  const key = settlement.opened ? "settlement_submitted.settlement_id" : "demand_answered.settlement_id";
  const openings: ReceiptOpening[] = [];
  let claims: ShownBatch["claims"] = [];
  for (const { tx } of await searchTxs(client, key, settlement.id)) {
    for (const { typeUrl, value } of TxBody.decode(TxRaw.decode(tx).bodyBytes).messages) {
      if (settlement.opened && typeUrl === "/openledger.market.v1.MsgSettle") {
        const message = MsgSettle.decode(value);
        if (message.sessionId !== settlement.sessionId || message.firstIndex !== settlement.firstIndex) continue;
        claims = stated(message.openings);
        openings.push(...message.openings);
      }
      if (!settlement.opened && typeUrl === "/openledger.market.v1.MsgAnswerDemand") {
        const message = MsgAnswerDemand.decode(value);
        const answered = stated(message.claims);
        const isOfBatch =
          answered.length === settlement.receiptCount &&
          answered[0]?.receipt.sessionId === settlement.sessionId &&
          answered[0]?.receipt.index === settlement.firstIndex;
        if (!isOfBatch) continue;
        claims = answered;
        openings.push(...message.openings);
      }
    }
  }
  return openings.length === 0 ? undefined : { claims, openings };
}

function stated(
  list: readonly { readonly receipt?: Receipt | undefined; readonly claim?: Claim | undefined }[],
): ShownBatch["claims"] {
  return list.flatMap(({ receipt, claim }) => (receipt === undefined || claim === undefined ? [] : [{ receipt, claim }]));
}

export interface Deadline {
  readonly height: number;
  /** Unix nanoseconds. */
  readonly time: bigint;
}

/**
 * Who a void settlement rewarded with what; undefined when it was not voided. A counter-example voids in its
 * transaction, silence at the end of the first blocks after the deadline.
 */
export async function rewardOf(
  client: ChainClient,
  settlementId: bigint,
  deadline: Deadline | undefined,
): Promise<{ readonly challenger: string; readonly denom: string; readonly amount: string } | undefined> {
  const inTxs = (await searchTxs(client, "settlement_voided.settlement_id", settlementId)).flatMap(({ events }) => events);
  const events = inTxs.length > 0 || deadline === undefined ? inTxs : await eventsAfter(client, deadline);
  const found = events.find(
    ({ type, attributes }) => type === "settlement_voided" && attributes["settlement_id"] === `${settlementId}`,
  );
  if (found === undefined) return undefined;
  const { challenger = "", denom = "", challenger_reward: amount = "0" } = found.attributes;
  return { challenger, denom, amount };
}

const BLOCKS_MAX = 20;

/** What ended in the first blocks at or after a deadline, which is found by halving. Throws ClientError `unreachable`. */
async function eventsAfter(client: ChainClient, deadline: Deadline): Promise<ChainEvent[]> {
  const last = Number(await client.height());
  let [low, high] = [deadline.height, last];
  try {
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const { header } = (await client.comet.block(middle)).block;
      if (BigInt(header.time.getTime()) * 1_000_000n < deadline.time) low = middle + 1;
      else high = middle;
    }
    const events: ChainEvent[] = [];
    // Header times are cut to milliseconds here, so the deciding block may be the one after.
    for (let height = low; height <= Math.min(last, low + BLOCKS_MAX); height++) {
      const { finalizeBlockEvents } = await client.comet.blockResults(height);
      events.push(...finalizeBlockEvents.map(asChainEvent));
    }
    return events;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError("unreachable", `${client.rpcUrl} cannot read blocks: ${why}`, { cause: error });
  }
}

function asChainEvent(event: {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}): ChainEvent {
  return { type: event.type, attributes: Object.fromEntries(event.attributes.map(({ key, value }) => [key, value])) };
}
