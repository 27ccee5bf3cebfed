import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { parseMinGasPrices, type StateMachine } from "@openledger/state-machine";
import { assertDefined } from "@openledger/primitives";
import { beforeAll, describe, expect, test } from "vitest";
import { createWallets, runBlock, sendMessage, signTx, startChain, type TxOptions, type Wallet } from "./chain.fixture.ts";

let alice: Wallet;
let bob: Wallet;
let stranger: Wallet;
let chain: StateMachine;
beforeAll(async () => {
  [alice, bob, stranger] = (await createWallets(3)) as [Wallet, Wallet, Wallet];
  chain = startChain([alice, bob], { minGasPrices: assertDefined(parseMinGasPrices("0.0005uopen,1udemo"), "valid") });
  for (let i = 0; i < 5; i++) runBlock(chain);
});

const pay = (wallet: Wallet, options: TxOptions = {}) =>
  signTx(wallet, [sendMessage(wallet.address, bob.address, "1")], options);

/** Changes the body of a signed transaction; its signature no longer counts, which the steps before it don't see. */
function withBody(tx: Uint8Array, change: (body: TxBody) => TxBody): Uint8Array {
  const raw = TxRaw.fromBytes(tx);
  return TxRaw.toBytes({ ...raw, bodyBytes: TxBody.toBytes(change(TxBody.fromBytes(raw.bodyBytes))) });
}

const refusals: readonly [name: string, code: number, log: string | RegExp, make: () => Promise<Uint8Array>][] = [
  ["no bytes", 18, "must contain at least one message: invalid request", async () => new Uint8Array(0)],
  ["garbage", 2, /: tx parse error$/, async () => Uint8Array.of(1, 2, 3)],
  [
    "an unknown message",
    2,
    "unable to resolve type URL /foo.Bar: tx parse error",
    async () =>
      withBody(await pay(alice), (body) => ({ ...body, messages: [{ typeUrl: "/foo.Bar", value: new Uint8Array(0) }] })),
  ],
  [
    "an unknown critical field of a message",
    2,
    'errUnknownField "*types.MsgSend": {TagNum: 5, WireType:"varint"}: tx parse error',
    async () =>
      withBody(await pay(alice), (body) => ({
        ...body,
        messages: body.messages.map(({ typeUrl, value }) => ({ typeUrl, value: Uint8Array.of(...value, 0x28, 1) })),
      })),
  ],
  [
    "an amount that is no number",
    2,
    'math/big: cannot unmarshal "1x" into a *big.Int: tx parse error',
    () => signTx(alice, [sendMessage(alice.address, bob.address, "1x")]),
  ],
  ["a malformed signer", 1, /^decoding bech32 failed/, () => signTx(alice, [sendMessage("xx", bob.address, "1")])],
  ["too many messages", 18, /65 messages, at most 64/, () => signTx(alice, Array.from({ length: 65 }, () => sendMessage(alice.address, bob.address, "1")))],
  ["too many bytes", 21, /: tx too large$/, async () => new Uint8Array(1_048_577)],
  ["another chain id", 4, /account number \(0\) and chain-id \(openledger-test-1\): \(unable to verify single signer signature\): unauthorized$/, () => pay(alice, { chainId: "other-1" })],
  ["another account number", 4, /unable to verify single signer signature/, () => pay(alice, { accountNumber: 7n })],
  ["an unknown sign mode", 4, /\(unsupported sign mode 37\): unauthorized$/, () => pay(alice, { signMode: 37 })],
  ["a sequence ahead", 32, "account sequence mismatch, expected 0, got 77: incorrect account sequence", () => pay(alice, { sequence: 77n })],
  ["gas too low for the ante", 11, "out of gas in location: ReadPerByte; gasWanted: 1000, gasUsed: 1003: out of gas", () => pay(alice, { gasLimit: 1000 })],
  ["no gas", 11, "out of gas in location: ReadFlat; gasWanted: 0, gasUsed: 1000: out of gas", () => pay(alice, { gasLimit: 0 })],
  ["a long memo", 12, "maximum number of characters is 256 but received 257 characters: memo too large", () => pay(alice, { memo: "m".repeat(257) })],
  [
    "a fee above the balance",
    5,
    "spendable balance 1000000uopen is smaller than 1000001uopen: insufficient funds: insufficient funds",
    () => pay(alice, { fee: [{ denom: "uopen", amount: "1000001" }] }),
  ],
  [
    "a fee below the floor",
    13,
    "insufficient fees; got: 99uopen required: 200000udemo,100uopen: insufficient fee",
    () => pay(alice, { fee: [{ denom: "uopen", amount: "99" }] }),
  ],
  ["a zero beside a fee", 13, /^invalid fee amount: 0udemo,100uopen: insufficient fee$/, () => pay(alice, { fee: [{ denom: "udemo", amount: "0" }, { denom: "uopen", amount: "100" }] })],
  ["an unsorted fee", 13, /^invalid fee amount: 100uopen,1udemo: insufficient fee$/, () => pay(alice, { fee: [{ denom: "uopen", amount: "100" }, { denom: "udemo", amount: "1" }] })],
  ["a past timeout", 30, "block height: 6, timeout height: 1: tx timeout height", () => pay(alice, { timeoutHeight: 1n })],
  ["no signature", 15, "no signatures supplied", async () => TxRaw.toBytes({ ...TxRaw.fromBytes(await pay(alice)), signatures: [] })],
  [
    "two signatures",
    4,
    "wrong number of signers; expected 1, got 2: unauthorized",
    async () => {
      const raw = TxRaw.fromBytes(await pay(alice));
      return TxRaw.toBytes({ ...raw, signatures: [...raw.signatures, ...raw.signatures] });
    },
  ],
  ["another's key", 8, /^pubKey does not match signer address open1\S+ with signer index: 0: invalid pubkey$/, () => pay(alice, { keyOf: bob })],
  ["an account that does not exist", 9, /^fee payer address: open1\S+ does not exist: unknown address$/, () => pay(stranger)],
];

