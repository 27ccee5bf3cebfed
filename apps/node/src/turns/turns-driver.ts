import { setTimeout as delay } from "node:timers/promises";
import type { Rotation } from "@openledger/derivation";
import { OperationalError } from "@openledger/ports";
import { equalBytes, toBase64 } from "@openledger/primitives";
import type { RollupStatus, RpcBackend } from "@openledger/rpc";
import { lastSealedBy, nextHeight, type CommittedBlock } from "@openledger/sequencer";
import { createFollowerDriver, readOnlyMempool, type FollowerDriver } from "../da/follower-driver.ts";
import { openDa, type OpenedDa } from "../da/open-da.ts";
import { createSequencerRpc } from "../da/sequencer-rpc.ts";
import type { Driver } from "../driver.ts";
import type { Parts } from "../node-parts.ts";
import { createSequencerDriver, type SequencerDriver } from "../sequencer-driver.ts";
import { sharedKeyJson } from "../shared-key-parts.ts";
import { createOwnKeyTurn, holdsNext, sealedLast, turnProblem, type IsMyTurn } from "./own-turn.ts";
import { sharedTurn } from "./shared-turn.ts";
import { sequencersOf } from "./sequencer-of-state.ts";

export interface TurnsOptions {
  /** Whether this node makes the next block; by default, while its own key is the sequencer. */
  readonly isMyTurn?: IsMyTurn;
  /** Whether what ended production says no more than that the turn is another node's; by default nothing does. */
  readonly isTurnLost?: (error: unknown) => boolean;
  /** Transactions that come before all others of the next block that is made here; none by default. */
  readonly firstTxs?: () => readonly Uint8Array[];
}

/**
 * What a node does at the moment: it makes blocks, it posts those that it made before its turn was over, it follows, or,
 * where it is no standby, it does nothing any more.
 */
type Phase =
  | { readonly kind: "sequencing" | "posting"; readonly driver: SequencerDriver }
  | { readonly kind: "following"; readonly driver: FollowerDriver }
  | { readonly kind: "retired"; readonly driver: SequencerDriver };

const POLL_MS = 100;

/** Drives a node that makes blocks while it is its turn and, as a standby, follows while it is not. `onCommitted` is called once per block, in order. */
export async function createTurnsDriver(parts: Parts, onCommitted: (committed: CommittedBlock) => void, options: TurnsOptions = {}): Promise<Driver> {
  const { config, crypto, fileSystem, nowMs, paths } = parts;
  const opened = config.da === "" ? undefined : await openDa({ config, home: paths.home, sha256: crypto.sha256, nowMs, fileSystem });
  try {
    return createTurns(parts, opened, onCommitted, { ...sharedTurn(parts), ...options });
  } catch (error) {
    await opened?.close();
    throw error;
  }
}

