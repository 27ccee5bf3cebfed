// Error shapes of a stock chain (SDK 0.50.15, CometBFT 0.38), byte for byte where the text is not Go's own.
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { createValidatorSet, EMPTY_COMMIT, makeBlock, validatorAddress, ZERO_BLOCK_ID } from "@openledger/comet";
import { height, unixNanos, type Sha256 } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { startRpcServer, type RpcBlock, type RunningServer } from "./index.ts";
import { createFakeBackend, txResult } from "./rpc.fixture.ts";

const report = vi.fn();
let server: RunningServer;
beforeAll(async () => {
  server = await startRpcServer(createFakeBackend([[], [txResult([])]]), { host: "127.0.0.1", port: 0 }, report);
});
afterAll(() => server.close());

async function post(body: string): Promise<readonly [number, string]> {
  const response = await fetch(server.url, { method: "POST", body });
  return [response.status, await response.text()];
}
async function get(path: string): Promise<readonly [number, string]> {
  const response = await fetch(`${server.url}${path}`);
  return [response.status, await response.text()];
}
const rpcCall = (method: string, params: unknown = {}): string => JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });

test.each([
  ["an unknown method", rpcCall("nosuch"), 200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}'],
  ["subscribe over HTTP", rpcCall("subscribe", { query: "tm.event='NewBlock'" }), 200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}'],
  ["unknown parameters", '{"jsonrpc":"2.0","id":"a","method":"health","params":{"zzz":1}}', 200, '{"jsonrpc":"2.0","id":"a","result":{}}'],
  ["a fractional id", '{"jsonrpc":"2.0","id":1.5,"method":"health"}', 200, '{"jsonrpc":"2.0","id":1,"result":{}}'],
  ["no jsonrpc field", '{"id":1,"method":"health"}', 200, '{"jsonrpc":"2.0","id":1,"result":{}}'],
  ["a notification", '{"jsonrpc":"2.0","method":"health"}', 200, ""],
  ["an empty batch", "[]", 200, ""],
  ["a batch of one", `[${rpcCall("health")}]`, 200, '{"jsonrpc":"2.0","id":1,"result":{}}'],
  [
    "a future height",
    rpcCall("block", { height: "99999999" }),
    200,
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"height 99999999 must be less than or equal to the current blockchain height 2"}}',
  ],
  ["an unknown transaction", rpcCall("tx", { hash: "AAAA", prove: false }), 200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"tx (000000) not found"}}'],
  [
    "a page outside",
    rpcCall("tx_search", { query: "tx.height>0", page: "999", per_page: "10" }),
    200,
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"page should be within [1, 1] range, given 999"}}',
  ],
  [
    "an unknown order",
    rpcCall("tx_search", { query: "tx.height>5", order_by: "x" }),
    200,
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"expected order_by to be either `asc` or `desc` or empty"}}',
  ],
  [
    "an unknown query path",
    rpcCall("abci_query", { path: "/nosuch", data: "" }),
    200,
    '{"jsonrpc":"2.0","id":1,"result":{"response":{"code":6,"log":"unknown query path: unknown request","info":"","index":"0","key":null,"value":null,"proofOps":null,"height":"0","codespace":"sdk"}}}',
  ],
  [
    "evidence that is none",
    rpcCall("broadcast_evidence"),
    200,
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"no evidence was provided"}}',
  ],
  ["a known transaction", rpcCall("broadcast_tx_sync", { tx: "AAAA" }), 200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"tx already exists in cache"}}'],
  [
    "heights in the wrong order",
    rpcCall("blockchain", { minHeight: "2", maxHeight: "1" }),
    200,
    `{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"min height 2 can't be greater than max height 1"}}`,
  ],
])("%s", async (_name, body, status, answer) => {
  expect(await post(body)).toEqual([status, answer]);
});

test("bad JSON is HTTP 500 with -32700, bad arguments are -32602", async () => {
  const [status, text] = await post("{bad");
  expect([status, JSON.parse(text)]).toMatchObject([500, { error: { code: -32700, message: "Parse error. Invalid JSON" } }]);
  const problems: readonly (readonly [unknown, string])[] = [
    [{ height: "x" }, "invalid character 'x' looking for beginning of value"],
    [{ height: "5x" }, "invalid character 'x' after top-level value"],
    [{ height: "" }, "unexpected end of JSON input"],
    [[1, 2], "expected 1 parameters ([height]), got 2 ([[49] [50]])"],
    [{ height: "99999999999999999999" }, "json: cannot unmarshal number 99999999999999999999 into Go value of type int64"],
    ["5", "unknown type for JSON params: json: cannot unmarshal string into Go value of type []json.RawMessage. Expected map or array"],
  ];
  for (const [params, problem] of problems) {
    const [, answer] = await post(rpcCall("block", params));
    const data = `error converting json params to arguments: ${problem}`;
    expect(JSON.parse(answer)).toMatchObject({ error: { code: -32602, message: "Invalid params", data } });
  }
});

