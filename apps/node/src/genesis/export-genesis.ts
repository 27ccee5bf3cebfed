import { timeToRfc3339 } from "@openledger/chain";
import { unixNanos, type Height } from "@openledger/primitives";
import type { ChainStore } from "@openledger/sequencer";
import { nodeError } from "../node-error.ts";
import { openStoppedHome } from "../stopped-home.ts";
import { readGenesisDocument, type GenesisDocument } from "./genesis-document.ts";
import { previousChainOf, previousChainsOf } from "./previous-chains.ts";

export interface ExportOptions {
  /** Whose state it is; the last one by default, and a lower one only for a chain of another id. */
  readonly height?: Height;
  /** Of the chain that begins there; the id of the chain that is left by default. */
  readonly chainId?: string;
}

/** A header's time must lie above that of the one before by at least this, as between blocks of one chain. */
const NANOS_BETWEEN_BLOCKS = 1_000_000n;

/**
 * A genesis document with which a chain goes on from a height of a stopped node: its state, the height and the time
 * after it, signed headers of the chain it leaves, everything else as in its own genesis. Throws `HOME` before the
 * first block, `CONFIG` for a height whose next block is signed already under the same chain id, `HEIGHT_NOT_KEPT`, and
 * what keeps a node from starting.
 */
export async function exportGenesis(home: string, options: ExportOptions = {}): Promise<GenesisDocument> {
  using stopped = await openStoppedHome(home, options.height);
  const { app, chain, crypto, paths } = stopped;
  const { height } = app.info();
  if (height === 0n) throw nodeError("HOME", `${paths.home} has no block yet; its state is that of ${paths.genesisFile}`);
  const document = readGenesisDocument(paths.genesisFile);
  const { chain_id: left } = document;
  const { chainId = left } = options;
  const { lastHeight } = chain.store;
  if (height < lastHeight && chainId === left) {
    const why = `${left} has blocks up to ${lastHeight}: its validator would sign height ${height + 1n} a second time, and what was sent since could be sent again`;
    throw nodeError("CONFIG", `${why}; leave --height out to go on from ${lastHeight}, or name another chain with --chain-id`);
  }
  const before = previousChainsOf(document) ?? [];
  return {
    ...document,
    chain_id: chainId,
    genesis_time: timeAfter(chain.store, height),
    initial_height: String(height + 1n),
    previous_chains: [...before, previousChainOf(crypto, chain, height)],
    app_state: exportedState(document, app.exportAppState()),
  };
}

/** The first block has the time of its genesis. With that of the chain's own one, its clock would go back. */
function timeAfter(store: ChainStore, height: Height): string {
  const exported = store.block(height);
  if (exported === undefined) throw nodeError("HOME", `block ${height} is not in the block log`);
  return timeToRfc3339(unixNanos(exported.block.header.time + NANOS_BETWEEN_BLOCKS));
}

/** Genesis transactions have done their work and are left out; executing them twice would fail. */
function exportedState({ app_state: state }: GenesisDocument, exported: object): GenesisDocument["app_state"] {
  return { system: state.system, auth: state.auth, bank: state.bank, ...exported };
}
