/** A chain whose sequencer leaves out what its users post to DA, with two of three recovery keys. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { encodeOpenEnvelope, encodeRotationBlob, namespacesOf, rotationSignBytes, type Rotation, type RotationBody } from "@openledger/derivation";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toBase64 } from "@openledger/primitives";
import { createValidatorKey, type ValidatorKey } from "@openledger/sequencer";
import { expect } from "vitest";
import { startNode, type RunningNode } from "../compose.ts";
import type { NodeConfigInput } from "../config.ts";
import { homePaths } from "../home.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { openAdversary, type Adversary } from "./adversary.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";

const { sha256 } = createNodeCrypto();
export const CHAIN_ID: string = "openledger-test-1";
export const WINDOW: bigint = 6n;
export const PATIENCE: { readonly timeout: number } = { timeout: 20_000 };
export const FORCED: Uint8Array = namespacesOf(sha256, CHAIN_ID).forced;

export interface Status {
  readonly role: string;
  readonly soft_height: string;
  readonly included_height: string;
  readonly da_height: string;
  readonly trust: string;
  readonly turn?: string;
  readonly recovery: {
    readonly rotations: number;
    readonly open_breaks: readonly string[];
    readonly next_sequencer: string | null;
    readonly stopped_at: { readonly height: string; readonly rotation_number: string } | null;
  };
  readonly following: { readonly status: string; readonly da_head: string; readonly equivocations: readonly string[]; readonly passed_over: number; readonly last_passed_over: string | null };
}

export async function ask<T>(rpcUrl: string, path: string): Promise<T> {
  return ((await (await fetch(`${rpcUrl}/${path}`)).json()) as { result: T }).result;
}

export const statusOf = (node: RunningNode): Promise<Status> => ask<Status>(node.rpcUrl, "rollup_status");
export const followingOf = async (node: RunningNode): Promise<string> => (await statusOf(node)).following.status;
export const included = async (node: RunningNode): Promise<number> => Number((await statusOf(node)).included_height);

interface BlockAnswer {
  readonly block: {
    readonly header: { readonly proposer_address: string; readonly validators_hash: string; readonly next_validators_hash: string; readonly app_hash: string };
    readonly data: { readonly txs: readonly string[] };
  };
}
export const blockOf = (node: RunningNode, at: bigint | number): Promise<BlockAnswer> => ask(node.rpcUrl, `block?height=${at}`);

export function follow(home: TestHome, folder: string, daUrl: string, role: "da" | "standby" = "da", config: NodeConfigInput = {}): Promise<RunningNode> {
  prepareFollowerHome(folder, homePaths(home.home).genesisFile);
  return startNode({ home: folder, config: { ...TEST_CONFIG, block_time: "300ms", follow: role, da: `celestia:${daUrl}`, ...config } });
}

/** A transfer that is signed and not sent, of a wallet that sends nothing else. */
export async function signSend(home: TestHome, rpcUrl: string, from: number): Promise<Uint8Array> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, home.wallet);
  const [fromAddress = "", toAddress = ""] = [home.addresses[from], home.addresses[0]];
  const { accountNumber } = await client.getSequence(fromAddress);
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress, toAddress, amount: coins(7, "udemo") } };
  const signed = await client.sign(fromAddress, [message], { amount: [], gas: "120000" }, "", { accountNumber, sequence: 0, chainId: CHAIN_ID });
  client.disconnect();
  return TxRaw.toBytes(signed);
}

export async function openledgerd(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [[code], out, err] = await Promise.all([once(child, "exit") as Promise<[number]>, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

export interface Censored extends AsyncDisposable {
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
export async function censored(blocks: number): Promise<Censored> {
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

export function recordIn(folder: string, prefix: string): string {
  const { fraudFolder } = homePaths(folder);
  return join(fraudFolder, readdirSync(fraudFolder).find((name) => name.startsWith(prefix)) ?? "");
}

export const omissionIn = (folder: string): string => recordIn(folder, "omission-");
