// A host that settles by hashes alone opens what is demanded by itself, also after it was away.
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { findSettlement, outgoing } from "@openledger/client";
import { MsgDemand, MsgDemandResponse, type Settlement } from "@openledger/messages/openledger/market/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";
import { settleSigned } from "./settle-signed.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
let buyer: RunningBuyer;

beforeAll(async () => {
  const times = { window_seconds: "600", window_blocks: "2", response_seconds: "600", response_blocks: "2" };
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

function settled(signed: number): Promise<Settlement> {
  return settleSigned(network, gateway, buyer.buyer.sessionId, signed);
}

function demand(settlementId: bigint, receipts: bigint[]): Promise<bigint> {
  const message = outgoing(MsgDemand, { challenger: network.addresses.curator, settlementId, receipts });
  return network.sender("curator").send([message]).then((sent) => sent.response(MsgDemandResponse).demandId);
}

/** Waits until the demand is answered, then until the settlement is decided; returns how often it was answered, and the outcome. */
async function outcome({ id, sessionId, firstIndex }: Settlement): Promise<[number, string | undefined]> {
  const { client } = network;
  const answered = async (): Promise<number> =>
    (await client.comet.txSearchAll({ query: `demand_answered.settlement_id='${id}'` })).totalCount;
  const state = async (): Promise<string | undefined> => (await findSettlement(client, sessionId, firstIndex))?.state;
  await expect.poll(answered).toBeGreaterThan(0);
  network.passSeconds(601);
  await expect.poll(state).not.toBe("pending");
  return [await answered(), await state()];
}

test("demanded receipts are opened within the response time, and the settlement becomes final", async () => {
  for (const text of ["How do I brew green tea?", "How should dried leaves be stored?", "And sencha?"]) await ask(text);
  const settlement = await settled(3);
  expect([settlement.opened, settlement.owned.length > 0]).toEqual([false, true]);
  const { firstIndex, receiptCount } = settlement;
  await demand(settlement.id, [firstIndex, firstIndex + BigInt(receiptCount) - 1n]);
  expect(await outcome(settlement)).toEqual([1, "final"]);
});

test("a gateway that was down when the demand came answers it after its restart", async () => {
  await ask("How long does oolong keep its fragrance?");
  const settlement = await settled(4);
  await gateway.close();
  const demandId = await demand(settlement.id, [settlement.firstIndex]);
  gateway = await host();
  expect(demandId).toBeGreaterThan(0n);
  expect(await outcome(settlement)).toEqual([1, "final"]);
});
