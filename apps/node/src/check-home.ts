import { CometError, validateBlock, verifyAdjacent, verifyCommit, verifyFollowing } from "@openledger/comet";
import { openBlobStore, openSignState } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { equalBytes, height, InvariantViolation, type Crypto } from "@openledger/primitives";
import { isSignStateOfAnotherKey, lastSealedBy, loadValidatorKey, openSnapshotShelf, type OpenedChain, type RestoredState, type ValidatorKey } from "@openledger/sequencer";
import type { StateMachine } from "@openledger/state-machine";
import { existsSync, readdirSync } from "node:fs";
import { loadConfig } from "./config.ts";
import { isFollowerHome } from "./da/follower-home.ts";
import type { HomePaths } from "./home.ts";
import { openStoppedHome, type StoppedHome } from "./stopped-home.ts";
import { openHomeSignState } from "./turns/own-turn.ts";

/** One thing that was looked at. `problem` is absent when all is well. */
export interface HomeCheck {
  readonly name: string;
  readonly found: string;
  readonly problem?: string;
}

/**
 * Looks through the home of a stopped node: recovers the chain as a start would, then verifies every block and commit,
 * every hash of the state, every law of every module on all of it, every snapshot, every blob and the signing state. What keeps a node
 * from starting, a lock that another process holds included, is the problem of the check `recovery`, the last one then.
 */
export async function checkHome(home: string): Promise<readonly HomeCheck[]> {
  try {
    using stopped = await openStoppedHome(home);
    return await checkOpened(stopped);
  } catch (error) {
    if (error instanceof OperationalError) return [{ name: "recovery", found: error.code, problem: error.message }];
    // A record with a good checksum that contradicts the state before it.
    if (error instanceof InvariantViolation) return [{ name: "recovery", found: "INVARIANT", problem: error.message }];
    throw error;
  }
}

async function checkOpened(stopped: StoppedHome): Promise<readonly HomeCheck[]> {
  const { app, crypto, lastHeight, paths } = stopped;
  const config = loadConfig(paths.configFile, {});
  const hasState = stopped.kind === "comet" || stopped.chain.store.stateHeight > 0n;
  const { restored } = stopped.kind === "comet" ? stopped.storage : stopped.chain;
  return [
    checkRecovery(stopped),
    stopped.kind === "comet" ? blocksElsewhere(lastHeight) : checkBlocks(crypto, stopped.chain),
    checkState(app, restored, hasState),
    ...(hasState ? checkIdentities(app) : []),
    checkSnapshots(crypto, paths),
    await checkBlobs(paths, { maxBlobBytes: config.blob_max_bytes, quotaBytes: config.blob_quota_bytes }),
    stopped.kind === "comet" ? checkCometSigning(crypto, paths) : checkSigning(crypto, paths, stopped.chain),
  ];
}

function checkRecovery(stopped: StoppedHome): HomeCheck {
  const { lastHeight } = stopped;
  const { firstHeight } = stopped.kind === "comet" ? stopped.storage : stopped.chain.store;
  const { tornTail } = stopped.kind === "comet" ? stopped.storage : { tornTail: undefined };
  const tails = stopped.kind === "embedded" ? stopped.chain.store.tornTails : tornTail === undefined ? [] : [tornTail];
  const torn = tails.map(({ offset, droppedBytes }) => `${droppedBytes} torn bytes at offset ${offset}`);
  const heights = lastHeight === 0n ? "no block yet" : `heights ${firstHeight} to ${lastHeight}`;
  const again = stopped.kind === "embedded" ? `, ${stopped.chain.replayed} blocks executed again` : "";
  return { name: "recovery", found: `${heights}${again}, ${torn.join(" and ") || "0 torn bytes"} cut` };
}

function blocksElsewhere(last: bigint): HomeCheck {
  return { name: "blocks", found: `CometBFT has them: not looked at here; it compares its own with height ${last} when it starts` };
}

function checked(name: string, found: string, problems: readonly string[]): HomeCheck {
  return problems.length === 0 ? { name, found } : { name, found, problem: problems.slice(0, 20).join("; ") };
}

/** The laws that the simulator holds a chain to after every block, one by one. */
function checkIdentities(app: StateMachine): readonly HomeCheck[] {
  return app.audit().map(({ module, says, found, broken }) => checked(module, `${says} (${found})`, broken.map((sentence) => `${says}: ${sentence}`)));
}

/** Hashes the whole state anew, and says which snapshots could not be used. */
function checkState(app: StateMachine, restored: RestoredState, hasState: boolean): HomeCheck {
  const wrong = hasState ? app.storesWithWrongHashes() : [];
  const from = restored.snapshot === 0n ? "the log" : `the snapshot of version ${restored.snapshot}`;
  const problems = wrong.map((name) => `store ${name} holds a wrong hash`);
  return checked("state", `every hash computed anew, ${restored.versions} versions rebuilt on ${from}`, [...restored.refused, ...problems]);
}

