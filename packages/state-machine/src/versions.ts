/** From one committed version to the next: execute, commit, or restore from a log. */
import { assert, equalBytes } from "@openledger/primitives";
import { importNodesInSteps, restoreMultiStore, type CompactMultiStore, type MultiStoreReader } from "@openledger/store";
import type { App, ConsensusParams, ExecutedBlock, FinalizeBlockRequest, SnapshotApp, StepSignal } from "./app.ts";
import { runBlock } from "./execute-block.ts";
import { createStores, openState, passedCheck, requireRunning, startRunning, storeOptions, type Machine } from "./machine.ts";
import { chainIdentity, SYSTEM_STORE } from "./system-state.ts";

/** Executes a block on a branch and computes the app hash that its commit will give. */
export function* executeBlock(
  machine: Machine,
  request: FinalizeBlockRequest,
): Generator<void, ExecutedBlock, StepSignal> {
  const { environment, stores } = requireRunning(machine);
  assert(request.height === stores.version + 1n, `block ${request.height} does not follow version ${stores.version}`);
  const state = openState(machine);
  const paramsBefore = consensusParamsOf(machine, request, state);
  const { txs, results, events, quarantined, validatorUpdates } = yield* runBlock(environment, state, request, { passedCheck: (tx) => passedCheck(machine, tx) });
  yield;
  const changeSet = state.changeSet();
  const candidate = yield* stores.previewInSteps(changeSet);
  const params = consensusParamsOf(machine, request, state);
  const block: ExecutedBlock = {
    request: { ...request, txs },
    response: { appHash: candidate.appHash, txResults: results, events, validatorUpdates },
    changeSet,
    ...(params === undefined || areSameParams(params, paramsBefore) ? {} : { consensusParams: params }),
    quarantined,
  };
  machine.candidates.set(block, candidate);
  return block;
}

function consensusParamsOf(machine: Machine, { height, time }: FinalizeBlockRequest, store: MultiStoreReader): ConsensusParams | undefined {
  const keeper = machine.parts.modules.find(({ consensusParams }) => consensusParams !== undefined);
  const { chain, crypto } = requireRunning(machine).environment;
  return keeper?.consensusParams?.({ chain, crypto, height, time, store });
}

function areSameParams(a: ConsensusParams, b: ConsensusParams | undefined): boolean {
  return (
    a.maxBlockBytes === b?.maxBlockBytes &&
    a.maxBlockGas === b.maxBlockGas &&
    a.evidence?.maxAgeBlocks === b.evidence?.maxAgeBlocks &&
    a.evidence?.maxAgeNanos === b.evidence?.maxAgeNanos &&
    a.evidence?.maxBytes === b.evidence?.maxBytes &&
    (a.pubKeyTypes ?? []).join() === (b.pubKeyTypes ?? []).join()
  );
}

/** Frees what a block that was executed holds of the next version; its commit would only compute that again. */
export function forgetBlock(machine: Machine, block: ExecutedBlock): void {
  const candidate = machine.candidates.get(block);
  if (candidate === undefined) return;
  machine.candidates.delete(block);
  requireRunning(machine).stores.discard(candidate);
}

export function commitBlock(machine: Machine, block: ExecutedBlock): void {
  const { stores } = requireRunning(machine);
  assert(block.request.height === stores.version + 1n, `block ${block.request.height} was not executed on this state`);
  stores.commit(machine.candidates.get(block) ?? block.changeSet);
  assert(equalBytes(stores.appHash, block.response.appHash), "the committed app hash is the executed one");
  forgetPending(machine);
}

export function restoreVersion(machine: Machine, version: Parameters<App["restore"]>[0]): void {
  const stores = machine.running?.stores ?? createStores(machine, version.height);
  assert(version.height === stores.version + 1n, `version ${version.height} does not follow ${stores.version}`);
  const candidate = stores.preview(version.changeSet);
  assert(
    equalBytes(candidate.appHash, version.appHash),
    `the state log gives another app hash than it records at height ${version.height}`,
  );
  stores.commit(candidate);
  machine.running ??= runningFromState(machine, stores);
  forgetPending(machine);
}

/** Replaces whatever state there is; when the snapshot is refused, that state stays. */
export function restoreSnapshot(machine: Machine, ...[summary, blocks]: Parameters<SnapshotApp["restoreSnapshot"]>): void {
  const stores = restoreMultiStore(storeOptions(machine), summary, blocks);
  machine.running = runningFromState(machine, stores);
  forgetPending(machine);
}

/** As {@link restoreSnapshot}, from nodes that nobody vouches for. */
export function* restoreNodes(machine: Machine, ...[{ height, appHash }, pieces]: Parameters<SnapshotApp["importNodes"]>): Generator<void, void, void> {
  const stores = yield* importNodesInSteps(storeOptions(machine), { version: height, appHash }, pieces);
  machine.running = runningFromState(machine, stores);
  forgetPending(machine);
}

function runningFromState(machine: Machine, stores: CompactMultiStore): NonNullable<Machine["running"]> {
  const { chainId, bech32Prefix, baseDenom } = chainIdentity.require(stores.store(SYSTEM_STORE));
  return startRunning(machine, { chainId, bech32Prefix, baseDenom }, stores);
}

function forgetPending(machine: Machine): void {
  machine.genesis = undefined;
  machine.checkState = undefined;
  machine.passedBefore = machine.passed;
  machine.passed = new WeakMap();
  machine.longChecks.onCommit();
}
