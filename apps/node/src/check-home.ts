import { createChain } from "@openledger/chain";
import { CometError, validateBlock, verifyAdjacent, verifyCommit } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, openBlobStore, openSignState } from "@openledger/kv";
import { equalBytes, height, type Crypto } from "@openledger/primitives";
import { loadValidatorKey, openChain, type OpenedChain } from "@openledger/sequencer";
import type { StateMachine } from "@openledger/state-machine";
import { readdirSync } from "node:fs";
import { loadConfig } from "./config.ts";
import { readGenesisFile } from "./genesis-file.ts";
import { homePaths, type HomePaths } from "./home.ts";

/** One thing that was looked at. `problem` is absent when all is well. */
export interface HomeCheck {
  readonly name: string;
  readonly found: string;
  readonly problem?: string;
}

/**
 * Looks through the home of a stopped node: recovers the chain as a start would, then verifies every block and commit,
 * every invariant of every module, every blob and the signing state. Throws what keeps a node from starting.
 */
export async function checkHome(home: string): Promise<readonly HomeCheck[]> {
  const paths = homePaths(home);
  const config = loadConfig(paths.configFile, {});
  const crypto = createNodeCrypto();
  const { request } = readGenesisFile(paths.genesisFile, crypto.sha256);
  using _lock = lockDataFolder(paths.dataFolder);
  const app = createChain({ crypto });
  using chain = await openChain({ folder: paths.dataFolder, app, sha256: crypto.sha256, genesis: request });
  const { store } = chain;
  const torn = store.tornTails.reduce((sum, { droppedBytes }) => sum + droppedBytes, 0);
  const invariants = store.stateHeight === 0n ? [] : app.invariants();
  return [
    { name: "recovery", found: `height ${store.stateHeight}, ${chain.replayed} blocks executed again, ${torn} torn bytes cut` },
    checkBlocks(crypto, chain),
    checkState(app, chain),
    checked("invariants", `${app.modules.length} modules`, invariants),
    await checkBlobs(paths, { maxBlobBytes: config.blob_max_bytes, quotaBytes: config.blob_quota_bytes }),
    checkSigning(crypto, paths, chain),
  ];
}

function checked(name: string, found: string, problems: readonly string[]): HomeCheck {
  return problems.length === 0 ? { name, found } : { name, found, problem: problems.slice(0, 20).join("; ") };
}

/** Hashes the whole state anew, and says which snapshots could not be used. */
function checkState(app: StateMachine, { store, restored }: OpenedChain): HomeCheck {
  const wrong = store.stateHeight === 0n ? [] : app.storesWithWrongHashes();
  const from = restored.snapshot === 0n ? "the log" : `the snapshot of version ${restored.snapshot}`;
  const problems = wrong.map((name) => `store ${name} holds a wrong hash`);
  return checked("state", `every hash computed anew, ${restored.versions} versions rebuilt on ${from}`, [...restored.refused, ...problems]);
}

function checkBlocks(crypto: Crypto, { store, validators, genesis }: OpenedChain): HomeCheck {
  const problems: string[] = [];
  let txs = 0;
  for (let at = store.firstHeight; at > 0n && at <= store.lastHeight; at = height(at + 1n)) {
    const sealed = store.block(at);
    const before = at === store.firstHeight ? undefined : store.block(height(at - 1n));
    try {
      if (sealed === undefined) throw new CometError("WRONG_HEIGHT", "missing");
      const { header } = sealed.block;
      validateBlock(crypto.sha256, sealed.block);
      if (before === undefined) verifyCommit(crypto, genesis.chainId, validators.at(at), sealed.commit, header);
      else verifyAdjacent(crypto, genesis.chainId, before.block.header, { header, commit: sealed.commit, validators: validators.at(at) });
      txs += sealed.block.txs.length;
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      problems.push(`block ${at}: ${error.message}`);
    }
  }
  return checked("blocks", `${store.lastHeight} blocks with ${txs} transactions, each commit verified`, problems);
}

async function checkBlobs(
  { blobFolder }: HomePaths,
  limits: { readonly maxBlobBytes: number; readonly quotaBytes: number },
): Promise<HomeCheck> {
  const blobs = await openBlobStore(blobFolder, limits);
  const problems: string[] = [];
  for (const name of readdirSync(blobFolder, { recursive: true, encoding: "utf8" })) {
    const hash = name.slice(-64);
    if (!blobs.has(hash)) continue;
    await blobs.get(hash).catch((error: unknown) => problems.push(error instanceof Error ? error.message : String(error)));
  }
  return checked("blobs", `${blobs.blobs} blobs of ${blobs.usedBytes} bytes`, problems);
}

function checkSigning(crypto: Crypto, paths: HomePaths, { store, validators, genesis }: OpenedChain): HomeCheck {
  const key = loadValidatorKey(paths.validatorKeyFile, crypto.sha256);
  const { last } = openSignState(paths.signStateFile);
  const problems: string[] = [];
  const own = validators.at(genesis.initialHeight).validators.some(({ publicKey }) => equalBytes(publicKey, key.publicKey));
  if (!own) problems.push("genesis does not name the key in config/priv_validator_key.json");
  if ((last?.height ?? 0n) < store.lastHeight) {
    problems.push(`the signing state is at height ${last?.height ?? 0n}, behind block ${store.lastHeight}: restore it, it guards against signing twice`);
  }
  return checked("signing", `last signature at height ${last?.height ?? 0n}`, problems);
}