function createTurns(parts: Parts, opened: OpenedDa | undefined, onCommitted: (committed: CommittedBlock) => void, options: TurnsOptions): Driver {
  const { chain, config, key, logger, machine } = parts;
  const isMyTurn = options.isMyTurn ?? createOwnKeyTurn(parts);
  const standby = config.follow === "standby" ? opened : undefined;
  const rpc = config.sequencer_rpc === "" ? undefined : createSequencerRpc(config.sequencer_rpc);
  const retired = retiredMempool(() => retiredSentence(parts, phase.driver));
  const elsewhere = standby === undefined ? retired : readOnlyMempool(rpc);
  const stopped = new AbortController();
  let phase = firstPhase();
  const problem = standby === undefined || holdsNext(parts) ? undefined : standbyProblem(parts);
  if (problem !== undefined) logger.warn(problem);

  /** Stakes may take the power of a lone key as well; then there is nobody to go on, and production stops with an error. */
  function wasHandedOver(): boolean {
    return !holdsNext(parts) && lastSealedBy(chain, key.publicKey) > 0n && sequencersOf(machine) !== undefined;
  }

  function firstPhase(): Phase {
    const holds = holdsNext(parts);
    if (standby === undefined) return holds || !wasHandedOver() ? sequencing() : posting();
    // Where recovery keys may have named another one meanwhile, DA tells.
    if (!sealedLast(parts) || parts.recovery !== undefined) return following(standby);
    return holds && options.isMyTurn === undefined ? sequencing() : holds ? following(standby) : posting();
  }

  function sequencing(): Phase {
    const driver: SequencerDriver = createSequencerDriver(parts, { opened, produces: true, firstTxs: options.firstTxs }, (committed) => {
      onCommitted(committed);
      if (wasHandedOver()) driver.endTurn();
    });
    return { kind: "sequencing", driver };
  }

  function posting(): Phase {
    return { kind: "posting", driver: createSequencerDriver(parts, { opened, produces: false }, onCommitted) };
  }

  function following(from: OpenedDa): Phase {
    return { kind: "following", driver: createFollowerDriver(parts, from, onCommitted) };
  }

  const pause = (): Promise<unknown> => delay(POLL_MS, undefined, { signal: stopped.signal }).catch(() => undefined);

  /** Runs a driver and asks meanwhile whether that is over. */
  async function runUntil(driver: Driver, isOver: () => Promise<boolean>, end: () => void): Promise<void> {
    let isRunning = true;
    const watch = async (): Promise<void> => {
      while (isRunning && !stopped.signal.aborted) {
        if (await isOver()) return end();
        await pause();
      }
    };
    const watching = watch().catch((error: unknown) => {
      driver.stop();
      throw error;
    });
    // When both fail, what the driver says comes first.
    watching.catch(() => undefined);
    await driver.run().finally(() => (isRunning = false));
    await watching;
  }

  async function unlessTurnLost(running: Promise<void>): Promise<void> {
    try {
      await running;
    } catch (error) {
      if (options.isTurnLost?.(error) !== true) throw error;
      logger.warn({ err: error }, "another node has the turn");
    }
  }

  /** Ends when it is somebody else's turn. Where that one has the same key, what was made is that one's to post. */
  async function runSequencing(driver: SequencerDriver): Promise<void> {
    const { isMyTurn: given } = options;
    if (given === undefined) return driver.run();
    await unlessTurnLost(runUntil(driver, async () => !wasHandedOver() && !(await given({ following: undefined })), () => driver.stop()));
  }

  async function runFollowing(driver: FollowerDriver): Promise<void> {
    await runUntil(driver, async () => isMyTurn({ following: driver.following() }), () => driver.stop());
  }

  /** What was waiting for a block here waits with whoever makes them now. */
  async function handOn(txs: readonly Uint8Array[]): Promise<void> {
    for (const tx of txs) await rpc?.admit(tx).catch((error: unknown) => logger.debug({ err: error }, "a transaction was not handed on"));
  }

  async function nextPhase(before: Phase): Promise<Phase> {
    const height = Number(nextHeight(chain));
    if (before.kind === "sequencing" && before.driver.replacedBy() !== undefined) {
      logger.error({ height }, retiredSentence(parts, before.driver));
      // Another node that shares the key is for the chain that DA has.
      parts.shared?.stop();
      return { kind: "retired", driver: before.driver };
    }
    if (before.kind === "following") {
      await before.driver.close();
      // A turn without the next block is one to post what the key sealed before.
      if (standby !== undefined && !holdsNext(parts)) return options.isMyTurn === undefined ? following(standby) : posting();
      logger.info({ height }, "it is this node's turn: it makes blocks from here on");
      return sequencing();
    }
    if (standby === undefined) {
      logger.warn({ height }, retiredSentence(parts, before.driver));
      return { kind: "retired", driver: before.driver };
    }
    logger.info({ height }, "another node makes blocks from here on: this one follows");
    void handOn(before.driver.mempool.list(config.mempool_max_txs));
    return following(standby);
  }

  async function runPhase(): Promise<void> {
    if (phase.kind === "sequencing") return runSequencing(phase.driver);
    if (phase.kind === "following") return runFollowing(phase.driver);
    if (phase.kind === "posting") return unlessTurnLost(phase.driver.run());
    while (!stopped.signal.aborted) await pause();
  }

  function mempool(): RpcBackend["mempool"] {
    if (phase.kind === "retired" || (phase.kind === "sequencing" && phase.driver.replacedBy() !== undefined)) return retired;
    return phase.kind === "sequencing" && !wasHandedOver() ? phase.driver.mempool : elsewhere;
  }

  return {
    mempool: {
      get count() {
        return mempool().count;
      },
      get bytes() {
        return mempool().bytes;
      },
      admit: (tx) => mempool().admit(tx),
      list: (limit) => mempool().list(limit),
    },
    evidence: {
      submit(item) {
        if (phase.kind !== "sequencing") throw new OperationalError("NOT_SEQUENCER", "evidence was not taken: this node makes no blocks at the moment", { retryable: true });
        phase.driver.evidence.submit(item);
      },
    },
    isCatchingUp: () => phase.kind === "retired" || phase.driver.isCatchingUp(),
    rollup: opened === undefined ? undefined : () => statusOf(parts, phase),
    attestations: parts.attesters.length === 0 || opened === undefined ? undefined : (height) => phase.driver.attestations?.(height) ?? [],
    daUrl: opened?.url,
    async run() {
      for (;;) {
        await runPhase();
        if (stopped.signal.aborted) return;
        phase = await nextPhase(phase);
      }
    },
    stop() {
      stopped.abort();
      phase.driver.stop();
    },
    async close() {
      await phase.driver.close();
      await opened?.close();
    },
  };
}

