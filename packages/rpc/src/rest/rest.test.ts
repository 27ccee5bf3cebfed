import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBlobStore } from "@openledger/kv";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startRestServer, type FindErasure, type RunningServer } from "../index.ts";
import { createFakeBackend } from "../rpc.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-rest-"));
const MAX = 1_000;
const report = vi.fn();
let server: RunningServer;
const erased = { hash: "" };
beforeAll(async () => {
  const blobs = await openBlobStore(folder, { maxBlobBytes: MAX, quotaBytes: 2_500 });
  const erasureOf: FindErasure = (hash) => (hash === erased.hash ? { datanetId: 1n, seq: 2n, height: 30n } : undefined);
  const options = { erasureOf, backend: createFakeBackend(), blobs, maxBlobBytes: MAX, report, urls: { rpc: "http://rpc.example" } };
  server = await startRestServer(options, { host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await server.close();
  expect(report).not.toHaveBeenCalled();
  rmSync(folder, { recursive: true });
});

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const urlOf = (hash: string): string => `${server.url}/openledger/v1/blobs/${hash}`;
async function put(bytes: Uint8Array<ArrayBuffer>, hash: string = hashOf(bytes), headers: Record<string, string> = {}): Promise<readonly [number, unknown]> {
  const response = await fetch(urlOf(hash), { method: "PUT", body: bytes, headers });
  return [response.status, await response.json()];
}

test("a blob is stored once under its hash and comes back unchanged", async () => {
  const bytes = new Uint8Array(900).map((_, i) => i % 251);
  const hash = hashOf(bytes);
  expect(await put(bytes)).toEqual([201, { hash, bytes: 900 }]);
  expect(await put(bytes)).toEqual([200, { hash, bytes: 900 }]);
  const got = await fetch(urlOf(hash));
  expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
  expect(got.headers.get("x-content-type-options")).toBe("nosniff");
  const head = await fetch(urlOf(hash), { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, "900"]);
});

test("each refusal has its own code", async () => {
  const other = hashOf(new Uint8Array(1));
  expect(await put(new Uint8Array(5), other)).toMatchObject([422, { code: "BLOB_HASH_MISMATCH" }]);
  expect(await put(new Uint8Array(MAX + 1))).toMatchObject([413, { code: "BLOB_TOO_LARGE" }]);
  expect(await put(new Uint8Array(1_000).fill(1))).toMatchObject([201, {}]);
  expect(await put(new Uint8Array(1_000).fill(2))).toMatchObject([507, { code: "BLOB_QUOTA" }]);
  expect(await put(new Uint8Array(5), "XYZ")).toMatchObject([400, { code: "BLOB_NAME" }]);
  const missing = await fetch(urlOf(other));
  expect([missing.status, await missing.json()]).toMatchObject([404, { code: "BLOB_NOT_FOUND" }]);
  expect((await fetch(urlOf(other), { method: "HEAD" })).status).toBe(404);
  expect((await fetch(urlOf(other), { method: "DELETE" })).status).toBe(405);
});

test("what was erased on chain is gone for every method, and cannot be stored again", async () => {
  const bytes = new Uint8Array(50).fill(9);
  erased.hash = hashOf(bytes);
  expect(await put(bytes)).toMatchObject([410, { code: "ERASED", message: expect.stringContaining("contribution 1/2") }]);
  const gone = await fetch(urlOf(erased.hash));
  expect([gone.status, await gone.json()]).toMatchObject([410, { code: "ERASED", message: expect.stringContaining("block 30") }]);
  expect((await fetch(urlOf(erased.hash), { method: "HEAD" })).status).toBe(410);
  erased.hash = "";
});

test("pages of this machine may store blobs, pages of others may not", async () => {
  const bytes = new Uint8Array(3);
  for (const origin of ["https://evil.example", "http://localhost.evil.example", "null", "http://127.0.0.1.evil.example"]) {
    expect(await put(bytes, hashOf(bytes), { origin })).toMatchObject([403, { code: "BLOB_ORIGIN" }]);
  }
  expect((await fetch(urlOf(hashOf(bytes)))).status).toBe(404);
  expect(await put(bytes, hashOf(bytes), { origin: "http://localhost:3000" })).toMatchObject([201, {}]);
  expect(await put(bytes, hashOf(bytes), { origin: "http://[::1]:3000" })).toMatchObject([200, {}]);
});

test("a client that hangs up in the middle of a blob is nothing to report", async () => {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`PUT /openledger/v1/blobs/${hashOf(new Uint8Array(9))} HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nab`);
  await once(socket, "connect");
  await (await fetch(`${server.url}/health`)).text();
  socket.destroy();
  await (await fetch(`${server.url}/health`)).text();
  expect(report).not.toHaveBeenCalled();
});

test("wallets find the chain id, and routes that do not exist are 501 as from gRPC-gateway", async () => {
  const info = await fetch(`${server.url}/cosmos/base/tendermint/v1beta1/node_info`);
  expect(await info.json()).toMatchObject({ default_node_info: { network: "fake-1" } });
  const absent = await fetch(`${server.url}/ibc/apps/transfer/v1/params`);
  expect([absent.status, await absent.json()]).toEqual([501, { code: 12, message: "Not Implemented", details: [] }]);
  expect((await fetch(`${server.url}/openledger/v1/nothing`)).status).toBe(404);
  expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: "ok", chain_id: "fake-1", height: "0" });
});
