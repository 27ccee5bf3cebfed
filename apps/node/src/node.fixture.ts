/** A home with funded CosmJS wallets in a temporary folder, for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OfflineDirectSigner } from "@cosmjs/proto-signing";
import { startNode, type RunningNode, type StartNodeOptions } from "./compose.ts";
import type { NodeConfigInput } from "./config.ts";
import { initHome } from "./init-home.ts";
import { openDirectWallet } from "./wallet.fixture.ts";

/** Any free port, fast blocks, no log. */
export const TEST_CONFIG: NodeConfigInput = {
  rpc_laddr: "tcp://127.0.0.1:0",
  rest_laddr: "tcp://127.0.0.1:0",
  block_time: "100ms",
  log_level: "silent",
};

/** A node that has made a block since it started: CosmJS cannot read the status of a chain without one. */
export async function startTestNode(options: StartNodeOptions): Promise<RunningNode> {
  const made = Promise.withResolvers<void>();
  const node = await startNode({ ...options, onBlock: () => made.resolve() });
  await Promise.race([made.promise, node.stopped]);
  return node;
}

export interface TestHome extends Disposable {
  readonly home: string;
  readonly wallet: OfflineDirectSigner;
  readonly addresses: readonly string[];
}

/** Four wallets own 1,000,000,000 uopen and 5,000 udemo each. */
export async function createTestHome(): Promise<TestHome> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-node-"));
  const wallet = await openDirectWallet("open", 4);
  const addresses = (await wallet.getAccounts()).map(({ address }) => address);
  const home = join(folder, "home");
  initHome({
    home,
    chainId: "openledger-test-1",
    accounts: addresses.map((address) => ({
      address,
      coins: [
        { denom: "uopen", amount: 1_000_000_000n },
        { denom: "udemo", amount: 5_000n },
      ],
    })),
  });
  return { home, wallet, addresses, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
