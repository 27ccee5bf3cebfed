import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createChain } from "@openledger/chain";
import { validateBlock, verifyAdjacent, verifyCommit } from "@openledger/comet";
import { openBlockLog } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { height, InvariantViolation, toHex, unixNanos } from "@openledger/primitives";
import type { ExecutedBlock, SnapshotApp } from "@openledger/state-machine";
import { expect, test, vi } from "vitest";
import type { OpenedChain } from "./recover.ts";
import { replayBlockLog } from "./replay.ts";
import { createTestFolder, crypto, GENESIS_TIME, run, SECOND } from "./sequencer.fixture.ts";

const tx = (n: number): Uint8Array => Uint8Array.of(0xff, n);

function failingOn(method: "appendBlock" | "appendState", error: Error): (chain: OpenedChain) => OpenedChain {
  return (chain) => ({
    ...chain,
    store: new Proxy(chain.store, {
      get(store, name) {
        if (name !== method) return Reflect.get(store, name, store);
        return () => {
          throw error;
        };
      },
    }),
  });
}

test("blocks are genuine: each verifies against the one before, and time is the precommit's of the block before", async () => {
  using folder = createTestFolder();
  using node = await run(folder);
  for (let i = 0; i < 4; i++) {
    await node.mempool.admit(tx(i));
    await node.producer.produce();
  }
  const { store, validators } = node.chain;
  for (let at = 1n; at <= 4n; at++) {
    const sealed = store.block(height(at));
    const before = store.block(height(at - 1n));
    if (sealed === undefined) throw new Error("missing");
    const { header } = sealed.block;
    validateBlock(crypto.sha256, sealed.block);
    if (before === undefined) {
      expect(header.time).toBe(GENESIS_TIME);
      verifyCommit(crypto, "seq-1", validators.at(at), sealed.commit, header);
    } else {
      expect(header.time).toBe(before.commit.signatures[0]?.timestamp);
      verifyAdjacent(crypto, "seq-1", before.block.header, { header, commit: sealed.commit, validators: validators.at(at) });
    }
  }
  expect(store.results(height(2n))?.txResults[0]?.code).toBe(2);
  expect(store.txs.byHash(crypto.sha256(tx(2)))).toEqual({ height: 3n, index: 0 });
});

test("a crash after the block log runs that block again and ends in the same state", async () => {
  using folder = createTestFolder();
  {
    using node = await run(folder, { wrapChain: failingOn("appendState", new Error("power cut")) });
    await node.mempool.admit(tx(1));
    await expect(node.producer.produce()).rejects.toThrow("power cut");
  }
  using node = await run(folder);
  expect(node.chain.replayed).toBe(1);
  expect(node.chain.store.stateHeight).toBe(1n);
  expect(node.chain.store.txs.byHash(crypto.sha256(tx(1)))).toEqual({ height: 1n, index: 0 });
  await node.producer.produce();
  expect(node.chain.store.stateHeight).toBe(2n);
});

test("a block that was signed and never logged gives way to one of the next round", async () => {
  using folder = createTestFolder();
  const full = new OperationalError("DISK_FULL", "the disk is full", { retryable: true });
  {
    using node = await run(folder, { wrapChain: failingOn("appendBlock", full) });
    await node.mempool.admit(tx(1));
    await expect(node.producer.produce()).rejects.toThrow("the disk is full");
    expect(node.mempool.count).toBe(1);
  }
  using node = await run(folder);
  const { commit, block } = await node.producer.produce();
  expect([commit.height, commit.round]).toEqual([1n, 1]);
  verifyCommit(crypto, "seq-1", node.chain.validators.at(1n), commit, block.header);
});

test("a state that cannot be logged after its block ends production, because a retry would make a second block", async () => {
  using folder = createTestFolder();
  const full = new OperationalError("DISK_FULL", "the disk is full", { retryable: true });
  using node = await run(folder, { wrapChain: failingOn("appendState", full) });
  await expect(node.producer.run()).rejects.toMatchObject({ code: "DISK_FULL", retryable: false });
});

test("a disk that stays full ends production after a while, with what was durable", async () => {
  using folder = createTestFolder();
  const full = new OperationalError("DISK_FULL", "the disk is full", { retryable: true });
  using node = await run(folder, { wrapChain: failingOn("appendBlock", full) });
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 1_500));
  try {
    await expect(node.producer.run()).rejects.toBe(full);
  } finally {
    clock.mockRestore();
  }
  expect(node.retries.length).toBeGreaterThan(3);
  expect(node.chain.store.lastHeight).toBe(0n);
});

test("a restart restores from the state log without executing", async () => {
  using folder = createTestFolder();
  let appHash = "";
  {
    using node = await run(folder);
    for (let i = 0; i < 3; i++) await node.producer.produce();
    appHash = toHex(node.app.info().appHash);
  }
  appendFileSync(join(folder.path, "state.log"), Uint8Array.of(1, 2, 3));
  using node = await run(folder);
  expect(node.chain.replayed).toBe(0);
  expect(node.chain.store.tornTails).toHaveLength(1);
  expect(toHex(node.app.info().appHash)).toBe(appHash);
});

