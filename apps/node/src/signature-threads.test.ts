// Threads beside the one that executes: with a real chain, real signatures and real threads.
import { createChain, defaultGenesis, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { height, toHex, unixNanos, type Crypto } from "@openledger/primitives";
import { executionOf, runInSlices, type VerifyAhead } from "@openledger/sequencer";
import type { StateMachine } from "@openledger/state-machine";
import { createAccounts, signSends } from "@openledger/testing";
import { expect, test } from "vitest";
import { openVerifyingThreads } from "./signature-threads.ts";

const CHAIN_ID = "threads-1";
const GENESIS_TIME = 1_790_000_000n * 1_000_000_000n;
const SENDS = 600;

const crypto = createNodeCrypto();
const accounts = createAccounts(crypto, 20);
const genesis = parseGenesis(defaultGenesis({
  genesisTime: unixNanos(GENESIS_TIME),
  chainId: CHAIN_ID,
  accounts: accounts.map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 1_000_000n }] })),
  validators: [{ publicKey: new Uint8Array(32).fill(1), power: 1n, name: "test" }],
}));
const txs = [...signSends(crypto, CHAIN_ID, accounts, SENDS)];
// Two signatures have a flipped bit.
const forged = txs.map((tx, i) => (i === 0 || i === SENDS - 1 ? tx.with(-1, (tx.at(-1) ?? 0) ^ 1) : tx));
const blocks = [forged.slice(0, 200), forged.slice(200, 400), forged.slice(400)];

interface Beginning {
  readonly app: StateMachine;
  /** Signatures that the executing thread verified, and those that it took from others. */
  readonly counts: { verified: number; taken: number };
}

function begin(): Beginning {
  const counts = { verified: 0, taken: 0 };
  const counting: Crypto = {
    ...crypto,
    verifySecp256k1(...of) {
      counts.verified += 1;
      return crypto.verifySecp256k1(...of);
    },
  };
  const chain = createChain({ crypto: counting });
  chain.initChain(genesis);
  const rememberGood: StateMachine["rememberGood"] = (checks) => {
    counts.taken += checks.length;
    chain.rememberGood?.(checks);
  };
  return { app: { ...chain, rememberGood }, counts };
}

/** Executes and commits; what light clients and the next header see of it. */
async function execute(app: StateMachine, at: number, ahead?: VerifyAhead): Promise<object> {
  const block = { height: height(BigInt(at)), time: unixNanos(GENESIS_TIME + BigInt(at) * 1_000_000_000n), proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: blocks[at - 1] ?? [] };
  const executed = await runInSlices(executionOf(app, block, ahead));
  app.commit(executed);
  const { appHash, txResults } = executed.response;
  return { appHash: toHex(appHash), results: txResults.map(({ code, gasUsed }) => `${code}/${gasUsed}`) };
}

test("beside threads that verify signatures blocks give the same states, codes and gas, and the executing thread verifies few", async () => {
  const alone = begin();
  const beside = begin();
  const threads = openVerifyingThreads(beside.app, 1);
  try {
    expect(await execute(beside.app, 1, threads.ahead)).toEqual(await execute(alone.app, 1));
    expect(await execute(beside.app, 2, threads.ahead)).toEqual(await execute(alone.app, 2));
    // Threads are there from the first block after genesis on for which they are worth it.
    await expect.poll(() => beside.counts.taken, { timeout: 10_000 }).toBeGreaterThan(0);
    const before = { ...beside.counts };
    expect(await execute(beside.app, 3, threads.ahead)).toEqual(await execute(alone.app, 3));
    expect(beside.counts.taken).toBeGreaterThan(before.taken);
    expect(beside.counts.verified).toBeLessThan(alone.counts.verified);
  } finally {
    await threads.close();
  }
});

test("without threads nothing is started", async () => {
  const threads = openVerifyingThreads(begin().app, 0);
  expect(threads.ahead).toBeUndefined();
  await threads.close();
});
