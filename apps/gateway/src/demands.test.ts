// A host that settles by hashes alone opens what is demanded by itself, also after it was away.
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { findSettlement, outgoing } from "@openledger/client";
import { MsgDemand, MsgDemandResponse, QueryService as MarketQuery, type Settlement } from "@openledger/messages/openledger/market/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
let buyer: RunningBuyer;

beforeAll(async () => {
  const times = { window_seconds: "3", window_blocks: "2", response_seconds: "4", response_blocks: "2" };
  network = await startTestNetwork(TEXTS, times);
  gateway = await host();
  buyer = await startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: network.node.rpcUrl, gatewayUrl: gateway.url },
    ...{ wallet: network.wallet, address: network.addresses.buyer, max: { denom: "udemo", amount: 50_000n } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
});
afterAll(async () => {
  await buyer.close();
  await gateway.close();
  await network.close();
});

function host(): Promise<RunningGateway> {
  const { node, offerId, wallet } = network;
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  const every = { settleAfterMs: 3_600_000, demandsEveryMs: 100 };
  return startGateway({
    ...{ home: network.home("host"), ...urls, offerId, wallet, ...every, openings: "on-demand", logLevel: "silent" },
  });
}

async function ask(content: string): Promise<void> {
  const body = JSON.stringify({ model: MODEL_NAME, messages: [{ role: "user", content }] });
  expect((await fetch(`${buyer.url}/v1/chat/completions`, { method: "POST", body })).ok).toBe(true);
}

async function settled(): Promise<Settlement> {
  for (let i = 0; i < 50; i++) {
    const [settlementId] = await gateway.settler.settleAll();
    if (settlementId !== undefined) {
      const { settlement } = await network.client.query(MarketQuery.Settlement, { settlementId });
      if (settlement !== undefined) return settlement;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nothing was settled");
}

function demand(settlementId: bigint, receipts: bigint[]): Promise<bigint> {
  const message = outgoing(MsgDemand, { challenger: network.addresses.curator, settlementId, receipts });
  return network.sender("curator").send([message]).then((sent) => sent.response(MsgDemandResponse).demandId);
}

/** Outcome of a demand and of its settlement once both are decided. */
async function outcome(settlement: Settlement): Promise<{ answered: number; state: string | undefined }> {
  const { client } = network;
  const count = async (event: string): Promise<number> =>
    (await client.comet.txSearchAll({ query: `${event}.settlement_id='${settlement.id}'` })).totalCount;
  for (let i = 0; i < 120; i++) {
    const found = await findSettlement(client, settlement.sessionId, settlement.firstIndex);
    if (found?.state === "final") return { answered: await count("demand_answered"), state: found.state };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the settlement was not decided");
}

test("demanded receipts are opened within the response time, and the settlement becomes final", async () => {
  for (const text of ["How do I brew green tea?", "How should dried leaves be stored?", "And sencha?"]) await ask(text);
  const settlement = await settled();
  expect([settlement.opened, settlement.owned.length > 0]).toEqual([false, true]);
  const { firstIndex, receiptCount } = settlement;
  await demand(settlement.id, [firstIndex, firstIndex + BigInt(receiptCount) - 1n]);
  expect(await outcome(settlement)).toEqual({ answered: 1, state: "final" });
});

test("a gateway that was down when the demand came answers it after its restart", async () => {
  await ask("How long does oolong keep its fragrance?");
  const settlement = await settled();
  await gateway.close();
  const demandId = await demand(settlement.id, [settlement.firstIndex]);
  gateway = await host();
  expect(demandId).toBeGreaterThan(0n);
  expect(await outcome(settlement)).toEqual({ answered: 1, state: "final" });
});
