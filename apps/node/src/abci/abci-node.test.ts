import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toHex } from "@openledger/primitives";
import { connectComet, createCometEngine, engineGenesis, type CometEngine } from "@openledger/testing";
import { expect, test } from "vitest";
import { homePaths } from "../home.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";
import { startAbciNode } from "../compose-abci.ts";
import { startNode } from "../compose.ts";
import { end, refusalOf, startAbciChild } from "./abci-node.fixture.ts";

const { sha256 } = createNodeCrypto();

function engineOf(home: string): CometEngine {
  const document: unknown = JSON.parse(readFileSync(homePaths(home).genesisFile, "utf8"));
  return createCometEngine(engineGenesis(document, 1_790_000_000n), sha256);
}

test("SIGKILL at any point of a height: the next start listens on the same socket file and goes on with the same hashes", async () => {
  using home = await createTestHome();
  const address = `unix://${join(home.home, "app.sock")}`;
  const engine = engineOf(home.home);
  for (const crash of ["after-finalize", "after-commit"] as const) {
    const { child, abciAddress } = await startAbciChild(home.home, address);
    expect(abciAddress).toBe(address);
    const comet = await connectComet(address);
    await engine.handshake(comet);
    await engine.decide(comet, []);
    await engine.decide(comet, [], { crash });
    comet.close();
    expect((await end(child, "SIGKILL")).code).toBeNull();
  }
  const { child, height } = await startAbciChild(home.home, address);
  expect(BigInt(height)).toBe(engine.storeHeight);
  const comet = await connectComet(address);
  expect(await engine.handshake(comet)).toMatchObject({ appHeight: 4n, tookSavedResponse: true });
  await end(child, "SIGKILL");
});

test("a node stops after its halt height, refuses to start there again, and goes on without one with the same hashes", async () => {
  using home = await createTestHome();
  const address = `unix://${join(home.home, "app.sock")}`;
  const engine = engineOf(home.home);
  const { configFile } = homePaths(home.home);
  writeFileSync(configFile, readFileSync(configFile, "utf8").replace("halt_height = 0", "halt_height = 3"));
  const halting = await startAbciChild(home.home, address);
  const ended = once(halting.child, "exit");
  const comet = await connectComet(address);
  await engine.handshake(comet);
  for (let at = 0; at < 3; at++) await engine.decide(comet, []);
  expect((await ended)[0]).toBe(0);
  comet.close();
  expect(await refusalOf(home.home, address)).toContain("1: openledgerd: the state is at height 3 and halt_height is 3; install the version that goes on");
  const { child, height } = await startAbciChild(home.home, address, ["--halt-height", "0"]);
  expect(height).toBe("3");
  const again = await connectComet(address);
  await engine.handshake(again);
  await engine.decide(again, []);
  again.close();
  expect((await end(child, "SIGTERM")).code).toBe(0);
});

test("two nodes on one machine give the same hashes; each tells its health; SIGTERM ends them at once and cleanly", async () => {
  using home = await createTestHome();
  using other = await createTestHome();
  const engines = [engineOf(home.home), engineOf(home.home)];
  const nodes = await Promise.all([home, other].map(({ home: at }) => startAbciChild(at, "tcp://127.0.0.1:0")));
  const hashes = [];
  for (const [i, node] of nodes.entries()) {
    const comet = await connectComet(node.abciAddress);
    const engine = engines[i] as CometEngine;
    await engine.handshake(comet);
    for (let at = 0; at < 3; at++) await engine.decide(comet, []);
    const health = (await (await fetch(`${node.metricsUrl}/health`)).json()) as unknown;
    expect(health).toEqual({ status: "ok", height: "3", connections: 4 });
    hashes.push(toHex(engine.appHash));
    const { code, ms } = await end(node.child, "SIGTERM");
    expect(code).toBe(0);
    expect(ms).toBeLessThan(8_000);
    await expect(comet.query.call("echo", { message: "x" })).rejects.toThrow();
  }
  expect(hashes[0]).toBe(hashes[1]);
});

