import { createServer } from "node:http";
import { listen, listenAddress, type RunningServer } from "@openledger/rpc";
import type { NodeMetrics } from "@openledger/telemetry";

/** Serves `/metrics` in Prometheus' text form, and `/health`: a JSON object of a process that works. */
export async function startMetricsServer(metrics: NodeMetrics, address: string, health: () => object): Promise<RunningServer> {
  const server = createServer((request, response) => {
    if (request.url === "/health") return void response.writeHead(200, { "content-type": "application/json" }).end(`${JSON.stringify(health())}\n`);
    if (request.url !== "/metrics") return void response.writeHead(404).end("see /metrics and /health\n");
    metrics.text().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  return listen(server, listenAddress(address), "metrics");
}
