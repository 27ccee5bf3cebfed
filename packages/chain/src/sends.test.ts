import { TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import { AuthInfo, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { account, balance, createWallets, crypto, genesisOf, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";

let alice: Wallet;
let bob: Wallet;
let carol: Wallet;
beforeAll(async () => {
  [alice, bob, carol] = (await createWallets(3)) as [Wallet, Wallet, Wallet];
});

describe("a CosmJS-signed send", () => {
  test("moves coins, pays its fee and answers with TxMsgData", async () => {
    const chain = startChain([alice, bob]);
    const tx = await signTx(alice, [sendMessage(alice.address, carol.address, "1500")]);
    expect(chain.checkTx(tx, false)).toMatchObject({ code: 0, log: "", sender: alice.address, sequence: 0n });
    const { response, quarantined } = runBlock(chain, [tx]);
    const [result] = response.txResults;
    expect(quarantined).toEqual([]);
    expect(result).toMatchObject({ code: 0, log: "", codespace: "", gasWanted: 200_000n });
    expect(TxMsgData.fromBytes(result?.data ?? new Uint8Array(0)).msgResponses).toEqual([
      { typeUrl: "/cosmos.bank.v1beta1.MsgSendResponse", value: new Uint8Array(0) },
    ]);
    expect([balance(chain, alice.address), balance(chain, carol.address)]).toEqual(["998400", "1500"]);
    expect(account(chain, alice.address)).toMatchObject({ accountNumber: 0n, sequence: 1n });
    // Accounts of genesis come first, then those of modules, however many there are.
    const { accountNumber, sequence } = account(chain, carol.address);
    expect([accountNumber > 2n, sequence]).toEqual([true, 0n]);
    expect(chain.invariants()).toEqual([]);
  });

  test("emits the SDK's events in the SDK's order", async () => {
    const chain = startChain([alice, bob]);
    const tx = await signTx(alice, [sendMessage(alice.address, bob.address, "7")]);
    const events = runBlock(chain, [tx]).response.txResults[0]?.events ?? [];
    expect(events.map(({ type, attributes }) => `${type} ${attributes.map(({ key }) => key).join()}`)).toEqual([
      "coin_spent spender,amount",
      "coin_received receiver,amount",
      "transfer recipient,sender,amount",
      "message sender",
      "tx fee,fee_payer",
      "tx acc_seq",
      "tx signature",
      "message action,sender,module,msg_index",
      "coin_spent spender,amount,msg_index",
      "coin_received receiver,amount,msg_index",
      "transfer recipient,sender,amount,msg_index",
      "message sender,msg_index",
    ]);
  });

  test("uses gas in the range that wallets assume", async () => {
    const chain = startChain([alice, bob]);
    const first = await signTx(alice, [sendMessage(alice.address, carol.address, "1")]);
    const second = await signTx(alice, [sendMessage(alice.address, carol.address, "1")], { sequence: 1n });
    const used = runBlock(chain, [first, second]).response.txResults.map(({ gasUsed }) => gasUsed);
    for (const gas of used) {
      expect(gas).toBeGreaterThan(40_000n);
      expect(gas).toBeLessThan(100_000n);
    }
  });

  test("works under another prefix and denom", async () => {
    const [dora, emil] = (await createWallets(2, "cosmos")) as [Wallet, Wallet];
    const chain = createChain({ crypto });
    const genesis = genesisOf([dora], { system: { bech32_prefix: "cosmos", base_denom: "ustake" } });
    chain.initChain(parseGenesis(genesis));
    const tx = await signTx(dora, [sendMessage(dora.address, emil.address, "5")]);
    expect(runBlock(chain, [tx]).response.txResults[0]).toMatchObject({ code: 0, log: "" });
    expect(chain.chain()).toMatchObject({ bech32Prefix: "cosmos", baseDenom: "ustake" });
  });
});

describe("when a message fails", () => {
  test.each([
    ["too much", () => sendMessage(alice.address, bob.address, "2000000"), 5, "failed to execute message; message index: 0: spendable balance 999900uopen is smaller than 2000000uopen: insufficient funds"],
    ["bad receiver", () => sendMessage(alice.address, "open1x", "1"), 7, /^failed to execute message; message index: 0: invalid to address: .*: invalid address$/],
    ["nothing", () => sendMessage(alice.address, bob.address, "0"), 10, /invalid coins$/],
    ["a module's account", () => sendMessage(alice.address, "open17xpfvakm2amg962yls6f84z3kell8c5l8j3ch2", "1"), 4, /is not allowed to receive funds: unauthorized$/],
  ])("%s: fee and sequence stay, everything else is undone", async (_name, make, code, log) => {
    const chain = startChain([alice, bob]);
    const good = sendMessage(alice.address, bob.address, "3");
    const tx = await signTx(alice, [make(), good]);
    expect(chain.checkTx(tx, false).code).toBe(0);
    const [result] = runBlock(chain, [tx]).response.txResults;
    expect(result).toMatchObject({ code, codespace: "sdk", data: new Uint8Array(0) });
    expect(result?.log).toEqual(typeof log === "string" ? log : expect.stringMatching(log));
    expect(result?.events.length).toBe(7);
    expect([balance(chain, alice.address), balance(chain, bob.address)]).toEqual(["999900", "1000000"]);
    expect(account(chain, alice.address).sequence).toBe(1n);
    expect(chain.invariants()).toEqual([]);
  });

  test("out of gas in a message has its own text and reports the gas used", async () => {
    const chain = startChain([alice, bob]);
    const tx = await signTx(alice, [sendMessage(alice.address, carol.address, "3")], { gasLimit: 60_000 });
    const [result] = runBlock(chain, [tx]).response.txResults;
    expect(result?.log).toMatch(/^out of gas in location: \w+; gasWanted: 60000, gasUsed: \d+: out of gas$/);
    expect(result?.gasUsed).toBeGreaterThan(60_000n);
    expect(account(chain, alice.address).sequence).toBe(1n);
  });
});

test("a transaction for two signers needs both", async () => {
  const chain = startChain([alice, bob]);
  const messages = [sendMessage(alice.address, carol.address, "10"), sendMessage(bob.address, carol.address, "20")];
  const [byAlice, byBob] = await signTogether(messages);
  expect(chain.checkTx(byAlice, false)).toMatchObject({ code: 4, log: expect.stringContaining("wrong number of signers; expected 2, got 1") });
  expect(runBlock(chain, [byBob]).response.txResults[0]).toMatchObject({ code: 0, log: "" });
  expect(balance(chain, carol.address)).toBe("30");
  expect([account(chain, alice.address).sequence, account(chain, bob.address).sequence]).toEqual([1n, 1n]);
});

/** The same transaction signed by alice alone, and by alice and bob. */
async function signTogether(messages: Parameters<typeof signTx>[1]): Promise<[Uint8Array, Uint8Array]> {
  const single = TxRaw.fromBytes(await signTx(alice, messages));
  const infos = AuthInfo.fromBytes(single.authInfoBytes);
  const bobs = AuthInfo.fromBytes(TxRaw.fromBytes(await signTx(bob, messages)).authInfoBytes);
  const authInfoBytes = AuthInfo.toBytes({ ...infos, signerInfos: [...infos.signerInfos, ...bobs.signerInfos] });
  const { makeSignDoc } = await import("@cosmjs/proto-signing");
  const sign = async (wallet: Wallet, accountNumber: bigint) => {
    const doc = makeSignDoc(single.bodyBytes, authInfoBytes, "openledger-test-1", accountNumber);
    const { signature } = await wallet.signer.signDirect(wallet.address, doc);
    return new Uint8Array(Buffer.from(signature.signature, "base64"));
  };
  const signatures = [await sign(alice, 0n), await sign(bob, 1n)];
  return [
    TxRaw.toBytes(single),
    TxRaw.toBytes({ bodyBytes: single.bodyBytes, authInfoBytes, signatures }),
  ];
}

test("sends conserve every denom under any sequence", async () => {
  const wallets = [alice, bob, carol];
  const step = fc.record({ from: fc.nat(2), to: fc.nat(2), amount: fc.bigInt(0n, 1_200_000n), denom: fc.constantFrom("uopen", "udemo") });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const chain = startChain(wallets);
      const sequences = [0n, 0n, 0n];
      for (const { from, to, amount, denom } of steps) {
        const [sender, receiver] = [wallets[from] as Wallet, wallets[to] as Wallet];
        const sequence = sequences[from] ?? 0n;
        const tx = await signTx(sender, [sendMessage(sender.address, receiver.address, String(amount), denom)], { sequence, accountNumber: BigInt(from) });
        const { response } = runBlock(chain, [tx]);
        if ((response.txResults[0]?.events.length ?? 0) > 0) sequences[from] = sequence + 1n;
      }
      if (steps.length === 0) runBlock(chain);
      expect(chain.invariants()).toEqual([]);
    }),
    { numRuns: 12 },
  );
});
