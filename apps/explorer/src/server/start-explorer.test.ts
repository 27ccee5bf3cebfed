import { mkdtemp, rm, writeFile, mkdir } from "node:fs/promises";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startExplorer, type Explorer } from "./start-explorer.ts";

let pages: string;
let upstream: Server;
let explorer: Explorer;
let base: string;
const seen: string[] = [];
const forwardedFor: (string | string[] | undefined)[] = [];

beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), "explorer-pages-"));
  await mkdir(join(pages, "assets"));
  await writeFile(join(pages, "index.html"), "<!doctype html><title>page</title>");
  await writeFile(join(pages, "assets", "index-abc.js"), "console.log(1);".repeat(200));
  upstream = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    forwardedFor.push(request.headers["x-forwarded-for"]);
    if (request.url === "/v1/chat/completions") return; // never answers
    if (request.url === "/openledger/v1/receipts/9/9") {
      response.writeHead(200, { "content-type": "application/json" });
      response.end("x".repeat(9 * 1024 * 1024));
      return;
    }
    response.writeHead(request.url === "/openledger/v1/receipts/8/8" ? 404 : 200, { "content-type": "application/json", "x-secret": "1" });
    response.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  explorer = await startExplorer({ port: 0, nodeUrl: url, indexerUrl: url, buyerUrl: url, pagesFolder: pages, timeoutMs: 3_000 });
  base = explorer.url.replace("localhost", "127.0.0.1");
});

afterAll(async () => {
  await explorer.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
  await rm(pages, { recursive: true });
});

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(base + path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

async function refusal(response: Response): Promise<[number, string]> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).toMatch(/\.$/);
  return [response.status, error.code];
}

test("every route is the page, with headers that let it load nothing from elsewhere", async () => {
  for (const path of ["/", "/receipt/7/3", "/contributor/open1qq"]) {
    const response = await fetch(base + path);
    expect(await response.text()).toContain("<title>page</title>");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("it tells that it serves without asking anybody", async () => {
  const asked = seen.length;
  const response = await fetch(`${base}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  expect(seen.length).toBe(asked);
});

test("assets never change and travel compressed", async () => {
  const response = await fetch(`${base}/assets/index-abc.js`);
  expect(response.headers.get("cache-control")).toContain("immutable");
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(await response.text()).toContain("console.log");
  expect(await refusal(await fetch(`${base}/assets/other.js`))).toEqual([404, "not-found"]);
  expect(await refusal(await fetch(`${base}/..%2f..%2fpackage.json`))).toEqual([404, "not-found"]);
});

test("GraphQL, models and receipts are passed on, and only status, type and body come back", async () => {
  seen.length = 0;
  forwardedFor.length = 0;
  const response = await post("/graphql", '{"query":"{ _meta { height } }"}', { "x-forwarded-for": "203.0.113.9" });
  expect(await response.json()).toEqual({ ok: true });
  expect(response.headers.get("x-secret")).toBeNull();
  expect((await fetch(`${base}/api/models`)).status).toBe(200);
  expect((await fetch(`${base}/api/receipts`)).status).toBe(200);
  expect((await fetch(`${base}/api/receipts/8/8`)).status).toBe(404);
  expect(seen).toEqual(["POST /graphql", "GET /v1/models", "GET /openledger/v1/receipts?limit=12", "GET /openledger/v1/receipts/8/8"]);
  // The index counts requests by visitor, whatever a visitor says of itself; the others need not know who asks.
  expect(forwardedFor).toEqual(["127.0.0.1", undefined, undefined, undefined]);
});

test("other addresses, methods and media types are refused with what to do instead", async () => {
  expect(await refusal(await fetch(`${base}/api/receipts/7`))).toEqual([404, "not-found"]);
  expect(await refusal(await fetch(`${base}/api/receipts/7/..%2f8`))).toEqual([404, "not-found"]);
  expect(await refusal(await fetch(`${base}/api/ask`))).toEqual([405, "method-not-allowed"]);
  expect(await refusal(await fetch(`${base}/`, { method: "DELETE" }))).toEqual([405, "method-not-allowed"]);
  expect(await refusal(await post("/api/ask", "{}", { "content-type": "text/plain" }))).toEqual([415, "unsupported-media-type"]);
});

test("a page reads from the node and can broadcast nothing", async () => {
  expect((await post("/api/rpc", '{"jsonrpc":"2.0","id":1,"method":"abci_query","params":{}}')).status).toBe(200);
  expect(await refusal(await post("/api/rpc", '{"method":"broadcast_tx_sync"}'))).toEqual([404, "not-found"]);
  expect(await refusal(await post("/api/rpc", '[{"method":"status"}]'))).toEqual([404, "not-found"]);
  expect(await refusal(await post("/api/rpc", "no json"))).toEqual([404, "not-found"]);
});

test("another site's page cannot ask, nor can a name that is bound to this address", async () => {
  expect(await refusal(await post("/api/ask", "{}", { origin: "http://evil.example" }))).toEqual([403, "foreign-origin"]);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    httpRequest(base, { headers: { host: "evil.example:3000" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(status).toBe(403);
});

test("bodies are bounded both ways, announced or not", async () => {
  expect(await refusal(await post("/api/ask", "x".repeat(16 * 1024 + 1)))).toEqual([413, "body-too-large"]);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(40_000));
      controller.enqueue(new Uint8Array(40_000));
      controller.close();
    },
  });
  const unannounced = fetch(`${base}/graphql`, { method: "POST", body: stream, duplex: "half", headers: { "content-type": "application/json" } } as RequestInit);
  expect(await refusal(await unannounced)).toEqual([413, "body-too-large"]);
  expect(await refusal(await fetch(`${base}/api/receipts/9/9`))).toEqual([502, "upstream-too-large"]);
});

test("an upstream that is late or absent is named, with what to do", async () => {
  expect(await refusal(await post("/api/ask", "{}"))).toEqual([504, "upstream-timeout"]);
  const lonely = await startExplorer({ port: 0, nodeUrl: base, indexerUrl: "http://127.0.0.1:1", buyerUrl: "http://127.0.0.1:1", pagesFolder: pages });
  const response = await fetch(`${lonely.url.replace("localhost", "127.0.0.1")}/graphql`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(await refusal(response)).toEqual([502, "upstream-unreachable"]);
  await lonely.close();
});

test("a port in use is told to whoever starts the server", async () => {
  const port = Number(new URL(explorer.url).port);
  const again = startExplorer({ port, nodeUrl: base, indexerUrl: base, buyerUrl: base, pagesFolder: pages });
  await expect(again).rejects.toMatchObject({ code: "EADDRINUSE" });
});
