// What a session has cost, to the unit, as the buyer's purse knows it.
import { fetchInvoice, startBuyer, type Invoice } from "@openledger/buyer";
import { outgoing } from "@openledger/client";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgCloseSession, QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { startGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork } from "./network.fixture.ts";

const QUESTIONS = ["How do I brew green tea?", "How should dried leaves be stored?", "What is the capital of France?"];

test("a session's invoice says where every unit went, and the purse agrees", async () => {
  const network = await startTestNetwork(undefined, { settle_period_seconds: "600" });
  const { client, node, wallet, addresses, offerId } = network;
  const purse = async (): Promise<bigint> => {
    const { balance } = await client.query(BankQuery.Balance, { address: addresses.buyer, denom: "udemo" });
    return BigInt(balance?.amount ?? "0");
  };
  const before = await purse();
  const gateway = await startGateway({
    ...{ home: network.home("host"), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet, offerId },
    ...{ settleAfterMs: 150, logLevel: "silent", gasPrice: { denom: "udemo", amount: "0.001" } },
  });
  const buyer = await startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" }, listen: "127.0.0.1:0", logLevel: "silent" },
  });
  try {
    const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
    for (const content of QUESTIONS) await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content }] });
    const sessionId = buyer.buyer.sessionId ?? 0n;
    const running = (await (await fetch(`${buyer.url}/openledger/v1/sessions/${sessionId}/invoice`)).json()) as Invoice;
    expect(running).toMatchObject({ state: "open", escrow: "49500", model: { id: "1", version: "1", name: MODEL_NAME } });
    const closed = await network.sender("buyer").send([outgoing(MsgCloseSession, { buyer: addresses.buyer, sessionId })]);
    expect(closed.code).toBe(0);
    const settled = async (): Promise<bigint | undefined> => (await client.query(MarketQuery.Session, { sessionId })).session?.logSize;
    await expect.poll(settled).toBe(BigInt(QUESTIONS.length));
    network.passSeconds(601);
    await expect.poll(async () => (await fetchInvoice(client, sessionId)).state).toBe("ended");
    const invoice = await fetchInvoice(client, sessionId);
    const { paid, escrowBack, cost, overhead, lines } = invoice;
    expect(invoice.state).toBe("ended");
    expect(paid.amount).toBe("3500");
    expect(lines[0]).toMatchObject({ what: "opening fee", amount: "500" });
    expect(lines.slice(1).reduce((sum, { receipts = 0 }) => sum + receipts, 0)).toBe(3);
    expect(escrowBack).toEqual({ pending: "0", voided: "0", unused: "46500" });
    expect(BigInt(paid.data.owned)).toBeGreaterThan(0n);
    expect([paid.host, paid.model, paid.protocol.stakers]).toEqual(["875", "700", "350"]);
    expect(overhead.map(({ what }) => what)).toEqual(["open", ...lines.slice(1).map(() => "settle")]);
    const fees = cost.fees.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    expect(fees).toBeGreaterThan(0n);
    expect(before - (await purse())).toBe(BigInt(cost.net) + fees);
    await expect(fetchInvoice(client, 99n)).rejects.toThrow("this node knows no session 99");
  } finally {
    await buyer.close();
    await gateway.close();
    await network.close();
  }
});
