/** One transaction on a branch: ante chain, then messages; what stays when either fails. */
import { Any } from "@openledger/messages/google/protobuf";
import { TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import { assert, gas } from "@openledger/primitives";
import { branchMultiStore, type BranchedMultiStore, type MultiStore, type MultiStoreReader } from "@openledger/store";
import { runAnte } from "./ante/ante.ts";
import type { AnteMode } from "./ante/ante-input.ts";
import type { MinGasPrice } from "./ante/min-gas-price.ts";
import type { AbciEvent, ExecTxResult } from "./app.ts";
import type { BlockInfo, ChainConfig, Context, GasMeter, MessageFee } from "./context.ts";
import { event, type Event } from "./event.ts";
import type { AccountKeeper, FeeGrantKeeper, FeeKeeper } from "./expected-keepers.ts";
import { createGasMeter, createUnlimitedGasMeter, SIMULATED_GAS_WANTED } from "./gas.ts";
import { meterMultiStore } from "./metered-store.ts";
import type { Module } from "./module.ts";
import { repeatAccess, type RecordedAccess } from "./recorded-access.ts";
import type { RecordedBlock } from "./recorded-block.ts";
import { abciEvents, failureResult, noGas, successResult, type GasReport } from "./results.ts";
import { isOutOfGas, sdkErrors } from "./sdk-errors.ts";
import type { TxDecoder } from "./tx-decoder.ts";
import type { DecodedTx, TxLimits } from "./tx.ts";
import { TxError } from "./tx-error.ts";
import type { Crypto } from "@openledger/primitives";

/** What stays the same for all transactions of a chain. */
export interface TxEnvironment {
  readonly crypto: Crypto;
  readonly chain: ChainConfig;
  readonly decoder: TxDecoder;
  readonly modules: readonly Module[];
  readonly accounts: AccountKeeper;
  readonly fees: FeeKeeper;
  readonly feeGrants: FeeGrantKeeper | undefined;
  readonly minGasPrices: readonly MinGasPrice[];
}

/** Where and how one transaction runs. */
export interface TxRun {
  readonly mode: AnteMode;
  readonly block: BlockInfo;
  readonly limits: TxLimits & { readonly maxBlockGas: bigint };
  /** Gas that earlier transactions of the block used, of each no more than its limit. */
  readonly blockGasUsed: bigint;
  /** The first transaction of a block; false outside of blocks. */
  readonly isFirst?: boolean;
  /** Finds the check that a transaction passed before its block. */
  readonly passedCheck?: ((tx: DecodedTx) => PassedCheck | undefined) | undefined;
}

/** A check that a transaction passed, and on what it depended. */
export interface PassedCheck {
  readonly outcome: TxOutcome;
  readonly access: RecordedAccess;
  readonly block: RecordedBlock;
  readonly maxBlockGas: bigint;
  /** False when it was a recheck, which leaves the signatures out. */
  readonly hasVerifiedSignatures: boolean;
}

/** What became of a transaction. `tx` is absent when its bytes could not be read. */
export interface TxOutcome {
  readonly result: ExecTxResult;
  readonly tx: DecodedTx | undefined;
}

/**
 * Runs a transaction on `parent`, which keeps what the transaction may leave behind: everything on success, fee and
 * sequence when a message fails, nothing when the ante chain refuses it. CheckTx stops after the ante chain.
 * Anything but a TxError passes through and leaves `parent` untouched.
 */
export function runTx(environment: TxEnvironment, parent: MultiStore, bytes: Uint8Array, run: TxRun): TxOutcome {
  let tx: DecodedTx | undefined;
  try {
    tx = environment.decoder.decode(bytes, run.limits);
    if (hasNoBlockGas(run, tx)) throw sdkErrors.outOfGas("no block gas left to run tx");
  } catch (error) {
    if (error instanceof TxError) return { result: failureResult(error, noGas), tx };
    throw error;
  }
  const branch = branchMultiStore(parent);
  const result = runDecoded(environment, { ...run, before: parent }, branch, tx);
  if (run.mode !== "simulate") assertConserved(environment.modules, parent, branch);
  branch.write();
  return { result, tx };
}

/** Stops with an InvariantViolation when the changes in `branch` break what a module conserves. */
export function assertConserved(modules: readonly Module[], before: MultiStore, branch: BranchedMultiStore): void {
  for (const module of modules) {
    if (module.brokenBy === undefined) continue;
    const changes = branch.changesOf(module.storeName);
    if (changes.length === 0) continue;
    const broken = module.brokenBy(before.store(module.storeName), changes);
    assert(broken === undefined, `${module.name}: ${broken ?? ""}`);
  }
}

/** A run, and the state that it began with. */
type RunOn = TxRun & { readonly before: MultiStoreReader };

/**
 * Whether less gas is left in the block than the transaction may use. One that the block's gas ended halfway would pay for nothing,
 * and whoever orders transactions could do that to any of them.
 */
function hasNoBlockGas({ mode, limits: { maxBlockGas }, blockGasUsed }: TxRun, { fee: { gasLimit } }: DecodedTx): boolean {
  if (mode !== "deliver" || maxBlockGas <= 0n) return false;
  // What no block has the gas for is refused as such.
  return blockGasUsed >= maxBlockGas || (gasLimit <= maxBlockGas && blockGasUsed + gasLimit > maxBlockGas);
}

function runDecoded(environment: TxEnvironment, run: RunOn, branch: BranchedMultiStore, tx: DecodedTx): ExecTxResult {
  const simulated = run.mode === "simulate";
  // Genesis has no gas limit, as in the SDK: a chain either begins with all its transactions or not at all.
  const isUnlimited = simulated || run.block.isGenesis === true || tx.isUnsigned;
  const repeated = repeatedAnte(branch, tx, run);
  const meter = isUnlimited ? createUnlimitedGasMeter() : createGasMeter(gas(tx.fee.gasLimit), repeated?.gasUsed);
  const report = (): GasReport => ({
    wanted: simulated ? SIMULATED_GAS_WANTED : gas(tx.fee.gasLimit),
    used: meter.consumed,
  });
  let anteEvents: readonly AbciEvent[];
  try {
    anteEvents = repeated?.events ?? abciEvents(runAnteOn(environment, branch, tx, run, meter));
  } catch (error) {
    if (!(error instanceof TxError)) throw error;
    branch.discard();
    return failureResult(error, report());
  }
  if (run.mode === "check" || run.mode === "recheck") return successResult(new Uint8Array(0), report(), anteEvents);
  const messageBranch = branchMultiStore(branch);
  try {
    const { data, events } = runMessages(environment, messageBranch, tx, run, meter);
    messageBranch.write();
    return successResult(data, report(), [...anteEvents, ...events]);
  } catch (error) {
    if (!(error instanceof TxError)) throw error;
    return failureResult(error, report(), anteEvents);
  }
}

/**
 * Does again what a check did, when all that it saw of the state and of the block is as it was: an ante chain depends on
 * nothing else. Returns its outcome; undefined, with nothing done, when something changed.
 */
export function repeatCheck(passed: PassedCheck, target: MultiStore, { block, limits }: Pick<TxRun, "block" | "limits">): TxOutcome | undefined {
  if (passed.maxBlockGas !== limits.maxBlockGas || !passed.block.isSameIn(block)) return undefined;
  return repeatAccess(passed.access, target) ? passed.outcome : undefined;
}

/** A block asks no more of a transaction than CheckTx does, if CheckTx looked at the signatures. */
function repeatedAnte(branch: MultiStore, tx: DecodedTx, run: TxRun): ExecTxResult | undefined {
  const passed = run.mode === "deliver" ? run.passedCheck?.(tx) : undefined;
  return passed?.hasVerifiedSignatures === true ? repeatCheck(passed, branch, run)?.result : undefined;
}

function runAnteOn(
  environment: TxEnvironment,
  branch: MultiStore,
  tx: DecodedTx,
  run: RunOn,
  meter: GasMeter,
): readonly Event[] {
  const { maxBlockGas } = run.limits;
  if (maxBlockGas > 0n && tx.fee.gasLimit > maxBlockGas) {
    throw sdkErrors.invalidGasLimit(`tx gas limit ${tx.fee.gasLimit} exceeds block max gas ${maxBlockGas}`);
  }
  if (tx.isUnsigned) {
    if (run.mode === "deliver" && run.isFirst === true) return [];
    throw sdkErrors.unauthorized("a transaction that nobody signs is let through as the first one of a block only");
  }
  const events: Event[] = [];
  const { accounts, fees, feeGrants, minGasPrices } = environment;
  const ctx = createContext(environment, run, branch, meter, events);
  runAnte({ ctx, tx, mode: run.mode, accounts, fees, feeGrants, minGasPrices });
  return events;
}

/** A context whose store charges `meter` and whose events gather in `events`. */
function createContext(
  { chain, crypto }: TxEnvironment,
  { block, before }: RunOn,
  store: MultiStore,
  gasMeter: GasMeter,
  events: Event[],
): Context {
  return {
    chain,
    crypto,
    block,
    store: meterMultiStore(store, gasMeter),
    before,
    gas: gasMeter,
    emit: (emitted) => void events.push(emitted),
  };
}

function runMessages(
  environment: TxEnvironment,
  branch: MultiStore,
  tx: DecodedTx,
  run: RunOn,
  meter: GasMeter,
): { readonly data: Uint8Array; readonly events: readonly AbciEvent[] } {
  const msgResponses: Any[] = [];
  const all: (readonly AbciEvent[])[] = [];
  const fee = feeOfOneMessage(tx);
  tx.messages.forEach(({ handler, message }, index) => {
    const events: Event[] = [messageEvent(handler.codec.typeUrl, handler.signers(message)[0] ?? "")];
    const ctx: Context = { ...createContext(environment, run, branch, meter, events), fee };
    const response = handleMessage(() => handler.handle(ctx, message), index);
    msgResponses.push({ typeUrl: handler.response.typeUrl, value: handler.response.toBytes(response) });
    all.push(abciEvents(events, { key: "msg_index", value: String(index) }));
  });
  return { data: TxMsgData.toBytes({ data: [], msgResponses }), events: all.flat() };
}

function feeOfOneMessage({ fee, feePayer, messages }: DecodedTx): MessageFee {
  const coins = fee.amount
    .map(({ denom, amount }) => ({ denom, amount: (BigInt(amount) / BigInt(messages.length)).toString() }))
    .filter(({ amount }) => amount !== "0");
  return { payer: feePayer, coins };
}

function handleMessage<T>(handle: () => T, index: number): T {
  try {
    return handle();
  } catch (error) {
    if (!(error instanceof TxError) || isOutOfGas(error)) throw error;
    throw new TxError(
      error.codespace,
      error.code,
      `failed to execute message; message index: ${index}: ${error.message}`,
    );
  }
}

function messageEvent(typeUrl: string, sender: string): Event {
  const module = typeUrl.slice(1).split(".")[1] ?? "";
  return event("message", { action: typeUrl, sender, module });
}
