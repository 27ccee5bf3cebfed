import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ReceiptFile } from "@openledger/client/receipt";
import { answerFixtures, QUESTIONS } from "./answers.fixture.ts";
import { clockPage, demandLines, demandsOfNode } from "./demand.fixture.ts";
import { hostsPage, modelVersionPage } from "./market.fixture.ts";
import { contributionPage, receiptOnChain, sessionPage, settlementPage } from "./ledger.fixture.ts";

/** Index and buyer's proxy in one server for tests of the pages: genuine receipts, chain data made up around them. */
export interface MockNetwork {
  readonly url: string;
  readonly files: readonly ReceiptFile[];
  close(): Promise<void>;
}

const META = { chainId: "openledger-local-1", height: "431" };
const HASH = `0x${"ab".repeat(32)}`;

export async function startMockNetwork(finalInMs = 40_000): Promise<MockNetwork> {
  const files = answerFixtures();
  const finalTime = new Date(Date.now() + finalInMs).toISOString();
  const server = createServer((request, response) => {
    void answer(request, response, files, finalTime);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, files: readonly ReceiptFile[], finalTime: string): Promise<void> {
  const send = (status: number, json: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(json));
  };
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const body: unknown = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
  if (request.url === "/graphql") {
    const { operationName, variables } = body as { operationName: string; variables: Readonly<Record<string, string>> };
    send(200, { data: graphql(operationName, variables, files, finalTime) });
    return;
  }
  const { method, params } = (body ?? {}) as { method?: string; params?: { path?: string } };
  if (method === "abci_query" && params?.path === "/openledger.gate.v1.Query/Demands") {
    send(200, { jsonrpc: "2.0", id: 1, result: { response: { code: 0, value: demandsOfNode() } } });
    return;
  }
  if (request.url === "/v1/models") {
    send(200, { object: "list", data: [{ id: "installed-docs" }] });
    return;
  }
  if (request.url === "/v1/chat/completions") {
    const { messages } = body as { messages: readonly { content: string }[] };
    const index = Math.max(0, QUESTIONS.indexOf(messages[0]?.content ?? ""));
    send(200, { x_openledger: { receipt: `http://127.0.0.1/openledger/v1/receipts/7/${index}` } });
    return;
  }
  if (request.url?.startsWith("/openledger/v1/receipts?") === true) {
    send(200, { receipts: files.map(({ readable }) => ({ session: readable.sessionId, ...readable })).reverse() });
    return;
  }
  const [, session, index] = /^\/openledger\/v1\/receipts\/(\d+)\/(\d+)$/.exec(request.url ?? "") ?? [];
  const file = session === "7" ? files[Number(index)] : undefined;
  if (file === undefined) send(404, { error: { code: "receipt-unknown", message: "This buyer has no such receipt." } });
  else send(200, file);
}

function graphql(name: string, variables: Readonly<Record<string, string>>, files: readonly ReceiptFile[], finalTime: string): unknown {
  const [first] = files;
  if (first === undefined) throw new Error("there are answers to show");
  switch (name) {
    case "Head":
      return { _meta: META };
    case "Home":
      return {
        _meta: META,
        totals: { owners: 118, paidToOwners: [{ denom: "udemo", amount: "214563" }] },
        contributions: { totalCount: 243 },
        receipts: { totalCount: 4, edges: files.slice(0, 4).map((file, i) => ({ node: receiptNode(file, i) })).reverse() },
      };
    case "ReceiptOnChain":
      return receiptOnChain(variables["sessionId"] === "7" ? (variables["index"] ?? "") : "", finalTime);
    case "Contributor":
      return contributor(variables["address"] ?? "", files);
    case "Statement":
      return statement(files, finalTime);
    case "ReceiptEvidence":
      return { receiptFile: null };
    case "Settlement":
      return settlementPage(variables["id"] ?? "", first, finalTime);
    case "Contribution":
      return contributionPage(variables["datanetId"] ?? "", variables["seq"] ?? "", first);
    case "Session":
      return sessionPage(variables["id"] ?? "", first);
    case "Clock":
      return clockPage(finalTime);
    case "DemandLines":
      return demandLines();
    case "Hosts":
      return hostsPage(first);
    case "ModelVersion":
      return modelVersionPage(variables["modelId"] ?? "", variables["version"] ?? "", first);
    case "Block":
      return { _meta: META, block: Number(variables["height"]) > 431 ? null : block(variables["height"] ?? "") };
    case "Tx":
      return { _meta: META, tx: variables["hash"] === HASH ? tx() : null };
    default:
      throw new Error(`unknown operation ${name}`);
  }
}

function receiptNode({ readable }: ReceiptFile, i: number): unknown {
  const { sessionId, index, amount, denom, ownedWeight, totalWeight, owners, question } = readable;
  return {
    ...{ sessionId, index, height: String(412 + i), amount, denom, ownedWeight, totalWeight, owners },
    request: [{ role: "user", text: question }],
    settlement: { state: i === 0 || i > 2 ? "PENDING" : "FINAL" },
  };
}

function contributor(address: string, files: readonly ReceiptFile[]): unknown {
  const known = files[0]?.facts.contributions.filter((one) => one.contributor === address) ?? [];
  if (known.length === 0) return { _meta: META, account: null, contributions: { totalCount: 0, edges: [] }, unearned: [], receipts: { totalCount: 0, edges: [] } };
  const nodes = known.map((one) => ({
    node: { ...one, state: "ACCEPTED", grade: 80, byteCount: "23811", erasedHeight: null, marks: [{ kind: "REVOKED", rows: [] }], registeredTx: { hash: HASH } },
  }));
  return {
    _meta: META,
    account: { firstHeight: "3", claimable: [{ denom: "udemo", amount: "8121" }], earnedDenoms: ["udemo"] },
    unearned: [
      {
        models: 2,
        contribution: { datanetId: "1", seq: "12", title: "Notes on time zones" },
        reasons: [{ reason: "OUTSIDE_MANIFEST", count: 3 }, { reason: "NOT_KNOWN", count: 40 }],
      },
      { models: 0, contribution: { datanetId: "2", seq: "3", title: "Bread" }, reasons: [{ reason: "REJECTED", count: null }] },
    ],
    contributions: { totalCount: nodes.length, edges: nodes },
    receipts: { totalCount: 2, edges: [{ node: { denom: "udemo" } }, { node: { denom: "udemo" } }] },
  };
}

function statement(files: readonly ReceiptFile[], finalTime: string): unknown {
  const receipts = files.slice(0, 2).map(({ readable }) => ({
    amount: "4210",
    receipt: { sessionId: readable.sessionId, index: readable.index, request: [{ role: "user", text: readable.question }] },
  }));
  const none = { generation: null, settlement: null, datanet: null, modelVersion: null, own: null };
  const own = { modelId: "1", version: "1", model: { name: "installed-docs" } };
  const through = { modelId: "3", version: "1", model: { name: "field-notes-answers" } };
  const settled = { ...none, settlement: { settlementId: "3" }, tx: { hash: HASH } };
  const lines = [
    { ...none, height: "430", eventIndex: 9, kind: "CLAIM", amount: "-300", balanceAfter: "8121", receipts: [], tx: { hash: HASH } },
    { ...settled, height: "427", eventIndex: 6, kind: "ROYALTY", amount: "421", balanceAfter: "8421", receipts: [], generation: 2, modelVersion: through, own },
    { ...settled, height: "425", eventIndex: 4, kind: "OWNER", amount: "8000", balanceAfter: "8000", receipts, datanet: { name: "installed-docs" }, modelVersion: own },
  ];
  return {
    statement: {
      ...{ denom: "udemo", closingBalance: "8121", credited: "8421", claimed: "300" },
      byKind: [{ kind: "OWNER", lines: 1, amount: "8000" }, { kind: "ROYALTY", lines: 1, amount: "421" }],
      lineage: [{ generation: 2, lines: 1, amount: "421", own, through }],
      lines: { totalCount: 3, edges: lines.map((node) => ({ node })) },
      pending: [{ amount: "4210", settlement: { settlementId: "4", finalTime, submittedTx: { hash: HASH } }, receipts: receipts.slice(0, 1) }],
    },
  };
}

function block(height: string): unknown {
  const messages = Array.from({ length: 12 }, () => ({ typeUrl: "/openledger.datanet.v1.MsgContribute" }));
  return {
    ...{ height, hash: HASH, parentHash: HASH, time: "2026-11-21T08:00:01.25Z", proposer: `0x${"cd".repeat(20)}`, appHash: HASH, txCount: 1 },
    txs: { edges: [{ node: { hash: HASH, index: 0, succeeded: true, messages } }] },
  };
}

function tx(): unknown {
  return {
    ...{ height: "412", index: 0, hash: HASH, succeeded: false, code: "12", codespace: "market", log: "the head was signed before: sign a later one" },
    ...{ gasWanted: "812000", gasUsed: "640211", memo: "", fee: "2030udemo", feePayer: "open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx" },
    block: { time: "2026-11-21T08:00:01.25Z" },
    messages: [{ typeUrl: "/openledger.market.v1.MsgSettle", content: { sessionId: "7", receipts: 5 } }],
  };
}
