import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommitSlot } from "../source/committed-block.ts";
import { readCommit } from "../source/read-commit.ts";
import { commitFromBytes, commitToBytes } from "./commit-bytes.ts";

const signed = fc.record({ flag: fc.constantFrom("COMMIT" as const, "NIL" as const), address: fc.uint8Array({ minLength: 20, maxLength: 20 }), timeNs: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n) });
const anySlot: fc.Arbitrary<CommitSlot> = fc.oneof(fc.constant({ flag: "ABSENT" as const }), signed);

test("any commit comes back from its bytes, 29 of them for a signature and one for an absent validator", () => {
  fc.assert(
    fc.property(fc.array(anySlot, { maxLength: 40 }), (slots) => {
      const bytes = commitToBytes(slots);
      expect(commitFromBytes(bytes)).toEqual(slots);
      expect(bytes.length).toBe(slots.reduce((sum, { flag }) => sum + (flag === "ABSENT" ? 1 : 29), 0));
    }),
    { numRuns: 200 },
  );
});

test("a commit is read as CometBFT writes it, with the address of an absent validator empty", () => {
  const address = "0A".repeat(20);
  const signatures = [
    { block_id_flag: 2, validator_address: address, timestamp: "2026-09-21T14:13:20.000000001Z", signature: "AA==" },
    { block_id_flag: 1, validator_address: "", timestamp: "0001-01-01T00:00:00Z", signature: null },
    { block_id_flag: 3, validator_address: address, timestamp: "2026-09-21T14:13:20Z", signature: "AA==" },
  ];
  const bytes = new Uint8Array(20).fill(10);
  expect(readCommit({ height: "7", round: 1, signatures })).toEqual({
    round: 1,
    slots: [{ flag: "COMMIT", address: bytes, timeNs: 1_790_000_000_000_000_001n }, { flag: "ABSENT" }, { flag: "NIL", address: bytes, timeNs: 1_790_000_000_000_000_000n }],
  });
});

test.each([
  ["the first block, whose commit is empty", { height: "0", round: 0, signatures: [] }, { round: 0, slots: [] }],
  ["a node without commits", undefined, { round: 0, slots: [] }],
  ["an unknown flag", { round: 0, signatures: [{ block_id_flag: 4, validator_address: "00".repeat(20), timestamp: "2026-09-21T14:13:20Z" }] }, undefined],
  ["an address of another length", { round: 0, signatures: [{ block_id_flag: 2, validator_address: "00", timestamp: "2026-09-21T14:13:20Z" }] }, undefined],
  ["a time that is none", { round: 0, signatures: [{ block_id_flag: 2, validator_address: "00".repeat(20), timestamp: "noon" }] }, undefined],
  ["text in its place", "commit", undefined],
])("%s", (_, json, expected) => {
  expect(readCommit(json)).toEqual(expected);
});
