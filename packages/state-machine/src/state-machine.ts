/** The frame as a driver sees it: the ABCI calls over modules and versioned stores. */
import { assert, emptyHash, height, type Crypto, type UnixNanos } from "@openledger/primitives";
import type { MinGasPrice } from "./ante/min-gas-price.ts";
import type { App, CheckTxResponse, QueryRequest, QueryResponse, SnapshotApp } from "./app.ts";
import type { BlockInfo, ChainConfig } from "./context.ts";
import { createBlockContext } from "./execute-block.ts";
import type { AccountKeeper, FeeGrantKeeper, FeeKeeper } from "./expected-keepers.ts";
import { exportStore } from "./exported-state.ts";
import { initChain } from "./init-chain.ts";
import { contextAt, createMachine, isCommitted, overlayOf, requireRunning, type GenesisTxs, type Machine } from "./machine.ts";
import { auditModules, type AuditedIdentity, type Handover, type Json, type Module } from "./module.ts";
import { checkAlone, checksInTurn, checkTx, simulateTx, trips } from "./pending-tx.ts";
import { answerQuery, notReady } from "./query.ts";
import { createRouter } from "./router.ts";
import { rememberSignatures } from "./signature-cache.ts";
import { signaturesAhead } from "./signatures-ahead.ts";
import { createSystemModule } from "./system-module.ts";
import { commitBlock, executeBlock, forgetBlock, restoreNodes, restoreSnapshot, restoreVersion } from "./versions.ts";

export interface StateMachineOptions {
  readonly crypto: Crypto;
  /** In the order in which their genesis, begin and end run. */
  readonly modules: readonly Module[];
  readonly accounts: AccountKeeper;
  readonly fees: FeeKeeper;
  /** Lets a granter pay for others; without it a fee granter is refused. */
  readonly feeGrants?: FeeGrantKeeper;
  /** Floor in CheckTx; none by default. */
  readonly minGasPrices?: readonly MinGasPrice[];
  /** How many versions queries can go back; 100 by default. */
  readonly retainVersions?: number;
  /** Transactions that genesis executes, in order; none by default. */
  readonly genesisTxs?: GenesisTxs;
}

/** An {@link App} that can also check itself. */
export interface StateMachine extends SnapshotApp {
  /** Identity from genesis. Stops with an InvariantViolation before initChain or restore. */
  chain(): ChainConfig;
  /** Header time of the last committed block. Stops with an InvariantViolation before the first. */
  lastBlockTime(): UnixNanos;
  /**
   * What the ante chain says of a transaction in the next block on the last commit, without pending ones and without this
   * node's floor of gas prices: the same on every node. Leaves nothing.
   */
  checkAlone(tx: Uint8Array): CheckTxResponse;
  /** The same of one transaction after the other, each of which finds what those before it wrote. For use until the next commit. */
  checksInTurn(): (tx: Uint8Array) => CheckTxResponse;
  /** How a transaction trips an assertion in a block that holds it and nothing else, after the last commit; undefined when it does not. Leaves nothing. */
  trips(tx: Uint8Array): string | undefined;
  /** Every law of all modules with what it was checked on at the last commit. */
  audit(): readonly AuditedIdentity[];
  /** Broken invariants of all modules at the last commit, each with its module's name; empty when all hold. */
  invariants(): readonly string[];
  /**
   * `app_state` of a genesis that goes on from the last commit, at the height after it; with a handover, for those
   * validators, and throws a TxError for one that cannot be. The state of this machine stays as it is.
   */
  exportAppState(handover?: Handover): { readonly [module: string]: Json };
  /** Names of stores in which a stored hash is not the one of its content; hashes the whole last version anew. */
  storesWithWrongHashes(): readonly string[];
  /** The modules, the frame's own first. */
  readonly modules: readonly Module[];
}

