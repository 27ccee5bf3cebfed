import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, makeFolder, writeFileAtomic } from "@openledger/kv";
import { equalBytes } from "@openledger/primitives";
import { createValidatorKey } from "@openledger/sequencer";
import { configTemplate } from "../config.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { homePaths, type HomePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

/**
 * Makes a home for a node that follows out of an empty folder and the chain's genesis file: it has a key of its own, of
 * no validator. A home that is there stays as it is. Throws `HOME` without genesis and for a genesis of another chain.
 */
export function prepareFollowerHome(home: string, genesisFile: string | undefined): void {
  const paths = homePaths(home);
  if (existsSync(paths.genesisFile)) {
    if (genesisFile === undefined || equalBytes(readBytes(paths.genesisFile), readBytes(genesisFile))) return;
    throw nodeError("HOME", `${paths.genesisFile} is another genesis than ${genesisFile}; leave --genesis out, or choose another --home`);
  }
  if (genesisFile === undefined) throw nodeError("HOME", `${paths.home} has no genesis: give the chain's as --genesis FILE`);
  const { sha256 } = createNodeCrypto();
  readGenesisFile(genesisFile, sha256);
  makeFolder(paths.configFolder, { mode: 0o700 });
  using _lock = lockDataFolder(paths.dataFolder);
  if (!existsSync(paths.validatorKeyFile)) createValidatorKey(paths.validatorKeyFile, sha256);
  if (!existsSync(paths.configFile)) writeFileAtomic(paths.configFile, new TextEncoder().encode(configTemplate("follower")));
  // Last, because its presence says that the home is complete.
  writeFileAtomic(paths.genesisFile, readBytes(genesisFile));
}

/** Whether a home only ever followed: it has read DA, and has no last-sign state. */
export function isFollowerHome({ dataFolder, signStateFile }: HomePaths): boolean {
  return !existsSync(signStateFile) && existsSync(join(dataFolder, "follower.json"));
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw nodeError("HOME", `${path} cannot be read: ${String(error)}`, error);
  }
}
