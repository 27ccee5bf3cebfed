// A Ledger and a multisig, as unmodified CosmJS speaks for them, on a chain with the prefix and denoms of Cosmos chains.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMultisigThresholdPubkey, encodeSecp256k1Pubkey, pubkeyToAddress, Secp256k1HdWallet, type Pubkey } from "@cosmjs/amino";
import { makeCosmoshubPath, Registry } from "@cosmjs/proto-signing";
import {
  AminoTypes,
  calculateFee,
  createDefaultAminoConverters,
  defaultRegistryTypes,
  GasPrice,
  makeMultisignedTxBytes,
  SigningStargateClient,
  type StargateClient,
} from "@cosmjs/stargate";
import { createOpenledgerAminoConverters, openledgerRegistryTypes } from "@openledger/client";
import { MsgCreateDatanet } from "@openledger/messages/openledger/datanet/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningNode } from "./compose.ts";
import { initHome } from "./init-home.ts";
import { startTestNode, TEST_CONFIG } from "./node.fixture.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const folder = mkdtempSync(join(tmpdir(), "openledger-sign-"));
const coins = [
  { denom: "ucosm", amount: 1_000_000_000n },
  { denom: "ustake", amount: 1_000_000_000n },
];
const options = {
  registry: new Registry([...defaultRegistryTypes, ...openledgerRegistryTypes]),
  aminoTypes: new AminoTypes({ ...createDefaultAminoConverters(), ...createOpenledgerAminoConverters() }),
  gasPrice: GasPrice.fromString("0.025ucosm"),
  broadcastPollIntervalMs: 100,
};
let node: RunningNode;
let wallet: Secp256k1HdWallet;
let client: SigningStargateClient;
let addresses: readonly string[];
let keys: readonly Pubkey[];

beforeAll(async () => {
  wallet = await Secp256k1HdWallet.fromMnemonic(MNEMONIC, { prefix: "cosmos", hdPaths: [0, 1, 2].map(makeCosmoshubPath) });
  const accounts = await wallet.getAccounts();
  addresses = accounts.map(({ address }) => address);
  keys = accounts.map(({ pubkey }) => encodeSecp256k1Pubkey(pubkey));
  const home = join(folder, "home");
  initHome({ home, chainId: "cosmos-test-1", bech32Prefix: "cosmos", baseDenom: "ustake", accounts: addresses.map((address) => ({ address, coins })) });
  node = await startTestNode({ home, config: { ...TEST_CONFIG, minimum_gas_prices: "0.025ucosm" } });
  client = await SigningStargateClient.connectWithSigner(node.rpcUrl, wallet, options);
});

afterAll(async () => {
  client.disconnect();
  await node.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (index: number): string => addresses[index] ?? "";

test("a wallet that signs amino JSON only sends coins, simulated and found again", async () => {
  const result = await client.sendTokens(at(0), at(1), [{ denom: "ucosm", amount: "1" }, { denom: "ustake", amount: "2" }], "auto", "<a> & b");
  expect(result).toMatchObject({ code: 0 });
  expect(await client.getTx(result.transactionHash)).toMatchObject({ code: 0, height: result.height });
  expect(await client.getBalance(at(1), "ustake")).toEqual({ denom: "ustake", amount: "1000000002" });
});

test("it signs our own messages", async () => {
  const value = MsgCreateDatanet.create({
    ...{ creator: at(0), name: "of a Ledger", purpose: "<tests>", licence: { spdx: "CC0-1.0", uses: [3], quote: 1, privateSessions: 1 } },
    ...{ curators: [at(1)], threshold: 1, bondPerKib: { denom: "ustake", amount: "1" } },
  });
  const sent = await client.signAndBroadcast(at(0), [{ typeUrl: MsgCreateDatanet.typeUrl, value }], "auto");
  expect(sent).toMatchObject({ code: 0 });
});

test("two of three spend what their multisig owns", async () => {
  const multisig = createMultisigThresholdPubkey([...keys], 2);
  const address = pubkeyToAddress(multisig, "cosmos");
  await client.sendTokens(at(0), address, [{ denom: "ucosm", amount: "1000000" }], "auto");
  const account = await client.getAccount(address);
  if (account === null) throw new Error("the multisig has no account");
  const { accountNumber, sequence } = account;
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: address, toAddress: at(2), amount: [{ denom: "ucosm", amount: "5" }] } };
  const fee = calculateFee(200_000, "0.025ucosm");
  const signatures = new Map<string, Uint8Array>();
  let bodyBytes = new Uint8Array(0);
  for (const signer of [at(1), at(2)]) {
    const offline = await SigningStargateClient.offline(wallet, options);
    const signed = await offline.sign(signer, [message], fee, "", { accountNumber, sequence, chainId: "cosmos-test-1" });
    bodyBytes = Uint8Array.from(signed.bodyBytes);
    signatures.set(signer, signed.signatures[0] ?? new Uint8Array(0));
  }
  const send = (chosen: ReadonlyMap<string, Uint8Array>): ReturnType<StargateClient["broadcastTx"]> =>
    client.broadcastTx(makeMultisignedTxBytes(multisig, sequence, fee, bodyBytes, new Map(chosen)));
  await expect(send(new Map([...signatures].slice(0, 1)))).rejects.toThrow("signature verification failed");
  const before = await client.getBalance(at(2), "ucosm");
  expect(await send(signatures)).toMatchObject({ code: 0 });
  expect((await client.getBalance(at(2), "ucosm")).amount).toBe(String(BigInt(before.amount) + 5n));
  expect((await client.getAccount(address))?.pubkey).toEqual(multisig);
});
