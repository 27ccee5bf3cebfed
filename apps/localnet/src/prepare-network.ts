import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { demoGenesis } from "@openledger/demo";
import { localnetError } from "./errors.ts";
import { makeNetwork } from "./network/make-network.ts";
import { NETWORK_FILE, readNetwork, type NetworkDescription, type NetworkHome } from "./network/network-file.ts";
import { choosePorts } from "./network/ports.ts";
import type { LocalnetOptions } from "./options.ts";
import { postgresFolder } from "./processes/postgres.ts";

/** Files of the folder's lock, which stay while its content goes. */
const LOCK_FILES: readonly string[] = ["LOCK", "PID", "FORMAT"];
/** What else a start leaves that ended before the network was complete. */
const OWN_ENTRIES = /^(?:LOCK-journal|network\.json|node\d+|gentx|logs|demo|postgres|compile-cache)$/;

/**
 * Throws `HOME` for a folder with files of somebody else, which `--fresh` and `--wipe` would remove and a new network would
 * stand beside.
 */
export function requireOwnFolder({ root }: NetworkHome): void {
  const entries = existsSync(root) ? readdirSync(root) : [];
  if (entries.includes(NETWORK_FILE)) return;
  const foreign = entries.find((name) => !LOCK_FILES.includes(name) && !OWN_ENTRIES.test(name));
  if (foreign === undefined) return;
  throw localnetError("HOME", `${root} holds ${foreign}, which is of no network, and all data below --home may be removed; choose an empty or new folder`);
}

/** The network of the home, or a new one whose genesis suits the demo. Throws `HOME`. */
export async function prepareNetwork(home: NetworkHome, options: LocalnetOptions): Promise<NetworkDescription> {
  const { validators: count, fresh, portBase, timeoutCommit } = options;
  if (fresh) clearHome(home);
  const known = readNetwork(home);
  if (known !== undefined && known.nodes.length === count) return known;
  if (known !== undefined) {
    throw localnetError("HOME", `${home.root} holds a network of ${known.nodes.length} validators, not ${count}; add --fresh to begin anew, or choose another --home`);
  }
  const genesis = await demoGenesis(demoFolder(home), createNodeCrypto().sha256);
  return makeNetwork({ home, ports: await choosePorts(count, portBase), timeoutCommit, ...genesis });
}

/** Where the demo on this network keeps its keys and services. */
export function demoFolder({ root }: NetworkHome): string {
  return join(root, "demo");
}

/** Removes everything below the home, and the database of its own indexer. The caller holds the folder's lock. */
export function clearHome(home: NetworkHome): void {
  const { root } = home;
  rmSync(postgresFolder(home), { recursive: true, force: true });
  for (const name of readdirSync(root)) {
    if (!LOCK_FILES.includes(name)) rmSync(join(root, name), { recursive: true, force: true });
  }
}
