// What a node says, proven: by our own light client and ICS-23 verifier, and on the command line.
import { spawn } from "node:child_process";
import { join } from "node:path";
import {
  balanceKey,
  connect,
  createLightClient,
  createRpcLightProvider,
  fetchStoreProof,
  LightError,
  paramsKey,
  ProofError,
  queryProven,
  verifyStoreProof,
  type ChainClient,
  type LightClient,
} from "@openledger/client";
import { createOpenledgerModules } from "@openledger/chain";
import { headerHash } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { createWebCrypto } from "@openledger/crypto/web";
import { createAuthKeeper, createBankKeeper, createGateKeeper } from "@openledger/modules";
import { addressToBytes, fromHex, fromUtf8, toHex, toUtf8 } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startNode, type RunningNode } from "./compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

const crypto = createNodeCrypto();
let [home, node, client, light] = [] as unknown as [TestHome, RunningNode, ChainClient, LightClient];

beforeAll(async () => {
  home = await createTestHome();
  node = await startNode({ home: home.home, config: TEST_CONFIG });
  client = await connect(node.rpcUrl);
  await vi.waitFor(async () => expect(await client.height()).toBeGreaterThan(3n), 30_000);
  light = await lightFrom(1n);
});
afterAll(async () => {
  client.disconnect();
  await node.close();
  home[Symbol.dispose]();
});

async function lightFrom(height: bigint, hash?: Uint8Array): Promise<LightClient> {
  const primary = createRpcLightProvider({ rpcUrl: node.rpcUrl, sha256: crypto.sha256 });
  const { header } = await primary.lightBlock(height);
  const trusted = { height, hash: hash ?? headerHash(crypto.sha256, header) };
  return createLightClient({ crypto: createWebCrypto(), chainId: client.chainId, trusted, primary, witnesses: [primary] });
}

/** Every store of the chain: those that wallets know, and one for each module of the protocol. */
function storeNames(): readonly string[] {
  const accounts = createAuthKeeper();
  const bank = createBankKeeper(accounts, []);
  const gates = createGateKeeper(accounts, []);
  return ["acc", "bank", ...createOpenledgerModules({ bank, gates }).map(({ storeName }) => storeName)];
}

test("every store has parameters from genesis on, so that presence and absence are provable in each", async () => {
  const stores = storeNames();
  expect(stores.length).toBeGreaterThan(6);
  for (const store of stores) {
    const present = await queryProven(client, { sha256: crypto.sha256, light }, paramsKey(store));
    expect([store, present.value?.length ?? 0]).not.toEqual([store, 0]);
    const early = await fetchStoreProof(client, paramsKey(store), 2n);
    expect(verifyStoreProof(crypto.sha256, (await light.verify(3n)).header.appHash, early)).toBe(true);
    const absent = await queryProven(client, { sha256: crypto.sha256, light }, { store, key: Uint8Array.of(0xee, 1, 2) });
    expect(absent.value).toBeUndefined();
    expect(verifyStoreProof(crypto.sha256, absent.header.appHash, { ...absent, value: Uint8Array.of(1) })).toBe(false);
    expect(verifyStoreProof(crypto.sha256, absent.header.appHash, { ...absent, ops: present.ops })).toBe(false);
  }
});

test("a balance is proven, and a wrong value, a stale header or another store is not", async () => {
  const [address = ""] = home.addresses;
  const asked = balanceKey(addressToBytes("open", address), "udemo");
  const proven = await queryProven(client, { sha256: crypto.sha256, light }, asked);
  expect(fromUtf8(proven.value ?? new Uint8Array(0))).toBe("5000");
  expect(light.trusted(proven.height + 1n)?.header).toEqual(proven.header);
  const holds = (changed: object, appHash = proven.header.appHash): boolean =>
    verifyStoreProof(crypto.sha256, appHash, { ...proven, ...changed });
  expect(holds({})).toBe(true);
  expect(holds({ value: toUtf8("5001") })).toBe(false);
  expect(holds({ value: undefined })).toBe(false);
  expect(holds({ store: "acc" })).toBe(false);
  expect(holds({}, crypto.sha256(proven.header.appHash))).toBe(false);
});

test("a node that answers with other bytes than it can prove is not believed", async () => {
  const lying: ChainClient = {
    ...client,
    comet: Object.assign(Object.create(client.comet) as ChainClient["comet"], {
      abciQuery: async (...asked: Parameters<ChainClient["comet"]["abciQuery"]>) => ({
        ...(await client.comet.abciQuery(...asked)),
        value: toUtf8("9999999"),
      }),
    }),
  };
  const asked = balanceKey(addressToBytes("open", home.addresses[0] ?? ""), "udemo");
  await expect(queryProven(lying, { sha256: crypto.sha256, light }, asked)).rejects.toThrow("do not believe it");
  await expect(fetchStoreProof(client, { store: "nothing", key: Uint8Array.of(1) })).rejects.toThrow(ProofError);
  await expect(fetchStoreProof(client, asked, 1n)).rejects.toThrow("height <= 1");
});

test("the light client of a running node starts only at the header that is trusted", async () => {
  await expect(lightFrom(2n, new Uint8Array(32))).rejects.toThrow(LightError);
  const other = await lightFrom(3n);
  expect((await other.verify(1n)).header.height).toBe(1n);
  const newest = await other.update();
  expect(newest.header.height).toBeGreaterThan(3n);
  await expect(other.verify(newest.header.height + 1_000n)).rejects.toMatchObject({ code: "height-too-high" });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args, "--node", node.rpcUrl]);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

test("query --prove prints the value or its absence with the header, and says what the trust rests on", async () => {
  const [address = ""] = home.addresses;
  const root = light.first();
  const hash = toHex(headerHash(crypto.sha256, root.header)).toUpperCase();
  const trust = ["--trusted-height", `${root.header.height}`, "--trusted-hash", hash];
  const [coins, none, log, settlement, raw, wrong] = await Promise.all([
    run("query", "bank", "balances", address, "--prove", ...trust),
    run("query", "bank", "balance", `${address}/unone`, "--prove"),
    run("query", "market", "settlement-log", "--prove", "--witness", node.rpcUrl),
    run("query", "market", "settlement", "7", "--prove", ...trust),
    run("query", "store", "bank", "05", "--prove", ...trust),
    run("query", "bank", "balances", address, "--prove", "--trusted-height", "2", "--trusted-hash", "00".repeat(32)),
  ]);
  expect(coins).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(coins.out)).toMatchObject({
    answer: { balances: [{ denom: "udemo", amount: "5000" }, { denom: "uopen" }] },
    proofs: [{ store: "bank", state: "present" }, { store: "bank", state: "present" }],
    trust: { basis: "given", hash },
  });
  expect(none).toMatchObject({ code: 0, err: expect.stringContaining("trusted on first use") });
  expect(JSON.parse(none.out)).toMatchObject({ answer: { balance: { amount: "0" } }, proofs: [{ state: "absent" }] });
  expect(JSON.parse(log.out)).toMatchObject({ answer: { size: 0 }, trust: { witnesses: [node.rpcUrl] } });
  expect(JSON.parse(settlement.out)).toMatchObject({ answer: null, proofs: [{ state: "absent", store: "market" }] });
  const { answer } = JSON.parse(raw.out) as { answer: { value: string } };
  expect(fromHex(answer.value).length).toBeGreaterThan(0);
  expect(wrong).toMatchObject({ code: 1, out: "", err: expect.stringContaining("has hash") });
});
