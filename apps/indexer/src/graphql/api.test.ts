import fc from "fast-check";
import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startIndexer, type RunningIndexer } from "../compose.ts";
import { openFakeNode, type FakeNode } from "../testing/fake-node.ts";
import { ask, request, untilHeight } from "../testing/graphql.ts";
import { people, sampleBlocks } from "../testing/sample-chain.ts";

let node: FakeNode;
let indexer: RunningIndexer;

beforeAll(async () => {
  node = await openFakeNode(sampleBlocks());
  indexer = await startIndexer({ node: node.url, port: 0 });
  await untilHeight(indexer, 9n);
});

afterAll(async () => {
  await indexer.close();
  await node[Symbol.asyncDispose]();
});

test("all audits of GraphQL over HTTP are passed by the real endpoint", async () => {
  const audits = serverAudits({ url: `${indexer.url}/graphql`, fetchFn: fetch });
  const bad: string[] = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== "ok") bad.push(`${audit.id} ${result.status}: ${audit.name}: ${result.reason}`);
    if ("response" in result && !result.response.bodyUsed) await result.response.body?.cancel();
  }
  expect(bad).toEqual([]);
  expect(audits).toHaveLength(61);
});

/** Every list at the root, with its selection of one field that tells rows apart. */
const LISTS = ["blocks", "txs", "messages", "events", "accounts", "datanets", "contributions", "models", "modelVersions", "offers", "sessions", "receipts", "spans", "settlements", "payouts"];

