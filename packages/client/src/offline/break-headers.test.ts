// The headers of a break in a file: from a trusted header below it to the proof's own, without a node.
import { sign } from "node:crypto";
import { headerHash, type LightBlock } from "@openledger/comet";
import { encodeRotation, rotationSignBytes, type Rotation } from "@openledger/derivation";
import { QueryRotationsResponse } from "@openledger/messages/openledger/rollup/v1";
import { expect, test } from "vitest";
import { ClientError } from "../errors.ts";
import type { Crossings } from "../light/crossings.ts";
import { crypto, listProvider, signedBlock, testKey, type TestKey } from "../light/light-chain.fixture.ts";
import { breakHeaders, type BreakSource } from "./break-headers.ts";
import { checkTrustedHeader } from "./check-trusted-header.ts";

const { sha256 } = crypto;
const CHAIN = "breaks-1";
const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;
const now = START + 100n * SECOND;
const [first, second, third, ...recoveryKeys] = Array.from({ length: 6 }, (_, i) => testKey(700 + i)) as [TestKey, TestKey, TestKey, ...TestKey[]];
const recovery = { threshold: 2, keys: recoveryKeys.map(({ publicKey }) => publicKey) };

/** Sealed by one key up to block 9, by another one up to 14, by a third one after it; nobody announced either. */
function brokenChain(length: number, [atFirst, then, atLast]: readonly [TestKey, TestKey, TestKey] = [first, second, third]): LightBlock[] {
  const blocks: LightBlock[] = [];
  for (let at = 1n; at <= BigInt(length); at++) {
    const key = at <= 9n ? atFirst : at <= 14n ? then : atLast;
    blocks.push(signedBlock({ chainId: CHAIN, height: at, time: START + at * SECOND, members: [[key, 10n]], previous: blocks.at(-1)?.header }));
  }
  return blocks;
}

const chain = brokenChain(20);
const blockAt = (height: bigint, blocks: readonly LightBlock[] = chain): LightBlock => blocks[Number(height) - 1] as LightBlock;

