import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { demoError } from "../home/demo-home.ts";

/** What listens, and where unless told otherwise. */
export const DEFAULT_PORTS = {
  rpc: 26657,
  rest: 1317,
  graphql: 4350,
  gateway: 8080,
  proxy: 8081,
  explorer: 3000,
  market: 8082,
  engine: 8090,
  harbour: 8091,
  meadow: 8092,
  summit: 8093,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Readonly<Record<PortName, number>>;
const NAMES = Object.keys(DEFAULT_PORTS) as readonly PortName[];

// Below the ports that systems give to whoever asks for any, outgoing connections too: one of those may be taken by the
// time that its service starts.
const FREE_FROM = 15_000;
const FREE_TO = 32_000;

/** The port of each service: its own flag, else from `base` upwards, else the default. 0 takes any free port. */
export function choosePorts(base: number | undefined, own: Partial<Ports>): Ports {
  const chosen = NAMES.map((name, at) => {
    const fromBase = base === undefined ? DEFAULT_PORTS[name] : base === 0 ? 0 : base + at;
    return [name, own[name] ?? fromBase] as const;
  });
  return Object.fromEntries(chosen) as Record<PortName, number>;
}

/**
 * Gives every 0 a free port and makes sure that the others are free, waiting `patienceMs` for processes of an earlier
 * run to leave. For a 0 the port of `earlier` is taken when it is free. Throws `PORT_IN_USE` with the flag to use.
 */
export async function settlePorts(ports: Ports, patienceMs: number, earlier: Partial<Ports> = {}): Promise<Ports> {
  const settled: [PortName, number][] = [];
  for (const name of NAMES) {
    const again = ports[name] === 0 ? earlier[name] : undefined;
    const taken = new Set(settled.map(([, port]) => port));
    const free = (again === undefined ? undefined : await tryPort(again)) ?? (await waitForPort(ports[name], patienceMs, taken));
    if (free === undefined) {
      throw demoError(
        "PORT_IN_USE",
        `port ${ports[name]} (${name}) is in use; stop what uses it, or choose other ports with --port-base 20000 or --${name}-port ${ports[name] + 1}`,
      );
    }
    settled.push([name, free]);
  }
  return Object.fromEntries(settled) as Record<PortName, number>;
}

/** The port, or any free one from 15,000 to 32,000 for 0, once it is free; undefined when it stays taken for `patienceMs`. */
export async function waitForPort(port: number, patienceMs: number, taken: ReadonlySet<number> = new Set()): Promise<number | undefined> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const free = await tryPort(port === 0 ? randomInt(FREE_FROM, FREE_TO) : port);
    if (port === 0 && (free === undefined || taken.has(free))) continue;
    if (free !== undefined || Date.now() >= end) return free;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The port when it is free. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => resolve(port));
    });
  });
}
