import { createChain, defaultGenesis, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { height, unixNanos, type Crypto } from "@openledger/primitives";
import { createAccounts, signSends } from "@openledger/testing";
import { round } from "./open-loop.ts";
import { STOCK_SDK_FINALIZE, timesStockSdk } from "./stock-sdk.ts";

const CHAIN_ID = "openledger-local-1";
const SENDERS = 1_000;
const BLOCKS = 8;
const GENESIS_TIME = 1_790_000_000n * 1_000_000_000n;

/** Calls of the state machine without a network or a disk; the median of the blocks after two that warm up. */
export interface ExecutionResult {
  readonly blocks: number;
  readonly sendsPerBlock: number;
  /** CheckTx with its signature, of transactions seen for the first time. */
  readonly checksPerSecond: number;
  /** Recheck of transactions that a block left waiting. */
  readonly rechecksPerSecond: number;
  /** FinalizeBlock and Commit of transactions that CheckTx has seen. */
  readonly executedPerSecond: number;
  /** FinalizeBlock and Commit on a node that sees the transactions first in the block: signatures are verified there. */
  readonly executedUnseenPerSecond: number;
  readonly timesStockSdk: { readonly least: number; readonly most: number };
  /** Of processor time: what the load of other programs changes less than the rates. */
  readonly cpuMicrosPerSend: { readonly check: number; readonly recheck: number; readonly execute: number; readonly executeUnseen: number };
}

/** The state machine in this process: CheckTx, recheck, and blocks of 1,000 signed sends. */
export function benchExecution(say: (text: string) => void): ExecutionResult {
  const crypto = createNodeCrypto();
  const accounts = createAccounts(crypto, SENDERS);
  say(`signing ${(BLOCKS + 1) * SENDERS} sends for execution in process`);
  const txs = [...signSends(crypto, CHAIN_ID, accounts, (BLOCKS + 1) * SENDERS)];
  const genesis = defaultGenesis({
    genesisTime: unixNanos(GENESIS_TIME),
    chainId: CHAIN_ID,
    accounts: accounts.map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 1_000_000n }] })),
    validators: [{ publicKey: new Uint8Array(32).fill(1), power: 1n, name: "bench" }],
  });
  const checked = runBlocks(crypto, genesis, txs, true);
  const unseen = runBlocks(crypto, genesis, txs, false);
  return {
    blocks: BLOCKS,
    sendsPerBlock: SENDERS,
    checksPerSecond: perSecond(checked.check),
    rechecksPerSecond: perSecond(checked.recheck),
    executedPerSecond: perSecond(checked.execute),
    executedUnseenPerSecond: perSecond(unseen.execute),
    timesStockSdk: timesStockSdk(perSecond(unseen.execute), STOCK_SDK_FINALIZE),
    cpuMicrosPerSend: {
      check: cpuMicros(checked.check),
      recheck: cpuMicros(checked.recheck),
      execute: cpuMicros(checked.execute),
      executeUnseen: cpuMicros(unseen.execute),
    },
  };
}

interface Spent {
  readonly ms: number;
  readonly cpuMicros: number;
}

type Phases = Readonly<Record<"check" | "recheck" | "execute", readonly Spent[]>>;

/** Each block's transactions wait through one block before theirs, so that each is rechecked once. */
function runBlocks(crypto: Crypto, genesis: unknown, txs: readonly Uint8Array[], seen: boolean): Phases {
  const chain = createChain({ crypto });
  chain.initChain(parseGenesis(genesis));
  const phases = { check: [] as Spent[], recheck: [] as Spent[], execute: [] as Spent[] };
  const check = (list: readonly Uint8Array[], recheck: boolean): Spent =>
    spent(() => {
      for (const tx of list) {
        const { code, log } = chain.checkTx(tx, recheck);
        if (code !== 0) throw new Error(log);
      }
    });
  const ofBlock = (block: number): readonly Uint8Array[] => txs.slice(block * SENDERS, (block + 1) * SENDERS);
  if (seen) phases.check.push(check(ofBlock(0), false));
  for (let block = 0; block < BLOCKS; block++) {
    if (seen) phases.check.push(check(ofBlock(block + 1), false));
    phases.execute.push(spent(() => executeBlock(chain, BigInt(block + 1), ofBlock(block))));
    if (seen) phases.recheck.push(check(ofBlock(block + 1), true));
  }
  return phases;
}

function executeBlock(chain: ReturnType<typeof createChain>, at: bigint, txs: readonly Uint8Array[]): void {
  const time = unixNanos(GENESIS_TIME + at * 1_000_000_000n);
  const steps = chain.executeBlock({ height: height(at), time, proposer: new Uint8Array(20), hash: new Uint8Array(32), txs });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const failed = step.value.response.txResults.find(({ code }) => code !== 0);
  if (failed !== undefined) throw new Error(failed.log);
  chain.commit(step.value);
}

function spent(run: () => void): Spent {
  const before = process.cpuUsage();
  const begun = performance.now();
  run();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - begun, cpuMicros: user + system };
}

function perSecond(all: readonly Spent[]): number {
  return round(SENDERS / (median(all.map(({ ms }) => ms)) / 1_000));
}

function cpuMicros(all: readonly Spent[]): number {
  return round(median(all.map((one) => one.cpuMicros)) / SENDERS);
}

function median(values: readonly number[]): number {
  const sorted = values.slice(2).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
