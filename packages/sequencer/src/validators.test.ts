/** Validator sets that the App changes, under the one validator that is here. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createChain } from "@openledger/chain";
import { createValidatorSet, headerHash, nextProposer, verifyAdjacent, verifyCommit, verifyCommitTrusting, validatorsHash } from "@openledger/comet";
import { openBlockLog } from "@openledger/kv";
import { equalBytes, height, toHex } from "@openledger/primitives";
import type { ExecutedBlock, FinalizeBlockRequest, ValidatorUpdate, SnapshotApp } from "@openledger/state-machine";
import { expect, test } from "vitest";
import type { OpenedChain } from "./recover.ts";
import { replayBlockLog } from "./replay.ts";
import { createTestFolder, crypto, run, type Running, type TestFolder } from "./sequencer.fixture.ts";

const { sha256 } = crypto;
const other = sha256(new Uint8Array([1]));
const third = sha256(new Uint8Array([2]));

/** An App whose block at a height changes the set as `updates` says. */
function changing(
  updates: ReadonlyMap<bigint, readonly ValidatorUpdate[]>,
  onExecute: (request: FinalizeBlockRequest) => void = () => undefined,
): (app: SnapshotApp) => SnapshotApp {
  return (app) => ({
    ...app,
    *executeBlock(request) {
      onExecute(request);
      const executed: ExecutedBlock = yield* app.executeBlock(request);
      return { ...executed, response: { ...executed.response, validatorUpdates: updates.get(request.height) ?? [] } };
    },
  });
}

async function produceTo(node: Running, last: bigint): Promise<void> {
  while (node.chain.store.lastHeight < last) await node.producer.produce();
}

function sealedAt({ chain }: Running, at: bigint) {
  const sealed = chain.store.block(height(at));
  if (sealed === undefined) throw new Error(`block ${at} is missing`);
  return { ...sealed, header: sealed.block.header, validators: chain.validators.at(at) };
}

const powersAt = ({ validators }: OpenedChain, at: bigint) => validators.at(at).validators.map(({ power }) => power);
const hashes = (node: Running, last: bigint) =>
  Array.from({ length: Number(last) }, (_, i) => toHex(headerHash(sha256, sealedAt(node, BigInt(i + 1)).header)));

const joins = (folder: TestFolder) =>
  new Map<bigint, readonly ValidatorUpdate[]>([
    [2n, [{ publicKey: folder.key.publicKey, power: 15n }]],
    [4n, [{ publicKey: other, power: 3n }, { publicKey: third, power: 3n }]],
    [9n, [{ publicKey: third, power: 0n }, { publicKey: other, power: 2n }]],
  ]);

test("what a block changes takes effect two blocks later, in headers, commits, times and votes", async () => {
  using folder = createTestFolder();
  const asked: FinalizeBlockRequest[] = [];
  using node = await run(folder, { wrap: changing(joins(folder), (request) => asked.push(request)) });
  await produceTo(node, 14n);
  expect([3n, 4n, 5n, 6n, 10n, 11n].map((at) => powersAt(node.chain, at))).toEqual([
    [10n], [15n], [15n], [15n, 3n, 3n], [15n, 3n, 3n], [15n, 2n],
  ]);
  for (let at = 1n; at <= 14n; at++) {
    const { header, commit, validators } = sealedAt(node, at);
    expect(toHex(header.proposerAddress)).toBe(toHex(folder.key.address));
    expect(commit.signatures).toHaveLength(validators.validators.length);
    if (at === 1n) verifyCommit(crypto, "seq-1", validators, commit, header);
    else verifyAdjacent(crypto, "seq-1", sealedAt(node, at - 1n).header, { header, commit, validators });
    let turn = validators;
    for (let round = 0; round < commit.round; round++) turn = nextProposer(turn);
    expect(toHex(turn.proposer)).toBe(toHex(folder.key.address));
  }
  // Those who are absent come first in some rounds, which then end without a block.
  expect(Array.from({ length: 14 }, (_, i) => sealedAt(node, BigInt(i + 1)).commit.round).some((round) => round > 0)).toBe(true);
  expect(sealedAt(node, 7n).header.time).toBe(sealedAt(node, 6n).commit.signatures[0]?.timestamp);
  const votes = asked.find((request) => request.height === 7n)?.votes ?? [];
  expect(votes.map(({ power, signed }) => [power, signed])).toEqual([[15n, true], [3n, false], [3n, false]]);
  expect(asked[0]?.votes).toEqual([]);
  verifyCommitTrusting(crypto, "seq-1", sealedAt(node, 1n).validators, sealedAt(node, 14n).commit, { numerator: 1n, denominator: 3n });
});

