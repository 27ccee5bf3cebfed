/** Amino JSON and multisig signatures as unmodified CosmJS makes them, through the whole chain. */
import {
  createMultisigThresholdPubkey,
  encodeSecp256k1Pubkey,
  makeSignDoc,
  pubkeyToAddress,
  Secp256k1HdWallet,

  type MultisigThresholdPubkey,
  type Pubkey,
} from "@cosmjs/amino";
import { encodePubkey, makeAuthInfoBytes, makeCosmoshubPath } from "@cosmjs/proto-signing";
import { AminoTypes, createDefaultAminoConverters, makeMultisignedTxBytes } from "@cosmjs/stargate";
import { CompactBitArray, MultiSignature } from "@openledger/messages/cosmos/crypto/multisig/v1beta1";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { GasInfo } from "@openledger/messages/cosmos/base/abci/v1beta1";
import { SimulateRequest, SimulateResponse, SignerInfo, AuthInfo, TxBody, TxRaw, type ModeInfo } from "@openledger/messages/cosmos/tx/v1beta1";
import { packAny, type DeepPartial } from "@openledger/messages";
import { addressFromBytes } from "@openledger/primitives";
import type { StateMachine } from "@openledger/state-machine";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { account, balance, CHAIN_ID, createWallets, crypto, registry, runBlock, sendMessage, startChain, type Wallet } from "./chain.fixture.ts";

const AMINO = 127;
const MNEMONIC = "test test test test test test test test test test test junk";
const fee = { amount: [{ denom: "uopen", amount: "100" }], gas: "200000" };
const types = new AminoTypes(createDefaultAminoConverters());
const aminoWallet = await Secp256k1HdWallet.fromMnemonic(MNEMONIC, { prefix: "open", hdPaths: [0, 1, 2, 3].map(makeCosmoshubPath) });
const wallets = await createWallets(4);
const [alice, bob, carol, dave] = wallets as [Wallet, Wallet, Wallet, Wallet];
const keyOf = (wallet: Wallet): Pubkey => encodeSecp256k1Pubkey(wallet.publicKey);
const multisig = createMultisigThresholdPubkey([alice, bob, carol].map(keyOf), 2, true);
const multisigAddress = pubkeyToAddress(multisig, "open");
const payee = { address: multisigAddress, publicKey: alice.publicKey, signer: alice.signer };
let chain: StateMachine;

beforeEach(() => {
  chain = startChain([...wallets, payee]);
  runBlock(chain);
});

const send = (from: string) => [sendMessage(from, bob.address, "7")];
const bodyOf = (from: string): Uint8Array => registry.encodeTxBody({ messages: send(from) });

async function aminoSignature(wallet: Wallet, from: string, accountNumber: bigint, sequence = 0): Promise<Uint8Array> {
  const doc = makeSignDoc(send(from).map((one) => types.toAmino(one)), fee, CHAIN_ID, "", Number(accountNumber), sequence);
  const { signature } = await aminoWallet.signAmino(wallet.address, doc);
  return new Uint8Array(Buffer.from(signature.signature, "base64"));
}

async function aminoTx(wallet: Wallet, change: (body: Uint8Array) => Uint8Array = (body) => body, sequence = 0): Promise<Uint8Array> {
  const { accountNumber } = account(chain, wallet.address);
  const info = [{ pubkey: encodePubkey(keyOf(wallet)), sequence }];
  const authInfoBytes = makeAuthInfoBytes(info, fee.amount, 200_000, undefined, undefined, AMINO);
  const signatures = [await aminoSignature(wallet, wallet.address, accountNumber)];
  return TxRaw.toBytes({ bodyBytes: change(bodyOf(wallet.address)), authInfoBytes, signatures });
}

/** A transaction of an account that is its key, with signatures in any shape. */
function rawTx(from: string, key: Pubkey, modeInfo: DeepPartial<ModeInfo>, signature: Uint8Array): Uint8Array {
  const signerInfo = SignerInfo.create({ publicKey: encodePubkey(key), modeInfo, sequence: 0n });
  const authInfoBytes = AuthInfo.toBytes(AuthInfo.create({ signerInfos: [signerInfo], fee: { amount: fee.amount, gasLimit: 200_000n } }));
  return TxRaw.toBytes({ bodyBytes: bodyOf(from), authInfoBytes, signatures: [signature] });
}

const multiMode = (bits: string, count: number): DeepPartial<ModeInfo> => ({
  multi: {
    bitarray: CompactBitArray.create({ extraBitsStored: bits.length % 8, elems: Uint8Array.of(Number.parseInt(bits.padEnd(8, "0"), 2)) }),
    modeInfos: Array.from({ length: count }, () => ({ single: { mode: AMINO } })),
  },
});

async function multisigned(signers: readonly Wallet[], bits: string): Promise<Uint8Array> {
  const { accountNumber } = account(chain, multisigAddress);
  const signatures = await Promise.all(signers.map((one) => aminoSignature(one, multisigAddress, accountNumber)));
  return rawTx(multisigAddress, multisig, multiMode(bits, signers.length), MultiSignature.toBytes({ signatures }));
}

