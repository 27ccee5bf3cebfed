import { fetchInvoice, type Invoice } from "@openledger/buyer";
import { orNotFound, type ChainClient } from "@openledger/client";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { toHex } from "@openledger/primitives";
import { round } from "../open-loop.ts";

/** What settlements of one session cost the chain and its parties, per answer. Money in units of the named denom. */
export interface ChainCost {
  readonly settlements: number;
  readonly receipts: number;
  /** Bytes of settlement transactions per 1,000 answers. */
  readonly bytesPer1000: number;
  readonly gasPerAnswer: number;
  readonly gasPrice: string;
  /** What the host pays for gas, per answer. */
  readonly feePerAnswer: { readonly amount: number; readonly denom: string };
}

/** Where a buyer's payment went, in units per answer and in hundredths of a percent of the amount. */
export interface PaidParts {
  readonly denom: string;
  readonly amountPerAnswer: number;
  readonly netPerAnswer: number;
  readonly bps: Readonly<Record<string, number>>;
}

/** Waits until the chain has settled `receipts` of a session, for two minutes at most. */
export async function awaitSettled(client: ChainClient, sessionId: bigint, receipts: number): Promise<void> {
  const endMs = performance.now() + 120_000;
  for (;;) {
    const { session } = (await orNotFound(client.query(MarketQuery.Session, { sessionId }))) ?? {};
    const settled = Number(session?.logSize ?? 0n);
    if (settled >= receipts) return;
    if (performance.now() > endMs) throw new Error(`session ${sessionId}: ${settled} of ${receipts} receipts are settled after two minutes`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Settlements of receipts from number `first` on, without those from number `end` on. */
export async function chainCost(
  client: ChainClient,
  sessionId: bigint,
  first: number,
  gasPrice: { readonly denom: string; readonly amount: string },
  end: number = Number.MAX_SAFE_INTEGER,
): Promise<ChainCost> {
  const { txs } = await client.comet.txSearchAll({ query: `settlement_submitted.session_id='${sessionId}'` });
  const { overhead } = await fetchInvoice(client, sessionId);
  const sums = { settlements: 0, receipts: 0, bytes: 0, gas: 0, fee: 0 };
  for (const { hash, tx, result } of txs) {
    const event = result.events.find(({ type }) => type === "settlement_submitted");
    const field = (name: string): string => event?.attributes.find(({ key }) => key === name)?.value ?? "0";
    const at = Number(field("first_index"));
    if (at < first || at >= end) continue;
    const fee = overhead.find((line) => line.what === "settle" && line.tx === toHex(hash).toUpperCase());
    sums.settlements++;
    sums.receipts += Number(field("receipt_count"));
    sums.bytes += tx.length;
    sums.gas += Number(result.gasUsed);
    sums.fee += Number(fee?.amount ?? "0");
  }
  const { settlements, receipts } = sums;
  return {
    ...{ settlements, receipts },
    bytesPer1000: Math.round((sums.bytes / receipts) * 1_000),
    gasPerAnswer: Math.round(sums.gas / receipts),
    gasPrice: `${gasPrice.amount}${gasPrice.denom}`,
    feePerAnswer: { amount: round(sums.fee / receipts), denom: gasPrice.denom },
  };
}

/** Who got what of the settlements that are final. */
export async function paidParts(client: ChainClient, sessionId: bigint): Promise<PaidParts> {
  const invoice = await fetchInvoice(client, sessionId);
  const lines = invoice.lines.filter(({ what, state }) => what === "settlement" && state === "paid");
  const receipts = lines.reduce((sum, line) => sum + (line.receipts ?? 0), 0);
  const sumOf = (pick: (parts: NonNullable<Invoice["lines"][number]["parts"]>) => string): number =>
    lines.reduce((sum, { parts }) => sum + (parts === undefined ? 0 : Number(pick(parts))), 0);
  const amount = lines.reduce((sum, line) => sum + Number(line.amount), 0);
  const units = {
    host: sumOf(({ host }) => host),
    owners: sumOf(({ data }) => data.owned),
    priors: sumOf(({ data }) => data.priors),
    curators: sumOf(({ data }) => data.curators),
    model: sumOf(({ model }) => model),
    stakers: sumOf(({ protocol }) => protocol.stakers),
    treasury: sumOf(({ protocol }) => protocol.treasury),
    burned: sumOf(({ protocol }) => protocol.burned),
    returned: sumOf(({ returned }) => returned),
  };
  return {
    denom: invoice.denom,
    amountPerAnswer: Math.round(amount / receipts),
    netPerAnswer: Math.round((amount - units.returned) / receipts),
    bps: Object.fromEntries(Object.entries(units).map(([name, value]) => [name, Math.round((value / amount) * 10_000)])),
  };
}
