import { BaseAccount, QueryAccountRequest, QueryAccountResponse } from "@openledger/messages/cosmos/auth/v1beta1";
import { QueryAllBalancesRequest, QueryAllBalancesResponse, QueryBalanceRequest, QueryBalanceResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import { TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import { AuthInfo, SimulateRequest, SimulateResponse, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressToBytes, concatBytes, fromUtf8, toHex, toUtf8, unixNanos } from "@openledger/primitives";
import { sdkErrors, type StateMachine } from "@openledger/state-machine";
import { verifyQuery } from "@openledger/store";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  blockRequest,
  createWallets,
  crypto,
  execute,
  genesisOf,
  runBlock,
  sendMessage,
  signTx,
  startChain,
  type Wallet,
} from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";

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

function account(chain: StateMachine, address: string): BaseAccount {
  const data = QueryAccountRequest.toBytes({ address });
  const { value } = chain.query({ path: "/cosmos.auth.v1beta1.Query/Account", data, height: 0n, prove: false });
  return BaseAccount.fromBytes(QueryAccountResponse.fromBytes(value).account?.value ?? new Uint8Array(0));
}

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
    expect(account(chain, carol.address)).toMatchObject({ accountNumber: 7n, sequence: 0n });
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

describe("blocks", () => {
  test("replayed twice, or restored from their change sets, give equal app hashes", async () => {
    const txs = await Promise.all([0n, 1n, 2n].map((sequence) => signTx(alice, [sendMessage(alice.address, carol.address, "5")], { sequence })));
    const run = (chain: StateMachine) => [runBlock(chain), runBlock(chain, txs), runBlock(chain, [txs[0] ?? new Uint8Array(0)])];
    const first = startChain([alice, bob]);
    const blocks = run(first);
    const again = run(startChain([alice, bob]));
    const hashes = (list: typeof blocks) => list.map(({ response }) => toHex(response.appHash));
    expect(hashes(again)).toEqual(hashes(blocks));
    const restored = createChain({ crypto });
    for (const { request, response, changeSet } of blocks) {
      restored.restore({ height: request.height, time: request.time, appHash: response.appHash, changeSet });
    }
    expect(restored.info()).toEqual(first.info());
    expect(restored.chain()).toEqual(first.chain());
    expect(toHex(runBlock(restored).response.appHash)).toBe(toHex(runBlock(first).response.appHash));
  });

  test("a tampered state log is refused", () => {
    const { request, changeSet } = runBlock(startChain([alice]));
    const appHash = new Uint8Array(32);
    expect(() => createChain({ crypto }).restore({ height: request.height, time: request.time, appHash, changeSet })).toThrow("another app hash");
  });

  test("a candidate that is not committed leaves nothing behind", async () => {
    const chain = startChain([alice, bob]);
    const tx = await signTx(alice, [sendMessage(alice.address, bob.address, "9")]);
    const before = chain.info();
    const dropped = execute(chain, blockRequest(1n, [tx]));
    expect(chain.info()).toEqual(before);
    const kept = execute(chain, blockRequest(1n));
    chain.commit(kept);
    expect(toHex(kept.response.appHash)).not.toBe(toHex(dropped.response.appHash));
    expect(balance(chain, bob.address)).toBe("1000000");
  });

  test("initChain may run again before the first commit, and not after", () => {
    const chain = startChain([alice, bob]);
    const request = parseGenesis(genesisOf([alice, bob]));
    chain.initChain(request);
    const hash = toHex(runBlock(chain).response.appHash);
    expect(hash).toBe(toHex(runBlock(startChain([alice, bob])).response.appHash));
    expect(() => chain.initChain(request)).toThrow("only before the first block");
  });

  test("a block that is full refuses what follows", async () => {
    const genesis = genesisOf([alice, bob]) as { consensus_params: { block: { max_gas: string } } };
    genesis.consensus_params.block.max_gas = "60000";
    const chain = createChain({ crypto });
    chain.initChain(parseGenesis(genesis));
    const txs = await Promise.all([0n, 1n, 2n].map((sequence) => signTx(alice, [sendMessage(alice.address, bob.address, "5")], { sequence, gasLimit: 60_000 })));
    const results = runBlock(chain, txs).response.txResults;
    expect(results.map(({ code }) => code)).toEqual([0, 11, 11]);
    expect(results[1]?.log).toMatch(/^out of gas in location: block gas meter; gasWanted: 60000/);
    expect(results[2]?.log).toBe("no block gas left to run tx: out of gas");
    expect(balance(chain, bob.address)).toBe("1000005");
    expect(chain.checkTx(await signTx(bob, [sendMessage(bob.address, alice.address, "5")], { accountNumber: 1n }), false)).toMatchObject({ code: 41 });
  });
});

describe("queries", () => {
  test("read a past height and echo it", async () => {
    const chain = startChain([alice, bob]);
    runBlock(chain);
    runBlock(chain, [await signTx(alice, [sendMessage(alice.address, carol.address, "4")])]);
    expect([balance(chain, carol.address, "uopen", 1n), balance(chain, carol.address, "uopen", 2n), balance(chain, carol.address)]).toEqual(["0", "4", "4"]);
    const data = QueryAllBalancesRequest.toBytes({ address: carol.address, pagination: undefined, resolveDenom: false });
    const response = chain.query({ path: "/cosmos.bank.v1beta1.Query/AllBalances", data, height: 2n, prove: false });
    expect(response.height).toBe(2n);
    expect(QueryAllBalancesResponse.fromBytes(response.value).balances).toEqual([{ denom: "uopen", amount: "4" }]);
  });

  test("a balance is stored and proven under the SDK's key", () => {
    const chain = startChain([alice, bob]);
    for (let i = 0; i < 3; i++) runBlock(chain);
    const address = addressToBytes("open", alice.address);
    const key = concatBytes(Uint8Array.of(2, address.length), address, toUtf8("uopen"));
    const response = chain.query({ path: "/store/bank/key", data: key, height: 0n, prove: true });
    expect([response.code, fromUtf8(response.value), response.height]).toEqual([0, "1000000", 3n]);
    expect(response.proofOps.map(({ type }) => type)).toEqual(["ics23:iavl", "ics23:simple"]);
    const { appHash } = chain.info();
    expect(verifyQuery(crypto.sha256, appHash, "bank", key, response.value, response.proofOps)).toBe(true);
    const absent = concatBytes(key, Uint8Array.of(1));
    const none = chain.query({ path: "/store/bank/key", data: absent, height: 0n, prove: true });
    expect([none.code, none.value.length, none.proofOps.length]).toEqual([0, 0, 2]);
  });

  test.each([
    ["/cosmos.bank.v1beta1.Query/Nope", 0n, false, 6, "unknown query path: unknown request"],
    ["/store/nope/key", 0n, false, 6, "no such store: nope: unknown request"],
    ["/store/bank/key", 1n, true, 18, "cannot query with proof when height <= 1; please provide a valid height: invalid request"],
    ["/store/bank/key", 9n, false, 26, "cannot query with height in the future; please provide a valid height: invalid height"],
    ["/store/bank/key", -1n, false, 18, "cannot query with height < 0; please provide a valid height: invalid request"],
  ])("%s at height %s: code %s", (path, height, prove, code, log) => {
    const chain = startChain([alice]);
    for (let i = 0; i < 3; i++) runBlock(chain);
    const response = chain.query({ path, data: Uint8Array.of(2), height, prove });
    expect(response).toMatchObject({ code, log, codespace: "sdk" });
  });

  test("an unknown account, a bad denom and a chain without a block have the SDK's texts", () => {
    const chain = startChain([alice]);
    const ask = (path: string, data: Uint8Array) => chain.query({ path, data, height: 0n, prove: false });
    expect(ask("/cosmos.auth.v1beta1.Query/Account", new Uint8Array(0))).toMatchObject({ code: 26, log: "openledger-test-1 is not ready; please wait for first block: invalid height" });
    runBlock(chain);
    expect(ask("/cosmos.auth.v1beta1.Query/Account", QueryAccountRequest.toBytes({ address: carol.address }))).toMatchObject({
      code: 22,
      log: `rpc error: code = NotFound desc = account ${carol.address} not found: key not found`,
    });
    expect(ask("/cosmos.bank.v1beta1.Query/Balance", QueryBalanceRequest.toBytes({ address: alice.address, denom: "x" }))).toMatchObject({
      code: 18,
      log: "rpc error: code = InvalidArgument desc = invalid denom: x: invalid request",
    });
    expect(ask("/cosmos.bank.v1beta1.Query/Balance", Uint8Array.of(9)).code).toBe(18);
  });

  test("versions beyond the retained ones are gone, with a sentence", () => {
    const chain = startChain([alice], { retainVersions: 2 });
    for (let i = 0; i < 5; i++) runBlock(chain);
    expect(chain.query({ path: "/store/bank/key", data: Uint8Array.of(5), height: 2n, prove: false })).toMatchObject({
      code: 18,
      log: "failed to load state at height 2; version does not exist (latest height: 5): invalid request",
    });
  });
});

describe("simulation", () => {
  async function unsigned(mode: number, withKey: boolean, signature: Uint8Array): Promise<Uint8Array> {
    const raw = TxRaw.fromBytes(await signTx(alice, [sendMessage(alice.address, carol.address, "1")], { gasLimit: 0, signMode: mode, fee: [] }));
    const authInfo = AuthInfo.fromBytes(raw.authInfoBytes);
    const signerInfos = authInfo.signerInfos.map((info) => (withKey ? info : { ...info, publicKey: undefined }));
    return TxRaw.toBytes({ ...raw, authInfoBytes: AuthInfo.toBytes({ ...authInfo, signerInfos }), signatures: [signature] });
  }

  test.each([
    ["CosmJS: unspecified mode, empty signature", 0, true, 0],
    ["Keplr: amino mode, no key, 64 zero bytes", 127, false, 64],
  ])("%s", async (_name, mode, withKey, length) => {
    const chain = startChain([alice, bob]);
    runBlock(chain);
    const txBytes = await unsigned(mode, withKey, new Uint8Array(length));
    const data = SimulateRequest.toBytes(SimulateRequest.create({ txBytes }));
    const response = chain.query({ path: "/cosmos.tx.v1beta1.Service/Simulate", data, height: 0n, prove: false });
    expect(response.log).toBe("");
    const { gasInfo, result } = SimulateResponse.fromBytes(response.value);
    expect(gasInfo?.gasWanted).toBe((1n << 64n) - 1n);
    expect(result?.msgResponses.map(({ typeUrl }) => typeUrl)).toEqual(["/cosmos.bank.v1beta1.MsgSendResponse"]);
    const real = await signTx(alice, [sendMessage(alice.address, carol.address, "1")]);
    const used = runBlock(chain, [real]).response.txResults[0]?.gasUsed ?? 0n;
    expect((gasInfo?.gasUsed ?? 0n) * 14n).toBeGreaterThan(used * 10n);
    expect(balance(chain, carol.address)).toBe("1");
  });

  test("of a failing message says why", async () => {
    const chain = startChain([alice, bob]);
    runBlock(chain);
    const txBytes = await signTx(alice, [sendMessage(alice.address, bob.address, "9999999999")]);
    const data = SimulateRequest.toBytes(SimulateRequest.create({ txBytes }));
    const response = chain.query({ path: "/cosmos.tx.v1beta1.Service/Simulate", data, height: 0n, prove: false });
    expect(response.code).toBe(6);
    expect(response.log).toMatch(/^rpc error: code = Unknown desc = failed to execute message.*With gas wanted: '18446744073709551615' and gas used: '\d+' : unknown request$/);
  });
});

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

test("genesis times survive their text, leap days included", () => {
  for (const text of ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59.5Z", "2026-12-31T00:00:00.000000001Z", "2100-03-01T12:00:00Z"]) {
    const { genesisTime } = parseGenesis({ ...(genesisOf([]) as object), genesis_time: text });
    expect(genesisTime).toBe(unixNanos(BigInt(Date.parse(text.replace(/\.\d+/, ""))) * 1_000_000n + BigInt((/\.(\d+)/.exec(text)?.[1] ?? "").padEnd(9, "0"))));
  }
});

test("the table of error codes is frozen", () => {
  const { modules } = createChain({ crypto });
  const all = [...Object.values(sdkErrors), ...modules.flatMap(({ errors }) => errors)];
  const rows = all.map(({ codespace, code, meaning }) => `${codespace} ${code} ${meaning}`);
  expect(new Set(all.map(({ codespace, code }) => `${codespace} ${code}`)).size).toBe(all.length);
  expect(rows).toMatchSnapshot();
});
