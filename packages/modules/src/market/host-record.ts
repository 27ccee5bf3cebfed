import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { HostRecord, type Offer, type Settlement } from "@openledger/messages/openledger/market/v1";
import { addressToBytes } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import { receiptOf } from "./settle-checks.ts";
import { hostRecords, MARKET } from "./state.ts";

/** What the chain has seen of a host: zeros for one that has settled nothing. */
export function hostRecordOf(ctx: Pick<QueryContext, "store" | "chain">, host: string): HostRecord {
  return hostRecords.get(ctx.store.store(MARKET), addressToBytes(ctx.chain.bech32Prefix, host)) ?? HostRecord.create({ host });
}

/** Openings tell how late each answer was, as buyer and host have signed. */
export function noteLatency(ctx: Context, offer: Offer, openings: readonly ReceiptOpening[]): void {
  if (openings.length === 0) return;
  const late = openings.filter((opening) => receiptOf(opening).latencyMs > offer.latencyClassMs).length;
  note(ctx, offer.host, (record) => ({
    openedReceipts: record.openedReceipts + BigInt(openings.length),
    lateReceipts: record.lateReceipts + BigInt(late),
  }));
}

/** A settlement of the host became final. */
export function noteFinal(ctx: Context, host: string, { receiptCount }: Settlement): void {
  note(ctx, host, (record) => ({ settledReceipts: record.settledReceipts + BigInt(receiptCount) }));
}

/** A settlement of the host is void. */
export function noteVoid(ctx: Context, host: string, { receiptCount }: Settlement): void {
  note(ctx, host, (record) => ({
    voidedReceipts: record.voidedReceipts + BigInt(receiptCount),
    voidSettlements: record.voidSettlements + 1n,
  }));
}

function note(ctx: Context, host: string, change: (record: HostRecord) => Partial<HostRecord>): void {
  const record = hostRecordOf(ctx, host);
  hostRecords.set(ctx.store.store(MARKET), addressToBytes(ctx.chain.bech32Prefix, host), { ...record, ...change(record) });
}
