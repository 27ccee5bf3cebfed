import { MsgRevoke } from "@openledger/messages/cosmos/authz/v1beta1";
import { ResponseFinalizeBlock } from "@openledger/messages/tendermint/abci";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { expect, test } from "vitest";
import { createWallets, registry, runBlock, signTx, startChain, type Wallet } from "./chain.fixture.ts";

test("an error that cuts a stranger's text inside a character leaves results that can be stored", async () => {
  const [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];
  registry.register(MsgRevoke.typeUrl, MsgRevoke as GeneratedType);
  const chain = startChain([alice, bob]);
  const value = { granter: alice.address, grantee: bob.address, msgTypeUrl: `${"x".repeat(199)}\u{1f600}` };
  const [result] = runBlock(chain, [await signTx(alice, [{ typeUrl: MsgRevoke.typeUrl, value }])]).response.txResults;
  expect(result).toMatchObject({ codespace: "authz", code: 2, log: expect.stringContaining("x\ufffd") });
  expect(ResponseFinalizeBlock.toBytes(ResponseFinalizeBlock.create({ txResults: [{ log: result?.log }] })).length).toBeGreaterThan(200);
});
