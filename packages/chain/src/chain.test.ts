import { beforeAll, expect, test } from "vitest";
import { QueryBalanceRequest, QueryBalanceResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import type { StateMachine } from "@openledger/state-machine";
import { createWallets, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";

let alice: Wallet;
let bob: Wallet;
let carol: Wallet;
beforeAll(async () => {
  [alice, bob, carol] = (await createWallets(3)) as [Wallet, Wallet, Wallet];
});

function balance(chain: StateMachine, address: string, denom = "uopen", height = 0n): string {
  const data = QueryBalanceRequest.toBytes({ address, denom });
  const response = chain.query({ path: "/cosmos.bank.v1beta1.Query/Balance", data, height, prove: false });
  expect(response.log).toBe("");
  return QueryBalanceResponse.fromBytes(response.value).balance?.amount ?? "none";
}

test("a CosmJS-signed send moves coins and pays its fee", async () => {
  const chain = startChain([alice, bob]);
  const tx = await signTx(alice, [sendMessage(alice.address, carol.address, "1500")]);
  expect(chain.checkTx(tx, false)).toMatchObject({ code: 0, log: "", sender: alice.address, sequence: 0n });
  const block = runBlock(chain, [tx]);
  expect(block.quarantined).toEqual([]);
  expect(block.response.txResults[0]).toMatchObject({ code: 0, log: "" });
  expect(balance(chain, alice.address)).toBe("998400");
  expect(balance(chain, carol.address)).toBe("1500");
  expect(chain.invariants()).toEqual([]);
});
