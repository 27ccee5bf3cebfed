import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa } from "@openledger/da";
import { encodeRotationBlob, rotationSignBytes, type Rotation } from "@openledger/derivation";
import { daError } from "@openledger/ports";
import { height } from "@openledger/primitives";
import { createValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { createRotationWatch, type RotationWatch, type RotationWatchOptions } from "./rotation-watch.ts";

const crypto = createNodeCrypto();
const { sha256 } = crypto;
const CHAIN_ID = "openledger-test-1";

test("a rotation is held against DA once, one chain is rebuilt at a time, and what was read is read again from another DA alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-watch-"));
  const key = createValidatorKey(join(folder, "key.json"), sha256);
  const signed = (number: bigint): Rotation => {
    const body = { number, lastHeight: 4n, lastHash: sha256(Uint8Array.of(4)), miss: { txHash: sha256(Uint8Array.of(1)), daHeight: 1n, deadline: 2n }, newKey: key.publicKey };
    return { ...body, signatures: [{ publicKey: key.publicKey, signature: key.sign(rotationSignBytes(sha256, CHAIN_ID, body)) }] };
  };
  const blob = (number: bigint): { data: Uint8Array } => ({ data: encodeRotationBlob(sha256, CHAIN_ID, signed(number)) });
  const openDa = async (name: string): Promise<ReturnType<typeof openFileDa>> => {
    const da = openFileDa({ folder: join(folder, name), sha256, nowMs: Date.now });
    for (let i = 0; i < 9; i++) await da.submit(new Uint8Array(10), [Uint8Array.of(i)]);
    return da;
  };
  let rebuilt = 0;
  let answer: () => Promise<{ daHeight: bigint; rotations: readonly Rotation[] }> = () => Promise.reject(daError("DA_BUSY", "later"));
  const open = (da: RotationWatchOptions["da"]): RotationWatch =>
    createRotationWatch({
      ...{ da, crypto, startHeight: 1n, file: join(folder, "read.json"), recovery: { threshold: 1, keys: [key.publicKey] } },
      chain: { genesis: { chainId: CHAIN_ID }, store: { setChanges: [], stateHeight: height(4n), block: () => undefined }, validators: { expected: () => undefined } },
      onSuspected: () => undefined,
      rebuild: () => ((rebuilt += 1), answer()),
    });
  const da = await openDa("da");
  const watch = open(da);
  expect(await watch.begin()).toBe(1n);
  // Before its deadline it cannot count, wherever it is posted again.
  watch.read(2n, [blob(1n)]);
  expect([watch.isDecided(), rebuilt]).toEqual([true, 0]);
  watch.read(3n, [blob(1n), blob(1n)]);
  expect([watch.isDecided(), watch.isDecided(), rebuilt]).toEqual([false, false, 1]);
  await delay(0);
  expect(() => watch.isDecided()).toThrow("later");
  answer = () => Promise.resolve({ daHeight: 3n, rotations: [] });
  await expect.poll(() => watch.isDecided()).toBe(true);
  const before = rebuilt;
  watch.read(4n, [blob(1n)]);
  expect([watch.isDecided(), rebuilt]).toEqual([true, before]);
  await watch.save();
  watch.read(5n, [blob(2n)]);
  answer = () => Promise.resolve({ daHeight: 5n, rotations: [signed(2n)] });
  await expect.poll(() => watch.isDecided() && watch.found?.number).toBe(2n);
  await watch.save();
  await watch.stop();
  // It is found again by whoever starts anew.
  expect(await open(da).begin()).toBe(5n);
  const other = await openDa("other");
  expect(await open(other).begin()).toBe(1n);
  for (const one of [da, other]) one.close();
  rmSync(folder, { recursive: true, force: true });
});
