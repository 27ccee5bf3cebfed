import { createServer, type Server } from "node:net";
import { localnetError } from "../errors.ts";
import type { NodePorts } from "./network-file.ts";

/** Ports of a validator begin this far from the one before. */
const PORTS_PER_NODE = 10;
const OFFSETS = { p2p: 6, rpc: 7, metrics: 8, rest: 9 } as const;
const HOST = "127.0.0.1";

/**
 * Ports of `count` validators: from `base` upwards ten for each, of which the last four are used (26650 gives the first one
 * CometBFT's own 26656 and 26657), or any free ones when it is 0.
 */
export async function choosePorts(count: number, base: number): Promise<NodePorts[]> {
  if (base !== 0) {
    return Array.from({ length: count }, (_, i) => {
      const at = base + i * PORTS_PER_NODE;
      return { p2p: at + OFFSETS.p2p, rpc: at + OFFSETS.rpc, metrics: at + OFFSETS.metrics, rest: at + OFFSETS.rest };
    });
  }
  // Held open together, so that the system cannot give one of them twice.
  const servers = await Promise.all(Array.from({ length: count * 4 }, () => listen(0)));
  const numbers = servers.map(portOf);
  await Promise.all(servers.map(close));
  return Array.from({ length: count }, (_, i) => {
    const [p2p = 0, rpc = 0, metrics = 0, rest = 0] = numbers.slice(i * 4);
    return { p2p, rpc, metrics, rest };
  });
}

/** Throws `PORT_IN_USE` that names the port. */
export async function requireFreePorts(all: readonly NodePorts[]): Promise<void> {
  for (const port of all.flatMap((ports) => Object.values(ports))) {
    try {
      await close(await listen(port));
    } catch (error) {
      throw localnetError("PORT_IN_USE", `port ${port} is in use; stop what uses it, or make a network elsewhere with --port-base 0 and another --home`, error);
    }
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, HOST, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
