import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerMessage, demandMessage, disputed, evidenceOf, matchMessage, ownedTokens, unopenedMessage } from "@openledger/modules/fixtures/challenge";
import { ALICE_TEXT, answer, BOB_TEXT, indexOf, NOVEL_TEXT, openLoop, settleMessage, type Loop } from "@openledger/modules/fixtures/loop";
import { alice, host, messages } from "@openledger/modules/fixtures/messages";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { QueryService, type HostRecord } from "@openledger/messages/openledger/market/v1";
import type { Database } from "./db/database.ts";
import { writeBlock, writeGenesis } from "./db/write-block.ts";
import { receiptOwners, receipts, sessionLeaves, spans } from "./schema/attribution.ts";
import { correctedOwners, hostRecords, settlementOwners, settlements, settlementSplits, settlementVoids } from "./schema/market.ts";
import { payouts } from "./schema/rewards.ts";
import { testDatabases } from "./testing/databases.ts";
import { genesisOf, recordRun, type RecordedRun } from "./testing/recorded-run.ts";

const PLAYS = ["opened", "hashes", "answered", "answered-twice", "corrected", "silent"] as const;
type Play = (typeof PLAYS)[number];
const BATCHES = 18;

/** What the chain's own state says of a settlement's owners at a height. */
interface StatedOwners {
  readonly height: bigint;
  readonly settlementId: bigint;
  readonly owners: readonly string[];
}

/** The host that does not know the earlier text outside the manifest, so that it credits Alice. */
function withoutEarlier(loop: Loop): Loop {
  return { ...loop, index: indexOf(loop.registered.slice(1)) };
}

/** A batch of two answers, settled and challenged as the play says. */
function playBatch(run: RecordedRun, play: Play): void {
  const { loop } = run;
  const first = loop.answered.length;
  const isLying = play === "corrected";
  answer(isLying ? withoutEarlier(loop) : loop, `${ALICE_TEXT}\n\n${BOB_TEXT}`);
  answer(loop, `${BOB_TEXT} ${NOVEL_TEXT}`);
  if (play === "opened") return void run.deliver(messages.settle, settleMessage(loop, first));
  const { settlementId } = run.deliver(messages.settle, unopenedMessage(loop, first));
  const indexes = [BigInt(first), BigInt(first + 1)];
  if (play === "silent") run.deliver(messages.demand, demandMessage(settlementId, indexes));
  if (play === "answered" || play === "answered-twice") {
    for (const index of play === "answered" ? indexes.slice(0, 1) : indexes) {
      const { demandId } = run.deliver(messages.demand, demandMessage(settlementId, [index]));
      run.deliver(messages.answerDemand, answerMessage(loop, demandId, [index], first));
    }
  }
  if (isLying) {
    const [earlier] = loop.registered;
    if (earlier === undefined) throw new Error("the earlier text is registered first");
    const tokens = ownedTokens(answer({ ...withoutEarlier(loop), answered: [] }, ALICE_TEXT));
    run.deliver(messages.counterexample, matchMessage(settlementId, disputed(loop, first, first), evidenceOf(earlier, tokens)));
  }
}

/** Settlements that are pending in the chain's state, with their owners as it corrected them. */
function pendingOwners({ loop }: RecordedRun, count: number, height: bigint): StatedOwners[] {
  const { world } = loop;
  return Array.from({ length: count }, (_, i) => BigInt(i + 1)).flatMap((settlementId): StatedOwners[] => {
    try {
      const { settlement } = world.query<{ settlement?: { owners: readonly { owner: string; amount: string }[] } }>(QueryService.Settlement.path, { settlementId });
      return [{ height, settlementId, owners: (settlement?.owners ?? []).map(({ owner, amount }) => `${owner} ${amount}`).sort() }];
    } catch {
      return [];
    }
  });
}