test("a batch of two gives an array, of eleven one error without id", async () => {
  const [, two] = await post(`[${rpcCall("health")},${rpcCall("nosuch")}]`);
  expect(JSON.parse(two)).toHaveLength(2);
  const [, eleven] = await post(`[${Array(11).fill(rpcCall("health")).join(",")}]`);
  expect(JSON.parse(eleven)).toEqual({
    jsonrpc: "2.0",
    error: { code: -32600, message: "Invalid Request", data: "batch request exceeds maximum (10) allowed number of requests" },
  });
});

test("URI calls have id -1 and answer errors with HTTP 500", async () => {
  expect(await get("/health")).toEqual([200, '{"jsonrpc":"2.0","id":-1,"result":{}}']);
  expect(await get("/nosuch")).toEqual([404, "404 page not found\n"]);
  expect(await get("/websocket")).toEqual([400, "Bad Request\n"]);
  expect(await get('/subscribe?query="x"')).toEqual([404, '{"jsonrpc":"2.0","id":-1,"error":{"code":-32601,"message":"Method not found"}}']);
  const faulty: readonly (readonly [string, string])[] = [
    ["/block?height=x", 'invalid 64-bit integer encoding "x", expected string'],
    ["/block?height=0x1", "got a hex string arg, but expected 'int64'"],
    ["/tx?hash=AAAA", "invalid character 'A' looking for beginning of value"],
    ["/abci_query?data=name", "invalid hex string: name"],
  ];
  for (const [path, problem] of faulty) {
    const [code, text] = await get(path);
    const data = `error converting http params to arguments: ${problem}`;
    expect([code, JSON.parse(text)]).toMatchObject([500, { id: -1, error: { code: -32602, message: "Invalid params", data } }]);
  }
  expect(await get("/tx?hash=0xAAAA")).toEqual([500, '{"jsonrpc":"2.0","id":-1,"error":{"code":-32603,"message":"Internal error","data":"tx (AAAA) not found"}}']);
  const [status, text] = await get('/abci_query?path="/nosuch"');
  expect([status, JSON.parse(text)]).toMatchObject([200, { result: { response: { code: 6 } } }]);
  expect((await get("/status"))[1]).toContain('"network":"fake-1"');
  expect((await get("/"))[0]).toBe(200);
});

test("an empty POST lists the endpoints, as a browser's visit does", async () => {
  const [status, text] = await post("");
  expect([status, text]).toEqual([200, expect.stringContaining("Available endpoints")]);
});

test("a defect is masked for the client and reported to the node", async () => {
  const [, text] = await post(rpcCall("check_tx", { tx: "AAAA" }));
  expect(text).not.toContain("inner secret");
  expect(JSON.parse(text)).toMatchObject({ error: { code: -32603 } });
  expect(report).toHaveBeenCalledWith(expect.any(TypeError), "check_tx");
});

test("browsers may call from any page", async () => {
  const preflight = await fetch(server.url, { method: "OPTIONS", headers: { "access-control-request-headers": "content-type" } });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")).toBe("content-type");
});

test("a body above the limit is refused without being read to its end", async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const request = httpRequest(server.url, { method: "POST", headers: { "content-length": 3_000_000 } }, (response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on("error", reject);
    request.write("x");
  });
  expect(status).toBe(400);
});

