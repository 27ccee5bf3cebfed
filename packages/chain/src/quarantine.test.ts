import type { GeneratedType } from "@cosmjs/proto-signing";
import { defineMessage, type MessageCodec } from "@openledger/messages";
import { createAuthKeeper, createAuthModule, createBankKeeper, createBankModule, FEE_COLLECTOR } from "@openledger/modules";
import { assert, toHex, toUtf8, type Address } from "@openledger/primitives";
import { createStateMachine, defineError, event, messageHandler, type Module, type StateMachine } from "@openledger/state-machine";
import { beforeAll, describe, expect, test } from "vitest";
import { blockRequest, createWallets, crypto, execute, genesisOf, registry, runBlock, sendMessage, signTx, type Wallet } from "./chain.fixture.ts";
import { parseGenesis } from "./genesis.ts";

interface MsgPoke {
  sender: string;
  what: string;
}
const MsgPoke: MessageCodec<MsgPoke> = defineMessage<MsgPoke>("test.poke.v1.MsgPoke", [
  { no: 1, key: "sender", name: "sender", type: "string" },
  { no: 2, key: "what", name: "what", type: "string" },
]);
const MsgPokeResponse: MessageCodec<{ text: string }> = defineMessage<{ text: string }>("test.poke.v1.MsgPokeResponse", [
  { no: 1, key: "text", name: "text", type: "string" },
]);
registry.register(MsgPoke.typeUrl, MsgPoke as GeneratedType);

const refused = defineError("poke", 2, "poked in vain");
const key = toUtf8("count");

/** Handles `assert`, `refuse`, `loop` (a plain JavaScript fault), `forge` (coins out of nothing), and anything else well. */
const pokeModule: Module = {
  name: "poke",
  storeName: "poke",
  errors: [refused],
  messages: [
    messageHandler<MsgPoke, { text: string }>({
      codec: MsgPoke,
      response: MsgPokeResponse,
      aminoName: "test/MsgPoke",
      signers: ({ sender }) => [sender],
      checkStateless: () => undefined,
      handle(ctx, { sender, what }) {
        ctx.store.store("poke").set(key, toUtf8(what));
        assert(what !== "assert", "a poke trips an assertion");
        if (what === "refuse") throw refused("really");
        if (what === "loop") throw new RangeError("Maximum call stack size exceeded");
        if (what === "forge") forge(ctx.store.store("bank"));
        ctx.emit(event("poked", { sender, what }));
        return { text: what };
      },
    }),
  ],
  queries: [],
  initGenesis: (ctx) => ctx.store.store("poke").set(Uint8Array.of(0), Uint8Array.of(1)),
  beginBlock: (ctx) => ctx.emit(event("began", { height: ctx.block.height })),
  endBlock(ctx) {
    ctx.emit(event("ended", { time: ctx.block.time }));
    assert(ctx.block.height !== 9n, "the ninth block cannot end");
  },
};

function forge(bank: { set(key: Uint8Array, value: Uint8Array): void }): void {
  bank.set(Uint8Array.of(2, 20, ...new Uint8Array(20).fill(7), ...toUtf8("uopen")), toUtf8("5"));
}

let alice: Wallet;
let bob: Wallet;
beforeAll(async () => {
  [alice, bob] = (await createWallets(2)) as [Wallet, Wallet];
});

function startPokeChain(genesis: unknown = genesisOf([alice, bob])): StateMachine {
  const accounts = createAuthKeeper();
  const bank = createBankKeeper(accounts, [FEE_COLLECTOR]);
  const modules = [createAuthModule(accounts, [{ name: FEE_COLLECTOR, permissions: [] }]), createBankModule(bank), pokeModule];
  const chain = createStateMachine({ crypto, modules, accounts, fees: bank });
  chain.initChain(parseGenesis(genesis));
  return chain;
}

const poke = (what: string, sequence = 0n) =>
  signTx(alice, [{ typeUrl: MsgPoke.typeUrl, value: { sender: alice.address as Address, what } }], { sequence });

describe("a transaction that trips an assertion", () => {
  test.each([
    ["assert", "a poke trips an assertion"],
    ["loop", "RangeError: Maximum call stack size exceeded"],
    ["forge", "bank: 5uopen appeared in balances without a change of supply"],
  ])("(%s) is dropped with its reason and leaves no trace", async (what, reason) => {
    const good = await signTx(bob, [sendMessage(bob.address, alice.address, "1")], { accountNumber: 1n });
    const block = execute(startPokeChain(), blockRequest(1n, [await poke(what), good]));
    expect(block.quarantined).toEqual([{ index: 0, reason }]);
    expect(block.request.txs).toEqual([good]);
    expect(block.response.txResults.map(({ code }) => code)).toEqual([0]);
    const without = execute(startPokeChain(), blockRequest(1n, [good]));
    expect(toHex(block.response.appHash)).toBe(toHex(without.response.appHash));
  });

  test("is found before it is in a block, and one that does not is not", async () => {
    const chain = startPokeChain();
    expect(chain.trips(await poke("assert"))).toBe("a poke trips an assertion");
    expect(chain.trips(await poke("fine"))).toBeUndefined();
  });

  test("never becomes a failed transaction in a simulation either", async () => {
    const chain = startPokeChain();
    runBlock(chain);
    const tx = await poke("assert");
    expect(() => chain.simulate(tx)).toThrow("a poke trips an assertion");
    expect(chain.simulate(await poke("fine")).result.code).toBe(0);
  });
});

test("a module's refusal keeps its codespace, code and text", async () => {
  const [result] = runBlock(startPokeChain(), [await poke("refuse")]).response.txResults;
  expect(result).toMatchObject({
    codespace: "poke",
    code: 2,
    log: "failed to execute message; message index: 0: really: poked in vain",
  });
});

test("begin and end of a block tell their mode, and an assertion there stops the node", () => {
  const chain = startPokeChain();
  const { events } = runBlock(chain).response;
  expect(events.map(({ type, attributes }) => [type, attributes.at(-1)?.value])).toEqual([
    ["began", "BeginBlock"],
    ["ended", "EndBlock"],
  ]);
  for (let i = 2; i < 9; i++) runBlock(chain);
  expect(() => runBlock(chain)).toThrow("the ninth block cannot end");
  expect(chain.info().height).toBe(8n);
});

test("execution yields between transactions and while the trees are made, and queries meanwhile see the last version", async () => {
  const chain = startPokeChain();
  runBlock(chain);
  const steps = chain.executeBlock(blockRequest(2n, [await poke("one"), await poke("two", 1n)]));
  let yields = 0;
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    yields++;
    expect(chain.query({ path: "/store/poke/key", data: key, height: 0n, prove: false })).toMatchObject({ value: new Uint8Array(0), height: 1n });
  }
  expect(yields).toBeGreaterThan(2);
});