describe("SIGN_MODE_LEGACY_AMINO_JSON", () => {
  test("a transaction of a Ledger is accepted, once", async () => {
    const tx = await aminoTx(alice);
    expect(chain.checkTx(tx, false)).toMatchObject({ code: 0 });
    expect(runBlock(chain, [tx, tx]).response.txResults.map(({ code }) => code)).toEqual([0, 32]);
  });
  test("a sequence that the signature does not cover is named among the causes", async () => {
    runBlock(chain, [await aminoTx(alice)]);
    expect(chain.checkTx(await aminoTx(alice, undefined, 1), false)).toMatchObject({
      code: 4,
      log: "signature verification failed; please verify account number (0), sequence (1) and chain-id (openledger-test-1): unauthorized",
    });
  });
  test("fields that the document does not show are refused", async () => {
    // Field 2000 of the body is unknown and non-critical.
    const tx = await aminoTx(alice, (body) => Uint8Array.of(...body, 0x80, 0x7d, 1));
    expect(TxBody.decodeLenient(TxRaw.fromBytes(tx).bodyBytes).sawUnknownField).toBe(true);
    expect(chain.checkTx(tx, false)).toMatchObject({ code: 4, log: expect.stringContaining("sequence (0)") as string });
  });
});

describe("a 2-of-3 multisig account", () => {
  test("pays when CosmJS combines two signatures, and its public key is stored", async () => {
    const { accountNumber } = account(chain, multisigAddress);
    const signatures = new Map<string, Uint8Array>();
    for (const one of [alice, carol]) signatures.set(one.address, await aminoSignature(one, multisigAddress, accountNumber));
    const tx = makeMultisignedTxBytes(multisig, 0, fee, bodyOf(multisigAddress), signatures);
    const [result] = runBlock(chain, [new Uint8Array(tx)]).response.txResults;
    expect(result).toMatchObject({ code: 0, log: "" });
    expect(balance(chain, multisigAddress)).toBe("999893");
    expect(account(chain, multisigAddress)).toMatchObject({ sequence: 1n, pubKey: encodePubkey(multisig) });
    const signatureEvents = result?.events.filter(({ type, attributes }) => type === "tx" && attributes[0]?.key === "signature");
    expect(signatureEvents).toHaveLength(3);
  });
  test("accepts more signatures than it needs", async () => {
    expect(chain.checkTx(await multisigned([alice, bob, carol], "111"), false)).toMatchObject({ code: 0 });
  });
  test.each<[string, readonly Wallet[], string]>([
    ["one signature", [alice], "100"],
    ["signatures in another order than the keys", [bob, alice], "110"],
    ["the same person twice", [alice, alice], "110"],
    ["a stranger's signature", [alice, dave], "110"],
    ["a bit array of another size", [alice, bob], "1100"],
  ])("refuses %s", async (_, signers, bits) => {
    expect(chain.checkTx(await multisigned(signers, bits), false)).toMatchObject({ code: 4, codespace: "sdk", log: expect.stringMatching(/^signature verification failed; .*sequence \(0\).*: unauthorized$/) as string });
  });
  test("refuses bits without signatures, modes without signatures and a single signature", async () => {
    expect(chain.checkTx(await multisigned([alice, bob], "111"), false)).toMatchObject({ code: 4 });
    const { accountNumber } = account(chain, multisigAddress);
    const one = await aminoSignature(alice, multisigAddress, accountNumber);
    const modes = rawTx(multisigAddress, multisig, multiMode("110", 2), MultiSignature.toBytes({ signatures: [one] }));
    expect(chain.checkTx(modes, false)).toMatchObject({ code: 4 });
    const single = rawTx(multisigAddress, multisig, { single: { mode: AMINO } }, one);
    expect(chain.checkTx(single, false)).toMatchObject({ code: 1, codespace: "undefined" });
  });
  test("pays gas for each key that signs", async () => {
    const [two, three] = [await multisigned([alice, bob], "110"), await multisigned([alice, bob, carol], "111")];
    const gasOf = (tx: Uint8Array): bigint => chain.checkTx(tx, false).gasUsed - BigInt(tx.length * 10);
    const difference = gasOf(three);
    chain = startChain([...wallets, payee]);
    runBlock(chain);
    expect(difference - gasOf(two)).toBe(1000n);
  });
});

test("a multisig within a multisig verifies its members, in either mode", async () => {
  const outer: MultisigThresholdPubkey = createMultisigThresholdPubkey([keyOf(dave), multisig], 2, true);
  const address = pubkeyToAddress(outer, "open");
  chain = startChain([...wallets, { ...payee, address }]);
  runBlock(chain);
  const { accountNumber } = account(chain, address);
  const sign = (one: Wallet): Promise<Uint8Array> => aminoSignature(one, address, accountNumber);
  const inner = multiMode("110", 2);
  const modeInfo: DeepPartial<ModeInfo> = { multi: { bitarray: { extraBitsStored: 2, elems: Uint8Array.of(0xc0) }, modeInfos: [{ single: { mode: AMINO } }, inner] } };
  const nested = (second: Uint8Array): Promise<Uint8Array> =>
    Promise.all([sign(dave), sign(alice)]).then(([first, member]) =>
      rawTx(address, outer, modeInfo, MultiSignature.toBytes({ signatures: [first, MultiSignature.toBytes({ signatures: [member, second] })] })),
    );
  expect(chain.checkTx(await nested(await sign(carol)), false)).toMatchObject({ code: 4 });
  expect(runBlock(chain, [await nested(await sign(bob))]).response.txResults[0]).toMatchObject({ code: 0 });
});

