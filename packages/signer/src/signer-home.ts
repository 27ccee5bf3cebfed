import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { decodeCommit } from "@openledger/comet";
import { lockDataFolder, makeFolder, openBlockLog, openSignState, STEP_PRECOMMIT, writeFileAtomic } from "@openledger/kv";
import { equalBytes, fromHex, fromUtf8, height as toHeight, toHex, toUtf8, type Sha256 } from "@openledger/primitives";
import { createValidatorKey, isSignStateOfAnotherKey, loadValidatorKey } from "@openledger/sequencer";
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
  /** Of a signer that was made anew from a copy of its key; undefined where all that the key signed is known. */
  readonly minRound: MinRound | undefined;
}

/** Up to this height no block is sealed in an earlier round: the signer that was lost may have signed there. */
export interface MinRound {
  readonly round: number;
  readonly upTo: bigint;
}

/** Whoever proposes in a round is found by counting from the first one, for each block. */
const MIN_ROUND_MAX = 10_000;

const int64 = z.string().regex(/^\d{1,18}$/).transform(BigInt);
const chainSchema = z.strictObject({
  chain_id: z.string().min(1).max(50),
  initial_height: int64,
  base_height: int64,
  base_hash: z.string().regex(/^([0-9a-f]{64}|)$/).transform((text) => fromHex(text)),
  min_round: z.strictObject({ round: z.int().min(1).max(MIN_ROUND_MAX), up_to_height: int64 }).optional(),
});