test("a WebSocket client has five subscriptions, each query once, and gets errors with its id", async () => {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/websocket`);
  await once(socket, "open");
  const ask = async (id: number, method: string, params: unknown): Promise<unknown> => {
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    const [data] = (await once(socket, "message")) as [Buffer];
    return JSON.parse(data.toString());
  };
  for (let i = 0; i < 5; i++) {
    expect(await ask(i, "subscribe", [`tm.event='Tx' AND a.b='${i}'`])).toEqual({ jsonrpc: "2.0", id: i, result: {} });
  }
  expect(await ask(6, "subscribe", { query: "tm.event='Tx'" })).toMatchObject({ id: 6, error: { data: "max_subscriptions_per_client 5 reached" } });
  expect(await ask(7, "unsubscribe", { query: "tm.event = 'Tx'  AND a.b='4'" })).toEqual({ jsonrpc: "2.0", id: 7, result: {} });
  expect(await ask(7, "subscribe", { query: "tm.event='Tx' AND a.b='1'" })).toMatchObject({ error: { data: "already subscribed" } });
  expect(await ask(8, "unsubscribe", { query: "nothing='x'" })).toMatchObject({ error: { data: "subscription not found" } });
  expect(await ask(9, "unsubscribe_all", {})).toEqual({ jsonrpc: "2.0", id: 9, result: {} });
  expect(await ask(10, "subscribe", { query: "bad query" })).toMatchObject({
    id: 10,
    error: { code: -32603, data: expect.stringMatching(/^failed to parse query: offset 4: got tag, wanted/) },
  });
  expect(await ask(11, "health", {})).toEqual({ jsonrpc: "2.0", id: 11, result: {} });
  socket.send("{bad");
  const [data] = (await once(socket, "message")) as [Buffer];
  expect(JSON.parse(data.toString())).toMatchObject({ error: { code: -32700 } });
  socket.terminate();
});

test("the hundred-and-first WebSocket client is turned away", async () => {
  const other = await startRpcServer(createFakeBackend(), { host: "127.0.0.1", port: 0 }, report);
  const url = `${other.url.replace("http", "ws")}/websocket`;
  const sockets = Array.from({ length: 100 }, () => new WebSocket(url));
  await Promise.all(sockets.map((socket) => once(socket, "open")));
  const [error] = (await once(new WebSocket(url), "error")) as [Error];
  expect(error.message).toContain("503");
  for (const socket of sockets) socket.terminate();
  await other.close();
});

test("a client that is turned away cannot keep its connection", async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  const head = "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==";
  socket.write(`GET /elsewhere HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n`);
  socket.resume();
  await once(socket, "end");
  // Writing shows it: an open connection takes any number of bytes.
  const refused = once(socket, "error");
  const writing = setInterval(() => socket.write("x"), 5);
  const [error] = (await refused.finally(() => clearInterval(writing))) as [NodeJS.ErrnoException];
  expect(["ECONNRESET", "EPIPE"]).toContain(error.code);
});

test("the connection above the limit is closed at once, and the others go on", async () => {
  const other = await startRpcServer(createFakeBackend(), { host: "127.0.0.1", port: 0 }, report);
  const sockets: Socket[] = [];
  // In parts that the kernel's backlog of pending connections takes: what it drops is only tried again a second later.
  while (sockets.length < 900) {
    const part = Array.from({ length: 100 }, () => connect(other.port, "127.0.0.1"));
    await Promise.all(part.map((socket) => once(socket, "connect")));
    sockets.push(...part);
  }
  const above = connect(other.port, "127.0.0.1").on("error", () => undefined).resume();
  await once(above, "close");
  const [first] = sockets;
  first?.write("GET /health HTTP/1.1\r\nhost: x\r\n\r\n");
  expect(String(await once(first ?? above, "data"))).toContain("200 OK");
  for (const socket of sockets) socket.destroy();
  await other.close();
});

test("a request target that is no path harms nobody", async () => {
  const { hostname, port } = new URL(server.url);
  const raw = async (head: string): Promise<string> => {
    const socket = connect(Number(port), hostname);
    socket.end(`${head}\r\nhost: x\r\nconnection: close\r\n\r\n`);
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    return text;
  };
  expect(await raw("GET // HTTP/1.1")).toContain("404");
  expect(await raw("GET http://[ HTTP/1.1")).toContain("404");
  const upgrade = "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==";
  expect(await raw(`GET // HTTP/1.1\r\n${upgrade}`)).toContain("404");
  expect(await get("/health")).toMatchObject([200, expect.any(String)]);
});

test("a subscriber that does not read is cut off, and the others go on", async () => {
  const plain = createFakeBackend();
  const block = bigBlock(plain.crypto.sha256);
  const results = { events: [], validatorUpdates: [], txResults: [txResult([])], appHash: new Uint8Array(0) };
  const backend = { ...plain, chain: { ...plain.chain, block: () => block, results: () => results } };
  const other = await startRpcServer(backend, { host: "127.0.0.1", port: 0 }, report);
  const connectClient = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`${other.url.replace("http", "ws")}/websocket`);
    await once(socket, "open");
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "subscribe", params: ["tm.event='NewBlock'"] }));
    await once(socket, "message");
    return socket;
  };
  const [stuck, reader] = [await connectClient(), await connectClient()];
  let received = 0;
  reader.on("message", () => received++);
  stuck.pause();
  for (let i = 0; i < 40; i++) {
    const read = once(reader, "message");
    for (const listener of plain.listeners) listener(height(1n));
    await read;
  }
  expect(received).toBe(40);
  const closed = once(stuck, "close");
  stuck.resume();
  await closed;
  reader.terminate();
  await other.close();
});

/** One transaction of a megabyte. */
function bigBlock(sha256: Sha256): RpcBlock {
  const key = new Uint8Array(32).fill(7);
  const validators = createValidatorSet(sha256, [{ publicKey: key, power: 1n }]);
  const made = makeBlock(sha256, {
    chainId: "fake-1",
    appVersion: 0n,
    height: height(1n),
    time: unixNanos(1n),
    lastBlockId: ZERO_BLOCK_ID,
    lastCommit: EMPTY_COMMIT,
    txs: [new Uint8Array(1_000_000)],
    validators,
    nextValidators: validators,
    consensusHash: key,
    appHash: key,
    lastResultsHash: key,
    proposerAddress: validatorAddress(sha256, key),
  });
  return { ...made, commit: EMPTY_COMMIT };
}