/** Why a node makes no more blocks, and what to do. */
function retiredSentence({ chain, key, machine }: Parts, driver: Driver | SequencerDriver): string {
  const rotation = "replacedBy" in driver ? driver.replacedBy() : undefined;
  if (rotation !== undefined) return replacedSentence(rotation, equalBytes(rotation.newKey, key.publicKey), chain.store.stateHeight > rotation.lastHeight);
  const present = sequencersOf(machine)?.sequencer;
  const whom = present === undefined ? "another key" : `the key ${toBase64(present.publicKey)}`;
  return `governance handed over to ${whom} from block ${nextHeight(chain)} on, and this node makes no more blocks: start it with --standby and --da to follow, and to make blocks again when it is its turn`;
}

function replacedSentence({ lastHeight, newKey }: Rotation, isOwn: boolean, hasVoid: boolean): string {
  const whom = `recovery keys replaced this sequencer after block ${lastHeight}`;
  if (isOwn && !hasVoid) return `${whom}, and named its own key again: start it with --standby and --da, and it goes on with the block that begins with the rotation`;
  const ends = `its own log ends there, what it sealed after that is on no chain, and it makes no more blocks`;
  if (!isOwn) return `${whom} by the key ${toBase64(newKey)}: ${ends}; follow DA in a new home`;
  return `${whom}, and named its own key again, which sealed later heights already: ${ends}; follow DA in a new home, and go on with a shared key by "openledgerd signer restore" from there, or let recovery keys or governance name another one`;
}

function retiredMempool(sentence: () => string): RpcBackend["mempool"] {
  const admit = (): Promise<never> => Promise.reject(new OperationalError("NOT_SEQUENCER", sentence(), { retryable: false }));
  return { count: 0, bytes: 0, list: () => [], admit };
}

function statusOf(parts: Parts, phase: Phase): RollupStatus {
  const status = turnStatus(parts, phase);
  return parts.shared === undefined ? status : { ...status, details: { ...status.details, ...sharedKeyJson(parts.shared) } };
}

function turnStatus(parts: Parts, { kind, driver }: Phase): RollupStatus {
  const status = driver.rollup?.();
  if (status === undefined) throw new OperationalError("NO_DA", "this node has nothing to do with DA; start it with --da", { retryable: false });
  if (kind === "sequencing") return status;
  const isStandby = parts.config.follow === "standby";
  if (kind === "retired" || !isStandby) return { ...status, role: "retired", details: { ...status.details, turn: retiredSentence(parts, driver) } };
  return { ...status, role: "standby", details: { ...status.details, turn: standbySentence(parts, kind) } };
}

/** Said before its turn comes, since the chain stands still then. */
function standbyProblem(parts: Parts): string | undefined {
  const problem = parts.shared === undefined ? turnProblem(parts) : undefined;
  return problem === undefined ? undefined : `another key is the sequencer, and this node could not make blocks after it: ${problem}`;
}

function standbySentence(parts: Parts, kind: Phase["kind"]): string {
  if (kind === "posting") return "its turn is over; what it made is posted, then it follows";
  if (!holdsNext(parts)) return standbyProblem(parts) ?? "another key is the sequencer";
  if (parts.shared !== undefined) return "its turn comes when no other node may seal and every sealed block is executed here";
  return turnProblem(parts) ?? "its turn comes when everything on DA is executed here";
}
