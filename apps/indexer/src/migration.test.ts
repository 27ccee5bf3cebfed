import { createChain, parseGenesis } from "@openledger/chain";
import { MsgDeposit, MsgVote, MsgVoteWeighted, QueryService as GovQuery } from "@openledger/messages/cosmos/gov/v1";
import { QueryService as SlashingQuery } from "@openledger/messages/cosmos/slashing/v1beta1";
import { assertDefined, height, toHex, unixNanos } from "@openledger/primitives";
import { executeBlock, simulate, type SimulatedChain } from "@openledger/testing";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startIndexer, type RunningIndexer } from "./compose.ts";
import type { IndexerOptions } from "./config.ts";
import { pause } from "./pause.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import type { CommittedBlock } from "./source/committed-block.ts";
import { testDatabases } from "./testing/databases.ts";
import { openFakeNode, type FakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { createTestApi } from "./testing/graphql-server.ts";
import { indexChain } from "./testing/indexed-chain.ts";
import { sampleBlocks } from "./testing/sample-chain.ts";
import { nodeOfChain, type PlayedChain } from "./testing/simulated-blocks.ts";
import { address, beginVoting, by, crypto, DENOM, operatorOf, people, prepareVoting, propose } from "./testing/voting-chain.ts";

const present = testDatabases.filter(({ isMissing }) => !isMissing);
const SECOND = 1_000_000_000n;

const signed = (at: bigint, hash: string): object => ({ signed_header: { header: { height: `${at}` }, commit: { block_id: { hash } } }, validators: [] });

/** What a genesis says of a chain that ended in the block above the height that was exported. */
const previous = (chainId: string, exported: bigint, lastHash: string, firstHash = "11".repeat(32)): object => ({
  chain_id: chainId,
  exported_height: `${exported}`,
  first: signed(1n, firstHash),
  last: signed(exported + 1n, lastHash),
});

/** The first block of the chain that goes on from the state of another, under another id. */
function migrated(old: SimulatedChain, first = old.height + 1n): PlayedChain {
  const chainId = `${old.chainId}-next`;
  const state = old.machine.exportAppState() as { readonly system?: object };
  const appState = { ...state, system: { ...state.system, previous_chains: [previous(old.chainId, old.height, "ab".repeat(32))] } };
  const genesisText = JSON.stringify({ ...(JSON.parse(old.genesisText) as object), chain_id: chainId, initial_height: `${first}`, app_state: appState });
  const machine = createChain({ crypto, retainVersions: 4 });
  machine.initChain(parseGenesis(JSON.parse(genesisText)));
  const block = executeBlock(machine, { height: height(first), time: unixNanos(old.time + 5n * SECOND), proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: [] });
  machine.commit(block);
  return { chainId, genesisText, blocks: [block], machine };
}

test.each(present)("at the first height of a chain that goes on from another, index and node agree on every record and every law holds, on $name", async ({ open }) => {
  const { chain: old } = simulate({ crypto, seed: "index 1", blocks: 50 });
  const chain = migrated(old);
  await using database = await open();
  await indexChain(database, chain);
  const report = await reconcile(database, nodeOfChain(chain));
  expect(report.differences).toEqual([]);
  expect(report.identities.filter(({ broken }) => broken.length > 0)).toEqual([]);
  expect([report.ok, report.height, report.chainId]).toEqual([true, old.height + 1n, "openledger-simulation-1-next"]);
  for (const [name, least] of Object.entries({ balances: 5, supply: 2, demand: 1 })) expect([name, report.compared[name as keyof typeof report.compared] >= least]).toEqual([name, true]);
  const { data } = await createTestApi(database).ask("{ _meta { chainId previousChains { chainId exportedHeight firstHeight lastHeight lastHash } } }");
  const before = { chainId: "openledger-simulation-1", exportedHeight: `${old.height}`, firstHeight: "1", lastHeight: `${old.height + 1n}`, lastHash: `0x${"ab".repeat(32)}` };
  expect(data._meta).toEqual({ chainId: "openledger-simulation-1-next", previousChains: [before] });
}, 60_000);

test.each(present)("open votes, deposits and signing infos are carried over, so that the tally goes on as the node's, on $name", async ({ open }) => {
  const voting = beginVoting();
  prepareVoting(voting);
  const halves = [{ option: 3, weight: "0.4" }, { option: 1, weight: "0.6" }];
  voting.run([by(0, MsgVote, { proposalId: 1n, voter: address(0), option: 2, metadata: "" }), by(5, MsgVoteWeighted, { proposalId: 1n, voter: address(5), options: halves, metadata: "" }), propose(7, false)]);
  voting.run([by(8, MsgDeposit, { proposalId: 3n, depositor: address(8), amount: [{ denom: DENOM, amount: "10" }] })]);
  const chain = migrated(voting.chain);
  await using database = await open();
  await indexChain(database, chain);
  const query = nodeOfChain(chain).stateAt(voting.chain.height + 1n);
  const api = createTestApi(database);
  const { data, errors } = await api.ask("{ open: proposal(id: 1) { status tally { yes no abstain noWithVeto } votes { totalCount } } waiting: proposal(id: 3) { deposits { edges { node { depositor amount } } } } validators { edges { node { consensusAddress signingInfo { startHeight jailedUntil tombstoned } } } } }");
  expect(errors).toBeUndefined();
  const { tally } = await query(GovQuery.TallyResult, { proposalId: 1n });
  expect(data.open).toEqual({ status: "VOTING_PERIOD", tally: { yes: tally?.yesCount, no: tally?.noCount, abstain: tally?.abstainCount, noWithVeto: tally?.noWithVetoCount }, votes: { totalCount: 2 } });
  expect(BigInt(tally?.abstainCount ?? 0) > 0n && BigInt(tally?.yesCount ?? 0) > 0n).toBe(true);
  const deposits = data.waiting.deposits.edges.map(({ node }: { readonly node: { readonly depositor: string; readonly amount: string } }) => [node.depositor, node.amount]);
  expect(deposits).toEqual(expect.arrayContaining([[address(7), `900${DENOM}`], [address(8), `10${DENOM}`]]));
  const { info } = await query(SlashingQuery.SigningInfos, {});
  for (const { consensusAddress, signingInfo } of data.validators.edges.map(({ node }: { readonly node: { readonly consensusAddress: string; readonly signingInfo: object } }) => node)) {
    const found = info.find((one) => one.address === consensusAddress);
    expect(signingInfo).toMatchObject({ startHeight: `${found?.startHeight}`, tombstoned: found?.tombstoned });
    expect((signingInfo as { readonly jailedUntil: string | null }).jailedUntil === null).toBe((found?.jailedUntil?.seconds ?? 0n) === 0n);
  }
}, 60_000);

test.each(present)("votes of a genesis whose chain begins at height 1 count, on $name", async ({ open }) => {
  const voting = beginVoting();
  prepareVoting(voting);
  voting.run([by(0, MsgVote, { proposalId: 1n, voter: address(0), option: 2, metadata: "" })]);
  const chain = migrated(voting.chain, 1n);
  await using database = await open();
  await indexChain(database, chain);
  const { tally } = await nodeOfChain(chain).stateAt(1n)(GovQuery.TallyResult, { proposalId: 1n });
  const { data } = await createTestApi(database).ask("{ proposal(id: 1) { tally { abstain } } }");
  expect(data.proposal).toEqual({ tally: { abstain: tally?.abstainCount } });
  expect(BigInt(tally?.abstainCount ?? 0)).toBeGreaterThan(0n);
}, 60_000);

test.each(present)("the grid of a chain that goes on from another begins at its first block, on $name", async ({ open }) => {
  const voting = beginVoting();
  prepareVoting(voting);
  const chain = migrated(voting.chain);
  await using database = await open();
  const at = await indexChain(database, chain);
  const query = `{ validator(operator: "${operatorOf(assertDefined(people[0], "a validator"))}") { uptime(window: 100) { signed grid { height } } } }`;
  expect((await createTestApi(database).ask(query)).data.validator).toEqual({ uptime: { signed: 0, grid: [] } });
  const machine = assertDefined(chain.machine, "a chain");
  const block = executeBlock(machine, { height: height(at.height + 1n), time: unixNanos(voting.chain.time + 10n * SECOND), proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: [] });
  machine.commit(block);
  await indexChain(database, { ...chain, blocks: [...chain.blocks, block] }, at);
  expect((await createTestApi(database).ask(query)).data.validator.uptime.grid).toEqual([{ height: `${at.height}` }]);
}, 60_000);

test.each(present)("a proposal that was decided on the chain before keeps its counts, and claims no terms of this one, on $name", async ({ open }) => {
  const voting = beginVoting();
  prepareVoting(voting);
  voting.run([0, 1, 2].map((n) => by(n, MsgVote, { proposalId: 1n, voter: address(n), option: 1, metadata: "" })));
  voting.run([], { seconds: 700n });
  const { proposal: before } = voting.chain.query(GovQuery.Proposal, { proposalId: 1n });
  await using database = await open();
  await indexChain(database, migrated(voting.chain));
  const { data } = await createTestApi(database).ask("{ proposal(id: 1) { status yes tally { bonded } } }");
  expect(data.proposal).toEqual({ status: "PASSED", yes: before?.finalTallyResult?.yesCount, tally: null });
  expect(BigInt(data.proposal.yes)).toBeGreaterThan(0n);
}, 60_000);

const hashOf = (block: CommittedBlock | undefined): string => toHex(block?.hash ?? new Uint8Array());

/** Answers as the chain that goes on from the one of `blocks`, which ended in its last block, and has four blocks itself. */
function serveNext(node: FakeNode, blocks: readonly CommittedBlock[]): void {
  const last = blocks.at(-1);
  node.chainId = "indexer-test-2";
  node.previousChains = [previous("indexer-test-1", (last?.height ?? 0n) - 1n, hashOf(last), hashOf(blocks[0]))];
  node.blocks = blocks.map((block) => ({ ...block, chainId: "indexer-test-2" })).slice(0, 4);
}

test("an outage at the start is waited out: the index stays readable, and the chain that goes on gets its schema when the node answers", async () => {
  const folder = await mkdtemp(join(tmpdir(), "indexer-migration-"));
  const blocks = sampleBlocks();
  await using node = await openFakeNode(blocks);
  const options = { node: node.url, db: join(folder, "db"), port: 0 };
  try {
    await using first = await startIndexer(options);
    await untilHeight(first, 9n);
    await first.close();
    serveNext(node, blocks);
    node.down = true;
    await using next = await startIndexer(options);
    expect((await ask(next, "{ _meta { chainId height } }"))._meta).toEqual({ chainId: "indexer-test-1", height: "9" });
    node.down = false;
    await expect.poll(() => [next.schema, next.height], { timeout: 10_000 }).toEqual(["index_2", 4n]);
    await expect.poll(async () => (await ask(next, "{ _meta { chainId height } }"))._meta, { timeout: 10_000 }).toEqual({ chainId: "indexer-test-2", height: "4" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("after an outage at the start another chain is refused as without one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "indexer-migration-"));
  await using node = await openFakeNode(sampleBlocks());
  const options = { node: node.url, db: join(folder, "db"), port: 0 };
  try {
    await using first = await startIndexer(options);
    await untilHeight(first, 9n);
    await first.close();
    [node.chainId, node.down] = ["indexer-test-2", true];
    await using refused = await startIndexer(options);
    node.down = false;
    await expect(refused.done).rejects.toMatchObject({ code: "WRONG_CHAIN" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("an index that did not reach the last block is replaced when its first one is of the same history, and else refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "indexer-migration-"));
  const blocks = sampleBlocks();
  await using node = await openFakeNode(blocks.slice(0, 6));
  const options = { node: node.url, db: join(folder, "db"), port: 0 };
  try {
    await using first = await startIndexer(options);
    await untilHeight(first, 6n);
    await first.close();
    serveNext(node, blocks);
    const [known] = node.previousChains;
    node.previousChains = [previous("indexer-test-1", 8n, hashOf(blocks.at(-1)))];
    await using refused = await startIndexer(options);
    await expect(refused.done).rejects.toMatchObject({ code: "WRONG_CHAIN" });
    await refused.close();
    node.previousChains = [known ?? {}];
    await using next = await startIndexer(options);
    await untilHeight(next, 4n);
    expect(next.schema).toBe("index_2");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("an indexer whose node serves the chain that goes on writes a new schema, which becomes live; the old one can be read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "indexer-migration-"));
  const blocks = sampleBlocks();
  await using node = await openFakeNode(blocks);
  const options = { node: node.url, db: join(folder, "db"), port: 0 };
  const serving = async (more: Partial<IndexerOptions>, wanted: bigint, read: (indexer: RunningIndexer) => Promise<void>): Promise<void> => {
    await using indexer = await startIndexer({ ...options, ...more });
    await untilHeight(indexer, wanted);
    await read(indexer);
  };
  const chainOf = async (indexer: RunningIndexer): Promise<unknown> => (await ask(indexer, "{ _meta { chainId height previousChains { chainId lastHeight } } }"))._meta;
  try {
    await serving({}, 9n, async (indexer) => expect(indexer.schema).toBe("public"));
    serveNext(node, blocks);
    const next = { chainId: "indexer-test-2", height: "4", previousChains: [{ chainId: "indexer-test-1", lastHeight: "9" }] };
    // A second start goes on in the schema that the first one began.
    for (const round of [1, 2]) {
      await serving({}, 4n, async (indexer) => {
        expect([round, indexer.schema]).toEqual([round, "index_2"]);
        await expect.poll(async () => chainOf(indexer), { timeout: 10_000 }).toEqual(next);
      });
    }
    await serving({ role: "api", schema: "public" }, 9n, async (indexer) => {
      expect(await chainOf(indexer)).toEqual({ chainId: "indexer-test-1", height: "9", previousChains: [] });
      node.blocks = blocks.concat(blocks);
      await pause(1_200, new AbortController().signal);
      expect(await ask(indexer, "{ _meta { headHeight lag } }")).toEqual({ _meta: { headHeight: "9", lag: "0" } });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("another chain, and one that names another last block, is refused as before", async () => {
  const folder = await mkdtemp(join(tmpdir(), "indexer-migration-"));
  const blocks = sampleBlocks();
  await using node = await openFakeNode(blocks);
  const options = { node: node.url, db: join(folder, "db"), port: 0 };
  try {
    await using first = await startIndexer(options);
    await untilHeight(first, 9n);
    await first.close();
    node.chainId = "indexer-test-2";
    for (const chains of [[], [previous("indexer-test-1", 8n, "cd".repeat(32), hashOf(blocks[0]))], [previous("indexer-test-0", 8n, toHex(blocks.at(-1)?.hash ?? new Uint8Array()))]]) {
      node.previousChains = chains;
      await using refused = await startIndexer(options);
      await expect(refused.done).rejects.toMatchObject({ code: "WRONG_CHAIN" });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
