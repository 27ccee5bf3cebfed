import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";
import { localnetError } from "../errors.ts";
import type { NodePorts } from "./network-file.ts";

/** Ports of a validator begin this far from the one before. */
const PORTS_PER_NODE = 10;
const OFFSETS = { p2p: 6, rpc: 7, metrics: 8, rest: 9 } as const;
const HOST = "127.0.0.1";

// Below the ports that systems give to whoever asks for any: those would be taken by others while a network does not run.
const FREE_FROM = 15_000;
const FREE_TO = 32_000;
const ATTEMPTS = 100;

/**
 * Ports of `count` validators: from `base` upwards ten for each, of which the last four are used (26650 gives the first one
 * CometBFT's own 26656 and 26657), or from any free place when it is 0. Throws `PORT_IN_USE` when there is none.
 */
export async function choosePorts(count: number, base: number): Promise<NodePorts[]> {
  if (base !== 0) return portsFrom(count, base);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const ports = portsFrom(count, randomInt(FREE_FROM / PORTS_PER_NODE, FREE_TO / PORTS_PER_NODE - count) * PORTS_PER_NODE);
    if ((await firstTaken(ports)) === undefined) return ports;
  }
  throw localnetError("PORT_IN_USE", `no ${count * PORTS_PER_NODE} ports in a row were found free between ${FREE_FROM} and ${FREE_TO}; name a place with --port-base`);
}

/** Throws `PORT_IN_USE` that names the port. */
export async function requireFreePorts(all: readonly NodePorts[]): Promise<void> {
  const taken = await firstTaken(all);
  if (taken === undefined) return;
  throw localnetError("PORT_IN_USE", `port ${taken} is in use; stop what uses it, or make a network elsewhere with --port-base 0 and another --home`);
}

function portsFrom(count: number, base: number): NodePorts[] {
  return Array.from({ length: count }, (_, i) => {
    const at = base + i * PORTS_PER_NODE;
    return { p2p: at + OFFSETS.p2p, rpc: at + OFFSETS.rpc, metrics: at + OFFSETS.metrics, rest: at + OFFSETS.rest };
  });
}

async function firstTaken(all: readonly NodePorts[]): Promise<number | undefined> {
  for (const port of all.flatMap((ports) => Object.values(ports))) {
    if (!(await isFree(port))) return port;
  }
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server: Server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}
