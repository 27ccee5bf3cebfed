import { createChain, parseGenesis } from "@openledger/chain";
import { createNodeCrypto, createSignaturePool } from "@openledger/crypto";
import { height, toHex, unixNanos } from "@openledger/primitives";
import type { StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { createBench, type AppProcess, type Bench, type StartOptions } from "./app-process.fixture.ts";

/** A chain with one empty block that counts what it verifies itself. */
function countingChain(bench: Bench): { readonly machine: StateMachine; readonly verified: () => number } {
  const crypto = createNodeCrypto();
  let count = 0;
  const machine = createChain({ crypto: { ...crypto, verifySecp256k1: (...check) => (count++, crypto.verifySecp256k1(...check)) } });
  machine.initChain(parseGenesis(bench.document));
  execute(machine, []);
  return { machine, verified: () => count };
}

function execute(machine: StateMachine, txs: readonly Uint8Array[]): { readonly codes: readonly number[]; readonly appHash: Uint8Array } {
  const at = height(machine.info().height + 1n);
  const time = unixNanos(1_790_000_000_000_000_000n + at * 1_000_000_000n);
  const steps = machine.executeBlock({ height: at, time, proposer: new Uint8Array(20), hash: new Uint8Array(32), txs });
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done !== true) continue;
    machine.commit(step.value);
    return { codes: step.value.response.txResults.map(({ code }) => code), appHash: step.value.response.appHash };
  }
}

test("signatures verified by other threads are not verified again, bad ones are refused as ever, and the app hash is the same", async () => {
  using bench = createBench();
  const txs = [bench.send(0, 0n), bench.send(1, 0n), bench.send(1, 1n), bench.send(2, 0n)];
  const forged = Uint8Array.from(bench.send(3, 0n));
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  const block = [...txs, forged, new Uint8Array(20)];
  const [alone, helped] = [countingChain(bench), countingChain(bench)];
  const pool = createSignaturePool(1);
  const checks = helped.machine.signaturesAhead?.(block) ?? [];
  const verdicts = await pool.verify(checks);
  expect(verdicts).toEqual([true, true, true, true, false]);
  helped.machine.rememberGood?.(checks.filter((_, i) => verdicts[i] === true));
  expect(helped.machine.signaturesAhead?.(block).length).toBe(1);
  const [first, second] = [execute(alone.machine, block), execute(helped.machine, block)];
  expect(first.codes.slice(0, 5)).toEqual([0, 0, 0, 0, 4]);
  expect(second).toEqual(first);
  expect([alone.verified(), helped.verified()]).toEqual([5, 1]);
  await pool.close();
});

test("what a check has verified is not handed over again, before and after a block", () => {
  using bench = createBench();
  const { machine, verified } = countingChain(bench);
  const tx = bench.send(0, 0n);
  expect(machine.checkTx(tx, false).code).toBe(0);
  expect(machine.signaturesAhead?.([tx])).toEqual([]);
  execute(machine, []);
  expect(machine.signaturesAhead?.([tx])).toEqual([]);
  expect(execute(machine, [tx]).codes).toEqual([0]);
  expect(verified()).toBe(1);
});

test("a long transaction is left to whoever runs it", () => {
  using bench = createBench();
  const { machine } = countingChain(bench);
  const long = Uint8Array.from([...bench.send(0, 0n), ...new Uint8Array(4_096)]);
  expect(machine.signaturesAhead?.([long, bench.send(1, 0n)]).length).toBe(1);
});

async function checkAll({ comet: { mempool } }: AppProcess, txs: readonly Uint8Array[], type: 0 | 1): Promise<readonly number[]> {
  const answers = txs.map((tx) => mempool.send("checkTx", { tx, type }));
  await mempool.flush();
  return (await Promise.all(answers)).map(({ code }) => code);
}

test.each(["good", "gone"] as const)("with threads that are %s, checks, rechecks and blocks over the socket say what they say without", async (state) => {
  using bench = createBench(30);
  const pool = createSignaturePool(1);
  let handedOver = 0;
  const verifier: NonNullable<StartOptions["verifier"]> = {
    threads: pool.threads,
    async verify(checks) {
      handedOver += checks.length;
      if (state === "gone") throw new Error("no memory");
      return pool.verify(checks);
    },
  };
  const running = await bench.start({ verifier });
  await bench.engine.handshake(running.comet);
  await bench.engine.decide(running.comet, []);
  const txs = bench.accounts.map((_, from) => bench.send(from, 0n));
  const forged = Uint8Array.from(txs[29] ?? []);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  const checked = [...txs.slice(0, 29), forged];
  const codes = checked.map((tx) => (tx === forged ? 4 : 0));
  expect(await checkAll(running, checked, 0)).toEqual(codes);
  await bench.engine.decide(running.comet, []);
  expect(await checkAll(running, txs.slice(0, 29), 1)).toEqual(codes.slice(0, 29));
  // Decided by others: this node has neither prepared nor processed the block.
  const next = [...bench.accounts.slice(0, 29).map((_, from) => bench.send(from, 1n)), forged];
  for (const block of [checked, next]) {
    const response = await bench.engine.finish(running.comet, bench.engine.nextBlock(block));
    expect(response?.txResults.map(({ code }) => code)).toEqual(codes);
  }
  expect(handedOver).toBeGreaterThan(0);
  expect(running.reports).toEqual(state === "gone" ? ["Error: no memory"] : []);
  const other = await bench.start({ folder: `${bench.folder}/alone` });
  expect(await bench.engine.handshake(other.comet)).toMatchObject({ replayed: 4 });
  expect(toHex(other.machine.info().appHash)).toBe(toHex(running.machine.info().appHash));
  await Promise.all([other.kill(), running.kill()]);
  await pool.close();
});
