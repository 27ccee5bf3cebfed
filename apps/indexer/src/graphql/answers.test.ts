import { createHash } from "node:crypto";
import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { writeBlock, writeGenesis } from "../db/write-block.ts";
import { countingDatabase, createTestApi, type TestApi } from "../testing/graphql-server.ts";
import { testDatabases } from "../testing/databases.ts";
import { randomQuery, type Values } from "../testing/random-query.ts";
import { people, sampleBlocks, sampleGenesis } from "../testing/sample-chain.ts";
import { isCompilable } from "./compilable.ts";
import { schema } from "./schema.ts";

const FUZZ_RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);
const FUZZ_SEED = Number(process.env["FUZZ_SEED"] ?? 1);

let database: Database;
let api: TestApi;

beforeAll(async () => {
  const kind = testDatabases.filter(({ isMissing }) => !isMissing).at(-1);
  if (kind === undefined) throw new Error("there is always the embedded database");
  database = await kind.open();
  let checkpoint = await writeGenesis(database, sampleGenesis);
  for (const block of sampleBlocks()) checkpoint = await writeBlock(database, checkpoint, block);
  api = createTestApi(database);
});

afterAll(async () => database.close());

async function ask(query: string): Promise<ReturnType<typeof JSON.parse>> {
  const { data, errors } = await api.ask(query);
  expect(errors).toBeUndefined();
  return data;
}

