// Governance hands the sealing of blocks over to another validator, whose node was a standby, and back.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { validatorAddress } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { inflateZstd, openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { decodeEnvelope, decodeHeaderBatch, namespacesOf, openEnvelope } from "@openledger/derivation";
import { toHex } from "@openledger/primitives";
import { loadValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { checkHome } from "../check-home.ts";
import { replayHome } from "../commands/replay.ts";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { ask, blockIdAt, decidedHeight, heightOf, openGovernance, proposerOf, QUICK_GOVERNANCE, startProcess, statusOf, type NodeProcess } from "./hand-over.fixture.ts";
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
async function createPlace(): Promise<Place> {
  const home = await createTestHome(QUICK_GOVERNANCE);
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
  await using two = await standby(second, place);
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
  await expect.poll(() => heightOf(two), PATIENCE).toBeGreaterThan(since + 5);
  await expect.poll(() => statusOf(two), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(() => heightOf(one), PATIENCE).toBeGreaterThan(since + 5);
  await expect.poll(() => statusOf(one), PATIENCE).toMatchObject({ role: "standby" });
  expect(await (await fetch(`${one.metricsUrl}/metrics`)).text()).toContain('openledger_role{role="standby"} 1');
  expect([await proposerOf(two, since - 1), await proposerOf(two, since)]).toEqual([addressOf(first), addressOf(second)]);
  expect(await ask(two.rpcUrl, "status")).toMatchObject({ rollup: { role: "sequencer" }, validator_info: { voting_power: "10" } });

  // And back: the new one executes what governance says, the old one waits as a standby.
  const again = await openGovernance(home, two.rpcUrl);
  await again.propose(keyOf(first));
  const back = await decidedHeight(two, since);
  again.close();
  await expect.poll(() => heightOf(one), PATIENCE).toBeGreaterThan(back + 5);
  await expect.poll(() => statusOf(one), PATIENCE).toMatchObject({ role: "sequencer" });
  await expect.poll(() => statusOf(two), PATIENCE).toMatchObject({ role: "standby" });
  await expect.poll(() => heightOf(two), PATIENCE).toBeGreaterThan(back + 5);
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
