import { choosePorts, makeNetwork, type NetworkDescription, type NetworkHome, type NodePorts } from "@openledger/localnet";
import type { Setting } from "./cluster/settings.ts";
import { DENOM, PREFIX, type Payer } from "./load/accounts.ts";

/** Validators that the network begins with. */
export const GENESIS_NODES = 4;
export const TIMEOUT_COMMIT = "500ms";
/** Units that every payer owns at first. */
export const PAYER_FUNDS = 1_000_000_000n;

/** A proposer that is away costs a second and not three. */
export const COMET_SETTINGS: Readonly<Record<string, Setting>> = { "consensus.timeout_propose": "1s" };
/** Two snapshots are kept, so that each can be fetched for twice as many blocks. */
export const APP_SETTINGS: Readonly<Record<string, Setting>> = { state_sync_interval: 25 };

/**
 * A new network for one run. Of the rules that operators live by, two differ: half of 80 blocks may be missed, and jail ends
 * after ten seconds.
 */
export async function makeChaosNetwork(
  home: NetworkHome,
  payers: readonly Payer[],
  spares: number,
): Promise<{ readonly network: NetworkDescription; readonly sparePorts: readonly NodePorts[] }> {
  const ports = await choosePorts(GENESIS_NODES + spares, 0);
  const network = await makeNetwork({
    home,
    ports: ports.slice(0, GENESIS_NODES),
    chainId: "openledger-chaos-1",
    bech32Prefix: PREFIX,
    baseDenom: DENOM,
    timeoutCommit: TIMEOUT_COMMIT,
    accounts: payers.map(({ address }) => ({ address, coins: [{ denom: DENOM, amount: PAYER_FUNDS }] })),
    appState: { slashing: { params: { signed_blocks_window: "80", min_signed_per_window: "0.500000000000000000", downtime_jail_duration: "10s" } } },
  });
  return { network, sparePorts: ports.slice(GENESIS_NODES) };
}
