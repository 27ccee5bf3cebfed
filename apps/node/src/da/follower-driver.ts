import { setTimeout as delay } from "node:timers/promises";
import { inflateZstd } from "@openledger/da";
import { createFollower, type Follower, type FollowerStatus, type ForcedRule, type FraudRecord } from "@openledger/follower";
import { OperationalError } from "@openledger/ports";
import type { RollupStatus, RpcBackend } from "@openledger/rpc";
import { equalBytes, toBase64 } from "@openledger/primitives";
import { runsInTurn, whyNotOwed, type CommittedBlock } from "@openledger/sequencer";
import type { ConsensusParams } from "@openledger/state-machine";
import type { Driver } from "../driver.ts";
import type { Parts } from "../node-parts.ts";
import { openVerifyingThreads, signatureThreads } from "../signature-threads.ts";
import { nextSequencerJson } from "../turns/sequencer-of-state.ts";
import type { OpenedDa } from "./open-da.ts";
import { signerJournal } from "./signer-journal.ts";
import { recoveryDetails, trustSentence } from "./trust.ts";
import { createSequencerRpc, type SequencerRpc } from "./sequencer-rpc.ts";

const EVIDENCE_RETRY_MS = 5_000;

/** Follows the chain, until it is stopped. */
export interface FollowerDriver extends Driver {
  following(): FollowerStatus;
}

/** Derives the chain from DA, which whoever opened it closes, and executes it here. `onCommitted` is called once per block, in order. */
export function createFollowerDriver(parts: Parts, opened: OpenedDa, onCommitted: (committed: CommittedBlock) => void): FollowerDriver {
  const { app, chain, config, crypto, fileSystem, metrics, nowMs, paths } = parts;
  const sequencer = config.sequencer_rpc === "" ? undefined : createSequencerRpc(config.sequencer_rpc);
  const stopped = new AbortController();
  const threads = openVerifyingThreads(app, config.signature_threads ?? signatureThreads(1), (error) => {
    if (!stopped.signal.aborted) parts.logger.warn({ error: String(error) }, "the threads that verify signatures have ended: the one that executes does it alone");
  });
  const reporters = { ...reportRetries(parts), onFraud: reportFraud(parts, sequencer, stopped.signal) };
  const follower = createFollower({
    da: opened.da,
    app,
    chain,
    crypto,
    inflate: inflateZstd,
    ahead: threads.ahead,
    dataFolder: paths.dataFolder,
    fraudFolder: paths.fraudFolder,
    startHeight: parts.daStart,
    nowMs,
    soft: parts.shared === undefined ? sequencer : signerJournal(parts.shared, chain, crypto, sequencer),
    forced: forcedRule(parts),
    recovery: parts.recovery,
    attesting: parts.attesters.length === 0 ? undefined : { attesters: parts.attesters, signer: parts.ownKey, intervalBlocks: config.attest_interval },
    ...(fileSystem === undefined ? {} : { fileSystem }),
    ...reporters,
    onRotation: ({ number, lastHeight, newKey }) => parts.logger.warn({ number: Number(number), height: Number(lastHeight + 1n), key: toBase64(newKey) }, "a rotation is on DA: another sequencer makes the next block"),
    onCommitted(committed) {
      metrics.height.set(Number(committed.block.header.height));
      metrics.transactions.inc(committed.block.txs.length);
      metrics.blockSeconds.observe(committed.seconds);
      metrics.blockBytes.observe(committed.bytes.length);
      onCommitted(committed);
    },
  });
  return {
    mempool: readOnlyMempool(sequencer),
    evidence: undefined,
    isCatchingUp: () => !follower.status().isCaughtUp,
    rollup: () => statusOf(follower, parts),
    attestations: parts.attesters.length === 0 ? undefined : (height) => follower.attestations(height),
    daUrl: opened.url,
    run: () => follower.run(),
    stop: () => follower.stop(),
    following: () => follower.status(),
    close() {
      if (!stopped.signal.aborted) follower[Symbol.dispose]();
      stopped.abort();
      return threads.close();
    },
  };
}

