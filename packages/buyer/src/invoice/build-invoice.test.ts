import { expect, test } from "vitest";
import { buildInvoice, type InvoiceFacts } from "./build-invoice.ts";
import type { NamedEvent, SessionEvents } from "./session-events.ts";

const facts: InvoiceFacts = { chainId: "c-1", sessionId: 7n, state: "settling", model: { id: "1", version: "1", name: "tea" } };
const named = (type: string, fields: Readonly<Record<string, string>>): NamedEvent => ({ type, fields: { session_id: "7", ...fields } });
const fee = (text: string, payer: string): NamedEvent => ({ type: "tx", fields: { fee: text, fee_payer: payer } });
const submitted = (id: string, receipts: string, amount: string): NamedEvent =>
  named("settlement_submitted", { settlement_id: id, receipt_count: receipts, amount });

const opening: SessionEvents["txs"][number] = {
  ...{ hash: "AA", height: 2, messages: 1 },
  events: [
    fee("30udemo", "buyer"),
    named("session_opened", { offer_id: "3", buyer: "buyer", host: "host", escrow: "1000udemo" }),
    named("opening_fee_split", { amount: "10", host: "6", treasury: "4" }),
  ],
};
const settling: SessionEvents["txs"][number] = {
  ...{ hash: "BB", height: 5, messages: 3 },
  events: [
    fee("9uopen", "host"),
    ...[submitted("1", "2", "100"), submitted("2", "1", "50"), submitted("3", "1", "40")],
    { type: "settlement_submitted", fields: { session_id: "8", settlement_id: "4", amount: "1" } },
  ],
};
const final = named("settlement_finalized", { settlement_id: "1", amount: "100", owned: "30", host: "50", returned: "20" });
const voided = named("settlement_voided", { settlement_id: "2", amount: "50" });

test("paid, pending, void and unused money is told apart and adds up to the escrow", () => {
  const invoice = buildInvoice(facts, { txs: [opening, settling], ofBlocks: [final, voided] });
  expect(invoice.lines.map(({ what, state, amount }) => [what, state, amount])).toEqual([
    ...[["opening fee", "paid", "10"], ["settlement", "paid", "100"], ["settlement", "void", "50"], ["settlement", "pending", "40"]],
  ]);
  expect(invoice.paid).toMatchObject({ amount: "110", host: "56", returned: "20", data: { owned: "30" }, protocol: { treasury: "4" } });
  expect(invoice.escrowBack).toEqual({ pending: "40", voided: "50", unused: "810" });
  expect(invoice.cost).toEqual({ net: "90", fees: [{ denom: "udemo", amount: "30" }] });
  expect(invoice.overhead).toEqual([
    { tx: "AA", what: "open", payer: "buyer", denom: "udemo", amount: "30" },
    { tx: "BB", what: "settle", payer: "host", denom: "uopen", amount: "9" },
  ]);
});

test("what does not add up stops, and an unknown session is said to be unknown", () => {
  const wrong = named("settlement_finalized", { settlement_id: "1", amount: "100", host: "99" });
  expect(() => buildInvoice(facts, { txs: [opening, settling], ofBlocks: [wrong] })).toThrow("the parts of an amount sum to it");
  const ended = named("session_ended", { returned: "809" });
  expect(() => buildInvoice(facts, { txs: [opening, settling], ofBlocks: [final, voided, ended] })).toThrow("does not add up");
  expect(() => buildInvoice(facts, { txs: [settling], ofBlocks: [] })).toThrow("knows no session 7");
});
