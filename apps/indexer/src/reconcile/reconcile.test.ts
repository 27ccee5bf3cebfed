import { createNodeCrypto } from "@openledger/crypto";
import { simulate, simulateStaking, type SimulatedChain } from "@openledger/testing";
import { createStatementReader, statementCsv } from "@openledger/client/offline";
import { asc, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowsOf, type Database } from "../db/database.ts";
import { checkpointAfter, linkBlock, writeGenesis, writeProjected, type ProjectedBlock } from "../db/write-block.ts";
import { statementLines } from "../schema/rewards.ts";
import { statementCsv as servedCsv } from "../graphql/statement-csv.ts";
import { testDatabases } from "../testing/databases.ts";
import { blocksOfChain, genesisOfChain, nodeOfChain, statementBlocksOf } from "../testing/simulated-blocks.ts";
import { reconcile } from "./reconcile.ts";
import { unlinkedBlock } from "../project/unlinked-block.ts";

const BATCH = 7;
const crypto = createNodeCrypto();

/** Indexes the blocks, some of them together in one transaction. */
async function index(database: Database, chain: SimulatedChain): Promise<void> {
  let written = await writeGenesis(database, genesisOfChain(chain));
  let reached = written;
  let batch: ProjectedBlock[] = [];
  for (const block of blocksOfChain(chain)) {
    const projected = linkBlock(reached, unlinkedBlock(block, reached.bech32Prefix));
    reached = checkpointAfter(reached, projected);
    batch.push(projected);
    if (batch.length < BATCH && block.height < chain.height) continue;
    written = await writeProjected(database, written, batch);
    batch = [];
  }
}

