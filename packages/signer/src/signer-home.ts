import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { lockDataFolder, makeFolder, openBlockLog, openSignState, STEP_PRECOMMIT, writeFileAtomic } from "@openledger/kv";
import { fromHex, fromUtf8, toHex, toUtf8, type Sha256 } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey } from "@openledger/sequencer";
import { z } from "zod";
import { signerError } from "./errors.ts";

/** Where everything of a signer lies below its home. */
export interface SignerPaths {
  readonly home: string;
  /** The chain that it signs for, and where its journal begins; its presence says that the home is complete. */
  readonly chainFile: string;
  readonly keyFile: string;
  readonly signStateFile: string;
  readonly leaseFile: string;
  /** Journal, lease and last-sign state; locked as a node's. */
  readonly dataFolder: string;
}

export function signerPaths(home: string): SignerPaths {
  const root = resolve(home);
  const dataFolder = join(root, "data");
  return {
    home: root,
    chainFile: join(root, "chain.json"),
    keyFile: join(root, "priv_validator_key.json"),
    signStateFile: join(dataFolder, "priv_validator_state.json"),
    leaseFile: join(dataFolder, "lease.json"),
    dataFolder,
  };
}

/** What a signer's home is for. */
export interface SignedChain {
  readonly chainId: string;
  /** The block that the journal begins after: height and header hash; height 0 with an empty hash for a chain without one. */
  readonly base: { readonly height: bigint; readonly hash: Uint8Array };
  /** Of the first block that the chain can have. */
  readonly initialHeight: bigint;
}

const int64 = z.string().regex(/^\d{1,18}$/).transform(BigInt);
const chainSchema = z.strictObject({
  chain_id: z.string().min(1).max(50),
  initial_height: int64,
  base_height: int64,
  base_hash: z.string().regex(/^([0-9a-f]{64}|)$/).transform((text) => fromHex(text)),
});

/** Throws `SIGNER_HOME`. */
export function readSignedChain({ home, chainFile }: SignerPaths): SignedChain {
  if (!existsSync(chainFile)) {
    throw signerError("SIGNER_HOME", `${home} is no home of a signer: hand the key of a stopped node over with "openledgerd signer take-over --from NODE-HOME --home ${home}"`);
  }
  try {
    const { chain_id: chainId, initial_height: initialHeight, base_height: height, base_hash: hash } = chainSchema.parse(JSON.parse(fromUtf8(readFileSync(chainFile))));
    return { chainId, initialHeight, base: { height, hash } };
  } catch (error) {
    throw signerError("SIGNER_HOME", `${chainFile} is not what take-over wrote; restore it`, error);
  }
}

/** Files of the node that gives its key away. */
export interface NodeKeyFiles {
  readonly dataFolder: string;
  readonly keyFile: string;
  readonly signStateFile: string;
  /** Written there: says that the key is with a signer. */
  readonly markerFile: string;
}

/**
 * Moves the key of a stopped node, with what it signed last, into a new home of a signer; the node gets a key of its own, of no
 * validator. A crash leaves the key where it cannot sign, or at the signer, and the same call goes on. Throws `DATA_LOCKED`
 * while the node runs, and `SIGNER_HOME` when the home has another key.
 */
export function takeOverKey(home: string, from: NodeKeyFiles, chain: Omit<SignedChain, "base">, sha256: Sha256): { readonly publicKey: Uint8Array } {
  const paths = signerPaths(home);
  using _node = lockDataFolder(from.dataFolder);
  makeFolder(paths.home, { mode: 0o700 });
  using _signer = lockDataFolder(paths.dataFolder);
  if (existsSync(paths.chainFile) && existsSync(from.signStateFile)) {
    throw signerError("SIGNER_HOME", `${paths.home} has a key already; choose another --home`);
  }
  if (existsSync(from.signStateFile)) {
    // Read as the node itself does, so that nothing broken is taken over.
    openSignState(from.signStateFile);
    loadValidatorKey(from.keyFile, sha256);
    writeFileAtomic(paths.signStateFile, readFileSync(from.signStateFile), { mode: 0o600 });
    writeFileAtomic(paths.keyFile, readFileSync(from.keyFile), { mode: 0o600 });
    writeFileAtomic(from.markerFile, toUtf8(`${JSON.stringify({ signer: paths.home })}\n`));
    // From here on the node cannot sign.
    rmSync(from.signStateFile);
  }
  if (!existsSync(paths.keyFile)) throw signerError("SIGNER_HOME", `${from.signStateFile} is missing: the key of that node was given away, or it only ever followed`);
  const { publicKey } = loadValidatorKey(paths.keyFile, sha256);
  if (existsSync(from.keyFile) && toHex(loadValidatorKey(from.keyFile, sha256).publicKey) === toHex(publicKey)) rmSync(from.keyFile);
  if (!existsSync(from.keyFile)) createValidatorKey(from.keyFile, sha256);
  if (!existsSync(paths.chainFile)) writeChain(paths, from, chain);
  return { publicKey };
}

/** What a lost signer may have sealed after the last block of every log took a round below this one. */
const ROUND_AFTER_LOSS = 100;

/**
 * Makes the home of a signer anew from a copy of its key, after everything else of the old one was lost. `dataFolder` is of
 * the stopped node with the last block; the next one is signed in a round that the old signer never came to. Throws
 * `SIGNER_HOME` for a home that is there, and `DATA_LOCKED` while the node runs.
 */
export function restoreKey(home: string, keyFile: string, dataFolder: string, chain: Omit<SignedChain, "base">, sha256: Sha256): { readonly publicKey: Uint8Array; readonly height: bigint } {
  const paths = signerPaths(home);
  if (existsSync(paths.keyFile)) throw signerError("SIGNER_HOME", `${paths.home} has a key already: a signer that is there goes on from what it has`);
  const { publicKey } = loadValidatorKey(keyFile, sha256);
  using _node = lockDataFolder(dataFolder);
  makeFolder(paths.home, { mode: 0o700 });
  using _signer = lockDataFolder(paths.dataFolder);
  const height = lastBlock(dataFolder)?.height ?? chain.initialHeight - 1n;
  const state = { height: `${height + 1n}`, round: ROUND_AFTER_LOSS, step: STEP_PRECOMMIT, signature: "", signbytes: "" };
  writeFileAtomic(paths.signStateFile, toUtf8(`${JSON.stringify(state, undefined, 2)}\n`), { mode: 0o600 });
  writeChain(paths, { dataFolder }, chain);
  writeFileAtomic(paths.keyFile, readFileSync(keyFile), { mode: 0o600 });
  return { publicKey, height };
}

function lastBlock(dataFolder: string): { readonly height: bigint; readonly hash: Uint8Array } | undefined {
  using log = openBlockLog(dataFolder);
  return log.lastHeight === 0n ? undefined : log.read(log.lastHeight);
}

/** Last when a key is taken over, because its presence says that the home is complete. */
function writeChain({ chainFile }: SignerPaths, from: Pick<NodeKeyFiles, "dataFolder">, { chainId, initialHeight }: Omit<SignedChain, "base">): void {
  const last = lastBlock(from.dataFolder);
  const document = {
    chain_id: chainId,
    initial_height: `${initialHeight}`,
    base_height: `${last?.height ?? 0n}`,
    base_hash: toHex(last?.hash ?? new Uint8Array(0)),
  };
  writeFileAtomic(chainFile, toUtf8(`${JSON.stringify(document, undefined, 2)}\n`), { mode: 0o600 });
}
