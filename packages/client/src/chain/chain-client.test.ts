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
