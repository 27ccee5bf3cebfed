// Governance hands the sealing of blocks over to another validator, whose node was a standby, and back.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { coins, SigningStargateClient } from "@cosmjs/stargate";
import { validatorAddress } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { inflateZstd, openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { decodeEnvelope, decodeHeaderBatch, encodeOpenEnvelope, namespacesOf, openEnvelope } from "@openledger/derivation";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toBase64, toHex } from "@openledger/primitives";
import { loadValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { checkHome } from "../check-home.ts";
import { replayHome } from "../commands/replay.ts";
import { runCli } from "../commands/run-cli.fixture.ts";
import { startNode, type RunningNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import type { InitHomeOptions } from "../init-home.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { ask, blockIdAt, decidedHeight, handOver, heightOf, openGovernance, proposerOf, QUICK_GOVERNANCE, startProcess, statusOf, type NodeProcess } from "./hand-over.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";

const { sha256 } = createNodeCrypto();
const CHAIN_ID = "openledger-test-1";
const PATIENCE = { timeout: 20_000, interval: 50 };

interface Place extends AsyncDisposable {
  readonly home: TestHome;
  readonly first: string;
  readonly second: string;
  readonly da: FileDa;
  readonly daUrl: string;
}

/** The home of the sequencer of genesis, an empty one for a standby, and a DA that outlives both. */
async function createPlace(appState: NonNullable<InitHomeOptions["appState"]> = {}): Promise<Place> {
  const home = await createTestHome({ ...QUICK_GOVERNANCE, ...appState });
  const folder = mkdtempSync(join(tmpdir(), "openledger-hand-over-"));
  const da = openFileDa({ folder: join(folder, "da"), sha256, nowMs: Date.now });
  const server = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  const second = join(folder, "second");
  prepareFollowerHome(second, homePaths(home.home).genesisFile);
  return {
    home,
    first: home.home,
    second,
    da,
    daUrl: `celestia:${server.url}`,
    async [Symbol.asyncDispose]() {
      await server.close();
      da.close();
      home[Symbol.dispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const keyOf = (home: string): Uint8Array => loadValidatorKey(homePaths(home).validatorKeyFile, sha256).publicKey;
const addressOf = (home: string): string => toHex(validatorAddress(sha256, keyOf(home))).toUpperCase();

/** How often DA has the header of each height. */
async function postedHeaders(da: FileDa): Promise<ReadonlyMap<bigint, number>> {
  const counts = new Map<bigint, number>();
  const { height } = await da.head();
  for (let at = 1n; at <= height; at++) {
    for (const { data } of await da.list(at, namespacesOf(sha256, CHAIN_ID).headers)) {
      const envelope = decodeEnvelope(data);
      if ("reason" in envelope) throw new Error(envelope.reason);
      const headers = decodeHeaderBatch(openEnvelope(sha256, inflateZstd, envelope) ?? new Uint8Array(0), envelope.count);
      for (const { header } of headers ?? []) counts.set(header.height, (counts.get(header.height) ?? 0) + 1);
    }
  }
  return counts;
}

const standby = (home: string, { daUrl }: Place, ...flags: readonly string[]): Promise<NodeProcess> => startProcess(home, "--standby", "--da", daUrl, ...flags);

test("the next one goes on where the old one ended, whatever happens to that, and gives it back", { timeout: 120_000 }, async () => {
  await using place = await createPlace();
  const { first, second, home } = place;
  let one = await standby(first, place);
  let two = await standby(second, place);
  const governance = await openGovernance(home, one.rpcUrl);
  await governance.createValidator(1, keyOf(second));
  await governance.propose(keyOf(second));
  expect(await statusOf(one)).toMatchObject({ role: "sequencer" });
  expect(await statusOf(two)).toMatchObject({ role: "standby", turn: "another key is the sequencer" });
  const since = await decidedHeight(one);
  // It is gone as soon as it sealed its last block, which DA may have or not.
  while ((await heightOf(one)) < since - 1) await delay(2);
  await one.kill();
  governance.close();
  one = await standby(first, place);
  // The next one is gone after its first blocks, and goes on with them.
  while ((await heightOf(two)) < since) await delay(2);
  await two.kill();
  two = await standby(second, place);
  await expect.poll(() => heightOf(two), PATIENCE).toBeGreaterThan(since + 5);
  await expect.poll(() => statusOf(two), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(() => heightOf(one), PATIENCE).toBeGreaterThan(since + 5);
  await expect.poll(() => statusOf(one), PATIENCE).toMatchObject({ role: "standby" });
  expect(await (await fetch(`${one.metricsUrl}/metrics`)).text()).toContain('openledger_role{role="standby"} 1');
  expect([await proposerOf(two, since - 1), await proposerOf(two, since)]).toEqual([addressOf(first), addressOf(second)]);
  expect(await ask(two.rpcUrl, "status")).toMatchObject({ rollup: { role: "sequencer" }, validator_info: { voting_power: "10" } });

  // And back: the new one executes what governance says, the old one waits as a standby.
  using heard = subscribe(one.rpcUrl);
  const again = await openGovernance(home, two.rpcUrl);
  await again.propose(keyOf(first));
  const back = await decidedHeight(two, since);
  again.close();
  await expect.poll(() => heightOf(one), PATIENCE).toBeGreaterThan(back + 5);
  await expect.poll(() => statusOf(one), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(() => statusOf(two), PATIENCE).toMatchObject({ role: "standby" });
  await expect.poll(() => heightOf(two), PATIENCE).toBeGreaterThan(back + 5);
  // Who subscribed to a standby hears of every block, whoever made it.
  await expect.poll(() => heard.heights.at(-1) ?? 0, PATIENCE).toBeGreaterThan(back + 2);
  expect(heard.heights).toEqual(heard.heights.map((_, i) => (heard.heights[0] ?? 0) + i));
  expect(heard.heights[0]).toBeLessThan(back);
  expect([await proposerOf(one, back - 1), await proposerOf(one, back)]).toEqual([addressOf(second), addressOf(first)]);

  const fresh = join(place.second, "fresh");
  prepareFollowerHome(fresh, homePaths(first).genesisFile);
  {
    await using follower = await startNode({ home: fresh, config: { ...TEST_CONFIG, follow: "da", da: place.daUrl } });
    await expect.poll(() => heightOf(follower), PATIENCE).toBeGreaterThan(back + 5);
    for (let at = 1; at <= back + 5; at++) {
      const hashes = await Promise.all([one, two, follower].map((node) => blockIdAt(node, at)));
      expect([at, ...hashes]).toEqual([at, hashes[0], hashes[0], hashes[0]]);
    }
  }
  expect(await one.stop()).toBe(0);
  expect(await two.stop()).toBe(0);
  const posted = await postedHeaders(place.da);
  const last = Math.max(...[...posted.keys()].map(Number));
  expect(last).toBeGreaterThan(back);
  for (let at = 1; at <= last; at++) expect([at, posted.get(BigInt(at))]).toEqual([at, 1]);
  for (const at of [first, second, fresh]) expect((await replayHome(at)).mismatches).toEqual([]);
  for (const at of [first, second, fresh]) expect((await checkHome(at)).filter(({ problem }) => problem !== undefined)).toEqual([]);
});

test("what is no decision changes nothing; a sequencer that is no standby retires, and a key without its history never seals", { timeout: 120_000 }, async () => {
  await using place = await createPlace();
  const { first, second, home } = place;
  const posting = { ...TEST_CONFIG, da: place.daUrl };
  const one = await startTestNode({ home: first, config: posting });
  const fast = { ...posting, follow: "standby", sequencer_rpc: one.rpcUrl };
  const two = await startNode({ home: second, config: fast });
  const governance = await openGovernance(home, one.rpcUrl);
  await governance.createValidator(1, keyOf(second));
  expect(await governance.send(1, handOver(keyOf(second), home.addresses[1]))).toMatchObject({ code: 13, rawLog: expect.stringContaining("invalid authority") as string });
  const proposals = [await governance.propose(sha256(new Uint8Array(1))), await governance.propose(keyOf(second), keyOf(first)), await governance.propose(keyOf(first))];
  const reasonOf = async (id: bigint): Promise<string> => {
    const { proposal } = (await (await fetch(`${one.restUrl}/cosmos/gov/v1/proposals/${id}`)).json()) as { proposal: { status: string; failed_reason: string } };
    return `${proposal.status} ${proposal.failed_reason}`;
  };
  const reasons = ["no validator has this consensus key", "another hand-over has not taken effect yet", "this key is the sequencer's already"];
  for (const [i, reason] of reasons.entries()) await expect.poll(() => reasonOf(proposals[i] ?? 0n), PATIENCE).toMatch(new RegExp(`^PROPOSAL_STATUS_FAILED .*${reason}`));
  const sequencer = async (node: RunningNode): Promise<object> => (await (await fetch(`${node.restUrl}/openledger/rollup/v1/sequencer`)).json()) as object;
  expect(await sequencer(one)).toEqual({ sequencer: { public_key: toBase64(keyOf(first)), power: "10", since_height: "1" }, next_sequencer: null });

  await governance.approve(await proposeByCommand(home, one.rpcUrl, second));
  governance.close();
  await expect.poll(() => statusOf(two), PATIENCE).toMatchObject({ role: "sequencer" });
  const { sequencer: decided } = (await sequencer(two)) as { sequencer: { since_height: string } };
  const since = Number(decided.since_height);
  await expect.poll(() => heightOf(two), PATIENCE).toBeGreaterThan(since + 2);
  expect(JSON.parse((await runCli("query", "rollup", "sequencer", "--node", two.rpcUrl)).out)).toMatchObject({ sequencer: { power: "10" } });
  // The old one answers, says what to do, and after a restart as well.
  await expectRetired(one, since);
  await one.close();
  {
    await using again = await startNode({ home: first, config: posting });
    await expectRetired(again, since);
  }
  await two.close();

  const exported = await runCli("export", "--home", second);
  const document = JSON.parse(exported.out) as { readonly validators: readonly object[]; readonly app_state: { readonly rollup: object } };
  expect(document.validators).toEqual([{ pub_key: { type: "tendermint/PubKeyEd25519", value: toBase64(keyOf(second)) }, power: "10", name: "sequencer" }]);
  expect(document.app_state.rollup).toEqual({ sequencer: { public_key: toBase64(keyOf(second)), power: "10", since_height: `${since}` } });
  const next = join(place.second, "next");
  prepareFollowerHome(next, writeTo(join(place.second, "exported.json"), exported.out));
  copyFileSync(homePaths(second).validatorKeyFile, homePaths(next).validatorKeyFile);
  copyFileSync(homePaths(second).signStateFile, homePaths(next).signStateFile);
  {
    await using goesOn = await startTestNode({ home: next, config: TEST_CONFIG });
    expect(await sequencer(goesOn)).toMatchObject({ sequencer: { since_height: `${since}` } });
  }

  rmSync(homePaths(second).signStateFile);
  await using careful = await startNode({ home: second, config: { ...posting, follow: "standby" } });
  await expect.poll(() => statusOf(careful), PATIENCE).toMatchObject({ role: "standby", turn: expect.stringContaining("is missing, and without it the key here could sign twice") as string });
  const stands = await heightOf(careful);
  await delay(500);
  expect(await heightOf(careful)).toBe(stands);
});

function subscribe(rpcUrl: string): Disposable & { readonly heights: readonly number[] } {
  const heights: number[] = [];
  const socket = new WebSocket(`${rpcUrl.replace("http", "ws")}/websocket`);
  socket.onopen = () => socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "subscribe", params: { query: "tm.event='NewBlock'" } }));
  socket.onmessage = ({ data }) => {
    const { result } = JSON.parse(String(data)) as { result: { data?: { value: { block: { header: { height: string } } } } } };
    if (result.data !== undefined) heights.push(Number(result.data.value.block.header.height));
  };
  return { heights, [Symbol.dispose]: () => socket.close() };
}

/** As an operator does, with what the standby's home prints. */
async function proposeByCommand(home: TestHome, rpcUrl: string, of: string): Promise<bigint> {
  const keys = ["--keyring-backend", "test", "--home", join(home.home, "keys")];
  const { address } = JSON.parse((await runCli("keys", "add", "eve", ...keys, "--output", "json")).out) as { address: string };
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, home.wallet);
  await client.sendTokens(home.addresses[3] ?? "", address, coins(20_000_000, "uopen"), { amount: [], gas: "200000" });
  client.disconnect();
  const { out: key } = await runCli("comet", "show-validator", "--home", of);
  expect(await runCli("tx", "propose-hand-over", "junk", "--deposit", "10000000uopen", "--reason", "x", "--from", "eve", "-y", "--node", rpcUrl, ...keys)).toMatchObject({ code: 1, err: expect.stringContaining("show-validator") as string });
  const sent = await runCli("tx", "propose-hand-over", key.trim(), "--deposit", "10000000uopen", "--reason", "replaced", "--from", "eve", "-y", "--node", rpcUrl, ...keys);
  expect(sent).toMatchObject({ code: 0, out: expect.stringMatching(/Proposal \d+\./) as string });
  return BigInt(/Proposal (\d+)\./.exec(sent.out)?.[1] ?? "0");
}

async function expectRetired(node: RunningNode, since: number): Promise<void> {
  await expect.poll(() => statusOf(node), PATIENCE).toMatchObject({ role: "retired", soft_height: `${since - 1}`, included_height: `${since - 1}`, turn: expect.stringContaining("start it with --standby") as string });
  expect(await ask(node.rpcUrl, "status")).toMatchObject({ sync_info: { catching_up: true } });
  const refused = (await (await fetch(`${node.rpcUrl}/broadcast_tx_sync?tx=0x00`)).json()) as { error: { data: string } };
  expect(refused.error.data).toContain(`from block ${since} on, and this node makes no more blocks`);
}

function writeTo(file: string, text: string): string {
  writeFileSync(file, text);
  return file;
}

test("what users posted to DA before and after a hand-over is in blocks, and followers see that it is", { timeout: 120_000 }, async () => {
  await using place = await createPlace({ rollup: { forced_inclusion: { window: "100", da_block_seconds: "1" } } });
  const { first, second, home } = place;
  const config = { ...TEST_CONFIG, da: place.daUrl, follow: "standby" };
  await using one = await startTestNode({ home: first, config });
  await using two = await startNode({ home: second, config });
  const fresh = join(place.second, "fresh");
  prepareFollowerHome(fresh, homePaths(first).genesisFile);
  await using follower = await startNode({ home: fresh, config: { ...config, follow: "da" } });
  const governance = await openGovernance(home, one.rpcUrl);
  await governance.createValidator(1, keyOf(second));
  const txs = [await signSend(home, one.rpcUrl, 2), await signSend(home, one.rpcUrl, 3)];
  const force = (tx: Uint8Array | undefined): Promise<unknown> =>
    place.da.submit(namespacesOf(sha256, CHAIN_ID).forced, [encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", tx ?? new Uint8Array(0))]);
  await governance.propose(keyOf(second));
  governance.close();
  const since = await decidedHeight(one);
  await force(txs[0]);
  await expect.poll(() => statusOf(two), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(() => statusOf(one), PATIENCE).toMatchObject({ role: "standby" });
  await force(txs[1]);
  const foundAt = async (tx: Uint8Array = new Uint8Array(0)): Promise<number> => Number((await ask<{ height: string } | undefined>(follower.rpcUrl, `tx?hash=0x${toHex(sha256(tx))}`))?.height ?? 0);
  await expect.poll(() => foundAt(txs[0]), PATIENCE).toBeGreaterThan(0);
  await expect.poll(() => foundAt(txs[1]), PATIENCE).toBeGreaterThanOrEqual(since);
});

/** A transfer of the account at an index, signed and sent nowhere. */
async function signSend({ wallet, addresses }: TestHome, rpcUrl: string, from: number): Promise<Uint8Array> {
  const client = await SigningStargateClient.connectWithSigner(rpcUrl, wallet);
  const [fromAddress = "", toAddress = ""] = [addresses[from], addresses[0]];
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress, toAddress, amount: coins(7, "udemo") } };
  const signed = await client.sign(fromAddress, [message], { amount: [], gas: "120000" }, "");
  client.disconnect();
  return TxRaw.toBytes(signed);
}
