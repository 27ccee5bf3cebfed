import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blockWithId, EMPTY_COMMIT, makeBlock, ZERO_BLOCK_ID, type Commit } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa } from "@openledger/da";
import { height, unixNanos } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isOfThisDa, loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { fraudFromJson, fraudToJson, type FraudRecord } from "./fraud-record.ts";

const { sha256 } = createNodeCrypto();
const set = { validators: [{ address: new Uint8Array(20), publicKey: new Uint8Array(32), power: 1n }], totalPower: 1n };
const made = makeBlock(sha256, {
  ...{ chainId: "a-1", appVersion: 0n, height: height(1n), time: unixNanos(5n), lastBlockId: ZERO_BLOCK_ID, lastCommit: EMPTY_COMMIT },
  ...{ txs: [Uint8Array.of(1)], validators: set, nextValidators: set, consensusHash: sha256(Uint8Array.of(2)), appHash: sha256(Uint8Array.of(3)) },
  ...{ lastResultsHash: sha256(Uint8Array.of(4)), proposerAddress: new Uint8Array(20) },
});
const commit: Commit = { height: height(1n), round: 0, blockId: made.blockId, signatures: [] };
const batch = { daHeight: 7n, commitment: sha256(Uint8Array.of(9)) };
const execution: FraudRecord = { kind: "execution", chainId: "a-1", says: "x", expectedAppHash: sha256(Uint8Array.of(8)), batch, block: made.block, bytes: made.bytes, commit };
const signed = { header: made.block.header, commit };
const equivocation: FraudRecord = { kind: "equivocation", chainId: "a-1", says: "y", batch: undefined, validators: [{ publicKey: new Uint8Array(32), power: 1n }], first: signed, second: signed, evidence: [Uint8Array.of(1)] };

const omission: FraudRecord = { kind: "omission", chainId: "a-1", says: "z", batch, tx: Uint8Array.of(1, 2), deadline: 12n, lastHeight: 4n, lastHash: sha256(Uint8Array.of(4)) };

test("a record survives its JSON, which names height and hashes for people", () => {
  for (const record of [execution, equivocation, omission]) expect(fraudFromJson(fraudToJson(record))).toEqual(record);
  expect(JSON.parse(fraudToJson(execution))).toMatchObject({ height: "1", actual_app_hash: Buffer.from(made.block.header.appHash).toString("hex"), batch: { da_height: "7" } });
  expect(blockWithId(sha256, made.block).blockId).toEqual(made.blockId);
});

test("whatever a file holds is a record or FRAUD_RECORD with the reason", () => {
  const text = fraudToJson(execution);
  const refused = (changed: string): void => expect(() => fraudFromJson(changed)).toThrow(expect.objectContaining({ code: "FRAUD_RECORD" }));
  for (const changed of ["", "{}", "[]", text.slice(0, -3), text.replace("fraud/1", "fraud/2"), text.replace('"block": "', '"block": "AAAA')]) refused(changed);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
      try {
        fraudFromJson(text.slice(0, at) + put + text.slice(at + put.length));
        return true;
      } catch (error) {
        return error instanceof Error && "code" in error && error.code === "FRAUD_RECORD";
      }
    }),
    { numRuns: 200 },
  );
});

test("a checkpoint counts only where DA has the blob that it names, and a damaged one is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-follower-"));
  const file = join(folder, "follower.json");
  const headers = new Uint8Array(10).fill(1);
  try {
    expect(loadCheckpoint(file)).toBeUndefined();
    const chances = [{ hash: "ab".repeat(32), deadline: 9n, chance: "firm" }, { hash: "cd".repeat(32), deadline: 10n, chance: "unknown" }] as const;
    using da = openFileDa({ folder: join(folder, "da"), sha256, nowMs: Date.now });
    const { height: at, commitments } = await da.submit(headers, [Uint8Array.of(1)]);
    const hash = sha256(Uint8Array.of(7));
    const [signature, publicKey] = [new Uint8Array(64).fill(3), new Uint8Array(32).fill(4)];
    const stop = { number: 1n, lastHeight: 3n, lastHash: hash, miss: { txHash: hash, daHeight: 2n, deadline: 8n } };
    const crossed = { daHeight: 9n, rotation: { ...stop, newKey: publicKey, signatures: [{ publicKey, signature }] } };
    const breaks = [{ ...stop, crossed }, { ...stop, number: 2n, crossed: undefined }];
    const checkpoint = { readTo: at, next: 4n, witness: { height: at, commitment: commitments[0] ?? new Uint8Array(0) }, judgedTo: at + 1n, chances, breaks };
    saveCheckpoint(file, checkpoint);
    expect(loadCheckpoint(file)).toEqual(checkpoint);
    expect(await isOfThisDa(checkpoint, da, headers)).toBe(true);
    expect(await isOfThisDa({ ...checkpoint, readTo: at + 1n }, da, headers)).toBe(false);
    expect(await isOfThisDa({ ...checkpoint, witness: { height: at, commitment: sha256(Uint8Array.of(5)) } }, da, headers)).toBe(false);
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -4));
    expect(loadCheckpoint(file)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