function rotation(number: bigint, lastHeight: bigint, newKey: TestKey): Rotation {
  const lastHash = headerHash(sha256, blockAt(lastHeight).header);
  const body = { number, lastHeight, lastHash, miss: { txHash: lastHash, daHeight: 4n, deadline: 9n }, newKey: newKey.publicKey };
  const message = rotationSignBytes(sha256, CHAIN, body);
  const signatures = recoveryKeys.slice(0, 2).map(({ publicKey, secret }) => ({ publicKey, signature: new Uint8Array(sign(null, message, secret)) }));
  return { ...body, signatures: signatures.toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
}

const rotations = [rotation(1n, 9n, second), rotation(2n, 14n, third)];
const crossings: Crossings = { recovery, rotations };

/** A node that names these rotations. */
function nodeWith(named: readonly Rotation[], blocks: readonly LightBlock[] = chain): BreakSource & { readonly asked: readonly bigint[] } {
  const provider = listProvider("node", blocks);
  const answer = QueryRotationsResponse.toBytes({ rotations: named.map((one) => ({ height: one.lastHeight + 1n, rotation: encodeRotation(one) })) });
  return { client: { rpcUrl: "node", query: async (method) => method.response.fromBytes(answer) }, provider, sha256, asked: provider.asked };
}

const heightsOf = (blocks: readonly LightBlock[]): bigint[] => blocks.map(({ header }) => header.height);

/** What a check from a header of block `from` says of a file for block `to`. */
function verdict(from: bigint, to: bigint, path: readonly LightBlock[], by: Crossings | undefined, blocks: readonly LightBlock[] = chain): string {
  const { header } = blockAt(from, blocks);
  const trusted = { height: from, hash: headerHash(sha256, header), header };
  return checkTrustedHeader(crypto, { block: blockAt(to, blocks), path }, trusted, { now, crossings: by }).state;
}

test("a file with both headers of each break is verified from below all of them by the recovery keys, and by nothing else", async () => {
  const path = await breakHeaders(nodeWith(rotations), 20n);
  expect(heightsOf(path)).toEqual([9n, 10n, 14n, 15n]);
  for (const from of [1n, 9n, 10n, 12n, 15n, 18n]) expect(verdict(from, 20n, path, crossings), `from ${from}`).toBe("holds");
  expect(verdict(3n, 20n, path, undefined)).toBe("fails");
  expect(verdict(3n, 20n, path, { recovery, rotations: rotations.slice(0, 1) })).toBe("fails");
  expect(verdict(3n, 20n, path, { recovery: { ...recovery, threshold: 3 }, rotations })).toBe("fails");
  for (const missing of path) expect(verdict(3n, 20n, path.filter((one) => one !== missing), crossings)).not.toBe("holds");
  // From above the breaks nobody needs them, nor the genesis.
  expect(verdict(16n, 20n, path, undefined)).toBe("holds");
  expect(verdict(20n, 20n, path, undefined)).toBe("holds");
});

test("a file of what the old key sealed on after the break does not hold for whoever has the rotation, whatever headers it carries", () => {
  const ofTheFirst = brokenChain(20, [first, first, first]);
  const ofTheSecond = brokenChain(20, [first, second, second]);
  const pathOf = (blocks: readonly LightBlock[], ...heights: readonly bigint[]): LightBlock[] => heights.map((height) => blockAt(height, blocks));
  for (const [blocks, last] of [[ofTheFirst, 9n], [ofTheSecond, 14n]] as const) {
    const below = [9n, 10n, 14n, 15n].filter((height) => height <= last);
    for (const to of [last + 1n, 20n]) {
      for (const path of [below, [...below, last + 1n], [...below, last + 1n, last + 2n]]) {
        const carried = pathOf(blocks, ...path.filter((height) => height < to));
        for (const from of [3n, 9n, last]) expect(verdict(from, to, carried, crossings, blocks), `from ${from} to ${to} over ${path.join(" ")}`).toBe("fails");
      }
    }
    // What both chains have holds.
    expect(verdict(3n, last, pathOf(blocks, ...below.filter((height) => height < last)), crossings, blocks)).toBe("holds");
  }
  expect(verdict(3n, 20n, [], crossings, ofTheFirst)).toBe("fails");
  expect(verdict(3n, 20n, [], { recovery: { ...recovery, threshold: 3 }, rotations }, ofTheFirst)).toBe("holds");
});

test("a file holds the breaks up to its own header alone, and none where there are none", async () => {
  expect(heightsOf(await breakHeaders(nodeWith(rotations), 12n))).toEqual([9n, 10n]);
  expect(heightsOf(await breakHeaders(nodeWith(rotations), 10n))).toEqual([9n, 10n]);
  expect(await breakHeaders(nodeWith(rotations), 9n)).toEqual([]);
  expect(await breakHeaders(nodeWith([]), 20n)).toEqual([]);
  const old: BreakSource = { ...nodeWith([]), client: { rpcUrl: "node", query: () => Promise.reject(new ClientError("query", "unknown query path")) } };
  expect(await breakHeaders(old, 20n)).toEqual([]);
});

test("the header right after a break is the file's own", async () => {
  const path = (await breakHeaders(nodeWith(rotations), 10n)).filter(({ header }) => header.height < 10n);
  expect(verdict(3n, 10n, path, crossings)).toBe("holds");
  expect(verdict(3n, 10n, path, undefined)).toBe("fails");
});

test("a node that names a rotation for other headers is not believed", async () => {
  const [one] = rotations as [Rotation];
  for (const wrong of [{ ...one, lastHash: sha256(one.lastHash) }, { ...one, newKey: third.publicKey }, { ...one, lastHeight: 8n }]) {
    await expect(breakHeaders(nodeWith([wrong]), 20n)).rejects.toMatchObject({ code: "invalid" });
  }
});
