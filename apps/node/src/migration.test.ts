// An embedded chain becomes a chain of validators: the same state, other people make its blocks.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { SigningStargateClient } from "@cosmjs/stargate";
import { createNodeCrypto } from "@openledger/crypto";
import { QueryBalanceRequest, QueryBalanceResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { connectComet, createCometEngine, engineGenesis, type CometConnections } from "@openledger/testing";
import { expect, test } from "vitest";
import { end } from "./abci/abci-node.fixture.ts";
import { findCometbft, freePort, isThere, makeCometHome, startComet } from "./abci/cometbft.fixture.ts";
import { startAbciNode } from "./compose-abci.ts";
import { startNode } from "./compose.ts";
import { copyGenesis, createValidator, FEE, genesisIn, liveEmbedded, migrate, operatorOf, registry, unjail } from "./migration.fixture.ts";
import { homePaths } from "./home.ts";
import { runCli } from "./commands/run-cli.fixture.ts";
import { createTestHome, TEST_CONFIG } from "./node.fixture.ts";

const crypto = createNodeCrypto();
const otherKey = crypto.sha256(new Uint8Array([9]));

async function balance({ query }: CometConnections, address: string): Promise<string | undefined> {
  const data = QueryBalanceRequest.toBytes({ address, denom: "uopen" });
  const { value, log } = await query.call("query", { path: "/cosmos.bank.v1beta1.Query/Balance", data });
  expect(log).toBe("");
  return QueryBalanceResponse.fromBytes(value).balance?.amount;
}

test("from export to InitChain to blocks: balances go on, a jailed validator comes back, an old transaction does not", async () => {
  using place = await createTestHome();
  const [alice = "", bob = "", carol = ""] = place.addresses;
  const send = { typeUrl: MsgSend.typeUrl, value: { fromAddress: alice, toAddress: carol, amount: [{ denom: "uopen", amount: "7" }] } };
  await liveEmbedded(place, [[0, send], [1, createValidator(bob, otherKey)]]);
  const home = `${place.home}-validator`;
  const { said } = await migrate(place, [operatorOf(alice)], home);
  await expect(startNode({ home: place.home, config: TEST_CONFIG })).rejects.toThrow(/^openledger-test-1 was handed over to validators above height \d+\. A node that goes on here would sign/);
  expect(said).toMatch(/^openledger-test-1 goes on above height \d+\. CometBFT begins with openledger \(power 10\); more than two thirds/);
  const genesis = genesisIn(home);
  const first = BigInt(genesis.initial_height);
  expect(genesis.validators).toMatchObject([{ name: "openledger", power: "10" }]);

  const address = `unix://${join(home, "app.sock")}`;
  const engine = createCometEngine(engineGenesis(genesis, BigInt(Math.floor(Date.parse(genesis.genesis_time) / 1_000)) + 1n), crypto.sha256);
  const powers = (): readonly bigint[] => engine.validators.map(({ power }) => power);
  const signer = await SigningStargateClient.offline(place.wallet, { registry });
  const sign = async (from: number, sequence: number, ...messages: Parameters<typeof signer.sign>[1]) => {
    const terms = { accountNumber: BigInt(from), sequence, chainId: "openledger-test-1" };
    return TxRaw.toBytes(TxRaw.create(await signer.sign(place.addresses[from] ?? "", messages, FEE, "", terms)));
  };
  {
    await using node = await startAbciNode({ home, config: { abci_laddr: address, log_level: "silent" } });
    expect(node.startHeight).toBe(0n);
    const comet = await connectComet(node.abciAddress);
    expect(await engine.handshake(comet)).toMatchObject({ didInitChain: true });
    expect(powers()).toEqual([10n]);
    await engine.decide(comet, []);
    expect(engine.storeHeight).toBe(first);
    expect(await balance(comet, carol)).toBe("1000000007");
    expect(await balance(comet, bob)).toBe("995999000");

    const response = await engine.decide(comet, [await sign(1, 1, unjail(bob)), await sign(0, 1, send)]);
    expect(response?.txResults.map(({ code, log }) => [code, log])).toEqual([[0, ""], [0, ""]]);
    for (let i = 0; i < 2; i++) await engine.decide(comet, []);
    expect(powers()).toEqual([10n, 4n]);
    const { code, codespace } = await comet.mempool.call("checkTx", { tx: await sign(0, 0, send), type: 0 });
    expect([codespace, code]).toEqual(["sdk", 32]);
    expect(await balance(comet, carol)).toBe("1000000014");
    comet.close();
  }
  const exported = JSON.parse((await runCli("export", "--home", home)).out) as typeof genesis;
  // Who makes the blocks now, not who began.
  expect(exported.validators.map(({ name, power }) => [name, power])).toEqual([["openledger", "10"], ["second", "4"]]);
  // A crash before the first block, and any later one, begins from the same genesis.
  const other = `${place.home}-late`;
  await migrate(place, [operatorOf(alice)], other);
  copyGenesis(home, other);
  await using late = await startAbciNode({ home: other, config: { abci_laddr: `unix://${join(other, "app.sock")}`, log_level: "silent" } });
  const comet = await connectComet(late.abciAddress);
  expect(await engine.handshake(comet)).toMatchObject({ didInitChain: true, replayed: 4 });
  comet.close();
});

test("who is named must be able to go on, and a chain that began under CometBFT is exported like any other", async () => {
  using place = await createTestHome();
  const [alice = "", bob = ""] = place.addresses;
  await liveEmbedded(place, [[1, createValidator(bob, otherKey)]]);
  const refused = async (...operators: readonly string[]) => runCli("export", "--home", place.home, "--jail-allowed-addrs", operators.join(","));
  expect(await refused(operatorOf(place.addresses[2]))).toMatchObject({ code: 1, err: expect.stringContaining("no chain goes on with these validators: openvaloper1") as string });
  expect((await refused("nobody")).err).toContain("nobody: ");
  expect((await refused("")).err).toContain("a chain without validators makes no blocks");

  const home = `${place.home}-validator`;
  await migrate(place, [operatorOf(alice), operatorOf(bob)], home);
  const genesis = genesisIn(home);
  expect(genesis.validators.map(({ power }) => power)).toEqual(["10", "4"]);
  const engine = createCometEngine(engineGenesis(genesis, BigInt(Math.floor(Date.parse(genesis.genesis_time) / 1_000)) + 1n), crypto.sha256);
  {
    await using node = await startAbciNode({ home, config: { abci_laddr: `unix://${join(home, "app.sock")}`, log_level: "silent" } });
    const comet = await connectComet(node.abciAddress);
    await engine.handshake(comet);
    for (let i = 0; i < 3; i++) await engine.decide(comet, []);
    comet.close();
  }
  expect((await runCli("export", "--home", place.home, "--comet.rpc", "http://127.0.0.1:1")).err).toContain("has its blocks itself");
  const exported = await runCli("export", "--home", home);
  expect(exported).toMatchObject({ code: 0, err: expect.stringContaining("--comet.rpc names a CometBFT that has them") as string });
  const again = JSON.parse(exported.out) as typeof genesis;
  expect(BigInt(again.initial_height)).toBe(engine.storeHeight + 1n);
  // The chain before is still named; the one that is left has no header here.
  expect(again.app_state.system.previous_chains).toEqual(genesis.app_state.system.previous_chains);
  expect((await runCli("export", "--home", home, "--height", "99999999")).err).toContain("is not kept; heights ");
  const earlier = await runCli("export", "--home", home, "--height", `${engine.storeHeight - 1n}`, "--chain-id", "forked-1");
  expect(earlier).toMatchObject({ code: 0, err: expect.stringContaining("forked-1 begins above height") as string });

  const doctor = JSON.parse((await runCli("doctor", "--home", home, "--json")).out) as { readonly isSound: boolean; readonly checks: readonly { readonly name: string; readonly found: string }[] };
  expect(doctor.isSound).toBe(true);
  const found = Object.fromEntries(doctor.checks.map((check) => [check.name, check.found]));
  expect(found).toMatchObject({ recovery: expect.stringContaining(`to ${engine.storeHeight}, 0 torn bytes cut`) as string, blocks: expect.stringContaining("CometBFT has them") as string, signing: expect.stringContaining("CometBFT signs; last signature") as string });
  const created = JSON.parse((await runCli("snapshots", "create", "--home", home, "--json")).out) as { readonly height: number; readonly appHash: string };
  expect(BigInt(created.height)).toBe(engine.storeHeight);
  expect(created.appHash).toBe(Buffer.from(engine.appHash).toString("hex"));
  expect(JSON.parse((await runCli("snapshots", "list", "--home", home, "--json")).out)).toMatchObject([{ height: created.height }]);
  expect((await runCli("replay", "--home", home)).err).toContain("To execute them all anew, stop both, move state.log and snapshots out of");
});

const binary = findCometbft();

test.skipIf(binary === undefined)(
  "a chain that CometBFT made is exported with the headers that `cometbft inspect` has, and those of another chain are refused; it executes all blocks anew for an App without state (COMETBFT_PATH names the binary)",
  async () => {
    using place = await createTestHome();
    const address = `unix://${join(place.home, "app.sock")}`;
    const folder = makeCometHome(binary ?? "", place.home);
    const config = { abci_laddr: address, log_level: "silent" } as const;
    {
      await using _app = await startAbciNode({ home: place.home, config });
      const comet = await startComet(binary ?? "", folder, address);
      await expect.poll(() => isThere(comet.rpcUrl, 3), { timeout: 20_000 }).toBe(true);
      await end(comet.child, "SIGKILL");
    }
    const unreachable = await runCli("export", "--home", place.home, "--comet.rpc", "http://127.0.0.1:1");
    expect(unreachable).toMatchObject({ code: 1, err: expect.stringContaining('CometBFT does not answer at http://127.0.0.1:1; name the RPC of a node of the chain, or run "cometbft inspect') as string });
    {
      using other = await createTestHome();
      await using foreign = await startNode({ home: other.home, config: { ...TEST_CONFIG, block_time: "10ms" } });
      await expect.poll(() => isThere(foreign.rpcUrl, 40), { timeout: 20_000 }).toBe(true);
      expect((await runCli("export", "--home", place.home, "--comet.rpc", foreign.rpcUrl)).err).toContain("one of the two is of another chain");
    }
    let next = "";
    const port = await freePort();
    const inspect = spawn(binary ?? "", ["inspect", "--home", folder, "--rpc.laddr", `tcp://127.0.0.1:${port}`], { stdio: "ignore" });
    try {
      const url = `http://127.0.0.1:${port}`;
      await expect.poll(async () => fetch(`${url}/blockchain`).then(({ ok }) => ok, () => false), { timeout: 20_000 }).toBe(true);
      const { code, err, out } = await runCli("export", "--home", place.home, "--comet.rpc", url);
      expect([code, err]).toEqual([0, expect.stringContaining("openledger-test-1 goes on above height") as string]);
      const { app_state: { system }, initial_height: above } = JSON.parse(out) as ReturnType<typeof genesisIn>;
      next = above;
      expect(system.previous_chains).toMatchObject([{ chain_id: "openledger-test-1", exported_height: `${BigInt(next) - 1n}`, first: { signed_header: { header: { height: "1" } } } }]);
    } finally {
      await end(inspect, "SIGKILL");
    }
    // As `replay` advises: without its state, the App gets every block from CometBFT again.
    const { dataFolder } = homePaths(place.home);
    for (const name of ["state.log", "snapshots"]) rmSync(join(dataFolder, name), { recursive: true, force: true });
    await using again = await startAbciNode({ home: place.home, config });
    expect(again.startHeight).toBe(0n);
    const comet = await startComet(binary ?? "", folder, address);
    await expect.poll(() => isThere(comet.rpcUrl, Number(next) + 2), { timeout: 30_000 }).toBe(true);
    await end(comet.child, "SIGKILL");
  },
  90_000,
);
