import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type ChainClient } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { initHome } from "@openledger/node";
import { assertDefined } from "@openledger/primitives";
import { z } from "zod";
import { beginningOf, demoHome, type DemoHome } from "../../src/home/demo-home.ts";
import { prepareNetwork, type PreparedNetwork } from "../../src/prepare-network.ts";
import { createProgress } from "../../src/progress/progress.ts";
import { choosePorts, settlePorts, type Ports } from "../../src/supervisor/ports.ts";
import { nodeSpec } from "../../src/supervisor/services.ts";
import { createSupervisor, type Supervisor } from "../../src/supervisor/supervisor.ts";

const BLOCK_TIME = "1s";

/** A folder, ports and processes that are gone when the measurement is over. */
export interface BenchPlace {
  readonly home: DemoHome;
  readonly ports: Ports;
  readonly supervisor: Supervisor;
}

export async function inPlace<T>(measure: (place: BenchPlace) => Promise<T>): Promise<T> {
  const home = demoHome(mkdtempSync(join(tmpdir(), "openledger-bench-")));
  const ports = await settlePorts(choosePorts(0, {}), 0);
  const supervisor = createSupervisor(home.root, home.logs);
  try {
    return await Promise.race([measure({ home, ports, supervisor }), supervisor.failed]);
  } finally {
    await supervisor.stopAll();
    rmSync(home.root, { recursive: true });
  }
}

/** Process id of a service that runs here, by its name. */
export function pidOf({ home }: BenchPlace, name: string): number {
  const running = z.array(z.object({ name: z.string(), pid: z.int() })).parse(JSON.parse(readFileSync(join(home.root, "processes.json"), "utf8")));
  return assertDefined(running.find((one) => one.name === name), `the ${name} runs`).pid;
}

/** A node in a process of its own, with these accounts at genesis. */
export async function startBareNode(
  { home, ports, supervisor }: BenchPlace,
  accounts: NonNullable<Parameters<typeof initHome>[0]["accounts"]>,
): Promise<{ readonly client: ChainClient; readonly pid: number }> {
  initHome({ home: home.node, moniker: "bench", accounts });
  const { ready, pid } = await supervisor.start(nodeSpec(home, ports, BLOCK_TIME));
  return { client: await connect(ready.rpcUrl), pid };
}

/** The demo's network with its text registered and its model offered. */
export function startDemoNetwork({ home, ports, supervisor }: BenchPlace): Promise<PreparedNetwork> {
  const beginning = beginningOf(home, undefined);
  const progress = createProgress(process.stderr);
  return prepareNetwork({ home, beginning, ports, blockTime: BLOCK_TIME, supervisor, progress, crypto: createNodeCrypto() });
}
