import { QueryAccountRequest } from "@openledger/messages/cosmos/auth/v1beta1";
import { QueryAllBalancesRequest, QueryAllBalancesResponse, QueryBalanceRequest } from "@openledger/messages/cosmos/bank/v1beta1";
import { AuthInfo, SimulateRequest, SimulateResponse, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressToBytes, concatBytes, fromUtf8, toUtf8 } from "@openledger/primitives";
import { verifyQuery } from "@openledger/store";
import { beforeAll, describe, expect, test } from "vitest";
import { balance, createWallets, crypto, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";

let alice: Wallet;
let bob: Wallet;
let carol: Wallet;
beforeAll(async () => {
  [alice, bob, carol] = (await createWallets(3)) as [Wallet, Wallet, Wallet];
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
    expect(response.log).toMatch(/^rpc error: code = Unknown desc = failed to execute message.*with gas used: '\d+': unknown request$/);
  });
});
