import { InvariantViolation } from "@openledger/primitives";
import type { CheckTxResponse } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { mempoolLimits } from "./block-limits.ts";
import { createMempool } from "./mempool.ts";
import { ACCEPTED, crypto } from "./sequencer.fixture.ts";

const LIMITS = mempoolLimits({ maxBlockBytes: 4_194_304n, maxBlockGas: -1n });

const tx = (sender: number, sequence: number): Uint8Array => Uint8Array.of(sender, sequence);

/** Each sender's sequence must follow; the check state resets at a commit, as the App's does. */
function createApp(): {
  readonly committed: Map<number, number>;
  reset(): void;
  checkTx(bytes: Uint8Array): CheckTxResponse;
} {
  const committed = new Map<number, number>();
  let pending = new Map<number, number>();
  return {
    committed,
    reset() {
      pending = new Map(committed);
    },
    checkTx([sender = 0, sequence = 0]) {
      if (sender === 99) throw new InvariantViolation("supply");
      const expected = pending.get(sender) ?? 0;
      if (sequence !== expected) return { ...ACCEPTED, code: 32, codespace: "sdk" };
      pending.set(sender, expected + 1);
      return { ...ACCEPTED, gasWanted: 10n };
    },
  };
}

test("transactions leave in order of arrival, so a sender's sequences stay in order", async () => {
  const mempool = createMempool(createApp(), crypto.sha256, LIMITS);
  for (const [sender, sequence] of [[1, 0], [2, 0], [1, 1], [2, 1]] as const) await mempool.admit(tx(sender, sequence));
  expect(mempool.reap(1_000, -1n)).toEqual([tx(1, 0), tx(2, 0), tx(1, 1), tx(2, 1)]);
  expect(mempool.reap(15, -1n)).toHaveLength(2);
  expect(mempool.reap(1_000, 29n)).toHaveLength(2);
  expect((await mempool.admit(tx(1, 5))).code).toBe(32);
  expect(mempool.list(3)).toHaveLength(3);
});

test("a known transaction is refused, a failed one may come again", async () => {
  const mempool = createMempool(createApp(), crypto.sha256, LIMITS);
  await mempool.admit(tx(1, 0));
  await expect(mempool.admit(tx(1, 0))).rejects.toMatchObject({ code: "TX_IN_CACHE", message: "tx already exists in cache" });
  expect((await mempool.admit(tx(1, 2))).code).toBe(32);
  expect((await mempool.admit(tx(1, 2))).code).toBe(32);
  await mempool.update([{ tx: tx(1, 0), code: 0 }]);
  expect(mempool.count).toBe(0);
  await expect(mempool.admit(tx(1, 0))).rejects.toThrow("tx already exists in cache");
});

test("what does not fit is refused in the words of CometBFT", async () => {
  const limits = { ...LIMITS, maxTxs: 2, maxTxBytes: 10 };
  const mempool = createMempool(createApp(), crypto.sha256, limits);
  await mempool.admit(tx(1, 0));
  await mempool.admit(tx(1, 1));
  const full = { code: "MEMPOOL_FULL", message: expect.stringMatching(/^mempool is full: number of txs 2 \(max: 2\), total txs bytes/) };
  await expect(mempool.admit(tx(1, 2))).rejects.toMatchObject(full);
  const large = { code: "TX_TOO_LARGE", message: "Tx too large. Max size is 10, but got 11" };
  await expect(mempool.admit(new Uint8Array(11))).rejects.toMatchObject(large);
  const bytes = createMempool(createApp(), crypto.sha256, { ...limits, maxBytes: 3 });
  await bytes.admit(tx(1, 0));
  await expect(bytes.admit(tx(1, 1))).rejects.toThrow("mempool is full");
});

test("a transaction that fits into no block is refused instead of standing in everyone's way", async () => {
  const small = mempoolLimits({ maxBlockBytes: 4_096n, maxBlockGas: 9n });
  const mempool = createMempool(createApp(), crypto.sha256, small);
  expect(await mempool.admit(tx(1, 0))).toMatchObject({ code: 41, codespace: "sdk" });
  await expect(mempool.admit(new Uint8Array(2_044))).rejects.toMatchObject({ code: "TX_TOO_LARGE" });
  expect(mempool.count).toBe(0);
});

test("when governance lowers what a block takes, what no longer fits leaves and the others go on", async () => {
  let maxBlockBytes = 4_194_304n;
  let maxBlockGas = -1n;
  const mempool = createMempool(createApp(), crypto.sha256, () => mempoolLimits({ maxBlockBytes, maxBlockGas }));
  const large = new Uint8Array(3_000).fill(1, 0, 1);
  await mempool.admit(large);
  await mempool.admit(tx(2, 0));
  maxBlockBytes = 4_096n;
  maxBlockGas = 9n;
  await expect(mempool.update([])).resolves.toBeUndefined();
  expect(mempool.list(9).map(({ length }) => length)).not.toContain(3_000);
  await expect(mempool.admit(large)).rejects.toMatchObject({ code: "TX_TOO_LARGE" });
  expect(await mempool.admit(tx(3, 0))).toMatchObject({ code: 41 });
});

test("after a commit the rest is rechecked in order and what no longer fits is dropped", async () => {
  const app = createApp();
  const mempool = createMempool(app, crypto.sha256, LIMITS);
  for (const [sender, sequence] of [[1, 0], [1, 1], [2, 0]] as const) await mempool.admit(tx(sender, sequence));
  // Another node's block moved sender 2 on.
  app.committed.set(1, 1).set(2, 1);
  app.reset();
  const updating = mempool.update([{ tx: tx(1, 0), code: 0 }]);
  const admitted = mempool.admit(tx(1, 2));
  await updating;
  expect((await admitted).code).toBe(0);
  expect(mempool.reap(1_000, -1n)).toEqual([tx(1, 1), tx(1, 2)]);
  expect(mempool.bytes).toBe(4);
});

test("a transaction that trips an assertion in CheckTx harms nobody else", async () => {
  const mempool = createMempool(createApp(), crypto.sha256, LIMITS);
  await expect(mempool.admit(tx(99, 0))).rejects.toMatchObject({ code: "TX_QUARANTINED" });
  expect((await mempool.admit(tx(1, 0))).code).toBe(0);
});
