import type { Height } from "@openledger/primitives";
import { nodeError } from "../node-error.ts";
import { openStoppedHome } from "../stopped-home.ts";
import { readGenesisDocument, type GenesisDocument } from "./genesis-document.ts";
import { previousChainOf, previousChainsOf } from "./previous-chains.ts";

/**
 * A genesis document with which a chain goes on from a height of a stopped node, the last by default: its state, the
 * height after it, signed headers of the chain it leaves, everything else as in its own genesis. Throws `HOME` before
 * the first block, `HEIGHT_NOT_KEPT`, and what keeps a node from starting.
 */
export async function exportGenesis(home: string, at?: Height): Promise<GenesisDocument> {
  using stopped = await openStoppedHome(home, at);
  const { app, chain, paths } = stopped;
  const { height } = app.info();
  if (height === 0n) throw nodeError("HOME", `${paths.home} has no block yet; its state is that of ${paths.genesisFile}`);
  const document = readGenesisDocument(paths.genesisFile);
  const before = previousChainsOf(document) ?? [];
  return {
    ...document,
    initial_height: String(height + 1n),
    previous_chains: [...before, previousChainOf(chain.store, height)],
    app_state: exportedState(document, app.exportAppState()),
  };
}

/** Genesis transactions have done their work and are left out; executing them twice would fail. */
function exportedState({ app_state: state }: GenesisDocument, exported: object): GenesisDocument["app_state"] {
  return { system: state.system, auth: state.auth, bank: state.bank, ...exported };
}