test("whatever stands where a multisignature should is refused, never a fault", () => {
  const mode: fc.Memo<DeepPartial<ModeInfo>> = fc.memo((depth) =>
    depth <= 1
      ? fc.record({ single: fc.record({ mode: fc.constantFrom(0, 1, 2, 3, AMINO, 191, 999) }) })
      : fc.oneof(
          mode(1),
          fc.constant({}),
          fc.record({
            multi: fc.record(
              {
                bitarray: fc.record({ extraBitsStored: fc.constantFrom(0, 1, 3, 7, 8, 4_294_967_295), elems: fc.uint8Array({ maxLength: 2 }) }),
                modeInfos: fc.array(mode(depth - 1), { maxLength: 3 }),
              },
              { requiredKeys: ["modeInfos"] },
            ),
          }),
        ),
  );
  const signature = fc.oneof(
    fc.uint8Array({ maxLength: 70 }),
    fc.array(fc.uint8Array({ minLength: 64, maxLength: 64 }), { maxLength: 3 }).map((signatures) => MultiSignature.toBytes({ signatures })),
  );
  fc.assert(
    fc.property(fc.boolean(), mode(3), signature, (ofMultisig, modeInfo, bytes) => {
      const tx = ofMultisig ? rawTx(multisigAddress, multisig, modeInfo, bytes) : rawTx(alice.address, keyOf(alice), modeInfo, bytes);
      expect([1, 4, 8, 14]).toContain(chain.checkTx(tx, false).code);
    }),
    { numRuns: 200 },
  );
});

test("a multisig of more keys than the limit is refused before anything is verified", async () => {
  const many = createMultisigThresholdPubkey(Array.from({ length: 8 }, () => keyOf(alice)), 1, true);
  const address = pubkeyToAddress(many, "open");
  chain = startChain([...wallets, { ...payee, address }]);
  runBlock(chain);
  const tx = rawTx(address, many, multiMode("10000000", 1), MultiSignature.toBytes({ signatures: [new Uint8Array(64)] }));
  expect(chain.checkTx(tx, false)).toMatchObject({ code: 14, log: "signatures: 8, limit: 7: maximum number of signatures exceeded" });
});

test("an ed25519 key may own an account and not sign for it", () => {
  const key = new Uint8Array(32).fill(9);
  const address = addressFromBytes("open", crypto.sha256(key).subarray(0, 20));
  chain = startChain([...wallets, { ...payee, address }]);
  runBlock(chain);
  const signerInfo = SignerInfo.create({ publicKey: packAny(Ed25519PubKey, { key }), modeInfo: { single: { mode: 1 } } });
  const authInfoBytes = AuthInfo.toBytes(AuthInfo.create({ signerInfos: [signerInfo], fee: { amount: fee.amount, gasLimit: 200_000n } }));
  const tx = TxRaw.toBytes({ bodyBytes: bodyOf(address), authInfoBytes, signatures: [new Uint8Array(64)] });
  expect(chain.checkTx(tx, false)).toMatchObject({ code: 8, log: "ED25519 public keys are unsupported: invalid pubkey" });
});

test("Keplr's simulation, in amino mode without a key, is answered with what the real transaction uses", async () => {
  const signerInfo = SignerInfo.create({ modeInfo: { single: { mode: AMINO } } });
  const authInfoBytes = AuthInfo.toBytes(AuthInfo.create({ signerInfos: [signerInfo], fee: { amount: fee.amount } }));
  const txBytes = TxRaw.toBytes({ bodyBytes: bodyOf(alice.address), authInfoBytes, signatures: [new Uint8Array(64)] });
  const data = SimulateRequest.toBytes(SimulateRequest.create({ txBytes }));
  const { log, value } = chain.query({ path: "/cosmos.tx.v1beta1.Service/Simulate", data, height: 0n, prove: false });
  expect(log).toBe("");
  const used = (SimulateResponse.decode(value).gasInfo ?? GasInfo.create()).gasUsed;
  const real = runBlock(chain, [await aminoTx(alice)]).response.txResults[0]?.gasUsed ?? 0n;
  expect(Number(used)).toBeGreaterThan(Number(real) * 0.9);
  expect(Number(used)).toBeLessThan(Number(real) * 1.1);
});

test("each message has the amino name that its proto file gives it", () => {
  for (const { messages } of chain.modules) {
    for (const { codec, aminoName } of messages) expect([codec.typeUrl, codec.amino?.name ?? codec.typeUrl]).toEqual([codec.typeUrl, aminoName]);
  }
});