function agreement(run: () => SimulatedChain, open: () => Promise<Database>, least: Readonly<Record<string, number>>): void {
  let database: Database;
  let chain: SimulatedChain;

  beforeAll(async () => {
    chain = run();
    database = await open();
    await index(database, chain);
  }, 120_000);
  afterAll(async () => database?.close());

  test("index and node agree on every record of the last height and of an earlier one, and every identity holds", async () => {
    for (const height of [chain.height, chain.height - 2n]) {
      const report = await reconcile(database, nodeOfChain(chain), height);
      expect(report.differences).toEqual([]);
      expect(report.identities.filter(({ broken }) => broken.length > 0)).toEqual([]);
      expect([report.ok, report.deadLetters, report.height]).toEqual([true, 0, height]);
      for (const [name, count] of Object.entries(least)) if (name in report.compared) expect([name, report.compared[name as keyof typeof report.compared] >= count]).toEqual([name, true]);
    }
  });

  test("statements derived from the blocks alone are those of the index, line by line", async () => {
    const lines = await database.reader.select().from(statementLines).orderBy(asc(statementLines.height), asc(statementLines.eventIndex), asc(statementLines.part));
    const addresses = [...new Set(lines.map(({ address }) => address))];
    for (const address of addresses) {
      const reader = createStatementReader(address, { initialHeight: 1n, appState: {} });
      for (const block of statementBlocksOf(chain)) reader.add(block);
      const derived = reader.statements(1n, chain.height).flatMap((statement) => statement.lines);
      const columns = ({ denom, height, eventIndex, kind, amount, balanceAfter, settlementId, sessionId, datanetId, modelId, modelVersion }: (typeof derived)[number] | (typeof lines)[number]) =>
        [denom, height, eventIndex, kind, amount, balanceAfter, settlementId, sessionId, datanetId, modelId, modelVersion].join(" ");
      const ofIndex = lines.filter((line) => line.address === address);
      expect([address, derived.map(columns).sort()]).toEqual([address, ofIndex.map(columns).sort()]);
      for (const statement of reader.statements(2n, chain.height - 1n)) {
        expect(statementCsv(statement)).toBe(await servedCsv(database.reader, statement));
      }
    }
    expect(addresses.length).toBeGreaterThanOrEqual(least["statements"] ?? 0);
  });

  test("a decision whose split is missing breaks a law, though nothing is left that could not add up", async () => {
    const [final] = rowsOf<{ id: string }>(await database.reader.execute(sql`select id::text as id from settlements where state = 'FINAL' limit 1`));
    const law = "each final settlement states one split, each void one what it returned";
    const brokenBy = async (): Promise<readonly string[]> => (await reconcile(database, nodeOfChain(chain))).identities.find(({ says }) => says === law)?.broken ?? ["no such law"];
    expect(await brokenBy()).toEqual([]);
    if (final === undefined) return expect(least["settlements"]).toBe(0);
    await database.writer.execute(sql`create table kept as select * from settlement_splits where settlement_id = ${final.id}::bigint`);
    await database.writer.execute(sql`delete from settlement_splits where settlement_id = ${final.id}::bigint`);
    expect(await brokenBy()).toEqual([`settlement ${final.id} is FINAL and states 0`]);
    await database.writer.execute(sql`insert into settlement_splits select * from kept`);
    await database.writer.execute(sql`drop table kept`);
  });

  test("owners get what was stated for them less the exact part of curators, and another number breaks the law", async () => {
    const law = "what was stated for each owner of a final settlement, less corrections, is what he got and the curators' exact part of it";
    const check = async () => (await reconcile(database, nodeOfChain(chain))).identities.find(({ says }) => says === law);
    const [some] = rowsOf<{ id: string; owner: string; amount: string }>(await database.reader.execute(sql`
      select o.settlement_id::text as id, o.owner, o.amount::text as amount from settlement_owners o join settlements s on s.id = o.settlement_id where s.state = 'FINAL' and o.amount > 0 order by 1, 2 limit 1`));
    expect((await check())?.checked).toBeGreaterThanOrEqual(least["owners"] ?? 0);
    if (some === undefined) return;
    for (const change of [-2, 2]) {
      await database.writer.execute(sql`update settlement_owners set amount = amount + ${change} where settlement_id = ${some.id}::bigint and owner = ${some.owner}`);
      expect((await check())?.broken).toEqual([expect.stringContaining(`settlement ${some.id}: ${some.owner} has ${BigInt(some.amount) + BigInt(change)} stated and got `)]);
      await database.writer.execute(sql`update settlement_owners set amount = amount - ${change} where settlement_id = ${some.id}::bigint and owner = ${some.owner}`);
    }
    await database.writer.execute(sql`delete from settlement_owners where settlement_id = ${some.id}::bigint and owner = ${some.owner}`);
    expect((await check())?.broken).toHaveLength(1);
    await database.writer.execute(sql`insert into settlement_owners (settlement_id, owner, amount) values (${some.id}::bigint, ${some.owner}, ${some.amount}::numeric)`);
    expect((await check())?.broken).toEqual([]);
  });

  test("a split that sums to its amount but is not that of the parameters breaks the law of the data part", async () => {
    const check = async () => (await reconcile(database, nodeOfChain(chain))).identities.find(({ says }) => says.startsWith("by the parameters of its time"));
    const before = await check();
    const [splits] = rowsOf<{ count: number }>(await database.reader.execute(sql`select count(*)::int as count from settlement_splits`));
    expect([before?.checked, before?.broken]).toEqual([splits?.count, []]);
    expect(splits?.count).toBeGreaterThanOrEqual(least["splits"] ?? 0);
    const [final] = rowsOf<{ id: string }>(await database.reader.execute(sql`select settlement_id::text as id from settlement_splits order by 1 limit 1`));
    if (final === undefined) return;
    const moved = [["returned", "owned", 1], ["host", "treasury", 1], ["curators", "treasury", 1_000], ["treasury", "curators", 1_000], ["priors", "stakers", 1]] as const;
    for (const [from, to, units] of moved) {
      const move = (by: number) => database.writer.execute(sql.raw(`update settlement_splits set ${from} = ${from} - ${by}, ${to} = ${to} + ${by} where settlement_id = ${final.id}`));
      await move(units);
      expect((await check())?.broken).toEqual([expect.stringContaining(`settlement ${final.id}: `)]);
      await move(-units);
    }
    expect((await check())?.broken).toEqual([]);
  });

  test("a row that is wrong is named with what index and node say", async () => {
    await database.writer.execute(sql`update ledger set balance_after = balance_after + 1 where (height, index) = (select height, index from ledger order by height desc, index desc limit 1)`);
    const report = await reconcile(database, nodeOfChain(chain));
    expect(report.ok).toBe(false);
    expect(report.differences).toMatchObject([{ of: "balances" }]);
    const [difference] = report.differences;
    expect(BigInt(difference?.index ?? 0) - BigInt(difference?.node ?? 0)).toBe(1n);
    expect(report.identities.filter(({ broken }) => broken.length > 0).map(({ says }) => says)).toEqual(
      expect.arrayContaining(["each row of the ledger goes on from the balance of the one before", "the balances of each denom sum to its supply"]),
    );
  });
}

/** A chain is played once for all databases. */
function once(play: () => SimulatedChain): () => SimulatedChain {
  let played: SimulatedChain | undefined;
  return () => (played ??= play());
}

const stakers = once(() => simulateStaking({ crypto, seed: "index 1", blocks: 80 }).chain);
const people = once(() => simulate({ crypto, seed: "index 1", blocks: 80 }).chain);

for (const { name, isMissing, open } of testDatabases) {
  describe.skipIf(isMissing)(`on ${name}`, () => {
    describe("after random stakes, slashes and silence", () => {
      agreement(stakers, open, { balances: 10, validators: 3, signing: 3, delegations: 5, settlements: 0 });
    });
    describe("after random work of every kind", () => {
      agreement(people, open, { balances: 10, supply: 2, demand: 1, statements: 3, owners: 2, splits: 2 });
    });
  });
}
