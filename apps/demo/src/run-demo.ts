import { createNodeCrypto } from "@openledger/crypto";
import { beginHome, clearHome, type DemoHome } from "./home/demo-home.ts";
import type { DemoOptions } from "./options.ts";
import { prepareNetwork } from "./prepare-network.ts";
import { createProgress } from "./progress/progress.ts";
import { settlePorts } from "./supervisor/ports.ts";
import { gatewaySpec, indexerSpec } from "./supervisor/services.ts";
import { createSupervisor } from "./supervisor/supervisor.ts";

/** How long a port may stay taken by a process that is on its way out. */
const PORT_PATIENCE_MS = 3_000;

/** The main job from registered rows to paid authors, then serving until Ctrl-C unless `once`. */
export async function runDemo(options: DemoOptions, home: DemoHome): Promise<void> {
  const progress = createProgress(process.stderr);
  if (options.fresh) clearHome(home);
  const beginning = beginHome(home, options.data);
  const ports = await settlePorts(options.ports, PORT_PATIENCE_MS);
  const supervisor = createSupervisor(home.root, home.logs);
  const crypto = createNodeCrypto();
  const work = async (): Promise<void> => {
    const { blockTime } = options;
    const prepared = await prepareNetwork({ home, beginning, ports, blockTime, supervisor, progress, crypto });
    const gateway = await supervisor.start(gatewaySpec(home, ports, prepared.node, prepared.offer.id));
    progress.note(gateway.ready.url);
    const indexer = await supervisor.start(indexerSpec(home, ports, prepared.node));
    progress.note(indexer.ready.url);
  };
  try {
    await Promise.race([work(), supervisor.failed]);
  } finally {
    await supervisor.stopAll();
  }
}
