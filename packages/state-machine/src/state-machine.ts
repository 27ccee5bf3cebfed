/** The frame as a driver sees it: the ABCI calls over modules and versioned stores. */
import { assert, assertDefined, emptyHash, equalBytes, height, unixNanos, type Crypto } from "@openledger/primitives";
import {
  applyChangeSet,
  branchMultiStore,
  createMultiStore,
  type Candidate,
  type ChangeSet,
  type CommittedMultiStore,
  type CommittedVersion,
  type MultiStoreReader,
  type OverlayMultiStore,
} from "@openledger/store";
import type { MinGasPrice } from "./ante/min-gas-price.ts";
import type {
  App,
  CheckTxResponse,
  ExecutedBlock,
  FinalizeBlockRequest,
  InitChainRequest,
  InitChainResponse,
} from "./app.ts";
import type { BlockInfo, ChainConfig, QueryContext } from "./context.ts";
import { createBlockContext, runBlock } from "./execute-block.ts";
import type { AccountKeeper, FeeKeeper } from "./expected-keepers.ts";
import { jsonObject, jsonString } from "./json.ts";
import type { Json, Module } from "./module.ts";
import { answerQuery, notReady } from "./query.ts";
import { createRouter } from "./router.ts";
import { runTx, type TxEnvironment, type TxOutcome } from "./run-tx.ts";
import { createSystemModule, systemGenesis } from "./system-module.ts";
import { chainIdentity, lastBlock, SYSTEM_STORE, systemParams } from "./system-state.ts";

export interface StateMachineOptions {
  readonly crypto: Crypto;
  /** In the order in which their genesis, begin and end run. */
  readonly modules: readonly Module[];
  readonly accounts: AccountKeeper;
  readonly fees: FeeKeeper;
  /** Floor in CheckTx; none by default. */
  readonly minGasPrices?: readonly MinGasPrice[];
  /** How many versions queries can go back; 100 by default. */
  readonly retainVersions?: number;
}

/** An {@link App} that can also check itself. */
export interface StateMachine extends App {
  /** Identity from genesis. Stops with an InvariantViolation before initChain or restore. */
  chain(): ChainConfig;
  /** Broken invariants of all modules at the last commit, each with its module's name; empty when all hold. */
  invariants(): readonly string[];
  /** The modules, the frame's own first. */
  readonly modules: readonly Module[];
}

/** The state before the first commit: a genesis that waits for its block. */
interface Genesis {
  readonly initialHeight: bigint;
  readonly time: bigint;
  readonly changeSet: ChangeSet;
}

/** What is known once the chain has an identity. */
interface Running {
  readonly environment: TxEnvironment;
  readonly stores: CommittedMultiStore;
}

