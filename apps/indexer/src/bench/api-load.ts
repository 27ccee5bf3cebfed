import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

const SERVER = fileURLToPath(new URL("api-server.ts", import.meta.url));

/** A server in a process of its own. */
export interface BenchServer extends Disposable {
  readonly url: string;
}

/** `kept` is ours with the answers that it keeps, which `ours` answers anew. */
export type ServerKind = "ours" | "kept" | "bare" | "postgraphile";

export async function startServer(kind: ServerKind, database: string): Promise<BenchServer> {
  // PostGraphile asks for its mode, and is measured in the faster one.
  const env = { ...process.env, GRAPHILE_ENV: "production" };
  const child: ChildProcess = fork(SERVER, [kind, database], { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [url] = (await once(child, "message")) as [string];
  return { url, [Symbol.dispose]: () => void child.kill() };
}

export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Asks the same again and again over `connections` connections for some seconds. Throws for an answer other than 200. */
export async function load(url: string, body: string, connections: number, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const asked = performance.now();
      await post(url, body, agent);
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const spent = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { perSecond: latencies.length / spent, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}

/** One request; the text of its answer. */
export async function post(url: string, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => void (text += chunk));
      response.on("end", () => (response.statusCode === 200 ? resolve(text) : reject(new Error(`${url} answers ${response.statusCode}: ${text.slice(0, 300)}`))));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