test("REST beside CometBFT answers balances and blobs, and says who has the blocks and does not answer", async () => {
  using home = await createTestHome();
  const { child, abciAddress, restUrl = "" } = await startAbciChild(home.home, "tcp://127.0.0.1:0", ["--rest.laddr", "127.0.0.1:0", "--comet.rpc", "http://127.0.0.1:1"]);
  const engine = engineOf(home.home);
  const comet = await connectComet(abciAddress);
  await engine.handshake(comet);
  await engine.decide(comet, []);
  const get = async (path: string): Promise<readonly [number, unknown]> => {
    const response = await fetch(`${restUrl}${path}`);
    return [response.status, await response.json()];
  };
  expect(await get("/health")).toEqual([200, { status: "ok", chain_id: "openledger-test-1", height: "1" }]);
  expect(await get(`/cosmos/bank/v1beta1/balances/${home.addresses[0]}/by_denom?denom=udemo`)).toEqual([200, { balance: { denom: "udemo", amount: "5000" } }]);
  const elsewhere = [503, { code: 14, message: "CometBFT, which has the blocks, does not answer at http://127.0.0.1:1; start it, or set comet_rpc to where it listens", details: [] }];
  expect(await get("/cosmos/base/tendermint/v1beta1/blocks/latest")).toEqual(elsewhere);
  expect(await get(`/cosmos/tx/v1beta1/txs/${"A".repeat(64)}`)).toEqual(elsewhere);
  const blob = new TextEncoder().encode("a contribution");
  const place = `${restUrl}/openledger/v1/blobs/${toHex(sha256(blob))}`;
  expect((await fetch(place, { method: "PUT", body: blob })).ok).toBe(true);
  expect(await (await fetch(place)).text()).toBe("a contribution");
  expect((await get("/openledger/v1/wallet/keplr.json"))[0]).toBe(200);
  expect((await end(child, "SIGTERM")).code).toBe(0);
});

test("a socket that is served, a home in use, an embedded home and a plain file are refused with a sentence", async () => {
  using home = await createTestHome();
  using other = await createTestHome();
  const socket = join(home.home, "app.sock");
  const { child } = await startAbciChild(home.home, `unix://${socket}`);
  expect(await refusalOf(other.home, `unix://${socket}`)).toBe(`1: openledgerd: another process serves ${socket}; stop it or choose another --abci.laddr`);
  expect(await refusalOf(home.home, "tcp://127.0.0.1:0")).toContain(`is in use by process ${child.pid}`);
  const comet = await connectComet(`unix://${socket}`);
  const engine = engineOf(home.home);
  await engine.handshake(comet);
  await engine.decide(comet, []);
  await end(child, "SIGTERM");
  // Whoever forgets the flag is told, and has broken nothing.
  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow("CometBFT has the blocks of a home that runs with --consensus abci");
  const again = await startAbciChild(home.home, `unix://${socket}`);
  expect(again.height).toBe("1");
  await end(again.child, "SIGTERM");
  const file = join(other.home, "file");
  writeFileSync(file, "");
  expect(await refusalOf(other.home, `unix://${file}`)).toContain("is a file, not a socket");
  expect(await refusalOf(other.home, `unix://${"x".repeat(200)}`)).toContain("longer than the 107 bytes");
  const made = Promise.withResolvers<void>();
  await using embedded = await startNode({ home: other.home, config: TEST_CONFIG, onBlock: () => made.resolve() });
  await made.promise;
  await embedded.close();
  expect(await refusalOf(other.home, "tcp://127.0.0.1:0")).toContain("holds a chain that this node made without CometBFT; export it");
});

test("without an address the App listens in its home, for its owner and group alone", async () => {
  using home = await createTestHome();
  await using node = await startAbciNode({ home: home.home, config: { log_level: "silent" } });
  const socket = join(home.home, "app.sock");
  expect(node.abciAddress).toBe(`unix://${socket}`);
  expect(statSync(socket).mode & 0o777).toBe(0o660);
});
