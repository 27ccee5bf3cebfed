/** A DA node that answers as badly as real ones do, for tests: an HTTP proxy before a server that works. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * - `drop`: the connection ends and nothing reaches the server. `lose`: the server works, the answer is lost.
 * - `timeout`: the server works, and the answer says that it timed out. `twice`: the server gets the request twice.
 * - `hang`: nothing reaches the server and nothing is answered. `null`: the answer is nil.
 */
export type Fault = "drop" | "lose" | "timeout" | "twice" | "hang" | "null";

export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  /** Asked per request; undefined passes it on as it is. */
  fault: (method: string) => Fault | undefined;
}

export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const proxy = { fault: (_method: string): Fault | undefined => undefined };
  const forward = async (body: string): Promise<string> => (await fetch(target, { method: "POST", body })).text();
  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    const { id, method } = JSON.parse(body) as { id: unknown; method: string };
    const fault = proxy.fault(method);
    if (fault === "drop") return void response.destroy();
    if (fault === "hang") return;
    const text = await forward(body);
    if (fault === "lose") return void response.destroy();
    if (fault === "twice") await forward(body);
    if (fault === "timeout") return void response.end(JSON.stringify({ id, error: { code: 1, message: "timed out waiting for tx to be included in a block" } }));
    response.end(fault === "null" ? JSON.stringify({ id, result: null }) : text);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => void answer(Buffer.concat(chunks).toString(), response).catch(() => response.destroy()));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close });
}
