import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder } from "@openledger/kv";
import { openChain } from "@openledger/sequencer";
import { jsonObject } from "@openledger/state-machine";
import { readGenesisFile } from "../genesis-file.ts";
import { homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";
import { readGenesisDocument, type GenesisDocument } from "./genesis-document.ts";

/**
 * A genesis document with which a chain goes on from the last height of a stopped node: its state, the height after it,
 * everything else as in its own genesis. Throws `HOME` before the first block, and what keeps a node from starting.
 */
export async function exportGenesis(home: string): Promise<GenesisDocument> {
  const paths = homePaths(home);
  const crypto = createNodeCrypto();
  const document = readGenesisDocument(paths.genesisFile);
  const { request } = readGenesisFile(paths.genesisFile, crypto.sha256);
  using _lock = lockDataFolder(paths.dataFolder);
  const app = createChain({ crypto });
  using chain = await openChain({ folder: paths.dataFolder, app, sha256: crypto.sha256, genesis: request });
  const height = chain.store.stateHeight;
  if (height === 0n) throw nodeError("HOME", `${paths.home} has no block yet; its state is that of ${paths.genesisFile}`);
  const { consensus, ...appState } = app.exportAppState();
  // Governance may have changed them since genesis.
  const { params } = jsonObject(consensus, "app_state.consensus");
  // Genesis transactions have done their work; executing them twice would fail.
  return {
    ...document,
    initial_height: String(height + 1n),
    consensus_params: params,
    app_state: appState as GenesisDocument["app_state"],
  };
}
