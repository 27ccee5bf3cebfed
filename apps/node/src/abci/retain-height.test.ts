import { height } from "@openledger/primitives";
import { expect, test } from "vitest";
import { retainHeight } from "./retain-height.ts";

test.each([
  { name: "all blocks stay by default", at: 100n, blocks: 0, snapshots: [50n], first: 0n },
  { name: "as many as wanted stay", at: 100n, blocks: 10, snapshots: undefined, first: 91n },
  { name: "the block itself stays", at: 100n, blocks: 1, snapshots: undefined, first: 100n },
  { name: "a short chain stays whole", at: 5n, blocks: 10, snapshots: undefined, first: 0n },
  { name: "all stay until there is a snapshot", at: 100n, blocks: 10, snapshots: [], first: 0n },
  { name: "those from the oldest snapshot on stay", at: 100n, blocks: 10, snapshots: [40n, 80n], first: 40n },
  { name: "a late snapshot does not shorten what is wanted", at: 100n, blocks: 10, snapshots: [95n], first: 91n },
])("$name", ({ at, blocks, snapshots, first }) => {
  expect(retainHeight({ height: height(at), blocks, snapshots: snapshots && (() => snapshots) })).toBe(first);
});
