import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signedHeaderFromJson, validatorSetFromJson, verifySignedBlock } from "@openledger/client/light";
import { verifyStoreProof } from "@openledger/client/proof";
import { createNodeCrypto } from "@openledger/crypto";
import { initHome, startNode } from "@openledger/node";
import { addressFromBytes, fromHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { startIndexer } from "../compose.ts";
import { ask, untilHeight } from "../testing/graphql.ts";

const CHAIN = "openledger-proof-1";
const crypto = createNodeCrypto();
const owner = addressFromBytes("open", new Uint8Array(20).fill(7));

const bytes = (hex: string): Uint8Array => fromHex(hex.slice(2));

test("a stranger checks a balance against a running node's header: the proof leads to its app hash, and the validators signed it", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-live-proof-"));
  try {
    const home = join(folder, "home");
    initHome({ home, chainId: CHAIN, accounts: [{ address: owner, coins: [{ denom: "uopen", amount: 1_234n }] }] });
    await using node = await startNode({ home, config: { rpc_laddr: "tcp://127.0.0.1:0", rest_laddr: "tcp://127.0.0.1:0", block_time: "100ms", log_level: "silent" } });
    await using indexer = await startIndexer({ node: node.rpcUrl, port: 0 });
    await untilHeight(indexer, 4n);
    const id = Buffer.from(`Account:${owner}`).toString("base64");
    const { proof } = await ask(indexer, `{ proof(id: "${id}", denom: "uopen") { store key value height ops { type key data } signedHeader validators } }`);
    const { header, commit } = signedHeaderFromJson(proof.signedHeader);
    const block = { header, commit, validators: validatorSetFromJson(crypto.sha256, proof.validators) };
    expect(Buffer.from(bytes(proof.value)).toString()).toBe("1234");
    expect(header.height).toBe(BigInt(proof.height) + 1n);
    verifySignedBlock(crypto, CHAIN, block);
    const ops = proof.ops.map((op: { type: string; key: string; data: string }) => ({ type: op.type, key: bytes(op.key), data: bytes(op.data) }));
    const proven = { store: proof.store, key: bytes(proof.key), height: BigInt(proof.height), ops };
    expect(verifyStoreProof(crypto.sha256, header.appHash, { ...proven, value: bytes(proof.value) })).toBe(true);
    expect(verifyStoreProof(crypto.sha256, header.appHash, { ...proven, value: Buffer.from("1235") })).toBe(false);
    const forged = { ...block, header: { ...header, appHash: new Uint8Array(32) } };
    expect(() => verifySignedBlock(crypto, CHAIN, forged)).toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("each block of a running sequencer has its one signature, of the validator that proposed it", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-live-signatures-"));
  try {
    const home = join(folder, "home");
    initHome({ home, chainId: CHAIN, accounts: [{ address: owner, coins: [{ denom: "uopen", amount: 1_234n }] }] });
    await using node = await startNode({ home, config: { rpc_laddr: "tcp://127.0.0.1:0", rest_laddr: "tcp://127.0.0.1:0", block_time: "100ms", log_level: "silent" } });
    await using indexer = await startIndexer({ node: node.rpcUrl, port: 0 });
    await untilHeight(indexer, 4n);
    const { blocks } = await ask(indexer, "{ blocks(first: 3, order: OLDEST_FIRST) { edges { node { proposer proposedBy { operator } commitRound missedBy { operator } signatures { flag address time validator { operator uptime(window: 3) { missed signed } } } } } } }");
    for (const { node: block } of blocks.edges) {
      expect(block).toMatchObject({ commitRound: 0, missedBy: [], signatures: [{ flag: "COMMIT", address: block.proposer, time: expect.stringMatching(/^20\d\d-/), validator: { operator: block.proposedBy.operator, uptime: { missed: 0 } } }] });
      expect(block.signatures).toHaveLength(1);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
