import { createServer } from "node:http";
import { listen, listenAddress, type RunningServer } from "@openledger/rpc";
import type { NodeMetrics } from "@openledger/telemetry";

/** Serves `/metrics` in Prometheus' text form. */
export async function startMetricsServer(metrics: NodeMetrics, address: string): Promise<RunningServer> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end("see /metrics\n");
    metrics.text().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  return listen(server, listenAddress(address), "metrics");
}
