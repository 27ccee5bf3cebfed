import type { SignatureCheck } from "@openledger/primitives";
import { runInSlices } from "./time-slice.ts";
import { expect, test } from "vitest";
import { createVerifyAhead } from "./verify-ahead.ts";

const checkOf = (tx: Uint8Array): SignatureCheck => ({ publicKey: tx, messageHash: tx, signature: tx });
const row = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => Uint8Array.of(i >> 8, i & 255));
const numberOf = ({ signature: [high = 0, low = 0] }: SignatureCheck): number => high * 256 + low;

function bench(verify: (checks: readonly SignatureCheck[]) => Promise<readonly boolean[]>) {
  const good: number[] = [];
  const broken: unknown[] = [];
  const app = {
    signaturesAhead: (txs: readonly Uint8Array[]) => txs.map(checkOf),
    rememberGood: (checks: readonly SignatureCheck[]) => void good.push(...checks.map(numberOf)),
  };
  const ahead = createVerifyAhead({ app, verifier: { threads: 1, verify }, onBroken: (error) => broken.push(error) });
  return { ahead, good, broken };
}

/** As many steps as transactions, each a turn of the loop long. */
function* slowly(txs: readonly Uint8Array[]): Generator<void, string, void> {
  for (const _ of txs) {
    const end = performance.now() + 0.1;
    while (performance.now() < end);
    yield;
  }
  return "done";
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("of checks that came together the later three quarters are handed over, the last first, and only good ones are remembered", async () => {
  const { ahead, good } = bench(async (checks) => checks.map((check) => numberOf(check) % 2 === 0));
  ahead.checks(row(15));
  ahead.checks(row(200));
  await settled();
  expect(good).toEqual([...[136, 72, 50].flatMap((from, i) => evens(from, [200, 136, 72][i] ?? 0))]);
});

function evens(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i).filter((at) => at % 2 === 0);
}

test("a block's signatures are verified from its end, each once, and none that its execution has passed", async () => {
  const { ahead, good } = bench(async (checks) => checks.map(() => true));
  const txs = row(1_000);
  expect(await runInSlices(ahead.during(txs, slowly(txs)))).toBe("done");
  await settled();
  expect(good.slice(0, 64)).toEqual(Array.from({ length: 64 }, (_, i) => 936 + i));
  expect(new Set(good).size).toBe(good.length);
  expect(good.length).toBeGreaterThan(100);
});

test("threads that are gone are reported once and not asked again, and the block runs on without them", async () => {
  let asked = 0;
  const { ahead, good, broken } = bench(async () => {
    asked += 1;
    throw new Error("no memory");
  });
  const txs = row(1_000);
  expect(await runInSlices(ahead.during(txs, slowly(txs)))).toBe("done");
  const before = asked;
  ahead.checks(txs);
  await settled();
  expect([good, broken, asked]).toEqual([[], [new Error("no memory")], before]);
});

test("while threads are behind, checks are not piled up for them", async () => {
  const answers: (() => void)[] = [];
  const { ahead, good } = bench((checks) => new Promise((resolve) => answers.push(() => resolve(checks.map(() => true)))));
  for (let i = 0; i < 10; i++) ahead.checks(row(200));
  expect(answers.length).toBe(4);
  answers.splice(0).forEach((answer) => answer());
  await settled();
  expect(good.length).toBe(64 + 64 + 22 + 64);
  ahead.checks(row(200));
  expect(answers.length).toBe(3);
});

test("an App that cannot tell what to verify is reported, and rejects nothing that nobody handles", async () => {
  const broken: unknown[] = [];
  const defect = new Error("a record cannot be read");
  const app = {
    signaturesAhead: () => {
      throw defect;
    },
  };
  const ahead = createVerifyAhead({ app, verifier: { threads: 1, verify: async () => [] }, onBroken: (error) => broken.push(error) });
  const txs = row(100);
  ahead.checks(txs);
  expect(await runInSlices(ahead.during(txs, slowly(txs)))).toBe("done");
  await settled();
  expect(broken).toEqual([defect]);
});
