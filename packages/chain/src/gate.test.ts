/** Gates on the whole chain: what they cost those who never use one, and what goes along with which coins. */
import type { GeneratedType } from "@cosmjs/proto-signing";
import { MsgMultiSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgGateDeposit, QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import type { ExecTxResult, Json, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { createWallets, crypto, genesisOf, registry, runBlock, sendMessage, signTx, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";

for (const codec of [MsgMultiSend, MsgGateDeposit]) registry.register(codec.typeUrl, codec as GeneratedType);
const [alice, bob, carol] = (await createWallets(3)) as [Wallet, Wallet, Wallet];

function begin(gates: readonly Json[]): StateMachine {
  const chain = createChain({ crypto });
  chain.initChain(parseGenesis(genesisOf([alice, bob], { gate: { gates } })));
  return chain;
}
const GATE = { denom: "udemo", issuer: bob.address, name: "demo dollars" };

async function run(chain: StateMachine, wallet: Wallet, message: Parameters<typeof signTx>[1][number], sequence: bigint): Promise<ExecTxResult> {
  const accountNumber = wallet === alice ? 0n : 1n;
  const tx = await signTx(wallet, [message], { accountNumber, sequence });
  const { response, quarantined } = runBlock(chain, [tx]);
  expect(quarantined).toEqual([]);
  expect(response.txResults[0]).toMatchObject({ code: 0, log: "" });
  return response.txResults[0] as ExecTxResult;
}

function externalOf(chain: StateMachine, address: string): string {
  const { path, request, response } = GateQuery.External;
  const { value } = chain.query({ path, data: request.toBytes({ address }), height: 0n, prove: false });
  return response.fromBytes(value).external.map(({ amount }) => amount).join();
}

test("a send in another denom costs the same gas whether there are gates or not, one in theirs a few thousand more", async () => {
  const gasOf = async (denom: string, gates: readonly Json[]): Promise<bigint> => {
    const chain = begin(gates);
    return (await run(chain, alice, sendMessage(alice.address, bob.address, "7", denom), 0n)).gasUsed;
  };
  expect(await gasOf("uopen", [GATE])).toBe(await gasOf("uopen", []));
  const more = (await gasOf("udemo", [GATE])) - (await gasOf("udemo", []));
  expect([more > 1_000n, more < 3_000n]).toEqual([true, true]);
});

test("of coins sent to many the external part goes to the last receivers, and from there along with what is sent on", async () => {
  const chain = begin([GATE]);
  const deposit = { issuer: bob.address, recipient: alice.address, amount: { denom: "udemo", amount: "500" }, number: 1n, reference: "" };
  await run(chain, bob, { typeUrl: MsgGateDeposit.typeUrl, value: deposit }, 0n);
  expect(externalOf(chain, alice.address)).toBe("500");
  // Alice has 5,000 internal units and 500 external ones, and keeps 100.
  const coins = (amount: string) => [{ denom: "udemo", amount }];
  const outputs = [
    { address: carol.address, coins: coins("5200") },
    { address: bob.address, coins: coins("200") },
  ];
  const multi = MsgMultiSend.create({ inputs: [{ address: alice.address, coins: coins("5400") }], outputs });
  await run(chain, alice, { typeUrl: MsgMultiSend.typeUrl, value: multi }, 0n);
  expect([alice, carol, bob].map(({ address }) => externalOf(chain, address))).toEqual(["100", "200", "200"]);
  await run(chain, bob, sendMessage(bob.address, alice.address, "5150", "udemo"), 1n);
  expect([alice, bob].map(({ address }) => externalOf(chain, address))).toEqual(["250", "50"]);
  expect(chain.invariants()).toEqual([]);
});
