// A datanet that is quoted on demand only and takes private sessions, on a running chain with a host and two buyers.
import { join } from "node:path";
import { openSessionKeys, startBuyer, type RunningBuyer } from "@openledger/buyer";
import { findDemands, findSettlement, outgoing, RECEIPT_PROOF_HEADER, receiptRequestHash } from "@openledger/client";
import { MsgRevoke, PrivateSessions, QuotePolicy } from "@openledger/messages/openledger/datanet/v1";
import { MsgDemand, QueryService as MarketQuery, Visibility, type Settlement } from "@openledger/messages/openledger/market/v1";
import { assertDefined, toBase64 } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type Role, type TestNetwork } from "./network.fixture.ts";
import { settleSigned } from "./settle-signed.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
const buyers: RunningBuyer[] = [];

beforeAll(async () => {
  const times = { window_seconds: "600", window_blocks: "2", response_seconds: "600", response_blocks: "2" };
  const terms = { quote: QuotePolicy.QUOTE_POLICY_DEMAND_ONLY, privateSessions: PrivateSessions.PRIVATE_SESSIONS_ANY };
  network = await startTestNetwork(TEXTS, times, terms);
  const { node, offerId, wallet } = network;
  gateway = await startGateway({
    ...{ home: network.home("host"), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", offerId, wallet },
    ...{ settleAfterMs: 3_600_000, demandsEveryMs: 100, revocationsEveryMs: 100, logLevel: "silent" },
  });
});
afterAll(async () => {
  for (const buyer of buyers) await buyer.close();
  await gateway.close();
  await network.close();
});

/** A buyer with a home of its own that asks once; without auditors in public. */
async function ask(home: string, auditors?: readonly string[]): Promise<bigint> {
  const { node, wallet, addresses } = network;
  const buyer = await startBuyer({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent", ...(auditors === undefined ? {} : { auditors }) },
  });
  buyers.push(buyer);
  const body = JSON.stringify({ model: MODEL_NAME, messages: [{ role: "user", content: "How do I brew green tea?" }] });
  const reply = await fetch(`${buyer.url}/v1/chat/completions`, { method: "POST", body });
  expect([reply.status, await reply.text()]).toEqual([200, expect.stringContaining("sencha")]);
  return assertDefined(buyer.buyer.sessionId, "the buyer opened a session");
}

function settled(sessionId: bigint): Promise<Settlement> {
  return settleSigned(network, gateway, sessionId, 1);
}

async function demand(role: Role, settlement: Settlement): Promise<void> {
  const receipts = [settlement.firstIndex];
  await network.sender(role).send([outgoing(MsgDemand, { challenger: network.addresses[role], settlementId: settlement.id, receipts })]);
}

/** State of a settlement once its demand is answered and it is decided. */
async function outcome({ id, sessionId, firstIndex }: Settlement): Promise<string | undefined> {
  const { client } = network;
  const open = async (): Promise<number | undefined> =>
    (await client.query(MarketQuery.Settlement, { settlementId: id })).settlement?.openDemands.length;
  const state = async (): Promise<string | undefined> => (await findSettlement(client, sessionId, firstIndex))?.state;
  await expect.poll(open).toBe(0);
  network.passSeconds(601);
  await expect.poll(state).not.toBe("pending");
  return state();
}

test("a private receipt is for its buyer alone, settles by its hash, and is demanded by whom the buyer named", async () => {
  const { client, crypto, addresses } = network;
  const sessionId = await ask("private", [addresses.curator]);
  const { session } = await client.query(MarketQuery.Session, { sessionId });
  expect([session?.visibility, session?.auditors]).toEqual([Visibility.VISIBILITY_PRIVATE, [addresses.curator]]);

  const url = `${gateway.url}/openledger/v1/sessions/${sessionId}/receipts/0`;
  const key = assertDefined(
    openSessionKeys(join(network.home("private"), "buyer", "keys")).find(session?.sessionKey ?? new Uint8Array(0)),
    "the buyer made the session's key",
  );
  const proofOf = (index: number): Readonly<Record<string, string>> => ({
    [RECEIPT_PROOF_HEADER]: toBase64(key.sign(receiptRequestHash(crypto.sha256, { chainId: client.chainId, sessionId, index }))),
  });
  for (const headers of [{}, proofOf(1), { [RECEIPT_PROOF_HEADER]: "AAAA" }]) {
    const refused = await fetch(url, { headers });
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: "session_private" } }]);
  }
  expect((await fetch(url, { headers: proofOf(0) })).status).toBe(200);

  const settlement = await settled(sessionId);
  expect(settlement.opened).toBe(false);
  await expect(demand("alice", settlement)).rejects.toThrow("only the buyer and the auditors");
  await demand("curator", settlement);
  expect(await outcome(settlement)).toBe("final");
});

test("quotes on demand only settle by hashes, and a demand about rows that were erased meanwhile costs no bond", async () => {
  const { addresses, client } = network;
  const sessionId = await ask("public");
  expect((await fetch(`${gateway.url}/openledger/v1/sessions/${sessionId}/receipts/0`)).status).toBe(200);
  const settlement = await settled(sessionId);
  expect([settlement.opened, settlement.owners.map(({ owner }) => owner)]).toEqual([false, [addresses.alice]]);
  const revoke = { contributor: addresses.alice, datanetId: 1n, seq: 1n, rows: [], erase: true };
  await network.sender("alice").send([outgoing(MsgRevoke, revoke)]);
  await demand("curator", settlement);
  expect(await outcome(settlement)).toBe("final");
  expect(await findDemands(client, sessionId)).toHaveLength(1);
});