export function createStateMachine(options: StateMachineOptions): StateMachine {
  const { accounts, fees, feeGrants, minGasPrices = [], retainVersions = 100, genesisTxs = () => [] } = options;
  const crypto = rememberSignatures(options.crypto);
  const modules = [createSystemModule(), ...options.modules];
  const router = createRouter(modules);
  const machine = createMachine({ crypto, modules, router, accounts, fees, feeGrants, minGasPrices, retainVersions, genesisTxs });
  return {
    modules,
    chain: () => requireRunning(machine).environment.chain,
    info: () => lastCommit(machine),
    initChain: (request) => initChain(machine, request),
    checkTx: (tx, recheck) => checkTx(machine, tx, recheck),
    checkAlone: (tx) => checkAlone(machine, tx),
    checksInTurn: () => checksInTurn(machine),
    trips: (tx) => trips(machine, tx),
    signaturesAhead: (txs) => signaturesAhead(machine, txs),
    rememberGood: (checks) => checks.forEach((check) => crypto.rememberGood(check)),
    executeBlock: (request) => executeBlock(machine, request),
    forget: (block) => forgetBlock(machine, block),
    commit: (block) => commitBlock(machine, block),
    restore: (version) => restoreVersion(machine, version),
    snapshot: (height) => requireRunning(machine).stores.snapshot(height),
    restoreSnapshot: (summary, blocks) => restoreSnapshot(machine, summary, blocks),
    importNodes: (version, pieces) => restoreNodes(machine, version, pieces),
    query: (request) => query(machine, request),
    simulate(tx) {
      const result = simulateTx(machine, tx);
      return { gasUsed: result.gasUsed, result };
    },
    lastBlockTime: () => contextAt(machine, requireRunning(machine).stores.reader()).time,
    audit: () => audit(machine),
    invariants: () => audit(machine).flatMap(({ module, broken }) => broken.map((sentence) => `${module}: ${sentence}`)),
    exportAppState: (handover) => exportState(machine, handover),
    storesWithWrongHashes: () => requireRunning(machine).stores.storesWithWrongHashes(),
  };
}

function exportState(machine: Machine, handover: Handover | undefined): { readonly [module: string]: Json } {
  assert(isCommitted(machine), "there is no state to export before the first block");
  const { environment, stores } = requireRunning(machine);
  const last = contextAt(machine, stores.reader());
  const store = overlayOf(stores);
  const block: BlockInfo = { height: last.height, time: last.time, proposer: new Uint8Array(0) };
  const ctx = createBlockContext(environment, block, store, []);
  if (handover !== undefined) for (const module of machine.parts.modules) module.handOver?.(ctx, handover);
  return Object.fromEntries(
    machine.parts.modules.map((module) => [module.name, module.exportGenesis?.({ ...last, store }) ?? exportStore(store.store(module.storeName))]),
  );
}

function lastCommit(machine: Machine): ReturnType<App["info"]> {
  if (!isCommitted(machine)) return { height: height(0n), appHash: emptyHash(machine.parts.crypto.sha256) };
  const { stores } = requireRunning(machine);
  const keeper = machine.parts.modules.find(({ consensusParams }) => consensusParams !== undefined);
  const consensusParams = keeper?.consensusParams?.(contextAt(machine, stores.reader()));
  return { height: height(stores.version), appHash: stores.appHash, ...(consensusParams === undefined ? {} : { consensusParams }) };
}

function query(machine: Machine, request: QueryRequest): QueryResponse {
  if (!isCommitted(machine)) return notReady(machine.running?.environment.chain.chainId ?? "the chain");
  const { crypto, router } = machine.parts;
  const { stores } = requireRunning(machine);
  return answerQuery(
    {
      sha256: crypto.sha256,
      stores,
      router,
      contextAt: (version) => contextAt(machine, version),
      simulate: (tx) => simulateTx(machine, tx),
    },
    request,
  );
}

function audit(machine: Machine): readonly AuditedIdentity[] {
  return auditModules(machine.parts.modules, contextAt(machine, requireRunning(machine).stores.reader()));
}