function suite(open: () => Promise<Database>): void {
  let database: Database;
  const run = recordRun(openLoop({ earlier: ALICE_TEXT, curatorBps: 0, session: { durationSeconds: 1000n, escrow: { denom: "udemo", amount: "900000000" } } }));
  const played: Play[] = [];
  const stated: StatedOwners[] = [];
  const atHeight = new Map<bigint, Map<bigint, readonly string[]>>();

  const endBlock = (seconds: number): void => {
    run.nextBlock(seconds);
    stated.push(...pendingOwners(run, played.length, BigInt(run.blocks().length)));
  };

  beforeAll(async () => {
    for (let batch = 0; batch < BATCHES; batch++) {
      const play = PLAYS[batch % PLAYS.length] ?? "opened";
      played.push(play);
      playBatch(run, play);
      if (batch % 4 === 3) endBlock(3);
    }
    for (let i = 0; i < 12; i++) endBlock(8);
    database = await open();
    let checkpoint = await writeGenesis(database, genesisOf(run.blocks()));
    for (const block of run.blocks()) {
      checkpoint = await writeBlock(database, checkpoint, block);
      atHeight.set(block.height, await ownersInSql(database));
    }
  });
  afterAll(async () => database?.close());

  test("what the index says of each owner of a pending settlement is what the chain's state says", () => {
    expect(stated.length).toBeGreaterThan(BATCHES);
    for (const { height, settlementId, owners } of stated) {
      expect([height, settlementId, atHeight.get(height)?.get(settlementId)]).toEqual([height, settlementId, owners]);
    }
  });

  test("a final settlement's owners sum to what the chain paid them, and a void one pays nobody", async () => {
    const all = await database.reader.select().from(settlements).orderBy(asc(settlements.id));
    expect(all.map(({ state }) => state)).toEqual(played.map((play) => (play === "silent" ? "VOID" : "FINAL")));
    for (const { id, state, amount } of all) {
      const owners = await database.reader.select().from(settlementOwners).where(eq(settlementOwners.settlementId, id));
      const paid = await database.reader.select().from(payouts).where(eq(payouts.settlementId, id));
      const [split] = await database.reader.select().from(settlementSplits).where(eq(settlementSplits.settlementId, id));
      const [voided] = await database.reader.select().from(settlementVoids).where(eq(settlementVoids.settlementId, id));
      const toOwners = paid.filter(({ role }) => role === "OWNER").map((one) => `${one.receiver} ${one.amount}`).sort();
      if (state === "FINAL") {
        expect(owners.filter((one) => one.amount > 0n).map((one) => `${one.owner} ${one.amount}`).sort()).toEqual(toOwners);
        expect([split?.owned, split?.amount]).toEqual([sum(owners.map((one) => one.amount)), amount]);
        expect(sum(paid.map((one) => one.amount)) + (split?.gasRefunded ?? 0n)).toBe(amount);
      } else {
        expect([toOwners, split, voided?.returned]).toEqual([[], undefined, amount]);
      }
    }
  });

  test("what the index counts of the host is what the chain's state says", async () => {
    const { record } = run.loop.world.query<{ record?: HostRecord }>(QueryService.HostRecord.path, { host });
    expect(record?.settledReceipts).toBeGreaterThan(0n);
    expect(await database.reader.select().from(hostRecords)).toEqual([{ ...record, ratings: 0n, ratingSum: 0n }]);
  });

  test("corrections are kept by receipt and owner, and say what the host stated", async () => {
    const corrected = await database.reader.select().from(correctedOwners);
    expect(corrected.length).toBe(played.filter((play) => play === "corrected").length);
    const owners = await database.reader.select().from(settlementOwners);
    expect(sum(owners.map((one) => one.corrected))).toBe(sum(corrected.map((one) => one.removed)));
    expect(sum(corrected.map((one) => one.removed))).toBeGreaterThan(0n);
    expect(owners.some((one) => one.amount === 0n && one.corrected > 0n)).toBe(true);
  });

  test("receipts that answers show are indexed once, with content where it was opened", async () => {
    const rows = await database.reader.select().from(receipts).orderBy(asc(receipts.index));
    const expected = played.flatMap((play): string[] => {
      if (play === "opened") return ["SETTLEMENT", "SETTLEMENT"];
      if (play === "answered") return ["ANSWER", "CLAIM"];
      return play === "answered-twice" ? ["ANSWER", "ANSWER"] : [];
    });
    expect(rows.map(({ source }) => source)).toEqual(expected);
    expect(rows.every(({ source, output, opening, denom }) => (output === null) === (source === "CLAIM") && (opening === null) === (output === null) && denom === "udemo")).toBe(true);
    const leaves = await database.reader.select().from(sessionLeaves);
    expect(leaves.length).toBe(BATCHES * 2);
    for (const { sessionId, index, output } of rows) {
      const owned = await database.reader.select().from(receiptOwners).where(eq(receiptOwners.receiptIndex, index));
      expect(owned.length).toBeGreaterThan(0);
      const quotes = await database.reader.select().from(spans).where(eq(spans.receiptIndex, index)).orderBy(asc(spans.index));
      const text = quotes.map(({ quoted }) => (quoted === null ? "" : Buffer.from(quoted).toString())).join("");
      expect([sessionId, text]).toEqual([1n, output === null ? "" : Buffer.from(output).toString()]);
    }
  });
}

async function ownersInSql({ reader }: Database): Promise<Map<bigint, readonly string[]>> {
  const found = new Map<bigint, string[]>();
  for (const { id } of await reader.select({ id: settlements.id }).from(settlements)) found.set(id, []);
  for (const { settlementId, owner, amount } of await reader.select().from(settlementOwners)) {
    if (amount > 0n) found.get(settlementId)?.push(`${owner} ${amount}`);
  }
  for (const owners of found.values()) owners.sort();
  return found;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

test("a receipt that cites erased rows is answered without content, and the index says why", async () => {
  const run = recordRun(openLoop());
  const { loop } = run;
  answer(loop, ALICE_TEXT);
  answer(loop, BOB_TEXT);
  run.deliver(messages.settle, unopenedMessage(loop));
  run.deliver(messages.demand, demandMessage(1n, [0n, 1n]));
  run.nextBlock(1);
  run.deliver(messages.revoke, { contributor: alice, datanetId: 1n, seq: 1n, rows: [], erase: true });
  const answered = answerMessage(loop, 1n, [0n, 1n]);
  const openings = answered.openings.map((one, i) => (i === 0 ? ReceiptOpening.create({ receipt: one.receipt }) : one));
  run.deliver(messages.answerDemand, { ...answered, openings });
  run.nextBlock(1);
  const [database] = await Promise.all(testDatabases.slice(0, 1).map(({ open }) => open()));
  if (database === undefined) throw new Error("the embedded Postgres is always there");
  let checkpoint = await writeGenesis(database, genesisOf(run.blocks()));
  for (const block of run.blocks()) checkpoint = await writeBlock(database, checkpoint, block);
  const rows = await database.reader.select().from(receipts).orderBy(asc(receipts.index));
  expect(rows.map(({ source, output }) => [source, output === null])).toEqual([
    ["ERASED", true],
    ["ANSWER", false],
  ]);
  await database.close();
});

for (const { name, isMissing, open } of testDatabases) {
  describe.skipIf(isMissing)(`after a run with corrections and voids, on ${name}`, () => suite(open));
}
