import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProofSource } from "./proof-source.ts";

const KEY = Uint8Array.of(1);
const OPS = { ops: [{ type: "ics23:iavl", key: "AQ==", data: "Ag==" }] };
let response: object;

const server = createServer((request, answer) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const { method } = JSON.parse(Buffer.concat(parts).toString("utf8")) as { method: string };
    const result = method === "abci_query" ? { response } : { signed_header: {}, validators: [] };
    answer.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result }));
  });
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

test("only an answer with a proof of the asked height says that nothing is there", async () => {
  const { prove } = createProofSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  response = { code: 0, value: null, height: "7", proofOps: OPS };
  expect(await prove("bank", KEY, 7n)).toMatchObject({ value: undefined, height: 7n, ops: [{ type: "ics23:iavl", key: KEY }] });
  for (const refusal of [{ code: 18, log: "height 7 is pruned", height: "0" }, { height: "8", proofOps: OPS }, { height: "7", proofOps: null }]) {
    response = refusal;
    await expect(prove("bank", KEY, 7n)).rejects.toMatchObject({ code: "NODE_ANSWER", retryable: true });
  }
});
