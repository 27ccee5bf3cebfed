// A sequencer that leaves out what it must include is replaced by recovery keys, and the chain goes on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { createLightClient, createRpcLightProvider } from "@openledger/client";
import { rotationsFromJson } from "@openledger/client/light";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { encodeOpenEnvelope, encodeRotation, encodeRotationBlob, namespacesOf, rotationSignBytes, type Rotation, type RotationBody } from "@openledger/derivation";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toBase64, toHex } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey, type ValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { startNode, type RunningNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { readRotationFile } from "../cli/rotation-file.ts";
import { openAdversary, type Adversary } from "./adversary.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";

const { sha256 } = createNodeCrypto();
const CHAIN_ID = "openledger-test-1";
const WINDOW = 6n;
const PATIENCE = { timeout: 20_000 };
const { forced: FORCED } = namespacesOf(sha256, CHAIN_ID);

interface Status {
  readonly role: string;
  readonly soft_height: string;
  readonly included_height: string;
  readonly da_height: string;
  readonly trust: string;
  readonly recovery: {
    readonly rotations: number;
    readonly open_breaks: readonly string[];
    readonly next_sequencer: string | null;
    readonly stopped_at: { readonly height: string; readonly rotation_number: string } | null;
  };
  readonly following: { readonly status: string; readonly da_head: string; readonly passed_over: number; readonly last_passed_over: string | null };
}

async function ask<T>(rpcUrl: string, path: string): Promise<T> {
  return ((await (await fetch(`${rpcUrl}/${path}`)).json()) as { result: T }).result;
}

const statusOf = (node: RunningNode): Promise<Status> => ask<Status>(node.rpcUrl, "rollup_status");
const followingOf = async (node: RunningNode): Promise<string> => (await statusOf(node)).following.status;
const included = async (node: RunningNode): Promise<number> => Number((await statusOf(node)).included_height);

interface BlockAnswer {
  readonly block: {
    readonly header: { readonly proposer_address: string; readonly validators_hash: string; readonly next_validators_hash: string; readonly app_hash: string };
    readonly data: { readonly txs: readonly string[] };
  };
}
const blockOf = (node: RunningNode, at: bigint | number): Promise<BlockAnswer> => ask(node.rpcUrl, `block?height=${at}`);

function follow(home: TestHome, folder: string, daUrl: string, role: "da" | "standby" = "da"): Promise<RunningNode> {
  prepareFollowerHome(folder, homePaths(home.home).genesisFile);
  return startNode({ home: folder, config: { ...TEST_CONFIG, block_time: "300ms", follow: role, da: `celestia:${daUrl}` } });
}

async function signSend(home: TestHome, rpcUrl: string, from: number): Promise<Uint8Array> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, home.wallet);
  const [fromAddress = "", toAddress = ""] = [home.addresses[from], home.addresses[0]];
  const { accountNumber } = await client.getSequence(fromAddress);
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress, toAddress, amount: coins(7, "udemo") } };
  const signed = await client.sign(fromAddress, [message], { amount: [], gas: "120000" }, "", { accountNumber, sequence: 0, chainId: CHAIN_ID });
  client.disconnect();
  return TxRaw.toBytes(signed);
}

