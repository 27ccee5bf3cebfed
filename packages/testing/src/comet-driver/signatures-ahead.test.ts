import { createChain, parseGenesis } from "@openledger/chain";
import { createNodeCrypto, createSignaturePool } from "@openledger/crypto";
import { height, unixNanos } from "@openledger/primitives";
import type { StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { createBench, type Bench } from "./app-process.fixture.ts";

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
