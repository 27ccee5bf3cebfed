import type { GeneratedType } from "@cosmjs/proto-signing";
import { defineMessage, type MessageCodec } from "@openledger/messages";
import { createAuthKeeper, createAuthModule, createBankKeeper, createBankModule, FEE_COLLECTOR } from "@openledger/modules";
import { createStateMachine, messageHandler, type MessageFee, type Module } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { createWallets, crypto, genesisOf, registry, runBlock, signTx } from "./chain.fixture.ts";
import { parseGenesis } from "./genesis.ts";

interface MsgAsk {
  sender: string;
}
const MsgAsk: MessageCodec<MsgAsk> = defineMessage<MsgAsk>("test.fee.v1.MsgAsk", [
  { no: 1, key: "sender", name: "sender", type: "string" },
]);
const MsgAskResponse: MessageCodec<object> = defineMessage<object>("test.fee.v1.MsgAskResponse", []);
registry.register(MsgAsk.typeUrl, MsgAsk as GeneratedType);

/** Notes the fee that each message is told. */
function askModule(told: (MessageFee | undefined)[]): Module {
  return {
    name: "fee",
    storeName: "fee",
    errors: [],
    messages: [
      messageHandler<MsgAsk, object>({
        codec: MsgAsk,
        response: MsgAskResponse,
        aminoName: "test/MsgAsk",
        signers: ({ sender }) => [sender],
        checkStateless: () => undefined,
        handle(ctx) {
          told.push(ctx.fee);
          return {};
        },
      }),
    ],
    queries: [],
    initGenesis: (ctx) => ctx.store.store("fee").set(Uint8Array.of(0), Uint8Array.of(1)),
    endBlock: (ctx) => expect(ctx.fee).toBeUndefined(),
  };
}

test("each message is told its equal part of the fee that was paid, and who paid it", async () => {
  const told: (MessageFee | undefined)[] = [];
  const [alice] = await createWallets(1);
  if (alice === undefined) throw new Error("one wallet was made");
  const accounts = createAuthKeeper();
  const bank = createBankKeeper(accounts, [FEE_COLLECTOR]);
  const modules = [
    createAuthModule(accounts, [{ name: FEE_COLLECTOR, permissions: [] }]),
    createBankModule(bank),
    askModule(told),
  ];
  const chain = createStateMachine({ crypto, modules, accounts, fees: bank });
  chain.initChain(parseGenesis(genesisOf([alice])));
  const ask = { typeUrl: MsgAsk.typeUrl, value: { sender: alice.address } };
  const fee = [
    { denom: "udemo", amount: "2" },
    { denom: "uopen", amount: "1001" },
  ];
  runBlock(chain, [await signTx(alice, [ask, ask, ask], { fee })]);
  runBlock(chain, [await signTx(alice, [ask], { fee: [], sequence: 1n })]);
  const third = { payer: alice.address, coins: [{ denom: "uopen", amount: "333" }] };
  expect(told).toEqual([third, third, third, { payer: alice.address, coins: [] }]);
});
