// A sequencer that missed a deadline, and has blocks that DA has not, learns from DA that recovery keys replaced it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { encodeOpenEnvelope, encodeRotationBlob, rotationSignBytes, type RotationBody } from "@openledger/derivation";
import { fromHex, toBase64, toHex } from "@openledger/primitives";
import { createValidatorKey, type ValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { startNode, type RunningNode } from "../compose.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { homePaths } from "../home.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";
import { rebuildFromDa } from "./rebuild.ts";
import { ask, blockOf, censored, CHAIN_ID, FORCED, included, PATIENCE, signSend, statusOf, WINDOW } from "./rotation.fixture.ts";
import { openShared } from "./shared-key.fixture.ts";

const { sha256 } = createNodeCrypto();
const heightOf = async (node: RunningNode): Promise<number> => Number((await statusOf(node)).soft_height);
const refusal = async (node: RunningNode, tx: Uint8Array): Promise<string> => JSON.stringify(await (await fetch(`${node.rpcUrl}/broadcast_tx_sync?tx=0x${toHex(tx)}`)).json());

test("a sequencer whose blocks after a miss are on no chain retires when the rotation that counts is on DA, and at each start before it makes a block", async () => {
  await using it = await censored(12);
  const { adversary, daUrl, home, keys, txs } = it;
  const config = { ...TEST_CONFIG, block_time: "100ms", da: `celestia:${daUrl}` };
  const newKey = createValidatorKey(join(it.folder, "new.json"), sha256).publicKey;
  await adversary.postAll(adversary.blocks.slice(0, 4));
  const posted = await it.force(txs[0]);
  const deadline = posted + WINDOW;
  await it.pass(Number(WINDOW) + 1);
  const hashOf = (at: number): Uint8Array => adversary.blocks[at]?.header.lastBlockId.hash ?? new Uint8Array(0);
  const body: RotationBody = { number: 1n, lastHeight: 4n, lastHash: hashOf(4), miss: { txHash: sha256(txs[0]), daHeight: posted, deadline }, newKey };
  // Recovery keys sign what never was: another transaction, and another last block.
  await it.post(it.sign({ ...body, miss: { ...body.miss, txHash: sha256(txs[1]) } }, keys));
  await it.post(it.sign({ ...body, lastHeight: 3n, lastHash: hashOf(3) }, keys));
  // By too few, and for a block that is not the one here, is worth no look.
  await it.post(it.sign(body, keys.slice(0, 1)));
  await it.post(it.sign({ ...body, lastHash: sha256(hashOf(4)) }, keys));

  const log = adversary.blocks.length;
  let made: number;
  {
    await using node = await startNode({ home: home.home, config: { ...config, da: "celestia:http://127.0.0.1:9" } });
    await expect.poll(async () => (await statusOf(node)).turn, PATIENCE).toContain("before it makes a block, this node reads on DA whether recovery keys replaced it");
    await expect.poll(async () => (await ask<{ posting: { status: string } }>(node.rpcUrl, "rollup_status")).posting.status, PATIENCE).toContain("DA fails: ");
    expect(await heightOf(node)).toBe(log);
  }
  const retired = {
    role: "retired",
    turn: `recovery keys replaced this sequencer after block 4 by the key ${toBase64(newKey)}: its own log ends there, what it sealed after that is on no chain, and it makes no more blocks; follow DA in a new home`,
    recovery: { rotations: 0, next_sequencer: toBase64(newKey), stopped_at: { height: "4", missed_tx: toHex(sha256(txs[0])).toUpperCase(), deadline: `${deadline}`, rotation_number: "1" } },
  };
  {
    await using node = await startNode({ home: home.home, config });
    // Until the right one is there it goes on, with what it left out.
    await expect.poll(() => included(node), PATIENCE).toBeGreaterThan(log + 2);
    expect(await statusOf(node)).toMatchObject({ role: "sequencer", recovery: { next_sequencer: null, stopped_at: null } });
    await it.post(it.sign(body, keys));
    await expect.poll(() => statusOf(node), PATIENCE).toMatchObject(retired);
    made = await heightOf(node);
    expect(await refusal(node, txs[1])).toContain("recovery keys replaced this sequencer after block 4");
    expect((await blockOf(node, made)).block.data.txs).toEqual([]);
    expect((await ask<{ sync_info: { catching_up: boolean } }>(node.rpcUrl, "status")).sync_info.catching_up).toBe(true);
  }
  for (const follow of ["", "standby"] as const) {
    await using node = await startNode({ home: home.home, config: { ...config, follow } });
    await expect.poll(() => statusOf(node), PATIENCE).toMatchObject(retired);
    expect(await refusal(node, txs[1])).toContain("recovery keys replaced this sequencer after block 4");
    expect(await heightOf(node)).toBe(made);
  }
}, 60_000);

test("a sequencer that DA is away from is replaced meanwhile: it retires when DA is back, and gives the lease of a shared key back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-replaced-"));
  const [recoveryKey, next] = ["recovery", "next"].map((name) => createValidatorKey(join(folder, `${name}.json`), sha256)) as [ValidatorKey, ValidatorKey];
  rmSync(folder, { recursive: true, force: true });
  const recovery = { threshold: "1", keys: [{ name: "lab", public_key: toBase64(recoveryKey.publicKey) }] };
  using home = await createTestHome({ rollup: { forced_inclusion: { window: `${WINDOW}`, da_block_seconds: "1" }, recovery } });
  await using at = await openShared(home);
  await using node = await startNode({ home: home.home, config: at.config });
  await expect.poll(() => included(node), PATIENCE).toBeGreaterThan(2);
  const tx = await signSend(home, node.rpcUrl, 1);
  await at.stopDa();
  const { request: genesis } = readGenesisFile(homePaths(home.home).genesisFile, sha256);
  const { lastHeight } = await rebuildFromDa({ da: at.da, crypto: createNodeCrypto(), app: createChain({ crypto: createNodeCrypto() }), genesis, startHeight: 1n });
  const { height: daHeight } = await at.da.submit(FORCED, [encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", tx)]);
  for (let i = 0; i <= Number(WINDOW); i++) await at.da.submit(FORCED, [Uint8Array.of(i)]);
  const { block_id: id } = await ask<{ block_id: { hash: string } }>(node.rpcUrl, `block?height=${lastHeight}`);
  const body: RotationBody = { number: 1n, lastHeight, lastHash: fromHex(id.hash.toLowerCase()), miss: { txHash: sha256(tx), daHeight, deadline: daHeight + WINDOW }, newKey: next.publicKey };
  const signature = recoveryKey.sign(rotationSignBytes(sha256, CHAIN_ID, body));
  await at.da.submit(FORCED, [encodeRotationBlob(sha256, CHAIN_ID, { ...body, signatures: [{ publicKey: recoveryKey.publicKey, signature }] })]);
  await expect.poll(() => heightOf(node), PATIENCE).toBeGreaterThan(Number(lastHeight) + 2);
  expect([(await statusOf(node)).role, at.signer.status().lease]).toEqual(["sequencer", expect.anything()]);
  await at.startDa();
  await expect.poll(() => statusOf(node), PATIENCE).toMatchObject({ role: "retired", recovery: { stopped_at: { height: `${lastHeight}`, rotation_number: "1" } } });
  await expect.poll(() => at.signer.status().lease?.remainingMs, PATIENCE).toBe(0);
}, 60_000);
