import { createChain, parseGenesis } from "@openledger/chain";
import { createStatementReader, statementCsv } from "@openledger/client/offline";
import { createNodeCrypto } from "@openledger/crypto";
import { MsgClaimRewards } from "@openledger/messages/openledger/rewards/v1";
import { addressFromBytes, fromHex, fromUtf8, height, unixNanos } from "@openledger/primitives";
import type { ExecutedBlock, Json } from "@openledger/state-machine";
import { createAccounts, executeBlock, signTx, simulate, toAny } from "@openledger/testing";
import { asc } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import { openPglite } from "../db/pglite.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { writeBlock, writeGenesis } from "../db/write-block.ts";
import { statementCsv as servedCsv } from "../graphql/statement-csv.ts";
import { deadLetters } from "../schema/chain.ts";
import { statementLines } from "../schema/rewards.ts";
import { blocksOfChain, genesisOfChain, nodeOfChain, statementBlocksOf, type PlayedChain } from "../testing/simulated-blocks.ts";
import { reconcile } from "./reconcile.ts";

const crypto = createNodeCrypto();
const HOUR = 3_600_000_000_000n;

interface Continued extends PlayedChain {
  /** What accounts may claim at genesis, by address and denom. */
  readonly carried: ReadonlyMap<string, bigint>;
  readonly claimants: readonly string[];
}

/** A chain that goes on from the exported state of another: all claim in its second block, then everything open is decided. */
function continued(): Continued {
  const { chain } = simulate({ crypto, seed: "index 1", blocks: 100 });
  const first = chain.height + 1n;
  const appState = chain.machine.exportAppState();
  const document = { ...(JSON.parse(chain.genesisText) as object), initial_height: String(first), app_state: appState };
  const genesisText = JSON.stringify(document);
  const machine = createChain({ crypto, retainVersions: 4 });
  machine.initChain(parseGenesis(JSON.parse(genesisText)));
  const carried = claimablesIn(appState);
  const accounts = createAccounts(crypto, 8).filter(({ address }) => [...carried.keys()].some((key) => key.startsWith(`${address} `)));
  const claims = accounts.map((account) => signTx(crypto, account, [toAny(MsgClaimRewards, { claimant: account.address })], { chainId: chain.chainId, sequence: sequenceIn(appState, account.address), gasLimit: 2_000_000n, fee: undefined }));
  const blocks: ExecutedBlock[] = [];
  for (let at = 0n; at < 5n; at += 1n) {
    const request = { height: height(first + at), time: unixNanos(chain.time + (at + 1n) * HOUR), proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: at === 1n ? claims : [] };
    const block = executeBlock(machine, request);
    expect(block.response.txResults.map(({ log }) => log).filter((log) => log !== "")).toEqual([]);
    machine.commit(block);
    blocks.push(block);
  }
  return { chainId: chain.chainId, genesisText, blocks, machine, carried, claimants: accounts.map(({ address }) => address) };
}

/** By the chain's own reading of its exported state. */
function claimablesIn(appState: Json): ReadonlyMap<string, bigint> {
  const { rewards } = z.object({ rewards: z.object({ store: z.record(z.string(), z.string()) }) }).parse(appState);
  const pairs = Object.entries(rewards.store).filter(([key]) => key.startsWith("0114"));
  return new Map(pairs.map(([key, value]) => [`${addressFromBytes("open", fromHex(key.slice(4, 44)))} ${fromUtf8(fromHex(key.slice(44)))}`, BigInt(fromUtf8(fromHex(value)))]));
}

function sequenceIn(appState: Json, address: string): bigint {
  const shape = z.object({ auth: z.object({ accounts: z.array(z.object({ address: z.string().optional(), sequence: z.string().optional() })) }) });
  return BigInt(shape.parse(appState).auth.accounts.find((account) => account.address === address)?.sequence ?? 0);
}

let chain: Continued;
let database: Database;

beforeAll(async () => {
  chain = continued();
  database = await openPglite(undefined);
  await migrate(database, await readMigrations());
  let checkpoint = await writeGenesis(database, genesisOfChain(chain));
  for (const block of blocksOfChain(chain)) checkpoint = await writeBlock(database, checkpoint, block);
}, 60_000);
afterAll(async () => database?.close());

test("an index of a chain that began with another's export has its balances and stakes, and says which records it lacks", async () => {
  const report = await reconcile(database, nodeOfChain(chain));
  expect(report.differences).toEqual([]);
  expect(report.identities.flatMap(({ says, broken }) => broken.map((sentence) => `${says}: ${sentence}`))).toEqual([]);
  expect(report.compared).toMatchObject({ validators: expect.any(Number) as number });
  const letters = await database.reader.select().from(deadLetters);
  expect(letters.map(({ reason }) => reason)).toContain("genesis carries the state of module market from an earlier chain, of which no block tells");
});

test("statements of such a chain begin with what genesis carries over, and end with what its state says", async () => {
  const genesisHeight = (chain.blocks[0]?.request.height ?? 0n) - 1n;
  const lines = await database.reader.select().from(statementLines).orderBy(asc(statementLines.height), asc(statementLines.eventIndex), asc(statementLines.part));
  const opened = lines.filter(({ kind }) => kind === "GENESIS");
  expect(new Map(opened.map(({ address, denom, amount }) => [`${address} ${denom}`, amount]))).toEqual(chain.carried);
  expect(new Set(opened.map((line) => line.height))).toEqual(new Set([genesisHeight]));
  expect(chain.claimants.length).toBeGreaterThan(1);
  const sums = new Map<string, bigint>();
  for (const { address, denom, amount } of lines) sums.set(`${address} ${denom}`, (sums.get(`${address} ${denom}`) ?? 0n) + amount);
  expect(new Map([...sums].filter(([, units]) => units > 0n))).toEqual(claimablesIn(chain.machine.exportAppState()));
  const kinds = lines.filter(({ address }) => address === chain.claimants[0]).map(({ kind }) => kind);
  expect(kinds.slice(0, 1)).toEqual(["GENESIS"]);
  expect(kinds).toContain("CLAIM");
});

test("the same statements follow from the genesis document and the blocks alone", async () => {
  const document = JSON.parse(chain.genesisText) as { readonly initial_height: string; readonly app_state: unknown };
  const first = BigInt(document.initial_height);
  for (const address of chain.claimants) {
    const reader = createStatementReader(address, { initialHeight: first, appState: document.app_state });
    for (const block of statementBlocksOf(chain)) reader.add(block);
    for (const from of [0n, first]) {
      for (const statement of reader.statements(from, first + 4n)) expect(statementCsv(statement)).toBe(await servedCsv(database.reader, statement));
    }
  }
});
