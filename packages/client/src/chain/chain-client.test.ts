import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { connect } from "./chain-client.ts";

test("what is no address of a node is refused with an example of one", async () => {
  for (const wrong of ["nowhere", "", "tcp://127.0.0.1:26657"]) {
    await expect(connect(wrong)).rejects.toThrow(`"${wrong}" is no address of a node; give one such as http://127.0.0.1:26657`);
  }
});

test("another server than a node is named as such", async () => {
  const server = createServer((_request, response) => void response.writeHead(405).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(connect(url)).rejects.toThrow(`${url} does not answer as a node's RPC does`);
  server.close();
});

test("a chain that has no block yet is waited for", async () => {
  const empty = { latest_block_hash: "", latest_app_hash: "", latest_block_height: "0", latest_block_time: "1970-01-01T00:00:00Z", catching_up: false };
  const node = { protocol_version: { p2p: "8", block: "11", app: "0" }, id: "AB", listen_addr: "", network: "n", version: "0.38.19", channels: "40", moniker: "m", other: {} };
  const validator = { address: "AB", pub_key: { type: "tendermint/PubKeyEd25519", value: "AA==" }, voting_power: "1" };
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    if (asked > 2) return void response.writeHead(405).end();
    response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: { node_info: node, sync_info: empty, validator_info: validator } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(connect(url)).rejects.toThrow("does not answer as a node's RPC does");
  expect(asked).toBe(3);
  server.close();
});
