import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, makeFolder, openSignState, writeFileAtomic } from "@openledger/kv";
import { equalBytes, toUtf8, type Sha256 } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey, newSignState, type ValidatorKey } from "@openledger/sequencer";
import { configTemplate } from "../config.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { homePaths, type HomePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

/**
 * Makes a home for a node that follows out of an empty folder and the chain's genesis file: it has a key of its own, of
 * no validator, with the last-sign state of one that never signed. A home that is there stays as it is, and a key that is there gets no such state. Throws `HOME` without genesis and for a genesis of another chain.
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
  if (!existsSync(paths.validatorKeyFile)) createKey(paths, sha256);
  if (!existsSync(paths.configFile)) writeFileAtomic(paths.configFile, toUtf8(configTemplate("follower")));
  // Last, because its presence says that the home is complete.
  writeFileAtomic(paths.genesisFile, readBytes(genesisFile));
}

/** A crash leaves no key without its state: the key gets its name last, and the next call goes on with it. */
function createKey(paths: HomePaths, sha256: Sha256): void {
  const made = `${paths.validatorKeyFile}.new`;
  writeNewSignState(paths, existsSync(made) ? loadValidatorKey(made, sha256) : createValidatorKey(made, sha256));
  renameSync(made, paths.validatorKeyFile);
}

/** The last-sign state of a key that is made just now, and of no other: of that one alone is it known that it never signed. */
function writeNewSignState({ signStateFile }: HomePaths, key: Pick<ValidatorKey, "address">): void {
  if (existsSync(signStateFile)) return;
  writeFileAtomic(signStateFile, newSignState(key), { mode: 0o600 });
}

/** Whether a home only ever followed: it has read DA, and its key signed nothing. */
export function isFollowerHome({ dataFolder, signStateFile }: HomePaths): boolean {
  return existsSync(join(dataFolder, "follower.json")) && (!existsSync(signStateFile) || openSignState(signStateFile).last === undefined);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw nodeError("HOME", `${path} cannot be read: ${String(error)}`, error);
  }
}