test("every answer says at which height and block hash it was read, and compiled answers are those of the interpreter", async () => {
  const query = "{ _meta { height hash } blocks(first: 2) { edges { node { height } } } }";
  const answers = [await api.ask(query), await api.ask(query), await api.ask(query)];
  const { height, hash } = answers[0].data._meta;
  expect(answers[0].extensions.at).toEqual({ height, hash });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test("a nested list costs one statement, however many parents there are", async () => {
  const counting = countingDatabase(database);
  const counted = createTestApi(counting);
  const cost = async (first: number): Promise<number> => {
    const before = counting.statements;
    const { errors } = await counted.ask(`{ blocks(first: ${first}) { edges { node { txs(first: 3) { totalCount edges { node { messages { typeUrl } block { height } } } } events(first: 2) { edges { node { type } } } } } } }`);
    expect(errors).toBeUndefined();
    return counting.statements - before;
  };
  const [one, all] = [await cost(1), await cost(9)];
  // Blocks, txs, their count, events, messages, and the blocks behind txs.
  expect(all).toBeLessThanOrEqual(6);
  expect(one).toBeLessThanOrEqual(all);
});

test("literals of own scalars mean the same whether a document is compiled or not", () => {
  const texts = ['{ tx(hash: "0xabcdef") { fee } }', "{ block(height: 5) { hash } }", "query ($h: Height = 5) { block(height: $h) { hash } }", "query ($h: Height) { block(height: $h) { txs(first: 3) { totalCount } } }"];
  expect(texts.map((text) => isCompilable(schema, parse(text)))).toEqual([false, false, false, true]);
});

describe("explain", () => {
  const query = (address: string): string => `{ explain(address: "${address}", sessionId: 1, index: 0) {
    claimed corrected amount weight totalWeight fee state isBelowUnit
    contributions { outcome spanCount weight inManifest contribution { title } before { title contributor registeredTx { height } } } } }`;

  test("an owner sees the words, their weight and the amount that follows", async () => {
    const { explain } = await ask(query(people.alice));
    expect(explain).toMatchObject({ claimed: "300", corrected: "0", amount: "300", weight: "3000", totalWeight: "4000", fee: "1000", state: "FINAL", isBelowUnit: false });
    expect(explain.contributions).toEqual([{ outcome: "OWNS", spanCount: 1, weight: "3000", inManifest: true, contribution: { title: "ws" }, before: [] }]);
  });

  test("whoever gets nothing sees why, contribution by contribution", async () => {
    const { explain } = await ask(query(people.bob));
    expect(explain).toMatchObject({ claimed: "0", amount: "0", weight: "0" });
    expect(explain.contributions).toEqual([{ outcome: "NOT_ACCEPTED", spanCount: 0, weight: "0", inManifest: false, contribution: { title: "spam" }, before: [] }]);
    expect((await ask(query(people.curator))).explain.contributions).toEqual([]);
  });
});

test("responsibility names a party or nobody for each duty, with the transaction that says so", async () => {
  const { responsibility } = await ask(`{ responsibility(sessionId: 1, index: 0) { duty party subject tx { height succeeded } } }`);
  const short = responsibility.map(({ duty, party, tx }: { duty: string; party: string | null; tx: { height: string } | null }) => [duty, party, tx?.height ?? null]);
  expect(short).toEqual([
    ["HOST", people.host, "4"],
    ["PUBLISHER", people.publisher, "3"],
    ["STEWARD", people.creator, "3"],
    ["APPROVER", null, "3"],
    ["DATA", people.alice, "2"],
    ["LICENCE", people.alice, "2"],
    ["CURATOR", people.curator, "3"],
    ["BUYER", people.buyer, "4"],
  ]);
});

test("all seven layers of concentration fit into one operation", async () => {
  const layers = ["STAKE", "DATA", "CURATORS", "MODELS", "HOSTS", "REGIONS", "BUYERS"].map((layer) => `${layer}: concentration(layer: ${layer}, denom: "udemo") { parties total top1Bps top5Bps hhi largest { name amount shareBps } }`);
  expect(Object.keys(await ask(`{ ${layers.join(" ")} }`))).toHaveLength(7);
});

test("concentration of a layer is exact, and money layers want their denom", async () => {
  const { hosts, data, stake } = await ask(`{ hosts: concentration(layer: HOSTS, denom: "udemo") { parties total top1Bps top5Bps hhi largest { name shareBps } }
    data: concentration(layer: DATA) { parties total hhi } stake: concentration(layer: STAKE) { parties hhi } }`);
  expect(hosts).toEqual({ parties: 1, total: "2000", top1Bps: 10_000, top5Bps: 10_000, hhi: 10_000, largest: [{ name: people.host, shareBps: 10_000 }] });
  expect([data, stake]).toEqual([{ parties: 1, total: "300", hhi: 10_000 }, { parties: 0, hhi: 0 }]);
  expect((await api.ask("{ concentration(layer: BUYERS) { hhi } }")).errors[0].extensions.code).toBe("BAD_USER_INPUT");
});

test("balances and earnings of an earlier height are those of then, and of a later one unknown", async () => {
  const { account } = await ask(`{ account(address: "${people.alice}") {
    now: balances { amount } before: balances(asOf: 6) { amount } earned: earnings(asOf: 6) { claimable earned } last: earnings { claimable earned }
    ledger(order: OLDEST_FIRST) { edges { node { change balanceAfter reason tx { height } } } } } }`);
  expect(account).toMatchObject({ now: [{ amount: "634" }], before: [], earned: [{ claimable: "594", earned: "594" }], last: [{ claimable: "0", earned: "634" }] });
  expect(account.ledger.edges.at(-1).node).toMatchObject({ change: "634", balanceAfter: "634", tx: { height: "7" } });
  expect((await api.ask(`{ account(address: "${people.alice}") { balances(asOf: 10) { amount } } }`)).errors[0].extensions.code).toBe("NOT_FOUND");
});

test("demand of a period carries the identity, and heights follow from times", async () => {
  const { demand, statement } = await ask(`{ demand(denom: "udemo") { holds unspent burned flows { entered external } cumulative { external } }
    statement(address: "${people.alice}", denom: "udemo", fromTime: "2026-09-21T14:13:27Z") { openingBalance lines { totalCount } } }`);
  expect(demand).toMatchObject({ holds: true, unspent: "0", burned: "40" });
  expect(statement).toEqual({ openingBalance: "594", lines: { totalCount: 2 } });
});

test("a statement that ends before it begins is refused, and a time without a block opens as it closes", async () => {
  const ask = async (period: string) => api.ask(`{ statement(address: "${people.alice}", denom: "udemo", ${period}) { openingBalance closingBalance lines { totalCount } } }`);
  expect((await ask("fromHeight: 8, toHeight: 3")).errors[0]).toMatchObject({ message: "the period begins at height 8 and ends before it, at 3", extensions: { code: "BAD_USER_INPUT" } });
  const { statement } = (await ask("fromHeight: 7, toHeight: 6")).data;
  expect(statement).toEqual({ openingBalance: statement.closingBalance, closingBalance: "594", lines: { totalCount: 0 } });
});

test("what other explorers ask can be asked here", async () => {
  const data = await ask(`{ blocks(first: 1) { edges { node { height hash proposer txCount time } } } averageBlockTimeMs messageTypes supply { denom amount }
    messages(account: "${people.alice}", typeUrl: "/openledger.rewards.v1.MsgClaimRewards") { totalCount }
    staking { bonded online validators unbonding } validators { totalCount } proposals { totalCount } votes(voter: "${people.alice}") { totalCount } }`);
  expect(data).toMatchObject({ averageBlockTimeMs: 1000, messages: { totalCount: 1 }, staking: { bonded: "0", validators: 0 } });
  expect(data.messageTypes).toContain("/openledger.market.v1.MsgSettle");
});

test("operations by hash: registered by their first use, or a fixed list and nothing else", async () => {
  const text = "{ _meta { height } }";
  const sha256Hash = createHash("sha256").update(text).digest("hex");
  const only = createTestApi(database, { persisted: { documents: new Map([[sha256Hash, text]]), only: true } });
  expect((await only.ask(text)).data._meta.height).toBe("9");
  expect((await only.ask("{ _meta { hash } }")).errors[0].extensions.code).toBe("BAD_USER_INPUT");
});

/** Mulberry32: small, and the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test(`${FUZZ_RUNS} random valid queries give no internal error, and the compiler agrees with the interpreter`, { timeout: 3_600_000 }, async () => {
  const encode = (id: string): string => `"${Buffer.from(id).toString("base64")}"`;
  const values: Values = {
    Height: ["0", "1", "5", "9", "70000"],
    BigInt: ["0", "1", "2", '"99999999999999999999"', "-1"],
    Int: ["0", "1", "3", "60"],
    Float: ["1.5"],
    Boolean: ["true", "false"],
    String: ['"udemo"', '""', '"coin_received"'],
    ID: ["Block:5", "Receipt:1/0", "Settlement:1", "Account:x", "Tx:5/0", "Nothing:1", "Validator:v"].map(encode),
    Bytes: ['"0x00"', '"0xabcdef"'],
    DateTime: ['"2026-09-21T14:13:25Z"'],
    Address: [`"${people.alice}"`, `"${people.host}"`],
    first: ["0", "1", "2"],
    last: ["1", "2"],
  };
  const interpreter = createTestApi(database, { compiles: false });
  const random = seeded(FUZZ_SEED);
  const bad: unknown[] = [];
  let answered = 0;
  for (let run = 0; run < FUZZ_RUNS; run += 1) {
    const { text, variables } = randomQuery(schema, values, random);
    const interpreted = await interpreter.ask(text, variables);
    await api.ask(text, variables);
    const compiled = await api.ask(text, variables);
    if (interpreted.errors === undefined) answered += 1;
    const codes = [...(interpreted.errors ?? []), ...(compiled.errors ?? [])].map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    if (codes.includes("INTERNAL") || JSON.stringify(interpreted.data) !== JSON.stringify(compiled.data)) bad.push({ text, variables, interpreted, compiled });
  }
  expect(bad.slice(0, 3)).toEqual([]);
  expect([...api.masked, ...interpreter.masked]).toEqual([]);
  expect(answered).toBeGreaterThan(FUZZ_RUNS / 3);
});