function forcedRule({ chain, forced, key, machine }: Parts): ForcedRule | undefined {
  if (forced === undefined || machine === undefined) return undefined;
  const params = (): ConsensusParams => machine.info().consensusParams ?? chain.genesis.consensusParams;
  return { ...forced, whyNotOwed: (tx) => whyNotOwed(machine, params(), tx), runsInTurn: (waiting) => runsInTurn(machine, params(), waiting), isOwn: ({ header }) => equalBytes(header.proposerAddress, key.address) };
}

/** A follower orders nothing: what it is handed goes to the sequencer, or back. */
export function readOnlyMempool(sequencer: SequencerRpc | undefined): RpcBackend["mempool"] {
  const refuse = (): Promise<never> =>
    Promise.reject(new OperationalError("FOLLOWER", "this node follows and takes no transactions: send them to the sequencer, or start this node with --sequencer.rpc URL", { retryable: false }));
  return { count: 0, bytes: 0, list: () => [], admit: sequencer === undefined ? refuse : (tx) => sequencer.admit(tx) };
}

function reportRetries({ logger, metrics }: Parts): { onRetry(error: OperationalError): void } {
  let lastCode: string | undefined;
  return {
    onRetry(error) {
      metrics.daRetries.inc();
      // Once per outage, not per try.
      if (error.code !== lastCode) logger.warn({ code: error.code }, `${error.message}; trying again`);
      lastCode = error.code;
    },
  };
}

/** Says it loudly, and hands evidence to whoever can have it punished, until that is done or this node stops. */
function reportFraud({ logger }: Parts, sequencer: SequencerRpc | undefined, signal: AbortSignal): (record: FraudRecord, file: string) => void {
  const submit = async (of: SequencerRpc, item: Uint8Array): Promise<void> => {
    while (!signal.aborted) {
      try {
        return await of.submitEvidence(item);
      } catch (error) {
        if (error instanceof OperationalError && !error.retryable) return logger.warn({ code: error.code }, error.message);
        await delay(EVIDENCE_RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  return (record, file) => {
    logger.error({ kind: record.kind, file }, record.says);
    if (record.kind !== "equivocation" || sequencer === undefined) return;
    for (const item of record.evidence) void submit(sequencer, item);
  };
}

/** In a sentence. */
function stateOf({ failure, isCaughtUp, breaks }: FollowerStatus): string {
  if (failure !== undefined) return `fails: ${failure.message}`;
  if (breaks.some(({ crossed }) => crossed === undefined)) return "stopped at a miss; waits for a rotation on DA";
  return isCaughtUp ? "everything on DA is executed" : "executing what is on DA";
}

function statusOf(follower: Follower, { chain, config, forced, machine, recovery }: Parts): RollupStatus {
  const status = follower.status();
  const { softHeight, includedHeight, finalHeight, daHeight, daHead, attestedHeight, forcedWaiting, equivocations, passedOver, lastPassedOver, failure } = status;
  const last = chain.store.block(chain.store.stateHeight);
  return {
    role: "follower",
    softHeight,
    includedHeight,
    finalHeight,
    daHeight,
    attestedHeight,
    details: {
      trust: trustSentence(forced, recovery),
      ...recoveryDetails(recovery, chain, status.breaks),
      ...nextSequencerJson(machine),
      ...(forced === undefined ? {} : { forced: { window: `${forced.window}`, waiting: forcedWaiting } }),
      following: {
        status: stateOf(status),
        da_head: `${daHead}`,
        fast_path: config.sequencer_rpc === "" ? null : config.sequencer_rpc,
        last_block_time: last === undefined ? null : new Date(Number(last.block.header.time / 1_000_000n)).toISOString(),
        equivocations: equivocations.map((at) => `${at}`),
        passed_over: passedOver,
        last_passed_over: lastPassedOver ?? null,
        failure: failure ?? null,
      },
    },
  };
}
