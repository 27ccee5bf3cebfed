/** Messages with many denoms: what they cost every node before anybody pays for it. */
import type { GeneratedType } from "@cosmjs/proto-signing";
import { MsgCreatePeriodicVestingAccount } from "@openledger/messages/cosmos/vesting/v1beta1";
import { expect, test } from "vitest";
import { createWallets, registry, runBlock, signTx, startChain } from "./chain.fixture.ts";

registry.register(MsgCreatePeriodicVestingAccount.typeUrl, MsgCreatePeriodicVestingAccount as GeneratedType);
const [alice, , carol] = await createWallets(3);
if (alice === undefined || carol === undefined) throw new Error("three wallets were made");
const denom = (i: number): string => `d${String(i).padStart(6, "0")}`;

test.each([
  ["4,000 denoms", 4_000, denom, 10, "4000 denoms shall vest, send at most 100: invalid coins"],
  ["more periods than days of twelve years", 4_384, () => "uopen", 18, "4384 vesting periods, send at most 4383: invalid request"],
])("a vesting account of %s is refused at once", { timeout: 5_000 }, async (_, count, denomOf, code, refusal) => {
  const chain = startChain([alice]);
  const vestingPeriods = Array.from({ length: count }, (_, i) => ({ length: 1n, amount: [{ denom: denomOf(i), amount: "1" }] }));
  const value = MsgCreatePeriodicVestingAccount.create({ fromAddress: alice.address, toAddress: carol.address, startTime: 1n, vestingPeriods });
  const tx = await signTx(alice, [{ typeUrl: MsgCreatePeriodicVestingAccount.typeUrl, value }], { gasLimit: 10_000_000 });
  const [result] = runBlock(chain, [tx]).response.txResults;
  expect(result?.code).toBe(code);
  expect(result?.log).toContain(refusal);
});
