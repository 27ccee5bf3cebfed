import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createBodyReader } from "./http-body.ts";

test("bodies that arrive together stay within one budget, which comes back when they end", async () => {
  const readBody = createBodyReader(100, 150);
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => response.end(`read ${body.length}`),
      (error: unknown) => response.end(error instanceof Error ? error.name : ""),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const send = async (bytes: number): Promise<string> => (await fetch(url, { method: "POST", body: "x".repeat(bytes) })).text();

  const slow = connect(port, "127.0.0.1");
  slow.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n${"x".repeat(80)}`);
  await expect.poll(() => send(71)).toBe("BodiesTooMany");
  expect(await send(70)).toBe("read 70");
  expect(await send(101)).toBe("BodyTooLarge");
  slow.write("x".repeat(20));
  expect(String(await once(slow, "data"))).toContain("read 100");
  expect(await send(100)).toBe("read 100");

  const undeclared = connect(port, "127.0.0.1");
  undeclared.write(`POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n65\r\n${"x".repeat(101)}\r\n`);
  expect(String(await once(undeclared, "data"))).toContain("BodyTooLarge");
  undeclared.destroy();
  slow.destroy();
  server.close();
});
