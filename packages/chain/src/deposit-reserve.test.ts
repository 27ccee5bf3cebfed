/** What waits with gov for its depositors, where a proposal has let others act as gov. */
import { packAny } from "@openledger/messages";
import { GenericAuthorization, MsgExec, MsgGrant } from "@openledger/messages/cosmos/authz/v1beta1";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { BasicAllowance, MsgGrantAllowance } from "@openledger/messages/cosmos/feegrant/v1beta1";
import { MsgDeposit, MsgSubmitProposal, MsgVote, VoteOption } from "@openledger/messages/cosmos/gov/v1";
import { MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { addressFromBytes, addressToBytes, toUtf8 } from "@openledger/primitives";
import type { ExecTxResult, Json, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { balance, createWallets, crypto, GENESIS_TIME, registry, runBlock, sendMessage, signTx, type TxOptions, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { defaultGenesis } from "./default-genesis.ts";
import { parseGenesis } from "./genesis.ts";

const [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];
const gov = addressFromBytes("open", crypto.sha256(toUtf8("gov")).slice(0, 20));
const validator = addressFromBytes("openvaloper", addressToBytes("open", alice.address));
for (const codec of [MsgSubmitProposal, MsgVote, MsgExec]) registry.register(codec.typeUrl, codec as GeneratedType);

const open = (amount: string): { readonly denom: string; readonly amount: string } => ({ denom: "uopen", amount });
const DEPOSIT = 10_000_000n;

function begin(): StateMachine {
  const document = defaultGenesis({
    genesisTime: GENESIS_TIME,
    chainId: "openledger-test-1",
    accounts: [alice, bob].map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 100_000_000n }] })),
    validators: [{ publicKey: crypto.sha256(new Uint8Array([1])), power: 10n, name: "sequencer", operator: alice.address }],
  });
  const state = document["app_state"] as { readonly [module: string]: Json };
  const params = { voting_period: "5s", expedited_voting_period: "2s", max_deposit_period: "5s" };
  const chain = createChain({ crypto });
  chain.initChain(parseGenesis({ ...document, app_state: { ...state, gov: { params } } }));
  runBlock(chain);
  return chain;
}

async function bobSends(chain: StateMachine, typeUrl: string, value: object, options: TxOptions): Promise<ExecTxResult | undefined> {
  const tx = await signTx(bob, [{ typeUrl, value }], { accountNumber: 1n, gasLimit: 1_000_000, ...options });
  return runBlock(chain, [tx]).response.txResults[0];
}

const propose = (messages: readonly Any[]): MsgSubmitProposal =>
  MsgSubmitProposal.create({
    ...{ messages, initialDeposit: [open(String(DEPOSIT))], proposer: bob.address },
    ...{ metadata: "text", title: "Title", summary: "Summary" },
  });

/** Gov has granted what `messages` grant, and a second proposal of bob's waits for votes. */
async function withGrants(messages: readonly Any[]): Promise<StateMachine> {
  const chain = begin();
  expect(await bobSends(chain, MsgSubmitProposal.typeUrl, propose(messages), { sequence: 0n })).toMatchObject({ code: 0 });
  const yes = MsgVote.create({ proposalId: 1n, voter: alice.address, option: VoteOption.VOTE_OPTION_YES });
  runBlock(chain, [await signTx(alice, [{ typeUrl: MsgVote.typeUrl, value: yes }])]);
  for (let i = 0; i < 5; i++) runBlock(chain);
  expect(await bobSends(chain, MsgSubmitProposal.typeUrl, propose([]), { sequence: 1n })).toMatchObject({ code: 0 });
  expect(balance(chain, gov)).toBe(String(DEPOSIT));
  return chain;
}

/** The deposit is there until it goes back. */
function expectRefund(chain: StateMachine): void {
  expect([balance(chain, gov), chain.invariants()]).toEqual([String(DEPOSIT), []]);
  const before = BigInt(balance(chain, bob.address));
  for (let i = 0; i < 6; i++) runBlock(chain);
  // Nobody votes, so that no quorum is reached: such deposits go back by default.
  expect([balance(chain, gov), BigInt(balance(chain, bob.address)) - before]).toEqual(["0", DEPOSIT]);
}

test("who may act as gov can neither send, stake nor deposit what others have deposited", async () => {
  const grant = ({ typeUrl }: { readonly typeUrl: string }): Any =>
    packAny(MsgGrant, {
      ...{ granter: gov, grantee: bob.address },
      grant: { authorization: packAny(GenericAuthorization, { msg: typeUrl }), expiration: undefined },
    });
  const chain = await withGrants([MsgSend, MsgDelegate, MsgDeposit].map(grant));
  const attempts = [
    packAny(MsgSend, { fromAddress: gov, toAddress: bob.address, amount: [open("1000000")] }),
    packAny(MsgDelegate, { delegatorAddress: gov, validatorAddress: validator, amount: open("1000000") }),
    packAny(MsgDeposit, { proposalId: 2n, depositor: gov, amount: [open("1000000")] }),
  ];
  for (const [i, message] of attempts.entries()) {
    const result = await bobSends(chain, MsgExec.typeUrl, { grantee: bob.address, msgs: [message] }, { sequence: BigInt(2 + i) });
    expect(result).toMatchObject({ codespace: "sdk", code: 5 });
  }
  expectRefund(chain);
});

test("whose fees gov pays cannot pay them with what others have deposited", async () => {
  const allowance = packAny(BasicAllowance, BasicAllowance.create({ spendLimit: [open("5000000")] }));
  const chain = await withGrants([packAny(MsgGrantAllowance, { granter: gov, grantee: bob.address, allowance })]);
  const { typeUrl, value } = sendMessage(bob.address, alice.address, "1");
  const options = { sequence: 2n, feeGranter: gov, fee: [open("5000000")] };
  expect(await bobSends(chain, typeUrl, value as object, options)).toMatchObject({ codespace: "sdk", code: 5 });
  expect(await bobSends(chain, typeUrl, sendMessage(bob.address, gov, "300").value as object, { sequence: 2n })).toMatchObject({ code: 0 });
  expect(await bobSends(chain, typeUrl, value as object, { sequence: 3n, feeGranter: gov, fee: [open("300")] })).toMatchObject({ code: 0 });
  expectRefund(chain);
});
