import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { createHostClient } from "./host-client.ts";

const IDLE_MS = 60_000;

afterEach(() => void vi.useRealTimers());

/** A host that takes calls and behaves like this; what comes of one call to it. */
async function callTo(behave: (response: ServerResponse) => void): Promise<{ readonly read: string; readonly error: unknown }> {
  // Only the buyer's own patience runs on the test's clock: sockets keep theirs.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const calls: ServerResponse[] = [];
  const server = createServer((_, response) => {
    calls.push(response);
    behave(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const call = { sessionId: 1n, nonce: 1n, body: { model: "m", messages: [] } };
  let read = "";
  let begun = false;
  const outcome = createHostClient(`http://127.0.0.1:${port}`)
    .askStreaming(call, (text) => void (read += text), new AbortController().signal)
    .then(() => undefined, (thrown: unknown) => thrown);
  while (!begun) {
    await new Promise((resolve) => setImmediate(resolve));
    begun = calls.length > 0 && (!calls[0]?.headersSent || read !== "");
  }
  vi.advanceTimersByTime(IDLE_MS);
  const error = await outcome;
  server.closeAllConnections();
  server.close();
  return { read, error };
}

test("a host that takes the call and streams nothing is given up after a minute, so that the next one is asked and no head is signed", async () => {
  const { read, error } = await callTo(() => undefined);
  expect(read).toBe("");
  expect(error).toMatchObject({ code: "host_unreachable", status: 502 });
});

test("a host that falls silent within its stream, connection open, is given up as well", async () => {
  const { read, error } = await callTo((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: "Steep the " } }] })}\n\n`);
  });
  expect(read).toBe("Steep the ");
  expect(error).toMatchObject({ code: "host_unreachable" });
});