interface Page {
  readonly edges: { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
  readonly totalCount: number;
}

async function page(list: string, args: string): Promise<Page> {
  const data = await ask(indexer, `{ ${list}(${args}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`);
  return data[list];
}

async function walk(list: string, size: number, order: string, backward: boolean): Promise<string[]> {
  const ids: string[] = [];
  let cursor = "";
  for (;;) {
    const from = cursor === "" ? "" : `, ${backward ? "before" : "after"}: "${cursor}"`;
    const { edges, pageInfo } = await page(list, `${backward ? "last" : "first"}: ${size}, order: ${order}${from}`);
    const found = edges.map(({ node: { id } }) => id);
    ids.splice(backward ? 0 : ids.length, 0, ...found);
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return ids;
    cursor = (backward ? pageInfo.startCursor : pageInfo.endCursor) ?? "";
  }
}

describe("connections", () => {
  test.each(LISTS)("%s: every walk meets each row once, in one order, and node(id) finds it", async (list) => {
    const { edges, totalCount } = await page(list, "first: 100, order: OLDEST_FIRST");
    const ids = edges.map(({ node: { id } }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(totalCount).toBe(ids.length);
    const sizes = fc.integer({ min: 3, max: 20 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (size, backward) => {
        expect(await walk(list, size, "OLDEST_FIRST", backward)).toEqual(ids);
        expect(await walk(list, size, "NEWEST_FIRST", backward)).toEqual(ids.toReversed());
      }),
      { numRuns: 2 },
    );
    const { nodes } = await ask(indexer, `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids });
    expect(nodes.map((row: { id: string } | null) => row?.id)).toEqual(ids);
  });

  test("rows that are not there are null, as are ids of another form", async () => {
    const missing = Buffer.from("Block:77").toString("base64");
    const odd = Buffer.from("Block:x/y").toString("base64");
    expect(await ask(indexer, `{ a: node(id: "${missing}") { id } b: node(id: "${odd}") { id } block(height: 77) { height } }`)).toEqual({ a: null, b: null, block: null });
  });
});

describe("refusals have a stable code and a sentence", () => {
  const nested = (depth: number): string => (depth === 0 ? "height" : `txs(first: 100) { edges { node { block { ${nested(depth - 1)} } } } }`);
  const cases: readonly (readonly [name: string, query: string, code: string])[] = [
    ["both ends of a page", "{ blocks(first: 1, last: 1) { totalCount } }", "BAD_USER_INPUT"],
    ["a page of 101", "{ blocks(first: 101) { totalCount } }", "LIMIT_EXCEEDED"],
    ["a negative page", "{ blocks(first: -1) { totalCount } }", "BAD_USER_INPUT"],
    ["a cursor of another list", `{ blocks(after: "${Buffer.from('["txs","1","0"]').toString("base64url")}") { totalCount edges { cursor } } }`, "BAD_USER_INPUT"],
    ["a cursor that is none", '{ blocks(after: "%%%") { edges { cursor } } }', "BAD_USER_INPUT"],
    ["a height that is none", '{ block(height: "ten") { height } }', "BAD_USER_INPUT"],
    ["a number out of range", '{ session(id: "99999999999999999999") { state } }', "BAD_USER_INPUT"],
    ["a block by nothing", "{ block { height } }", "BAD_USER_INPUT"],
    ["an unknown field", "{ nothing }", "BAD_USER_INPUT"],
    ["text that does not parse", "{", "BAD_USER_INPUT"],
    ["a deep query", `{ blocks { edges { node { ${nested(4)} } } } }`, "LIMIT_EXCEEDED"],
    ["a costly query", "{ blocks(first: 100) { edges { node { txs(first: 100) { edges { node { hash messages { typeUrl } } } } } } } }", "LIMIT_EXCEEDED"],
    ["a cost behind variables that are left out", "query ($n: Int = 100) { blocks(first: $n) { edges { node { txs(first: $n) { edges { node { hash messages { typeUrl } } } } } } } }", "LIMIT_EXCEEDED"],
    [
      "a cost behind fragments",
      `{ blocks(first: 100) { edges { node { txs { ...rows } } } } } fragment rows on TxConnection { ...same } fragment same on TxConnection { edges { node { messages { tx { messages { typeUrl } events { type } } } } } }`,
      "LIMIT_EXCEEDED",
    ],
    ["nine layers of concentration, each of which sums a table", `{ ${Array.from({ length: 9 }, (_, at) => `a${at}: concentration(layer: STAKE) { hhi }`).join(" ")} }`, "LIMIT_EXCEEDED"],
    ["a statement up to a height that is not indexed", `{ statement(address: "${people.alice}", denom: "udemo", toHeight: 10) { closingBalance } }`, "BAD_USER_INPUT"],
    ["a statement from a height that is not indexed", `{ statement(address: "${people.alice}", denom: "udemo", fromHeight: 10) { closingBalance } }`, "BAD_USER_INPUT"],
    ["16 aliases", `{ ${Array.from({ length: 16 }, (_, at) => `a${at}: __typename`).join(" ")} }`, "LIMIT_EXCEEDED"],
    ["1,100 tokens", `{ ${"__typename ".repeat(1100)} }`, "LIMIT_EXCEEDED"],
    ["depth through fragments", `query { blocks { ...__schema } } fragment __schema on BlockConnection { edges { node { ${nested(4)} } } }`, "LIMIT_EXCEEDED"],
  ];
  test.each(cases)("%s", async (_name, query, code) => {
    const { errors } = await request(indexer, query);
    expect(errors[0].extensions).toMatchObject({ code, requestId: expect.any(String) });
    expect(errors[0].message.length).toBeGreaterThan(10);
  });

  test("a body that is too large, an address that is not served", async () => {
    const large = await fetch(`${indexer.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: " ".repeat(70_000) });
    expect([large.status, (await fetch(`${indexer.url}/nothing`)).status]).toEqual([413, 404]);
  });

  test("a statement is a file too: opening, lines with reason and transaction, closing", async () => {
    const response = await fetch(`${indexer.url}/statement.csv?address=${people.alice}&denom=udemo`);
    expect([response.status, response.headers.get("content-type"), response.headers.get("x-index-height")]).toEqual([200, "text/csv; charset=utf-8; header=present", "9"]);
    const lines = (await response.text()).split("\r\n").map((line) => line.split(","));
    expect(lines.slice(1, -1).map(([line, height, , reason, amount, balance]) => [line, height, reason, amount, balance])).toEqual([
      ["", "0", "OPENING", "", "0"],
      ["1", "6", "OWNER", "594", "594"],
      ["2", "7", "PRIOR", "40", "634"],
      ["3", "7", "CLAIM", "-634", "0"],
      ["", "9", "CLOSING", "", "0"],
    ]);
    expect(lines[2]?.at(-1)).toMatch(/^[0-9a-f]{64}$/);
    for (const parameters of ["address=nobody&denom=udemo", `address=${people.alice}&denom=udemo&to=10`]) {
      const refused = await fetch(`${indexer.url}/statement.csv?${parameters}`);
      expect([refused.status, (await refused.json()).errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    }
  });

  test("a client that asks too fast is told when to come back, and operations endpoints stay open", async () => {
    await using slow = await startIndexer({ node: node.url, port: 0, api: { requestsPerSecond: 0.01, requestBurst: 3 } });
    const codes: number[] = [];
    for (let at = 0; at < 5; at += 1) codes.push((await fetch(`${slow.url}/graphql?query={__typename}`)).status);
    expect(codes).toEqual([200, 200, 200, 429, 429]);
    const refused = await fetch(`${slow.url}/graphql?query={__typename}`);
    expect([refused.headers.get("retry-after"), (await refused.json()).errors[0].extensions.code]).toEqual(["100", "RATE_LIMITED"]);
    expect((await fetch(`${slow.url}/health`)).status).toBe(200);
  });

  test("health, readiness and metrics are served", async () => {
    const texts = await Promise.all(["health", "ready", "metrics"].map(async (path) => (await fetch(`${indexer.url}/${path}`)).text()));
    expect(texts[0]).toBe("alive\n");
    expect(texts[1]).toBe("ready at height 9 of 9\n");
    expect(texts[2]).toContain("openledger_indexer_height 9");
  });
});
