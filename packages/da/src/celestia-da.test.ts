import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toBase64, toUtf8 } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test } from "vitest";
import { celestiaNamespace } from "./celestia-commitment.ts";
import { createCelestiaDa } from "./celestia-da.ts";
import { startDaServer } from "./da-server.ts";
import { startFaultyProxy, type FaultyProxy } from "./faulty-proxy.fixture.ts";
import { openFileDa, type FileDa } from "./file-da.ts";

const { sha256 } = createNodeCrypto();
const folder = mkdtempSync(join(tmpdir(), "openledger-celestia-"));
const A = new Uint8Array(10).fill(1);
const B = new Uint8Array(10).fill(2);
const NAMESPACE_A = toBase64(celestiaNamespace(A));
const ANY = { host: "127.0.0.1", port: 0 };
let file: FileDa;
let url: string;
let proxy: FaultyProxy;
let close: () => Promise<void>;

beforeAll(async () => {
  file = openFileDa({ folder, sha256, nowMs: () => 1_790_000_000_123 });
  const server = await startDaServer(file, ANY);
  ({ url } = server);
  proxy = await startFaultyProxy(url);
  close = () => server.close();
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await close();
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A DA node that answers each request alike. */
async function answering(answer: () => object): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((_request, response) => void response.end(JSON.stringify({ id: 1, ...answer() }))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: urlOf(server), [Symbol.asyncDispose]: close };
}

test("what is submitted over the connection is listed, proved and verified over it", async () => {
  const da = createCelestiaDa({ url, sha256 });
  expect(await da.head()).toEqual({ height: 0n, time: 0n, finalized: 0n });
  const { height, commitments } = await da.submit(A, [toUtf8("one"), new Uint8Array(70_000).fill(3)]);
  const listed = await da.list(height, A);
  expect(listed.map(({ data }) => data.length)).toEqual([3, 70_000]);
  expect(listed.map(({ commitment }) => commitment)).toEqual(commitments);
  expect(await da.list(height, B)).toEqual([]);
  const [one = A, two = A] = commitments;
  const proof = await da.prove(height, A, one);
  expect(await da.verify(height, A, one, proof)).toBe(true);
  expect(await da.verify(height, A, two, proof)).toBe(false);
  expect(await da.verify(height, A, one, toUtf8("[]"))).toBe(false);
  expect(await da.verify(height, A, one, Uint8Array.of(0xff))).toBe(false);
  await expect(da.prove(height, B, one)).rejects.toMatchObject({ code: "DA_NOT_FOUND" });
  await expect(da.list(height + 1n, A)).rejects.toMatchObject({ code: "DA_FUTURE" });
  expect(await da.head()).toEqual(await file.head());
  expect(await da.timeAt(1n)).toBe(1_790_000_000_123_000_000n);
  await expect(da.timeAt(height + 1n)).rejects.toMatchObject({ code: "DA_FUTURE" });
});

test("a submission that is too long is refused on this side, and by the server", async () => {
  const da = createCelestiaDa({ url, sha256 });
  await expect(da.submit(A, [new Uint8Array(da.maxBlobBytes + 1)])).rejects.toMatchObject({ code: "DA_TOO_BIG", retryable: false });
});

test("a token is asked for where one is set", async () => {
  const server = await startDaServer(file, ANY, { authToken: "secret" });
  const right = createCelestiaDa({ url: server.url, sha256, authToken: "secret" });
  expect((await right.head()).height).toBeGreaterThan(0n);
  await expect(createCelestiaDa({ url: server.url, sha256, authToken: "other" }).head()).rejects.toMatchObject({ code: "DA_REFUSED" });
  await server.close();
});

test.each(["drop", "lose", "timeout", "hang"] as const)("a submission that ends in %s leaves its outcome open, and reading back tells", async (fault) => {
  const da = createCelestiaDa({ url: proxy.url, sha256, submitTimeoutMs: 200 });
  const before = (await file.head()).height;
  proxy.fault = (method) => (method === "blob.Submit" ? fault : undefined);
  await expect(da.submit(A, [toUtf8(fault)])).rejects.toMatchObject({ code: "DA_UNKNOWN", retryable: true });
  proxy.fault = () => undefined;
  expect((await da.head()).height).toBe(fault === "lose" || fault === "timeout" ? before + 1n : before);
});

test("reads pass over an answer that hangs and a connection that breaks, and give up after their tries", async () => {
  const da = createCelestiaDa({ url: proxy.url, sha256, timeoutMs: 100, retryMs: 1 });
  const faults = (["hang", "drop"] as const)[Symbol.iterator]();
  proxy.fault = () => faults.next().value;
  expect((await da.list(1n, A)).length).toBe(2);
  proxy.fault = () => "hang";
  await expect(da.list(1n, A)).rejects.toMatchObject({ code: "DA_UNREACHABLE", retryable: true });
  proxy.fault = () => undefined;
});

test("a proof that is nil at first is asked for again", async () => {
  const da = createCelestiaDa({ url: proxy.url, sha256, retryMs: 1 });
  const [one = { commitment: A }] = await da.list(1n, A);
  const faults = (["null"] as const)[Symbol.iterator]();
  proxy.fault = () => faults.next().value;
  expect(await da.verify(1n, A, one.commitment, await da.prove(1n, A, one.commitment))).toBe(true);
  proxy.fault = () => "null";
  await expect(da.prove(1n, A, one.commitment)).rejects.toMatchObject({ code: "DA_NOT_FOUND" });
  proxy.fault = () => undefined;
});

test("nothing that listens is unreachable", async () => {
  const gone = await startDaServer(file, ANY);
  await gone.close();
  const da = createCelestiaDa({ url: gone.url, sha256, retryMs: 1 });
  await expect(da.head()).rejects.toMatchObject({ code: "DA_UNREACHABLE" });
  await expect(da.submit(A, [toUtf8("x")])).rejects.toMatchObject({ code: "DA_UNREACHABLE" });
});

test("a node that answers with other bytes than were committed to is not believed", async () => {
  const [blob] = ((await (await fetch(url, { method: "POST", body: JSON.stringify({ method: "blob.GetAll", params: [1, [NAMESPACE_A]] }) })).json()) as { result: object[] }).result;
  let result: unknown;
  const liar = createServer((_request, response) => void response.end(JSON.stringify({ id: 1, result }))).listen(0, "127.0.0.1");
  await once(liar, "listening");
  const da = createCelestiaDa({ url: `http://127.0.0.1:${(liar.address() as AddressInfo).port}`, sha256, retryMs: 1 });
  result = [blob];
  expect(await da.list(1n, A)).toHaveLength(1);
  for (result of [[{ ...blob, data: "AAAA" }], [{ ...blob, index: -2 }], [{}], "x"]) {
    await expect(da.list(1n, A)).rejects.toMatchObject({ code: "DA_CORRUPT", retryable: false });
  }
  await expect(da.list(1n, B)).rejects.toMatchObject({ code: "DA_CORRUPT" });
  await expect(da.head()).rejects.toMatchObject({ code: "DA_CORRUPT" });
  await expect(da.submit(A, [toUtf8("x")])).rejects.toMatchObject({ code: "DA_UNKNOWN" });
  liar.close();
  liar.closeAllConnections();
});

test.each([1, 2])("a stranger's blob of share version %i is passed over, whatever its commitment", async (version) => {
  const [blob] = ((await (await fetch(url, { method: "POST", body: JSON.stringify({ method: "blob.GetAll", params: [1, [NAMESPACE_A]] }) })).json()) as { result: object[] }).result;
  const strange = { ...blob, share_version: version, signer: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", data: "AAAA", commitment: "AAAA" };
  await using node = await answering(() => ({ result: [strange, blob] }));
  const found = await createCelestiaDa({ url: node.url, sha256 }).list(1n, A);
  expect(found.map(({ data }) => data)).toEqual([toUtf8("one")]);
});

test("a height whose header the DA node lacks is tried again, and is not an empty one", async () => {
  let message = "header: not found";
  await using node = await answering(() => ({ error: { code: 1, message } }));
  const da = createCelestiaDa({ url: node.url, sha256, retryMs: 1 });
  await expect(da.list(1n, A)).rejects.toMatchObject({ code: "DA_BUSY", retryable: true });
  await expect(da.timeAt(1n)).rejects.toMatchObject({ code: "DA_BUSY", retryable: true });
  message = "getting blobs for namespace: header: not found: blob: not found";
  await expect(da.list(1n, A)).rejects.toMatchObject({ code: "DA_BUSY" });
  message = "share: data not found";
  await expect(da.list(1n, A)).rejects.toMatchObject({ code: "DA_UNREACHABLE", retryable: true });
  message = "blob: not found";
  expect(await da.list(1n, A)).toEqual([]);
});

test("a long answer may take longer than the limit while bytes come, and not for ever", async () => {
  const slow = createServer((_request, response) => {
    const pieces = ['{"id":1,', '"result"', ":null", "}"];
    const timer = setInterval(() => {
      const piece = pieces.shift();
      if (piece === undefined) response.end(() => clearInterval(timer));
      else response.write(piece);
    }, 60);
    response.on("close", () => clearInterval(timer));
  }).listen(0, "127.0.0.1");
  await once(slow, "listening");
  expect(await createCelestiaDa({ url: urlOf(slow), sha256, timeoutMs: 150, tries: 1 }).list(1n, A)).toEqual([]);
  slow.close();
  const endless = createServer((_request, response) => {
    const timer = setInterval(() => response.write(" "), 1);
    response.on("close", () => clearInterval(timer));
  }).listen(0, "127.0.0.1");
  await once(endless, "listening");
  await expect(createCelestiaDa({ url: urlOf(endless), sha256, timeoutMs: 10, tries: 1 }).list(1n, A)).rejects.toMatchObject({ code: "DA_UNREACHABLE" });
  endless.close();
  endless.closeAllConnections();
});

test("requests that are none are told so, and the server goes on", async () => {
  const ask = async (body: string): Promise<unknown> => (await fetch(url, { method: "POST", body })).json();
  expect(await ask("{")).toMatchObject({ error: { code: -32600 } });
  expect(await ask(JSON.stringify({ method: "blob.Nothing" }))).toMatchObject({ error: { code: -32601 } });
  expect(await ask(JSON.stringify({ method: "blob.GetAll", params: [0, []] }))).toMatchObject({ error: { code: -32602 } });
  expect(await ask(JSON.stringify({ method: "blob.GetAll", params: [1, ["AAA"]] }))).toMatchObject({ error: { code: -32602 } });
  expect(await ask(JSON.stringify({ method: "header.GetByHeight", params: [1] }))).toMatchObject({ result: { header: { height: "1" } } });
});
