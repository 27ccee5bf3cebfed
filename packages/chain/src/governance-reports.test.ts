/** What blocks say of a proposal while people deposit on it, from transactions on the whole chain. */
import type { EncodeObject, GeneratedType } from "@cosmjs/proto-signing";
import { MsgDeposit, MsgSubmitProposal } from "@openledger/messages/cosmos/gov/v1";
import { toUtf8 } from "@openledger/primitives";
import type { Event, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { createWallets, registry, runBlock, signTx, startChain, type Wallet } from "./chain.fixture.ts";

const [alice] = (await createWallets(1)) as [Wallet];
for (const codec of [MsgSubmitProposal, MsgDeposit]) registry.register(codec.typeUrl, codec as GeneratedType);
const coins = (amount: string) => [{ denom: "uopen", amount }];

async function told(chain: StateMachine, sequence: bigint, message: EncodeObject): Promise<readonly Event[]> {
  const { response } = runBlock(chain, [await signTx(alice, [message], { sequence, gasLimit: 3_000_000 })]);
  expect(response.txResults[0]).toMatchObject({ code: 0, log: "" });
  return response.events.filter(({ type }) => type === "proposal_changed");
}

const bytesOf = (events: readonly Event[]): number => events.flatMap(({ attributes }) => attributes.map(({ key, value }) => toUtf8(key).length + toUtf8(value).length)).reduce((sum, size) => sum + size, 0);

test("a block with a deposit tells a few bytes of a proposal of ten kilobytes, and all of it when the vote opens", async () => {
  const chain = startChain([alice], { appState: { gov: { params: { min_deposit: coins("100000") } } } });
  runBlock(chain);
  const proposal = MsgSubmitProposal.create({ initialDeposit: coins("10000"), proposer: alice.address, metadata: "text", title: "Title", summary: "s".repeat(10_000) });
  expect(bytesOf(await told(chain, 0n, { typeUrl: MsgSubmitProposal.typeUrl, value: proposal }))).toBeGreaterThan(10_000);
  const deposit = (amount: string): EncodeObject => ({ typeUrl: MsgDeposit.typeUrl, value: MsgDeposit.create({ proposalId: 1n, depositor: alice.address, amount: coins(amount) }) });
  for (const sequence of [1n, 2n, 3n]) {
    const events = await told(chain, sequence, deposit("10000"));
    expect(events).toHaveLength(1);
    expect(bytesOf(events)).toBeLessThan(120);
  }
  const opened = await told(chain, 4n, deposit("60000"));
  expect(bytesOf(opened)).toBeGreaterThan(10_000);
  const whole = Object.fromEntries(opened[0]?.attributes.map(({ key, value }) => [key, value]) ?? []);
  expect(whole).toMatchObject({ status: "VOTING_PERIOD", total_deposit: "100000uopen" });
});
