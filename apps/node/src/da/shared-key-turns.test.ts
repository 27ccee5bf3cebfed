// A key at a signer: who is refused it, and what a standby takes over that is nowhere else.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { createNodeCrypto } from "@openledger/crypto";
import { encodeOpenEnvelope, namespacesOf } from "@openledger/derivation";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { loadValidatorKey } from "@openledger/sequencer";
import { signerPaths } from "@openledger/signer";
import { expect, test, vi } from "vitest";
import { startNode, type RunningNode } from "../compose.ts";
import type { NodeConfigInput } from "../config.ts";
import { homePaths } from "../home.ts";
import { createTestHome } from "../node.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";
import { decidedHeight, heightOf, openGovernance, QUICK_GOVERNANCE, startProcess, statusOf as roleOf } from "./hand-over.fixture.ts";
import { CHAIN_ID, openShared, TOKEN } from "./shared-key.fixture.ts";

const { sha256 } = createNodeCrypto();
const PATIENCE = { timeout: 20_000, interval: 50 };

interface Status {
  readonly role: string;
  readonly soft_height: string;
  readonly included_height: string;
  readonly turn?: string;
  readonly forced?: { readonly waiting: number };
}

async function statusOf({ rpcUrl }: RunningNode): Promise<Status> {
  return ((await (await fetch(`${rpcUrl}/rollup_status`)).json()) as { result: Status }).result;
}

test("a wrong token, a wrong chain, no signer, a setting that does not fit and a home that has the key itself: the node does not start, and says why", async () => {
  using home = await createTestHome();
  await using at = await openShared(home);
  const start = (config: NodeConfigInput): Promise<RunningNode> => startNode({ home: home.home, config: { ...at.config, ...config } });
  await expect(start({ signer_token: "f".repeat(32) })).rejects.toThrow("does not take this node's token: give the same OPENLEDGER_SIGNER_TOKEN to both");
  await expect(start({ signer_token: "short" })).rejects.toThrow("has at least 32 characters");
  await expect(start({ signer_token_file: join(home.home, "nothing") })).rejects.toThrow("the signer's token cannot be read");
  await expect(start({ signer: "http://127.0.0.1:1" })).rejects.toMatchObject({ code: "SIGNER_UNREACHABLE" });
  await expect(start({ follow: "" })).rejects.toThrow("start with --standby --signer URL");
  {
    using foreign = await createTestHome();
    await using other = await openShared(foreign, { chainId: "other-1" });
    await expect(start({ signer: other.config.signer ?? "" })).rejects.toThrow("is for chain other-1, and this node is of openledger-test-1");
  }
  copyFileSync(signerPaths(join(home.home, "signer")).keyFile, homePaths(home.home).validatorKeyFile);
  await expect(start({})).rejects.toThrow("only one of them may; move it with");
  expect(at.signer.status()).toMatchObject({ lease: undefined, tip: { height: 0n } });
});

test("a signer with a key that is no validator's is never asked to seal", async () => {
  using home = await createTestHome();
  await using at = await openShared(home, { hasAnotherKey: true });
  await using node = await startNode({ home: home.home, config: at.config });
  await expect.poll(() => at.signer.status().lease?.number, PATIENCE).toBe(1n);
  expect(await statusOf(node)).toMatchObject({ role: "standby", soft_height: "0", turn: "another key is the sequencer" });
});

