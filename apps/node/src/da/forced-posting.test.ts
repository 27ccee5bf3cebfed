import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer } from "@openledger/da";
import { namespacesOf } from "@openledger/derivation";
import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createForcedPosting, type ForcedPosting } from "./forced-posting.ts";

const { sha256 } = createNodeCrypto();
const TX = Uint8Array.of(1, 2, 3);
const HASH = toHex(sha256(TX)).toUpperCase();
const FORCED = { window: "10" };

interface Place extends AsyncDisposable {
  readonly posting: ForcedPosting;
  /** What the node answers from now on. */
  answer(status: object | undefined): void;
  posted(): Promise<number>;
}

/** A DA, and a node of which only the status is there. */
async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-forced-posting-"));
  const da = openFileDa({ folder, sha256, nowMs: Date.now });
  const server = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  let status: object | undefined;
  const node = createServer((_, response) => response.end(JSON.stringify(status === undefined ? { error: { code: -32601 } } : { result: status }))).listen(0, "127.0.0.1");
  await new Promise((resolve) => node.once("listening", resolve));
  const rpcUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}/`;
  return {
    posting: createForcedPosting({ where: `celestia:${server.url}`, chainId: "test-1", rpcUrl }),
    answer: (next) => void (status = next),
    async posted() {
      const { height } = await da.head();
      return height === 0n ? 0 : (await da.list(height, namespacesOf(sha256, "test-1").forced)).length;
    },
    async [Symbol.asyncDispose]() {
      node.closeAllConnections();
      await new Promise((resolve) => node.close(resolve));
      await server.close();
      da.close();
      rmSync(folder, { recursive: true });
    },
  };
}

test("nothing is posted that nobody would have to take", async () => {
  await using place = await openPlace();
  place.answer({ da_height: "5" });
  await expect(place.posting.broadcast(TX)).rejects.toThrow("no forced inclusion");
  place.answer({ da_height: "5", forced: FORCED, recovery: { stopped_at: { height: "87", missed_tx: "AA" } } });
  await expect(place.posting.broadcast(TX)).rejects.toThrow("stands still after block 87");
  expect(await place.posted()).toBe(0);
});

test.each([
  ["the sequencer left it out", { stopped_at: { height: "87", missed_tx: HASH } }, "the sequencer left it out: followers keep the record and stand still after block 87"],
  ["another one was left out", { stopped_at: { height: "87", missed_tx: "AA" } }, "left out another transaction"],
  ["it could not run", { stopped_at: null }, "did not have to take it"],
  ["it could not run, and nobody can recover the chain", undefined, "did not have to take it"],
])("when the window is over it says what became of a transaction: %s", async (_, recovery, says) => {
  await using place = await openPlace();
  place.answer({ da_height: "0", forced: FORCED, recovery: { stopped_at: null } });
  expect(await place.posting.broadcast(TX)).toBe(HASH);
  expect(await place.posted()).toBe(1);
  const over = place.posting.timeIsOver(AbortSignal.timeout(20_000));
  // The deadline itself is in time.
  place.answer({ da_height: "11", forced: FORCED, recovery });
  const isOver = await Promise.race([over.catch(() => true), new Promise((resolve) => setTimeout(resolve, 1_500, false))]);
  expect(isOver).toBe(false);
  place.answer({ da_height: "12", forced: FORCED, recovery });
  await expect(over).rejects.toThrow(says);
});

test("a node that reads no DA leaves it to the user's patience", async () => {
  await using place = await openPlace();
  place.answer(undefined);
  expect(await place.posting.broadcast(TX)).toBe(HASH);
  await expect(place.posting.timeIsOver(AbortSignal.timeout(1_500))).rejects.toThrow("aborted");
});
