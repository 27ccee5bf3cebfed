/** What a state machine remembers between the calls of its driver. */
import type { Params } from "@openledger/messages/openledger/system/v1";
import { assertDefined, height, unixNanos } from "@openledger/primitives";
import {
  applyChangeSet,
  branchMultiStore,
  createCompactMultiStore,
  type Candidate,
  type ChangeSet,
  type CommittedMultiStore,
  type CompactMultiStore,
  type CommittedVersion,
  type MultiStoreOptions,
  type MultiStoreReader,
  type OverlayMultiStore,
} from "@openledger/store";
import type { MinGasPrice } from "./ante/min-gas-price.ts";
import type { ExecutedBlock } from "./app.ts";
import type { BlockInfo, ChainConfig, QueryContext } from "./context.ts";
import type { AccountKeeper, FeeGrantKeeper, FeeKeeper } from "./expected-keepers.ts";
import { createLongChecks, type LongChecks } from "./long-checks.ts";
import type { Json, Module } from "./module.ts";
import type { Router } from "./router.ts";
import type { PassedCheck, TxEnvironment } from "./run-tx.ts";
import type { RememberingCrypto } from "./signature-cache.ts";
import type { DecodedTx } from "./tx.ts";
import { createTxDecoder } from "./tx-decoder.ts";
import { lastBlock, SYSTEM_STORE } from "./system-state.ts";

/** Reads the signed transactions of a genesis file's app_state. Throws a TxError of codespace `genesis`. */
export type GenesisTxs = (appState: { readonly [module: string]: Json }) => readonly Uint8Array[];

/** Everything fixed before there is a chain. */
export interface MachineParts {
  readonly crypto: RememberingCrypto;
  readonly modules: readonly Module[];
  readonly router: Router;
  readonly accounts: AccountKeeper;
  readonly fees: FeeKeeper;
  readonly feeGrants: FeeGrantKeeper | undefined;
  readonly minGasPrices: readonly MinGasPrice[];
  readonly retainVersions: number;
  readonly genesisTxs: GenesisTxs;
}

/** What is known once the chain has an identity. */
export interface Running {
  readonly environment: TxEnvironment;
  readonly stores: CompactMultiStore;
}

/** The state before the first commit: a genesis that waits for its block. */
export interface PendingGenesis {
  readonly time: bigint;
  readonly changeSet: ChangeSet;
}

/** What transactions outside of blocks run on until the next commit. */
export interface CheckState {
  readonly store: OverlayMultiStore;
  readonly block: BlockInfo;
  readonly limits: Params;
}

export interface Machine {
  readonly parts: MachineParts;
  /** Roots that were computed when a block was executed, so that its commit does not compute them again. */
  readonly candidates: WeakMap<ExecutedBlock, Candidate>;
  /** Checks passed since the last commit, and those since the commit before it: a recheck or a block may repeat them. */
  passed: WeakMap<DecodedTx, PassedCheck>;
  passedBefore: WeakMap<DecodedTx, PassedCheck>;
  /** The same of transactions that are not kept decoded. */
  readonly longChecks: LongChecks;
  running: Running | undefined;
  genesis: PendingGenesis | undefined;
  /** Accepted transactions on top of the last version; absent until CheckTx needs it. */
  checkState: CheckState | undefined;
}

export function createMachine(parts: MachineParts): Machine {
  return {
    parts,
    candidates: new WeakMap(),
    passed: new WeakMap(),
    passedBefore: new WeakMap(),
    longChecks: createLongChecks(parts.crypto.sha256),
    running: undefined,
    genesis: undefined,
    checkState: undefined,
  };
}

/** The last check that a transaction passed, when it is remembered. */
export function passedCheck({ passed, passedBefore }: Machine, tx: DecodedTx): PassedCheck | undefined {
  return passed.get(tx) ?? passedBefore.get(tx);
}

/** Stops with an InvariantViolation before initChain or restore. */
export function requireRunning({ running }: Machine): Running {
  return assertDefined(running, "the chain has no genesis; call initChain or restore");
}

/** True from the first commit or restored version on. */
export function isCommitted({ running, genesis }: Machine): boolean {
  return running !== undefined && genesis === undefined;
}

export function startRunning({ parts }: Machine, chain: ChainConfig, stores: CompactMultiStore): Running {
  const { crypto, router, modules, accounts, fees, feeGrants, minGasPrices } = parts;
  return { stores, environment: { crypto, chain, decoder: createTxDecoder(router, chain), modules, accounts, fees, feeGrants, minGasPrices } };
}

export function createStores(machine: Machine, firstVersion: bigint): CompactMultiStore {
  return createCompactMultiStore({ ...storeOptions(machine), firstVersion });
}

/** The stores of this machine's modules, before their first version. */
export function storeOptions({ parts }: Machine): MultiStoreOptions {
  const { crypto, modules, retainVersions } = parts;
  return { sha256: crypto.sha256, stores: modules.map(({ storeName }) => storeName), retainVersions };
}

/** A layer above the last committed version that keeps its writes. */
export function overlayOf(stores: CommittedMultiStore): OverlayMultiStore {
  const version: MultiStoreReader = stores.reader();
  return branchMultiStore(version);
}

/** The last version, or the genesis before the first block, ready to be written on. */
export function openState(machine: Machine): OverlayMultiStore {
  const state = overlayOf(requireRunning(machine).stores);
  if (machine.genesis !== undefined) applyChangeSet(state, machine.genesis.changeSet);
  return state;
}

/** What queries of a committed version may use. */
export function contextAt(machine: Machine, version: CommittedVersion): QueryContext {
  const { chain, crypto } = requireRunning(machine).environment;
  const { time } = lastBlock.require(version.store(SYSTEM_STORE));
  return { chain, crypto, height: height(version.version), time: unixNanos(time), store: version };
}