test("without its state log the chain is rebuilt from blocks", async () => {
  using folder = createTestFolder();
  let appHash = "";
  {
    using node = await run(folder);
    for (let i = 0; i < 3; i++) await node.producer.produce();
    appHash = toHex(node.app.info().appHash);
  }
  rmSync(join(folder.path, "state.log"));
  using node = await run(folder);
  expect(node.chain.replayed).toBe(3);
  expect(toHex(node.app.info().appHash)).toBe(appHash);
});

test("an App that computes another state than the log says stops with both hashes", async () => {
  using folder = createTestFolder();
  {
    using node = await run(folder);
    for (let i = 0; i < 3; i++) await node.producer.produce();
  }
  const skewed = (app: SnapshotApp): SnapshotApp => ({
    ...app,
    *executeBlock(request) {
      return yield* app.executeBlock({ ...request, time: unixNanos(request.time + 1n) });
    },
  });
  await expect(run(folder, { wrap: skewed })).rejects.toThrow(/app hash after block 1: stored [0-9a-f]{64}, execution [0-9a-f]{64}; another version/);
  rmSync(join(folder.path, "state.log"));
  await expect(run(folder, { wrap: skewed })).rejects.toThrow(/app hash before block 2: header [0-9a-f]{64}, execution [0-9a-f]{64}/);
  using log = openBlockLog(folder.path);
  const report = await replayBlockLog(log, skewed(createChain({ crypto })), folder.genesis, crypto.sha256);
  expect(report.mismatches[0]).toContain("app hash before block 2");
});

test("another genesis than the one that made the log is refused by what differs", async () => {
  using folder = createTestFolder();
  {
    using node = await run(folder);
    await node.producer.produce();
  }
  const refusal = (genesis: object): Promise<unknown> => run(folder, { genesis: { ...folder.genesis, ...genesis } });
  await expect(refusal({ chainId: "other-1" })).rejects.toThrow("another chain id");
  await expect(refusal({ genesisTime: unixNanos(GENESIS_TIME + SECOND) })).rejects.toThrow("another time");
  await expect(refusal({ validators: [{ publicKey: new Uint8Array(32).fill(9), power: 1n }] })).rejects.toThrow("another validator set");
});

test("a key that genesis does not name makes no blocks", async () => {
  using folder = createTestFolder();
  using other = createTestFolder();
  await expect(run(folder, { genesis: other.genesis })).rejects.toMatchObject({ code: "VALIDATOR_KEY" });
});

test("a transaction that trips an assertion is left out, reported and refused from then on", async () => {
  using folder = createTestFolder();
  const poison = (app: SnapshotApp): SnapshotApp => ({
    ...app,
    *executeBlock(request) {
      const executed: ExecutedBlock = yield* app.executeBlock(request);
      const index = request.txs.findIndex((bytes) => bytes[1] === 13);
      return index < 0 ? executed : { ...executed, quarantined: [{ index, reason: "an invariant" }] };
    },
  });
  using node = await run(folder, { wrap: poison });
  for (const n of [12, 13, 14]) await node.mempool.admit(tx(n));
  const { block } = await node.producer.produce();
  expect(block.txs).toEqual([tx(12), tx(14)]);
  expect(node.quarantined).toEqual(["an invariant"]);
  expect(node.mempool.count).toBe(0);
  await expect(node.mempool.admit(tx(13))).rejects.toThrow("tx already exists in cache");
});

test("an assertion at begin or end of a block stops production", async () => {
  using folder = createTestFolder();
  const broken = (app: SnapshotApp): SnapshotApp => ({
    ...app,
    executeBlock() {
      throw new InvariantViolation("supply does not add up");
    },
  });
  using node = await run(folder, { wrap: broken });
  await expect(node.producer.run()).rejects.toThrow("supply does not add up");
});

test("a chain may begin at any height", async () => {
  using folder = createTestFolder();
  const genesis = { ...folder.genesis, initialHeight: height(5n) };
  {
    using node = await run(folder, { genesis });
    const { block } = await node.producer.produce();
    expect([block.header.height, block.header.time]).toEqual([5n, GENESIS_TIME]);
    await node.producer.produce();
  }
  using node = await run(folder, { genesis });
  expect([node.chain.store.firstHeight, node.chain.store.stateHeight]).toEqual([5n, 6n]);
  await node.producer.produce();
  using log = openBlockLog(mkdtempSync(join(folder.path, "copy-")));
  for (let at = 5n; at <= 7n; at++) {
    const sealed = node.chain.store.block(height(at));
    if (sealed === undefined) throw new Error("missing");
    log.append({ height: height(at), hash: sealed.blockId.hash, block: sealed.bytes, seenCommit: new Uint8Array(1) });
  }
  const report = await replayBlockLog(log, createChain({ crypto }), genesis, crypto.sha256);
  expect(report).toMatchObject({ firstHeight: 5n, lastHeight: 7n, mismatches: [] });
  expect(toHex(report.appHash)).toBe(toHex(node.app.info().appHash));
});
