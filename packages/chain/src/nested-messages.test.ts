/** Messages in messages, whose failures would otherwise grow with each one around them. */
import { packAny } from "@openledger/messages";
import { MsgExec } from "@openledger/messages/cosmos/authz/v1beta1";
import { MsgUpdateParams } from "@openledger/messages/cosmos/slashing/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { expect, test } from "vitest";
import { createWallets, registry, runBlock, signTx, startChain, type Wallet } from "./chain.fixture.ts";

const [alice] = (await createWallets(1)) as [Wallet];
registry.register(MsgExec.typeUrl, MsgExec as GeneratedType);

/** Only gov may send it. */
function refused(bytes: number): Any {
  const params = { signedBlocksWindow: 1n, minSignedPerWindow: new Uint8Array(bytes).fill(1) };
  return packAny(MsgUpdateParams, MsgUpdateParams.create({ authority: alice.address, params }));
}

/** `inner` below `levels` of MsgExec, signed. */
async function nested(inner: Any, levels: number): Promise<Uint8Array> {
  let msgs = [inner];
  for (let i = 1; i < levels; i++) msgs = [packAny(MsgExec, { grantee: alice.address, msgs })];
  return await signTx(alice, [{ typeUrl: MsgExec.typeUrl, value: { grantee: alice.address, msgs } }], { gasLimit: 15_000_000 });
}

test("a large message that fails below nine others leaves a short log", async () => {
  const chain = startChain([alice]);
  const [result] = runBlock(chain, [await nested(refused(900_000), 9)]).response.txResults;
  expect(result).toMatchObject({ codespace: "gov", code: 13 });
  expect(result?.log.length).toBeLessThan(6_000);
  expect(result?.log).toMatch(/^failed to execute message; message index: 0: failed to execute message; message grantee:.*expected gov account/);
});

test("eleven messages in one another are refused before any runs", async () => {
  const chain = startChain([alice]);
  const tx = await nested(refused(10), 10);
  expect(chain.checkTx(tx, false)).toMatchObject({ codespace: "sdk", code: 2, log: expect.stringContaining("max depth exceeded") });
  expect(runBlock(chain, [tx]).response.txResults).toMatchObject([{ codespace: "sdk", code: 2, gasUsed: 0n }]);
});
