import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readReceipt } from "./read-receipt.ts";

const home = mkdtempSync(join(tmpdir(), "openledger-receipt-"));
let proxy: Server;
let buyer = "";

beforeAll(async () => {
  proxy = createServer((request, response) => {
    const isKnown = request.url === "/openledger/v1/receipts/1/7";
    response.writeHead(isKnown ? 200 : 404).end(isKnown ? '{"format":"something else"}' : "");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  buyer = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(() => proxy.close());

test("a session/index that the home has not is asked of the running proxy", async () => {
  await expect(readReceipt("1/7", { home, buyer })).rejects.toThrow(`${buyer}/openledger/v1/receipts/1/7: `);
});

test("a receipt that is nowhere is refused with the places that were looked at", async () => {
  await expect(readReceipt("1/8", { home, buyer })).rejects.toThrow(`${buyer} has no receipt 1/8`);
  await expect(readReceipt("1/8", { home, buyer: "http://127.0.0.1:9" })).rejects.toThrow("has no receipt 1/8");
});

test("a path that is no receipt file is refused by its name", async () => {
  const path = join(home, "not-a-receipt.json");
  writeFileSync(path, "[]");
  await expect(readReceipt(path, { home, buyer })).rejects.toThrow(path);
  writeFileSync(path, '{"format":');
  await expect(readReceipt(path, { home, buyer })).rejects.toThrow(`${path}: this is no RECEIPT.json, or only a part of one`);
  await expect(readReceipt(home, { home, buyer })).rejects.toThrow(`${home} cannot be read`);
  await expect(readReceipt("1/8", { home, buyer: "nowhere" })).rejects.toThrow("--buyer must be an address");
  await expect(readReceipt(join(home, "absent.json"), { home, buyer })).rejects.toThrow("does not exist");
});