async function openledgerd(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [[code], out, err] = await Promise.all([once(child, "exit") as Promise<[number]>, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

interface Censored extends AsyncDisposable {
  readonly home: TestHome;
  readonly folder: string;
  readonly da: FileDa;
  readonly daUrl: string;
  readonly adversary: Adversary;
  readonly genesis: string;
  readonly keys: readonly ValidatorKey[];
  readonly keyFile: (index: number) => string;
  /** Two transfers that the sequencer never takes. */
  readonly txs: readonly [Uint8Array, Uint8Array];
  force(...txs: readonly Uint8Array[]): Promise<bigint>;
  /** DA heights without anything of this chain. */
  pass(heights: number): Promise<void>;
  post(rotation: Rotation): Promise<bigint>;
  sign(body: RotationBody, signers: readonly ValidatorKey[]): Rotation;
}

/** A chain with two of three recovery keys, whose sequencer reads another DA than its users post to. */
async function censored(blocks: number): Promise<Censored> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-rotation-"));
  const keyFile = (index: number): string => join(folder, `recovery-${index}.json`);
  const keys = [0, 1, 2].map((index) => createValidatorKey(keyFile(index), sha256));
  const recovery = { threshold: "2", keys: keys.map(({ publicKey }, i) => ({ name: `key ${i}`, public_key: toBase64(publicKey) })) };
  const home = await createTestHome({ rollup: { forced_inclusion: { window: `${WINDOW}`, da_block_seconds: "1" }, recovery } });
  const node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, block_time: "20ms", da: "file:own-da" } });
  const txs = [await signSend(home, node.rpcUrl, 1), await signSend(home, node.rpcUrl, 2)] as const;
  await expect.poll(async () => Number((await ask<{ sync_info: { latest_block_height: string } }>(node.rpcUrl, "status")).sync_info.latest_block_height), PATIENCE).toBeGreaterThanOrEqual(blocks);
  await node.close();
  const da = openFileDa({ folder: join(folder, "da"), sha256, nowMs: Date.now });
  const server = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  const submit = async (...blobs: readonly Uint8Array[]): Promise<bigint> => (await da.submit(FORCED, blobs)).height;
  return {
    ...{ home, folder, da, daUrl: server.url, genesis: homePaths(home.home).genesisFile, keys, keyFile, txs },
    adversary: openAdversary(home.home, CHAIN_ID, da),
    force: (...all) => submit(...all.map((tx) => encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", tx))),
    async pass(heights) {
      for (let i = 0; i < heights; i++) await submit(Uint8Array.of(i + 1));
    },
    post: (rotation) => submit(encodeRotationBlob(sha256, CHAIN_ID, rotation)),
    sign(body, signers) {
      const message = rotationSignBytes(sha256, CHAIN_ID, body);
      return { ...body, signatures: signers.map((key) => ({ publicKey: key.publicKey, signature: key.sign(message) })).toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      da.close();
      home[Symbol.dispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const omissionIn = (folder: string): string => {
  const { fraudFolder } = homePaths(folder);
  return join(fraudFolder, readdirSync(fraudFolder).find((name) => name.startsWith("omission-")) ?? "");
};

test("followers stop at a miss and stay up, recovery keys name another sequencer on DA, and the chain goes on with what was left out", async () => {
  await using it = await censored(12);
  const { adversary, daUrl, genesis, home, keys, txs } = it;
  const [one, two] = [join(it.folder, "one"), join(it.folder, "two")];
  await adversary.postAll(adversary.blocks.slice(0, 2));
  const posted = await it.force(...txs);
  const deadline = posted + WINDOW;
  await adversary.postAll(adversary.blocks.slice(2, 4));
  const H = 4n;
  const lastHash = adversary.blocks[4]?.header.lastBlockId.hash ?? new Uint8Array(0);
  const newKey = createValidatorKey(join(it.folder, "new.json"), sha256).publicKey;
  const stranger = createValidatorKey(join(it.folder, "stranger.json"), sha256);
  const body: RotationBody = { number: 1n, lastHeight: H, lastHash, miss: { txHash: sha256(txs[0]), daHeight: posted, deadline }, newKey };
  // Everything is in it but the time: it is on DA before the miss.
  await it.post(it.sign(body, keys));
  await it.pass(Number(deadline - (await it.da.head()).height));
  // Silence until the deadline, and blocks after it.
  await adversary.postAll(adversary.blocks.slice(4, 8));

  let first = await follow(home, one, daUrl, "standby");
  let second = await follow(home, two, daUrl);
  const stopped = "stopped at a miss; waits for a rotation on DA";
  for (const node of [first, second]) await expect.poll(() => followingOf(node), PATIENCE).toBe(stopped);
  expect(await statusOf(first)).toMatchObject({ included_height: "4", soft_height: "4", recovery: { rotations: 0, stopped_at: { height: "4", rotation_number: "1" } } });
  expect((await statusOf(first)).trust).toContain("until 2 of 3 recovery keys of genesis name another sequencer on DA");
  expect((await blockOf(first, 4)).block.data.txs).toEqual([]);
  const record = omissionIn(one);
  const judged = await openledgerd("verify-fraud", record, "--genesis", genesis, "--da", `celestia:${daUrl}`, "--json");
  expect(JSON.parse(judged.out)).toMatchObject({ verdict: "proven", kind: "omission" });

  // What does not count: too few, a stranger, another hash, another miss, another number, another last block, junk.
  const wrong: readonly Rotation[] = [
    it.sign(body, keys.slice(0, 1)),
    it.sign(body, [keys[0] as ValidatorKey, stranger]),
    it.sign({ ...body, lastHash: sha256(lastHash) }, keys),
    it.sign({ ...body, miss: { ...body.miss, txHash: sha256(txs[1]) } }, keys),
    it.sign({ ...body, miss: { ...body.miss, deadline: deadline + 1n } }, keys),
    it.sign({ ...body, number: 2n }, keys),
    it.sign({ ...body, lastHeight: 8n, lastHash: adversary.blocks[8]?.header.lastBlockId.hash ?? lastHash }, keys),
    { ...it.sign({ ...body, newKey: stranger.publicKey }, keys), newKey },
  ];
  for (const rotation of wrong) await it.post(rotation);
  const bytes = encodeRotation(it.sign(body, keys));
  await it.da.submit(FORCED, [encodeOpenEnvelope(sha256, CHAIN_ID, "rotation", bytes.slice(1)), encodeOpenEnvelope(sha256, "other-1", "rotation", bytes), Uint8Array.of(7)]);
  await adversary.postAll(adversary.blocks.slice(8, 10));
  await second.close();
  second = await follow(home, two, daUrl);
  for (const node of [first, second]) {
    await expect.poll(async () => (await statusOf(node)).da_height, PATIENCE).toBe(`${(await it.da.head()).height}`);
    expect(await followingOf(node)).toBe(stopped);
  }
  expect((await statusOf(first)).following.passed_over).toBeGreaterThanOrEqual(wrong.length);

  // The first follower's key is the one that recovery keys name.
  const nextKey = loadValidatorKey(homePaths(one).validatorKeyFile, sha256);
  const file = join(it.folder, "rotation.json");
  const proposed = await openledgerd("rotation", "propose", record, "--new-key", homePaths(one).validatorKeyFile, "--genesis", genesis, "--output", file);
  expect([proposed.err, proposed.code]).toEqual(["", 0]);
  expect(await openledgerd("rotation", "post", file, "--genesis", genesis, "--da", `celestia:${daUrl}`)).toMatchObject({ code: 1, err: expect.stringContaining("0 signatures, and 2 are needed") as string });
  expect(await openledgerd("rotation", "sign", file, "--key", join(it.folder, "stranger.json"), "--genesis", genesis)).toMatchObject({ code: 1, err: expect.stringContaining("is no recovery key of this genesis, which names key 0, key 1, key 2") as string });
  for (const index of [2, 0, 0]) expect((await openledgerd("rotation", "sign", file, "--key", it.keyFile(index), "--genesis", genesis)).code).toBe(0);
  const done = await openledgerd("rotation", "post", file, "--genesis", genesis, "--da", `celestia:${daUrl}`);
  expect([done.err, done.code]).toEqual(["", 0]);
  // The second of the same number comes too late, and so do the old sequencer's blocks.
  await it.post(it.sign({ ...body, newKey: stranger.publicKey }, keys));
  await adversary.postAll(adversary.blocks.slice(4, 10));

  // The standby has the key that recovery keys named: it goes on by itself.
  await expect.poll(async () => (await statusOf(first)).role, PATIENCE).toBe("sequencer");
  await expect.poll(() => included(second), PATIENCE).toBeGreaterThan(6);
  const { block } = await blockOf(second, H + 1n);
  expect(block.header.proposer_address).toBe(toHex(nextKey.address).toUpperCase());
  expect(block.header.next_validators_hash).toBe(block.header.validators_hash);
  expect(block.data.txs.slice(1)).toEqual(txs.map(toBase64));
  const results = await ask<{ txs_results: readonly { code: number }[]; validator_updates: readonly { power?: string }[] }>(second.rpcUrl, `block_results?height=${H + 1n}`);
  expect(results.txs_results.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(results.validator_updates.map(({ power }) => power ?? "0")).toEqual(["0", expect.stringMatching(/^\d+$/)]);
  await expect.poll(() => statusOf(second), PATIENCE).toMatchObject({ recovery: { rotations: 1, open_breaks: [`${H + 1n}`], stopped_at: null, next_sequencer: null }, following: { status: "everything on DA is executed" } });
  const { rotations } = (await (await fetch(`${first.restUrl}/openledger/rollup/v1/rotations`)).json()) as { rotations: { height: string; rotation: string }[] };
  expect(rotations).toEqual([{ height: `${H + 1n}`, rotation: toBase64(encodeRotation(readRotationFile(file).rotation)) }]);

  const hash = toHex(sha256(Buffer.from(block.data.txs[0] ?? "", "base64"))).toUpperCase();
  const { tx, tx_response: response } = (await (await fetch(`${second.restUrl}/cosmos/tx/v1beta1/txs/${hash}`)).json()) as { tx: { body: { messages: object[] }; signatures: string[] }; tx_response: { code: number; height: string } };
  expect([tx.body.messages, tx.signatures]).toEqual([[{ "@type": "/openledger.rollup.v1.MsgRotateSequencer", rotation: rotations[0]?.rotation }], []]);
  expect(response).toMatchObject({ code: 0, height: `${H + 1n}` });

  // A light client with nothing but genesis crosses the break, one of CometBFT's rules alone does not.
  const trusted = { height: 3n, hash: adversary.blocks[3]?.header.lastBlockId.hash ?? lastHash };
  const lightOptions = { crypto: createNodeCrypto(), chainId: CHAIN_ID, trusted, primary: createRpcLightProvider({ rpcUrl: second.rpcUrl, sha256 }) };
  const crossings = { recovery: { threshold: 2, keys: keys.map(({ publicKey }) => publicKey) }, rotations: rotationsFromJson({ rotations }) };
  expect((await (await createLightClient({ ...lightOptions, crossings })).update()).header.height).toBeGreaterThan(H);
  await expect((await createLightClient(lightOptions)).update()).rejects.toMatchObject({ code: "invalid-header" });
  const anchor = ["--trusted-height", `${trusted.height}`, "--trusted-hash", toHex(trusted.hash)];
  const balance = ["query", "bank", "balance", `${home.addresses[1]}/udemo`, "--node", second.rpcUrl, "--prove", ...anchor];
  const proven = await openledgerd(...balance, "--genesis", genesis);
  expect(proven.code, proven.err).toBe(0);
  expect(proven.out).toContain("4993");
  expect((await openledgerd(...balance)).code).not.toBe(0);

  // Old blocks after all that, restarts of both, and a follower and a replay that have nothing but DA and genesis.
  await adversary.postAll(adversary.blocks.slice(3, 12));
  await first.close();
  first = await follow(home, one, daUrl, "standby");
  await second.close();
  second = await follow(home, two, daUrl);
  const fresh = await follow(home, join(it.folder, "fresh"), daUrl);
  const to = (await included(second)) + 3;
  for (const node of [second, fresh]) await expect.poll(() => included(node), PATIENCE).toBeGreaterThan(to);
  for (let at = 1; at <= to; at++) {
    const hashes = await Promise.all([first, second, fresh].map(async (node) => (await ask<{ block_id: { hash: string } }>(node.rpcUrl, `block?height=${at}`)).block_id.hash));
    expect(new Set(hashes).size, `block ${at}`).toBe(1);
  }
  // Started again it follows first, and begins when everything on DA is executed.
  await expect.poll(() => statusOf(first), PATIENCE).toMatchObject({ role: "sequencer", recovery: { rotations: 1, open_breaks: [`${H + 1n}`] } });
  await first.close();
  await fresh.close();
  await second.close();
  const replayed = await openledgerd("da", "replay", "--da", `celestia:${daUrl}`, "--genesis", genesis, "--json");
  expect([replayed.err, replayed.code]).toEqual(["", 0]);
  const rebuilt = JSON.parse(replayed.out) as { digest: string; lastHeight: number };
  expect(rebuilt).toMatchObject({ missed: null, mismatch: null, rotations: [{ number: 1, height: Number(H) + 1 }] });
  const local = JSON.parse((await openledgerd("replay", "--home", join(it.folder, "fresh"), "--json")).out) as { digest: string; lastHeight: number; mismatches: readonly string[] };
  expect(local.mismatches).toEqual([]);
  if (local.lastHeight === rebuilt.lastHeight) expect(local.digest).toBe(rebuilt.digest);
  const doctor = await openledgerd("doctor", "--home", one);
  expect(doctor.code, doctor.out + doctor.err).toBe(0);
}, 180_000);