export function createStateMachine(options: StateMachineOptions): StateMachine {
  const { crypto, accounts, fees, minGasPrices = [], retainVersions = 100 } = options;
  const modules = [createSystemModule(), ...options.modules];
  const storeNames = modules.map(({ storeName }) => storeName);
  const router = createRouter(modules);
  const candidates = new WeakMap<ExecutedBlock, Candidate>();
  let running: Running | undefined;
  let genesis: Genesis | undefined;
  let checkState: OverlayMultiStore | undefined;

  const environmentOf = (chain: ChainConfig): TxEnvironment => ({
    crypto,
    chain,
    router,
    modules,
    accounts,
    fees,
    minGasPrices,
  });
  const requireRunning = (): Running => assertDefined(running, "the chain has no genesis; call initChain or restore");
  const storesFrom = (firstVersion: bigint): CommittedMultiStore =>
    createMultiStore({ sha256: crypto.sha256, stores: storeNames, retainVersions, firstVersion });

  /** The last version, or the genesis before the first block, ready to be written on. */
  function openState({ stores }: Running): OverlayMultiStore {
    const state = branchMultiStore(stores.reader() as MultiStoreReader);
    if (genesis !== undefined) applyChangeSet(state, genesis.changeSet);
    return state;
  }

  function initChain(request: InitChainRequest): InitChainResponse {
    assert(running === undefined || genesis !== undefined, "initChain runs only before the first block");
    const chain = chainFromGenesis(request);
    const stores = storesFrom(request.initialHeight);
    const environment = environmentOf(chain);
    const state = branchMultiStore(stores.reader() as MultiStoreReader);
    chainIdentity.set(state.store(SYSTEM_STORE), { ...chain, initialHeight: request.initialHeight });
    const block: BlockInfo = { height: height(0n), time: request.genesisTime, proposer: new Uint8Array(0) };
    const ctx = createBlockContext(environment, block, state, []);
    const appState = jsonObject(request.appState as Json, "app_state");
    for (const module of modules) {
      const given = appState[module.name];
      module.initGenesis(ctx, module.name === SYSTEM_STORE ? systemGenesis(given, request.consensusParams) : given);
    }
    running = { environment, stores };
    genesis = { initialHeight: request.initialHeight, time: request.genesisTime, changeSet: state.changeSet() };
    checkState = undefined;
    return { appHash: emptyHash(crypto.sha256), validators: [] };
  }

  function* executeBlock(request: FinalizeBlockRequest): Generator<void, ExecutedBlock, void> {
    const { environment, stores } = requireRunning();
    assert(request.height === stores.version + 1n, `block ${request.height} does not follow version ${stores.version}`);
    const state = openState(requireRunning());
    const branch = branchMultiStore(state);
    const outcome = yield* runBlock(environment, branch, request);
    branch.write();
    const changeSet = state.changeSet();
    const candidate = stores.preview(changeSet);
    const block: ExecutedBlock = {
      request: { ...request, txs: outcome.txs },
      response: {
        appHash: candidate.appHash,
        txResults: outcome.results,
        events: outcome.events,
        validatorUpdates: [],
      },
      changeSet,
      quarantined: outcome.quarantined,
    };
    candidates.set(block, candidate);
    return block;
  }

  function commit(block: ExecutedBlock): void {
    const { stores } = requireRunning();
    assert(block.request.height === stores.version + 1n, `block ${block.request.height} was not executed on this state`);
    stores.commit(candidates.get(block) ?? block.changeSet);
    assert(equalBytes(stores.appHash, block.response.appHash), "the committed app hash is the executed one");
    genesis = undefined;
    checkState = undefined;
  }

  function restore(version: Parameters<App["restore"]>[0]): void {
    const stores = running?.stores ?? storesFrom(version.height);
    assert(version.height === stores.version + 1n, `version ${version.height} does not follow ${stores.version}`);
    const candidate = stores.preview(version.changeSet);
    assert(
      equalBytes(candidate.appHash, version.appHash),
      `the state log gives another app hash than it records at height ${version.height}`,
    );
    stores.commit(candidate);
    if (running === undefined) {
      const { chainId, bech32Prefix, baseDenom } = chainIdentity.require(stores.store(SYSTEM_STORE));
      running = { environment: environmentOf({ chainId, bech32Prefix, baseDenom }), stores };
    }
    genesis = undefined;
    checkState = undefined;
  }

  function runPending(tx: Uint8Array, mode: "check" | "recheck" | "simulate"): TxOutcome {
    const { environment, stores } = requireRunning();
    checkState ??= openState(requireRunning());
    const system = checkState.store(SYSTEM_STORE);
    const block: BlockInfo = {
      height: height(stores.version + 1n),
      time: unixNanos(genesis?.time ?? lastBlock.require(system).time),
      proposer: new Uint8Array(0),
    };
    const parent = mode === "simulate" ? branchMultiStore(checkState) : checkState;
    return runTx(environment, parent, tx, { mode, block, limits: systemParams.require(system), blockGasUsed: 0n });
  }

  function contextAt(version: CommittedVersion): QueryContext {
    const { environment } = requireRunning();
    const { time } = lastBlock.require(version.store(SYSTEM_STORE));
    return { chain: environment.chain, crypto, height: height(version.version), time: unixNanos(time), store: version };
  }

  const isCommitted = (): boolean => running !== undefined && genesis === undefined;

  return {
    modules,
    chain: () => requireRunning().environment.chain,
    info: () =>
      isCommitted()
        ? { height: height(requireRunning().stores.version), appHash: requireRunning().stores.appHash }
        : { height: height(0n), appHash: emptyHash(crypto.sha256) },
    initChain,
    checkTx: (tx, recheck) => checkTxResponse(runPending(tx, recheck ? "recheck" : "check")),
    executeBlock,
    commit,
    restore,
    query(request) {
      if (!isCommitted()) return notReady(running?.environment.chain.chainId ?? "the chain");
      const { stores } = requireRunning();
      const simulate = (tx: Uint8Array) => runPending(tx, "simulate").result;
      return answerQuery({ sha256: crypto.sha256, stores, router, contextAt, simulate }, request);
    },
    simulate(tx) {
      const { result } = runPending(tx, "simulate");
      return { gasUsed: result.gasUsed, result };
    },
    invariants() {
      const ctx = contextAt(requireRunning().stores.reader());
      return modules.flatMap(({ name, invariants }) => (invariants?.(ctx) ?? []).map((broken) => `${name}: ${broken}`));
    },
  };
}

function checkTxResponse({ result, tx }: TxOutcome): CheckTxResponse {
  const accepted = result.code === 0 && tx !== undefined;
  return {
    code: result.code,
    data: result.data,
    log: result.log,
    gasWanted: result.gasWanted,
    gasUsed: result.gasUsed,
    events: result.events,
    codespace: result.codespace,
    sender: accepted ? (tx.signers[0] ?? "") : "",
    sequence: accepted ? (tx.authInfo.signerInfos[0]?.sequence ?? 0n) : 0n,
  };
}

function chainFromGenesis({ chainId, appState }: InitChainRequest): ChainConfig {
  const where = "app_state.system";
  const system = jsonObject(jsonObject(appState as Json, "app_state")["system"], where);
  return {
    chainId,
    bech32Prefix: jsonString(system["bech32_prefix"], `${where}.bech32_prefix`),
    baseDenom: jsonString(system["base_denom"], `${where}.base_denom`),
  };
}
