import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommitSlot } from "../source/committed-block.ts";
import { readCommit } from "../source/read-commit.ts";
import { nanosFromRfc3339, nanosToRfc3339 } from "../source/timestamps.ts";
import { commitFromBytes, commitToBytes } from "./commit-bytes.ts";

const signed = fc.record({ flag: fc.constantFrom("COMMIT" as const, "NIL" as const), address: fc.uint8Array({ minLength: 20, maxLength: 20 }), timeNs: fc.option(fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n)) });
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

const [EARLIEST, LATEST] = [nanosFromRfc3339("0001-01-01T00:00:00Z") ?? 0n, nanosFromRfc3339("9999-12-31T23:59:59.999999999Z") ?? 0n];
const anyVote = fc.record({
  block_id_flag: fc.constantFrom(1, 2, 3),
  validator_address: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("hex").toUpperCase()),
  timestamp: fc.bigInt(EARLIEST, LATEST).map(nanosToRfc3339),
});

test("a commit with any time that protobuf holds is kept, with the times that 64 bits hold and none that is wrong", () => {
  fc.assert(
    fc.property(fc.array(anyVote, { maxLength: 10 }), fc.nat(2 ** 31 - 1), (signatures, round) => {
      const slots = readCommit({ round, signatures })?.slots ?? [];
      const kept = commitFromBytes(commitToBytes(slots));
      expect(kept.length).toBe(signatures.length);
      kept.forEach((slot, at) => {
        if (slot.flag === "ABSENT") return;
        const exact = nanosFromRfc3339(signatures[at]?.timestamp ?? "") ?? 0n;
        expect(slot.timeNs).toBe(BigInt.asIntN(64, exact) === exact ? exact : null);
      });
    }),
    { numRuns: 200 },
  );
});

test.each(["0001-01-01T00:00:00Z", "1677-09-21T00:12:43.145224192Z", "2262-04-11T23:47:16.854775808Z", "2500-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"])("a vote of %s has no time", (timestamp) => {
  const commit = readCommit({ round: 0, signatures: [{ block_id_flag: 2, validator_address: "0A".repeat(20), timestamp }] });
  expect(commitFromBytes(commitToBytes(commit?.slots ?? []))).toEqual([{ flag: "COMMIT", address: new Uint8Array(20).fill(10), timeNs: null }]);
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
