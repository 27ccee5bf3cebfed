// Contributors have text erased that receipts quote: the host answers demands and settles all the same, and also after a restart.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { findSettlement, outgoing } from "@openledger/client";
import { MsgRevoke } from "@openledger/messages/openledger/datanet/v1";
import { MsgDemand, type Settlement } from "@openledger/messages/openledger/market/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";
import { settleSigned } from "./settle-signed.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
let port = 0;
const buyers: RunningBuyer[] = [];

beforeAll(async () => {
  const times = { window_seconds: "600", window_blocks: "2", response_seconds: "600", response_blocks: "2" };
  network = await startTestNetwork(TEXTS, times);
  gateway = await host();
  port = Number(new URL(gateway.url).port);
});
afterAll(async () => {
  for (const buyer of buyers) await buyer.close();
  await gateway.close();
  await network.close();
});

function host(): Promise<RunningGateway> {
  const { node, offerId, wallet } = network;
  const every = { settleAfterMs: 3_600_000, demandsEveryMs: 100, revocationsEveryMs: 100 };
  return startGateway({
    ...{ home: network.home("host"), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: `127.0.0.1:${port}` },
    ...{ offerId, wallet, ...every, openings: "on-demand", logLevel: "silent" },
  });
}

async function buy(home: string): Promise<RunningBuyer> {
  const { node, wallet, addresses } = network;
  const buyer = await startBuyer({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
  buyers.push(buyer);
  return buyer;
}

function ask(buyer: RunningBuyer, content: string): Promise<Response> {
  const body = JSON.stringify({ model: MODEL_NAME, messages: [{ role: "user", content }] });
  return fetch(`${buyer.url}/v1/chat/completions`, { method: "POST", body });
}

function settled(buyer: RunningBuyer, signed: number): Promise<Settlement> {
  return settleSigned(network, gateway, buyer.buyer.sessionId, signed);
}

async function demand({ id, firstIndex }: Settlement): Promise<void> {
  const message = { challenger: network.addresses.curator, settlementId: id, receipts: [firstIndex] };
  await network.sender("curator").send([outgoing(MsgDemand, message)]);
}

async function erase(contributor: "alice" | "bob", seq: bigint): Promise<void> {
  const message = { contributor: network.addresses[contributor], datanetId: 1n, seq, rows: [], erase: true };
  await network.sender(contributor).send([outgoing(MsgRevoke, message)]);
}

/** How often demands about each settlement were answered, and its state once it is decided; every demand is answered before time passes. */
async function outcomes(settlements: readonly Settlement[]): Promise<[number, string | undefined][]> {
  const { client } = network;
  const answered = async ({ id }: Settlement): Promise<number> =>
    (await client.comet.txSearchAll({ query: `demand_answered.settlement_id='${id}'` })).totalCount;
  const state = async ({ sessionId, firstIndex }: Settlement): Promise<string | undefined> =>
    (await findSettlement(client, sessionId, firstIndex))?.state;
  for (const one of settlements) await expect.poll(() => answered(one)).toBeGreaterThan(0);
  network.passSeconds(601);
  for (const one of settlements) await expect.poll(() => state(one)).not.toBe("pending");
  return Promise.all(settlements.map(async (one): Promise<[number, string | undefined]> => [await answered(one), await state(one)]));
}

test("a demand about text that was erased meanwhile is answered by the running host, and its settlement becomes final", async () => {
  const buyer = await buy("first");
  expect((await ask(buyer, "How do I brew green tea from sencha?")).status).toBe(200);
  const settlement = await settled(buyer, 1);
  await erase("alice", 1n);
  await demand(settlement);
  expect(await outcomes([settlement])).toEqual([[1, "final"]]);
  expect(gateway.erasure).toBeUndefined();
});

test("a host whose model lost rows answers demands and settles signed heads after its restart, and takes no calls", async () => {
  const buyer = await buy("second");
  expect((await ask(buyer, "How should dried oolong leaves be stored?")).status).toBe(200);
  const before = await settled(buyer, 1);
  expect((await ask(buyer, "Where do leaves lie, far from spices?")).status).toBe(200);
  const { sessionId } = before;
  const state = async (): Promise<unknown> => (await fetch(`${gateway.url}/openledger/v1/sessions/${sessionId}`)).json();
  await expect.poll(state, { interval: 50 }).toMatchObject({ receipts: 2, signed: 2 });
  await gateway.close();
  await erase("bob", 2n);
  await demand(before);

  gateway = await host();
  expect([gateway.contributions, gateway.erasure]).toEqual([0, expect.stringContaining("was erased by its contributor")]);
  expect(existsSync(join(network.home("host"), "gateway", "span-index"))).toBe(false);
  const after = await settled(buyer, 2);
  expect([after.firstIndex, after.opened]).toEqual([1n, false]);
  await demand(after);
  const spent = buyer.buyer.spent;
  const refused = await ask(buyer, "May I ask once more?");
  expect([refused.status, await refused.text()]).toEqual([410, expect.stringContaining("frozen after the erasure")]);
  // No session is opened, and no fee paid, for a call that nobody takes.
  expect([buyer.buyer.spent, buyer.buyer.sessionId]).toEqual([spent, sessionId]);
  await expect(buy("third")).rejects.toThrow("frozen after the erasure");
  const health = await fetch(`${gateway.url}/health`);
  expect([health.status, await health.json()]).toMatchObject([200, { status: "settling", code: "erased" }]);
  const receipt = await fetch(`${gateway.url}/openledger/v1/sessions/${sessionId}/receipts/0`);
  expect([receipt.status, await receipt.json()]).toMatchObject([410, { error: { code: "erased" } }]);
  expect(await outcomes([before, after])).toEqual([
    [1, "final"],
    [1, "final"],
  ]);
});
