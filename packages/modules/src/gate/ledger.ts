import type { Flows, Ledger } from "@openledger/messages/openledger/gate/v1";
import { assert } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { KeyValueStore } from "@openledger/store";
import type { StateReader } from "../support/reader.ts";
import { unixSeconds } from "../support/time.ts";
import { addToFlows, flowsSince, NO_FLOWS, type LedgerChange } from "./flows.ts";
import { endedEpochs, epochsPrefix, GATE, ledgers, paramsOf } from "./state.ts";

/** Ended epochs that one change removes at most: a denom that slept for years is worked off over its next changes. */
const EPOCHS_REMOVED_MAX = 4;

/** Number of the epoch that `time` lies in: floor(seconds / epoch_seconds). */
export function epochAt(ctx: StateReader, time: Context["block"]["time"]): bigint {
  return unixSeconds(time) / paramsOf(ctx).epochSeconds;
}

/** Adds to the totals of a denom, beginning a new epoch when block time has come to one. */
export function changeLedger(ctx: Context, denom: string, change: LedgerChange): void {
  const store = ctx.store.store(GATE);
  const epoch = epochAt(ctx, ctx.block.time);
  const ledger = inEpoch(ctx, store, ledgers.get(store, denom) ?? newLedger(denom, epoch), epoch);
  ledgers.set(store, denom, {
    ...ledger,
    total: addToFlows(ledger.total ?? NO_FLOWS, change),
    externalHeld: addUnits(ledger.externalHeld, change.externalHeld),
    externalEscrowed: addUnits(ledger.externalEscrowed, change.externalEscrowed),
  });
}

/** Flows of one epoch: of the present one as far as it has come, of an ended one as long as it is kept. */
export function flowsOfEpoch(ctx: StateReader, ledger: Ledger, epoch: bigint): Flows {
  if (epoch === ledger.epoch) return flowsSince(ledger.total ?? NO_FLOWS, ledger.beforeEpoch ?? NO_FLOWS);
  return endedEpochs.get(ctx.store.store(GATE), [ledger.denom, epoch]) ?? NO_FLOWS;
}

export function newLedger(denom: string, epoch: bigint): Ledger {
  return { denom, epoch, total: NO_FLOWS, beforeEpoch: NO_FLOWS, externalHeld: "0", externalEscrowed: "0" };
}

/** Keeps the flows of the epoch before, and forgets those that are older than what is kept. */
function inEpoch(ctx: Context, store: KeyValueStore, ledger: Ledger, epoch: bigint): Ledger {
  if (epoch === ledger.epoch) return ledger;
  endedEpochs.set(store, [ledger.denom, ledger.epoch], flowsOfEpoch(ctx, ledger, ledger.epoch));
  const old: (readonly [string, bigint])[] = [];
  for (const [key] of endedEpochs.iterate(store, { prefix: epochsPrefix(ledger.denom) })) {
    if (key[1] + BigInt(paramsOf(ctx).epochsKept) >= epoch || old.length >= EPOCHS_REMOVED_MAX) break;
    old.push(key);
  }
  for (const key of old) endedEpochs.delete(store, key);
  return { ...ledger, epoch, beforeEpoch: ledger.total };
}

function addUnits(text: string, change = 0n): string {
  const units = BigInt(text) + change;
  assert(units >= 0n, `a sum of external units is ${units}`);
  return units.toString();
}