describe("CheckTx refuses with the SDK's code and text:", () => {
  for (const [name, code, log, make] of refusals) {
    test(name, async () => {
      const response = chain.checkTx(await make(), false);
      expect(response).toMatchObject({ code, codespace: code === 1 ? "undefined" : "sdk", sender: "" });
      if (typeof log === "string") expect(response.log).toBe(log);
      else expect(response.log).toMatch(log);
    });
  }
});

test("CheckTx counts pending sequences, and a recheck accepts only the next one", async () => {
  const fresh = startChain([alice, bob]);
  const [first, second] = [await pay(alice), await pay(alice, { sequence: 1n })];
  expect(fresh.checkTx(second, false).code).toBe(32);
  expect(fresh.checkTx(first, false).code).toBe(0);
  expect(fresh.checkTx(second, false)).toMatchObject({ code: 0, sequence: 1n });
  runBlock(fresh, [first]);
  expect(fresh.checkTx(first, true).code).toBe(32);
  expect(fresh.checkTx(second, true).code).toBe(0);
});

test("any one denom of the floor suffices, and blocks ask for none", async () => {
  const fresh = startChain([alice, bob], { minGasPrices: assertDefined(parseMinGasPrices("1uopen,0.01udemo"), "valid") });
  expect(fresh.checkTx(await pay(alice, { fee: [{ denom: "udemo", amount: "2000" }] }), false).code).toBe(0);
  const free = await pay(alice, { fee: [] });
  expect(fresh.checkTx(free, false).code).toBe(13);
  expect(runBlock(fresh, [free]).response.txResults[0]?.code).toBe(0);
});

test("a fee of zeros is none and is told as it was given", async () => {
  const fresh = startChain([alice, bob]);
  const zeros = await pay(alice, { fee: [{ denom: "uopen", amount: "0" }] });
  const [result] = runBlock(fresh, [zeros]).response.txResults;
  const fees = result?.events.flatMap(({ attributes }) => attributes).filter(({ key }) => key === "fee");
  expect([result?.code, fees?.map(({ value }) => value)]).toEqual([0, ["0uopen"]]);
});

test("unknown non-critical fields of the body pass", async () => {
  const fresh = startChain([alice, bob]);
  const raw = TxRaw.fromBytes(await pay(alice));
  // Field 1024 as a varint: bit 11 of its number is set. The signature covers other bytes, so only it may fail.
  const bodyBytes = Uint8Array.of(...raw.bodyBytes, 0x80, 0x40, 1);
  expect(fresh.checkTx(TxRaw.toBytes({ ...raw, bodyBytes }), false).code).toBe(4);
});
