/**
 * Offers pre-signed settlements to a chain that runs, begun with the genesis of the demo in `--home`, and prints what it
 * did with them as JSON. Says `ready` when all is signed, and begins when it is told a line.
 */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { createNodeCrypto } from "@openledger/crypto";
import { beginningOf, demoHome } from "../src/home/demo-home.ts";
import { prepareNetwork } from "../src/prepare-network.ts";
import { createProgress } from "../src/progress/progress.ts";
import { choosePorts, settlePorts } from "../src/supervisor/ports.ts";
import { createSupervisor } from "../src/supervisor/supervisor.ts";
import { settleAtRate } from "./bench/bench-settle.ts";

const text = { type: "string", default: "" } as const;
const { values } = parseArgs({ options: { home: text, node: text, rest: text, rate: text, seconds: text } });
const home = demoHome(values.home);
const supervisor = createSupervisor(home.root, home.logs);
const network = await prepareNetwork({
  home,
  beginning: beginningOf(home, undefined),
  ports: await settlePorts(choosePorts(0, {}), 0),
  blockTime: "1s",
  chain: { rpcUrl: values.node, restUrl: values.rest },
  supervisor,
  progress: createProgress(process.stderr),
  crypto: createNodeCrypto(),
});
const result = await settleAtRate(network, Number(values.rate), Number(values.seconds), async () => {
  process.stdout.write("ready\n");
  await once(process.stdin, "data");
  process.stdin.destroy();
});
process.stdout.write(`${JSON.stringify(result)}\n`);
network.world.client.disconnect();
await supervisor.stopAll();