function checkBlocks(crypto: Crypto, { store, validators, genesis }: OpenedChain): HomeCheck {
  const problems: string[] = [];
  let [blocks, txs] = [0, 0];
  for (let at = store.firstHeight; at > 0n && at <= store.lastHeight; at = height(at + 1n)) {
    const sealed = store.block(at);
    const before = at === store.firstHeight ? undefined : store.block(height(at - 1n));
    try {
      if (sealed === undefined) throw new CometError("WRONG_HEIGHT", "missing");
      const { header } = sealed.block;
      validateBlock(crypto.sha256, sealed.block);
      if (before === undefined) verifyCommit(crypto, genesis.chainId, validators.at(at), sealed.commit, header);
      else {
        const isCrossing = store.setChanges.some(({ height: changed, rotation }) => changed === at && rotation !== undefined);
        const verifyNext = isCrossing ? verifyFollowing : verifyAdjacent;
        verifyNext(crypto, genesis.chainId, before.block.header, { header, commit: sealed.commit, validators: validators.at(at) });
      }
      blocks += 1;
      txs += sealed.block.txs.length;
    } catch (error) {
      if (!(error instanceof CometError)) throw error;
      problems.push(`block ${at}: ${error.message}`);
    }
  }
  return checked("blocks", `${blocks} blocks with ${txs} transactions, each commit verified`, problems);
}

/** Snapshots that others may begin from; the node's own are used, or refused, by `state`. */
function checkSnapshots({ sha256 }: Crypto, { dataFolder }: HomePaths): HomeCheck {
  const shelf = openSnapshotShelf(dataFolder, sha256);
  const problems: string[] = [];
  let chunks = 0;
  for (const at of shelf.heights()) {
    try {
      for (let index = 0; index < shelf.summary(at).chunkHashes.length; index++, chunks++) shelf.load(at, 1, index);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      problems.push(error.message);
    }
  }
  return checked("snapshots", `${shelf.heights().length} for other nodes with ${chunks} chunks`, problems);
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
  const sealed = lastSealedBy({ store, validators }, key.publicKey);
  if (sealed === 0n && isFollowerHome(paths)) return { name: "signing", found: `this node follows; nothing is signed here${whyNoStandby({ paths, ownKey: key })}` };
  if (!existsSync(paths.signStateFile) && existsSync(paths.signerMarkerFile)) return { name: "signing", found: "the key that seals is with a signer; nothing is signed here" };
  const state = openSignState(paths.signStateFile);
  const { last } = state;
  const problems: string[] = [];
  if (isSignStateOfAnotherKey(paths.signStateFile, state, key)) problems.push(`${paths.signStateFile} belongs to another key than the one in ${paths.validatorKeyFile}: move that one's own here, it guards against signing twice`);
  const own = sealed > 0n || validators.at(genesis.initialHeight).validators.some(({ publicKey }) => equalBytes(publicKey, key.publicKey));
  if (!own) problems.push("neither genesis nor governance names the key in config/priv_validator_key.json");
  if ((last?.height ?? 0n) < sealed) {
    problems.push(`the signing state is at height ${last?.height ?? 0n}, behind block ${sealed}: restore it, it guards against signing twice`);
  }
  const found = last === undefined ? "nothing was ever signed" : `last signature at height ${last.height}, round ${last.round}, step ${last.step}`;
  return checked("signing", found, problems);
}

/** What keeps the key of a node that follows from ever sealing, which is no problem where it is no standby. */
function whyNoStandby({ paths, ownKey }: { readonly paths: HomePaths; readonly ownKey: ValidatorKey }): string {
  // With a signer, the key here is not the one that seals.
  if (existsSync(paths.signerMarkerFile)) return "";
  try {
    openHomeSignState({ paths, ownKey, fileSystem: undefined });
    return "";
  } catch (error) {
    if (error instanceof OperationalError) return `, nor could it be as a standby: ${error.message}`;
    throw error;
  }
}

/** CometBFT signs; its last-sign state lies here only where its settings say so. Whether it guards enough is known by its blocks alone. */
function checkCometSigning(crypto: Crypto, paths: HomePaths): HomeCheck {
  const missing = [paths.validatorKeyFile, paths.signStateFile].find((path) => !existsSync(path));
  if (missing !== undefined) return { name: "signing", found: `CometBFT signs, and ${missing} is not here` };
  loadValidatorKey(paths.validatorKeyFile, crypto.sha256);
  const { last } = openSignState(paths.signStateFile);
  const found = last === undefined ? "nothing was ever signed" : `last signature at height ${last.height}, round ${last.round}, step ${last.step}`;
  return { name: "signing", found: `CometBFT signs; ${found}` };
}