/** Throws `SIGNER_HOME`. */
export function readSignedChain({ home, chainFile }: SignerPaths): SignedChain {
  if (!existsSync(chainFile)) {
    throw signerError("SIGNER_HOME", `${home} is no home of a signer: hand the key of a stopped node over with "openledgerd signer take-over --from NODE-HOME --home ${home}"`);
  }
  try {
    const { chain_id: chainId, initial_height: initialHeight, base_height: height, base_hash: hash, min_round: min } = chainSchema.parse(JSON.parse(fromUtf8(readFileSync(chainFile))));
    return { chainId, initialHeight, base: { height, hash }, minRound: min === undefined ? undefined : { round: min.round, upTo: min.up_to_height } };
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
 * while the node runs, and `SIGNER_HOME` when the home has another key, or the last-sign state is another one's.
 */
export function takeOverKey(home: string, from: NodeKeyFiles, chain: ChainOfKey, sha256: Sha256): { readonly publicKey: Uint8Array } {
  const paths = signerPaths(home);
  using _node = lockDataFolder(from.dataFolder);
  makeFolder(paths.home, { mode: 0o700 });
  using _signer = lockDataFolder(paths.dataFolder);
  if (existsSync(paths.chainFile) && existsSync(from.signStateFile)) {
    throw signerError("SIGNER_HOME", `${paths.home} has a key already; choose another --home`);
  }
  if (existsSync(from.signStateFile)) {
    // Read as the node itself does, so that nothing broken is taken over.
    const state = openSignState(from.signStateFile);
    if (isSignStateOfAnotherKey(from.signStateFile, state, loadValidatorKey(from.keyFile, sha256))) {
      throw signerError("SIGNER_HOME", `${from.signStateFile} belongs to another key than the one in ${from.keyFile}, and does not say what that one signed: move its own state there, or, where that is lost for good, make the signer with "openledgerd signer restore --key ${from.keyFile}"`);
    }
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
  if (!existsSync(paths.chainFile)) writeChain(paths, lastBlock(from.dataFolder), chain);
  return { publicKey };
}

/** A signer, between two restores of its key, comes to no more rounds of one height than this. */
const ROUNDS_OF_A_LIFE = 100;
/** How far a lost signer can have been ahead of the last block that anyone has; its rounds are not used again up to there. */
const HEIGHTS_AFTER_LOSS = 10_000n;

export interface RestoreOptions {
  /** A copy of the key's file. */
  readonly keyFile: string;
  /** Of the stopped node with the last block. */
  readonly dataFolder: string;
  readonly chain: ChainOfKey;
  /** Home of the signer that had the key, where it is still there and its last blocks are void: none of its rounds is used again, up to its last block. */
  readonly voidHome?: string;
  /** The first round in which it seals; by default the next hundred after the latest of the last 10,000 blocks, and of `voidHome`. 1 to {@link MIN_ROUND_MAX}. */
  readonly minRound?: number;
}

/** What of a {@link SignedChain} its genesis says. */
export type ChainOfKey = Pick<SignedChain, "chainId" | "initialHeight">;

/**
 * Makes the home of a signer anew from a copy of its key, after everything else of the old one was lost. The next 10,000
 * blocks are signed in rounds that the old signer never came to, so that no height and round is signed twice though the old one
 * had signed further than the last block that is known. Throws `SIGNER_HOME` for a home that is there, for such a
 * round out of range, and for a `voidHome` of another key or chain; and `DATA_LOCKED` while the node, or the signer of `voidHome`, runs.
 */
export function restoreKey(home: string, { keyFile, dataFolder, chain, voidHome, minRound }: RestoreOptions, sha256: Sha256): { readonly publicKey: Uint8Array; readonly height: bigint; readonly minRound: MinRound } {
  const paths = signerPaths(home);
  if (existsSync(paths.keyFile)) throw signerError("SIGNER_HOME", `${paths.home} has a key already: a signer that is there goes on from what it has`);
  const { publicKey } = loadValidatorKey(keyFile, sha256);
  using _node = lockDataFolder(dataFolder);
  makeFolder(paths.home, { mode: 0o700 });
  using _signer = lockDataFolder(paths.dataFolder);
  const last = lastBlock(dataFolder);
  const height = last?.height ?? chain.initialHeight - 1n;
  const before = voidHome === undefined ? undefined : usedBy(voidHome, publicKey, chain, sha256);
  const used = Math.max(latestRound(dataFolder), before?.round ?? 0);
  const round = minRound ?? (Math.floor(used / ROUNDS_OF_A_LIFE) + 1) * ROUNDS_OF_A_LIFE;
  if (!Number.isSafeInteger(round) || round <= used || round > MIN_ROUND_MAX) {
    throw signerError("SIGNER_HOME", `the first round is ${round}: give one above ${used}, in which a block may be sealed, and up to ${MIN_ROUND_MAX}`);
  }
  const min = { round, upTo: greatest(height + HEIGHTS_AFTER_LOSS, (before?.signed ?? 0n) + HEIGHTS_AFTER_LOSS, before?.upTo ?? 0n) };
  const state = { height: `${height + 1n}`, round: round - 1, step: STEP_PRECOMMIT, signature: "", signbytes: "" };
  writeFileAtomic(paths.signStateFile, toUtf8(`${JSON.stringify(state, undefined, 2)}\n`), { mode: 0o600 });
  writeChain(paths, last, chain, min);
  // Last, because without it there is nothing that signs.
  writeFileAtomic(paths.keyFile, readFileSync(keyFile), { mode: 0o600 });
  return { publicKey, height, minRound: min };
}

/** The latest round that a signer can have come to, its last height, and up to where one before it may have sealed. Throws `SIGNER_HOME`. */
function usedBy(home: string, publicKey: Uint8Array, { chainId }: ChainOfKey, sha256: Sha256): { readonly round: number; readonly signed: bigint; readonly upTo: bigint } {
  const paths = signerPaths(home);
  const of = readSignedChain(paths);
  if (of.chainId !== chainId || !equalBytes(loadValidatorKey(paths.keyFile, sha256).publicKey, publicKey)) {
    throw signerError("SIGNER_HOME", `${paths.home} is of chain ${of.chainId}, and not of this chain with this key: give the home of the signer whose last blocks are void`);
  }
  using _signer = lockDataFolder(paths.dataFolder);
  const { last } = openSignState(paths.signStateFile);
  const round = Math.max(of.minRound?.round ?? 0, last?.round ?? 0);
  // Of the heights before the last one no more is known than how far the rounds of a signer go.
  return { round: (Math.floor(round / ROUNDS_OF_A_LIFE) + 1) * ROUNDS_OF_A_LIFE - 1, signed: last?.height ?? 0n, upTo: of.minRound?.upTo ?? 0n };
}

function greatest(...values: readonly bigint[]): bigint {
  return values.reduce((most, one) => (one > most ? one : most));
}

function lastBlock(dataFolder: string): SignedChain["base"] | undefined {
  using log = openBlockLog(dataFolder);
  return log.lastHeight === 0n ? undefined : log.read(log.lastHeight);
}

/** Of all blocks that an earlier restore of the key can concern. */
function latestRound(dataFolder: string): number {
  using log = openBlockLog(dataFolder);
  let latest = 0;
  for (let at = log.lastHeight; at > 0n && at >= log.firstHeight && at + HEIGHTS_AFTER_LOSS > log.lastHeight; at = toHeight(at - 1n)) {
    const stored = log.read(at);
    if (stored !== undefined) latest = Math.max(latest, decodeCommit(stored.seenCommit).round);
  }
  return latest;
}

/** Last when a key is taken over, because its presence says that the home is complete. */
function writeChain({ chainFile }: SignerPaths, last: SignedChain["base"] | undefined, { chainId, initialHeight }: ChainOfKey, min?: MinRound): void {
  const document = {
    chain_id: chainId,
    initial_height: `${initialHeight}`,
    base_height: `${last?.height ?? 0n}`,
    base_hash: toHex(last?.hash ?? new Uint8Array(0)),
    ...(min === undefined ? {} : { min_round: { round: min.round, up_to_height: `${min.upTo}` } }),
  };
  writeFileAtomic(chainFile, toUtf8(`${JSON.stringify(document, undefined, 2)}\n`), { mode: 0o600 });
}
