// Nodes that differ: what the checks must find, from fake nodes that answer like CometBFT.
import { expect, test } from "vitest";
import type { CommittedTransfer } from "../load/load.ts";
import { loadClaim } from "../conclude.ts";
import type { FaultReport } from "../report/report.ts";
import { createAgreement } from "./agreement.ts";
import { expectedBalances } from "./balances.ts";
import { hashOf, startFakeComet, type FakeBlock } from "./fake-comet.fixture.ts";
import { findTxs } from "./find-txs.ts";

const chain: readonly FakeBlock[] = Array.from({ length: 20 }, (_, i) => ({ blockHash: `B${i + 1}`, appHash: `state ${i + 1}`, txs: [`tx ${i + 1}`] }));

function transfer(height: number): CommittedTransfer {
  return { hash: hashOf(`tx ${height}`), from: "a", to: "b", units: BigInt(height), height: BigInt(height), code: 0 };
}

test("a state that one node computed otherwise is found at its height, and each height is compared once", async () => {
  await using honest = await startFakeComet("node0", chain);
  await using other = await startFakeComet("node1", chain.map((block, i) => (i === 12 ? { ...block, appHash: "another" } : block)));
  const agreement = createAgreement();
  await agreement.compare([honest.member, other.member]);
  expect(agreement.forks).toMatchObject([{ height: "13", node: "node1", what: "app hash" }]);
  // The newest block may not be executed yet.
  expect(agreement.compared).toBe(38);
  await agreement.compare([honest.member, other.member]);
  expect([agreement.compared, agreement.forks.length]).toEqual([38, 1]);
});

test("another block, or one without a transaction, is found on a node that began from a snapshot too", async () => {
  await using honest = await startFakeComet("node0", chain);
  const late = chain.slice(9).map((block, i) => (i === 2 ? { ...block, txs: [] } : i === 5 ? { ...block, blockHash: "X" } : block));
  await using synced = await startFakeComet("node1", late, 10);
  const agreement = createAgreement();
  await agreement.compare([honest.member, synced.member]);
  expect(agreement.forks.map(({ height, what }) => [height, what])).toEqual([["12", "block"], ["15", "block"]]);
  const found = await findTxs([honest.member, synced.member], [transfer(5), transfer(12), transfer(13)], agreement.firstHeights);
  expect(found).toEqual({ byHash: 4, inBlockOnly: 0, beforeSnapshot: 1, lost: [`${hashOf("tx 12")} on node1`] });
});

test("a transaction that only the index lacks is found in its block", async () => {
  await using node = await startFakeComet("node0", chain, 1, ["tx 3"]);
  expect(await findTxs([node.member], [transfer(3), transfer(4)], new Map())).toEqual({ byHash: 1, inBlockOnly: 1, beforeSnapshot: 0, lost: [] });
});

test("balances follow from the transfers that succeeded", () => {
  const balances = expectedBalances(["a", "b"], 100n, [transfer(1), transfer(2), { ...transfer(7), code: 5 }]);
  expect([...balances]).toEqual([["a", 97n], ["b", 103n]]);
});

test("faults on a network that carries nothing show nothing", () => {
  const fault = (name: string, from: number, to: number): FaultReport => ({ name, node: "node0", recoveredMs: 1, longestPauseMs: 1, fromHeight: `${from}`, toHeight: `${to}`, note: "", ok: true });
  const faults = [fault("cut-off", 1, 5), fault("join", 5, 9)];
  expect(loadClaim(faults, [])).toMatchObject({ holds: false, detail: "none at all" });
  expect(loadClaim(faults, [transfer(2), { ...transfer(7), code: 5 }])).toMatchObject({ holds: false, detail: "none during join" });
  expect(loadClaim(faults, [transfer(2), transfer(3), transfer(9)])).toMatchObject({ holds: true, detail: "1 or more in the blocks of each" });
});
