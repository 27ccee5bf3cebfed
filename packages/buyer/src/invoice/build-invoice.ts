import { assert } from "@openledger/primitives";
import { BuyerError } from "../errors.ts";
import type { Invoice, InvoiceLine, InvoiceParts, OverheadLine } from "./invoice.ts";
import type { NamedEvent, SessionEvents, SessionTx } from "./session-events.ts";

/** What events do not tell. */
export interface InvoiceFacts {
  readonly chainId: string;
  readonly sessionId: bigint;
  readonly state: Invoice["state"];
  readonly model: Invoice["model"];
}

/**
 * The invoice of a session out of what the chain has announced of it. Every paid line's parts sum to its amount, and paid,
 * pending, void and unused parts of the escrow to the escrow, or this is a defect and stops. Throws BuyerError `not_found`
 * when the node knows no opening of the session.
 */
export function buildInvoice(facts: InvoiceFacts, found: SessionEvents): Invoice {
  const id = facts.sessionId.toString();
  const own = (type: string): NamedEvent[] =>
    [...found.txs.flatMap(({ events }) => events), ...found.ofBlocks].filter((one) => one.type === type && one.fields["session_id"] === id);
  const [opened] = own("session_opened");
  if (opened === undefined) {
    throw new BuyerError(404, "not_found", `this node knows no session ${id}: it was never opened, or before the node's first block`);
  }
  const { offer_id: offer = "", buyer = "", host = "" } = opened.fields;
  const escrow = coin(opened.fields["escrow"]);
  const lines = [...own("opening_fee_split").map(feeLine), ...settlementLines(own)];
  const paid = sumOf(lines.filter(({ state }) => state === "paid"));
  const amounts = (state: InvoiceLine["state"]): bigint => total(lines.filter((line) => line.what === "settlement" && line.state === state));
  const [pending, voided] = [amounts("pending"), amounts("void")];
  const unused = escrow.amount - amounts("paid") - pending - voided;
  const [ended] = own("session_ended");
  assert(unused >= 0n && (ended === undefined || BigInt(ended.fields["returned"] ?? "-1") === unused), `session ${id}: the escrow does not add up`);
  const overhead = found.txs.flatMap((tx) => overheadOf(tx, id));
  return {
    ...{ chainId: facts.chainId, session: id, state: facts.state, offer, buyer, host, model: facts.model, denom: escrow.denom },
    ...{ escrow: text(escrow.amount), lines, paid },
    escrowBack: { pending: text(pending), voided: text(voided), unused: text(unused) },
    overhead,
    cost: { net: text(BigInt(paid.amount) - BigInt(paid.returned)), fees: feesOf(overhead.filter(({ payer }) => payer === buyer)) },
  };
}

function feeLine({ fields }: NamedEvent): InvoiceLine {
  return { what: "opening fee", state: "paid", amount: fields["amount"] ?? "0", parts: partsOf(fields) };
}

function settlementLines(own: (type: string) => NamedEvent[]): InvoiceLine[] {
  const finals = new Map(own("settlement_finalized").map(({ fields }) => [fields["settlement_id"], fields]));
  const voids = new Set(own("settlement_voided").map(({ fields }) => fields["settlement_id"]));
  return own("settlement_submitted").map(({ fields }): InvoiceLine => {
    const { settlement_id: settlement = "", receipt_count: receipts = "0", amount = "0" } = fields;
    const line = { what: "settlement" as const, settlement, receipts: Number(receipts), amount };
    const final = finals.get(settlement);
    if (final !== undefined) return { ...line, state: "paid", parts: partsOf(final) };
    return { ...line, state: voids.has(settlement) ? "void" : "pending" };
  });
}

function partsOf(fields: Readonly<Record<string, string>>): InvoiceParts {
  const at = (name: string): string => fields[name] ?? "0";
  const parts: InvoiceParts = {
    data: { owned: at("owned"), priors: at("priors"), curators: at("curators") },
    ...{ model: at("model"), host: at("host") },
    protocol: { stakers: at("stakers"), treasury: at("treasury"), burned: at("burned") },
    ...{ returned: at("returned"), gasRefunded: at("gas_refunded") },
  };
  assert(flat(parts).reduce((sum, units) => sum + units, 0n) === BigInt(at("amount")), "the parts of an amount sum to it");
  return parts;
}

function flat({ data, model, host, protocol, returned, gasRefunded }: InvoiceParts): bigint[] {
  const { owned, priors, curators } = data;
  const { stakers, treasury, burned } = protocol;
  return [owned, priors, curators, model, host, stakers, treasury, burned, returned, gasRefunded].map(BigInt);
}

function sumOf(lines: readonly InvoiceLine[]): Invoice["paid"] {
  const sums = lines.reduce<bigint[]>(
    (sum, { parts }) => (parts === undefined ? sum : flat(parts).map((units, i) => units + (sum[i] ?? 0n))),
    Array.from({ length: 10 }, () => 0n),
  );
  const at = (i: number): string => text(sums[i] ?? 0n);
  return {
    amount: text(total(lines)),
    data: { owned: at(0), priors: at(1), curators: at(2) },
    ...{ model: at(3), host: at(4) },
    protocol: { stakers: at(5), treasury: at(6), burned: at(7) },
    ...{ returned: at(8), gasRefunded: at(9) },
  };
}

function total(lines: readonly InvoiceLine[]): bigint {
  return lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}

const ACTIONS: readonly (readonly [string, OverheadLine["what"]])[] = [
  ["session_opened", "open"],
  ["settlement_submitted", "settle"],
  ["session_closing", "close"],
  ["settlement_voided", "void"],
];

function overheadOf({ hash, events, messages }: SessionTx, id: string): OverheadLine[] {
  const about = events.filter(({ type, fields }) => fields["session_id"] === id && ACTIONS.some(([name]) => name === type));
  const [, what] = ACTIONS.find(([name]) => about.some(({ type }) => type === name)) ?? [];
  const { fee = "", fee_payer: payer = "" } = events.find(({ type, fields }) => type === "tx" && fields["fee"] !== undefined)?.fields ?? {};
  if (what === undefined || fee === "") return [];
  return fee.split(",").map((one) => {
    const { denom, amount } = coin(one);
    return { tx: hash, what, payer, denom, amount: text((amount * BigInt(Math.min(about.length, messages))) / BigInt(messages)) };
  });
}

function feesOf(lines: readonly OverheadLine[]): { denom: string; amount: string }[] {
  const sums = new Map<string, bigint>();
  for (const { denom, amount } of lines) sums.set(denom, (sums.get(denom) ?? 0n) + BigInt(amount));
  return [...sums].map(([denom, amount]) => ({ denom, amount: text(amount) }));
}

function coin(coinText: string | undefined): { readonly denom: string; readonly amount: bigint } {
  const match = /^(\d{1,39})(\D.*)$/.exec(coinText ?? "");
  assert(match !== null, `an event holds a coin, not ${coinText}`);
  return { denom: match[2] ?? "", amount: BigInt(match[1] ?? "0") };
}

function text(units: bigint): string {
  return units.toString();
}