test("blocks that only the journal has are taken over though a posted transaction waits, and it is not left out", async () => {
  using home = await createTestHome({ rollup: { forced_inclusion: { window: "100", da_block_seconds: "1" } } });
  await using at = await openShared(home);
  const second = join(home.home, "second");
  prepareFollowerHome(second, homePaths(home.home).genesisFile);
  const first = await startNode({ home: home.home, config: { ...at.config, da_policy: "interval", da_interval: "3600s" } });
  await expect.poll(async () => Number((await statusOf(first)).soft_height), PATIENCE).toBeGreaterThan(3);
  const client = await SigningStargateClient.connectWithSigner(first.rpcUrl, home.wallet);
  const [fromAddress = "", toAddress = ""] = home.addresses;
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress, toAddress, amount: coins(7, "udemo") } };
  const { accountNumber } = await client.getSequence(fromAddress);
  const signed = await client.sign(fromAddress, [message], { amount: [], gas: "120000" }, "", { accountNumber, sequence: 0, chainId: CHAIN_ID });
  client.disconnect();
  await at.da.submit(namespacesOf(sha256, CHAIN_ID).forced, [encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", TxRaw.toBytes(signed))]);
  await using other = await startNode({ home: second, config: at.config });
  await expect.poll(async () => (await statusOf(other)).forced?.waiting, PATIENCE).toBe(1);
  // While the first one makes blocks, what is on DA alone counts for the second.
  expect(await statusOf(other)).toMatchObject({ role: "standby", included_height: "0" });
  const sealed = Number((await statusOf(first)).soft_height);
  await first.close();
  await expect.poll(async () => statusOf(other), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(async () => Number((await statusOf(other)).included_height), PATIENCE).toBeGreaterThan(sealed);
  const balance = (await (await fetch(`${other.restUrl}/cosmos/bank/v1beta1/balances/${toAddress}`)).json()) as { balances: readonly { denom: string; amount: string }[] };
  expect(balance.balances).toContainEqual({ denom: "udemo", amount: "5007" });
  expect(at.signer.status().tip.height).toBeGreaterThan(BigInt(sealed));
});

test("a journal that was full while DA was away takes blocks again when DA has them", async () => {
  using home = await createTestHome();
  await using at = await openShared(home, { limitBytes: 5_000 });
  await using node = await startNode({ home: home.home, config: at.config });
  await expect.poll(async () => Number((await statusOf(node)).included_height), PATIENCE).toBeGreaterThan(1);
  await at.stopDa();
  const isFull = (): boolean => at.signer.status().journal.pendingBytes > 4_000;
  await expect.poll(isFull, PATIENCE).toBe(true);
  await delay(300);
  const { height: stood } = at.signer.status().tip;
  await delay(300);
  expect(at.signer.status().tip.height).toBe(stood);
  await at.startDa();
  await expect.poll(() => at.signer.status().tip.height, PATIENCE).toBeGreaterThan(stood + 10n);
  expect(at.signer.status().journal.includedHeight).toBeGreaterThanOrEqual(stood);
});

test("a shared key that is handed over to another one posts what it sealed, steps aside, and seals again when it is handed back", { timeout: 120_000 }, async () => {
  using home = await createTestHome(QUICK_GOVERNANCE);
  await using at = await openShared(home);
  const second = join(home.home, "second");
  prepareFollowerHome(second, homePaths(home.home).genesisFile);
  vi.stubEnv("OPENLEDGER_SIGNER_TOKEN", TOKEN);
  vi.stubEnv("OPENLEDGER_SIGNER_LEASE", "1s");
  const flags = ["--standby", "--da", `${at.config.da}`];
  const signing = [...flags, "--signer", `${at.config.signer}`];
  const successor = loadValidatorKey(homePaths(second).validatorKeyFile, sha256).publicKey;
  const first = await startProcess(home.home, ...signing, "--da.policy", "interval", "--da.interval", "3600s");
  await using other = await startProcess(second, ...flags);
  await expect.poll(() => roleOf(first), PATIENCE).toMatchObject({ role: "sequencer" });
  const governance = await openGovernance(home, first.rpcUrl);
  await governance.createValidator(1, successor);
  await governance.propose(successor);
  const since = await decidedHeight(first);
  while ((await heightOf(first)) < since - 1) await delay(2);
  await first.kill();
  governance.close();
  expect(at.signer.status().tip.height).toBe(BigInt(since - 1));
  expect(await heightOf(other)).toBe(0);
  await using again = await startProcess(home.home, ...signing);
  await expect.poll(() => heightOf(other), PATIENCE).toBeGreaterThan(since + 3);
  await expect.poll(() => roleOf(other), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(() => roleOf(again), PATIENCE).toMatchObject({ role: "standby", turn: "another key is the sequencer" });
  expect(at.signer.status().tip.height).toBe(BigInt(since - 1));
  // And back, to a signer that knows nothing of the blocks between.
  const returning = await openGovernance(home, other.rpcUrl);
  await returning.propose(at.signer.status().publicKey);
  const back = await decidedHeight(other);
  returning.close();
  await expect.poll(() => roleOf(again), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(() => at.signer.status().tip.height, PATIENCE).toBeGreaterThan(BigInt(back + 3));
  await expect.poll(() => roleOf(other), PATIENCE).toMatchObject({ role: "standby" });
  vi.unstubAllEnvs();
});
