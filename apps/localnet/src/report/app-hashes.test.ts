import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { compareAppHashes } from "./app-hashes.ts";

/** A CometBFT that stored these app hashes, of one byte each, from block 1 on. */
async function stored(hashes: readonly number[]): Promise<{ readonly server: Server; readonly rpcUrl: string }> {
  const server = createServer((request, response) => {
    const height = Number(new URL(request.url ?? "", "http://x").searchParams.get("height"));
    const hash = Buffer.from([hashes[height - 1] ?? 0]).toString("base64");
    response.end(JSON.stringify({ jsonrpc: "2.0", id: -1, result: { height: `${height}`, app_hash: hash } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("the first height at which an App has another hash is named with what each says", async () => {
  const heights = Array.from({ length: 12 }, (_, i) => i + 1);
  const [one, other] = [await stored(heights), await stored(heights.map((height) => (height >= 10 ? 0xff : height)))];
  const nodes = [
    { name: "a", rpcUrl: one.rpcUrl },
    { name: "b", rpcUrl: other.rpcUrl },
  ];
  expect(await compareAppHashes(nodes, 9n)).toEqual({ firstHeight: "1", lastHeight: "9", appHash: "09", isEqual: true, difference: null });
  expect(await compareAppHashes(nodes, 12n)).toMatchObject({ isEqual: false, difference: { height: "10", appHashes: { a: "0a", b: "ff" } } });
  for (const { server } of [one, other]) server.close();
});
