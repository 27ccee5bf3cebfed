import type { RpcClient } from "@cosmjs/tendermint-rpc";
import { expect, test } from "vitest";
import { createRpcTransport } from "./rpc-transport.ts";

const answer = { jsonrpc: "2.0", id: 1, result: {} } as const;
const request = (method: string): Parameters<RpcClient["execute"]>[0] => ({ jsonrpc: "2.0", id: 1, method, params: {} });

/** Fails so many times with such a cause, then answers. */
function failing(times: number, code: string): RpcClient & { asked(): number } {
  let asked = 0;
  return {
    asked: () => asked,
    disconnect: () => undefined,
    execute() {
      asked += 1;
      if (asked <= times) return Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("other side closed"), { code }) }));
      return Promise.resolve(answer);
    },
  };
}

test("reading goes on after the server closed a connection that was kept open", async () => {
  const http = failing(1, "UND_ERR_SOCKET");
  expect(await createRpcTransport("http://node", http).execute(request("abci_query"))).toEqual(answer);
  expect(http.asked()).toBe(2);
});

test.each([
  ["a second closed connection", "status", 2, "UND_ERR_SOCKET", 2],
  ["a node that is not there", "status", 1, "ECONNREFUSED", 1],
  ["a transaction, which may have arrived", "broadcast_tx_sync", 1, "UND_ERR_SOCKET", 1],
])("%s is an error", async (_, method, times, code, asked) => {
  const http = failing(times, code);
  await expect(createRpcTransport("http://node", http).execute(request(method))).rejects.toThrow("fetch failed");
  expect(http.asked()).toBe(asked);
});