test.each([
  ["a restart", (): void => undefined],
  ["the loss of the state log", (path: string) => rmSync(join(path, "state.log"))],
])("after %s the sets, and the headers that follow, are the same", async (_, damage) => {
  using folder = createTestFolder();
  const wrap = changing(joins(folder));
  {
    using node = await run(folder, { wrap });
    await produceTo(node, 7n);
  }
  damage(folder.path);
  using again = await run(folder, { wrap });
  expect([5n, 6n, 8n, 9n].map((at) => powersAt(again.chain, at))).toEqual([[15n], [15n, 3n, 3n], [15n, 3n, 3n], [15n, 3n, 3n]]);
  await produceTo(again, 12n);
  verifyAdjacent(crypto, "seq-1", sealedAt(again, 7n).header, sealedAt(again, 8n));
  expect(hashes(again, 12n)).toHaveLength(12);
});

test("a crash between the logs of a block that changes the set leaves its header and what follows as they were", async () => {
  using folder = createTestFolder();
  const wrap = changing(joins(folder));
  const cut = (chain: OpenedChain): OpenedChain => ({
    ...chain,
    store: new Proxy(chain.store, {
      get(store, name) {
        if (name !== "appendState") return Reflect.get(store, name, store);
        return (executed: ExecutedBlock): void => {
          if (executed.request.height === 4n) throw new Error("power cut");
          store.appendState(executed);
        };
      },
    }),
  });
  {
    using node = await run(folder, { wrap, wrapChain: cut });
    await expect(produceTo(node, 5n)).rejects.toThrow("power cut");
  }
  using again = await run(folder, { wrap });
  expect([again.chain.replayed, powersAt(again.chain, 6n)]).toEqual([1, [15n, 3n, 3n]]);
  await produceTo(again, 8n);
  using log = openBlockLog(folder.path);
  const report = await replayBlockLog(log, wrap(createChain({ crypto })), folder.genesis, sha256);
  expect(report).toMatchObject({ lastHeight: 8n, mismatches: [] });
  const forgetful = await replayBlockLog(log, createChain({ crypto }), folder.genesis, sha256);
  expect(forgetful.mismatches[0]).toContain("validators after block 3: header");
});

test("a set in which two thirds or more would not be here is announced, and never sealed for", async () => {
  using folder = createTestFolder();
  const wrap = changing(new Map([[3n, [{ publicKey: other, power: 5n }]]]));
  const refusal = /block 5 must be signed by more than two thirds of a voting power of 15, and the key of this node has 10 \(others: [0-9A-F]{40} has 5\).*valset_source/;
  {
    using node = await run(folder, { wrap });
    await expect(node.producer.run()).rejects.toMatchObject({ code: "VALIDATOR_POWER", retryable: false });
    await expect(node.producer.produce()).rejects.toThrow(refusal);
    const { header } = sealedAt(node, 4n);
    expect(node.chain.store.stateHeight).toBe(4n);
    const announced = createValidatorSet(sha256, [{ publicKey: folder.key.publicKey, power: 10n }, { publicKey: other, power: 5n }]);
    expect(equalBytes(header.nextValidatorsHash, validatorsHash(sha256, announced))).toBe(true);
  }
  await expect(run(folder, { wrap })).rejects.toThrow(refusal);
});

test("a key that is slashed out of the set seals no further block, and one that would leave nobody is not sealed", async () => {
  using folder = createTestFolder();
  const own = { publicKey: folder.key.publicKey, power: 0n };
  {
    using node = await run(folder, { wrap: changing(new Map([[2n, [own]]])) });
    await expect(produceTo(node, 9n)).rejects.toMatchObject({ code: "VALIDATOR_SET" });
    expect(node.chain.store.lastHeight).toBe(1n);
  }
  using node = await run(folder, { wrap: changing(new Map([[2n, [own, { publicKey: other, power: 1n }]]])) });
  await expect(produceTo(node, 9n)).rejects.toThrow("a voting power of 1, and the key of this node has 0");
  expect(node.chain.store.lastHeight).toBe(3n);
});

test("the powers of a genesis with several validators count from its first block on", async () => {
  using folder = createTestFolder();
  const genesis = { ...folder.genesis, validators: [...folder.genesis.validators, { publicKey: other, power: 4n }] };
  {
    using node = await run(folder, { genesis });
    await produceTo(node, 6n);
    for (let at = 2n; at <= 6n; at++) verifyAdjacent(crypto, "seq-1", sealedAt(node, at - 1n).header, sealedAt(node, at));
  }
  using fresh = createTestFolder();
  const equals = { ...fresh.genesis, validators: [...fresh.genesis.validators, { publicKey: other, power: 5n }] };
  await expect(run(fresh, { genesis: equals })).rejects.toMatchObject({ code: "VALIDATOR_POWER" });
});
