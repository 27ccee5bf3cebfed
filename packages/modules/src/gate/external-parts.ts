import { TrackedDenoms } from "@openledger/messages/openledger/gate/v1";
import { addressToBytes, assert, type Address } from "@openledger/primitives";
import type { ChainConfig, Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { rememberLast } from "../support/remember-last.ts";
import { externalPartSet } from "./events.ts";
import { changeLedger } from "./ledger.ts";
import { externalParts, GATE, trackedDenoms } from "./state.ts";

type Reader = StateReader & { readonly chain: ChainConfig };

/** External units of an account's balance. */
export function externalOf(ctx: Reader, address: string, denom: string): bigint {
  return externalParts.get(ctx.store.store(GATE), keyOf(ctx, address, denom)) ?? 0n;
}

/** Writes the external part alone; whoever calls it writes the denom's totals. */
export function setExternal(ctx: Context, address: string, denom: string, units: bigint): void {
  assert(units >= 0n, `${address} has ${units} external ${denom}`);
  const store = ctx.store.store(GATE);
  if (units === 0n) externalParts.delete(store, keyOf(ctx, address, denom));
  else externalParts.set(store, keyOf(ctx, address, denom), units);
  ctx.emit(externalPartSet(address, denom, units));
}

function keyOf({ chain }: Reader, address: string, denom: string): readonly [Uint8Array, string] {
  return [addressToBytes(chain.bech32Prefix, address), denom];
}

/** The part of `external` that goes along when only `left` units stay: the internal part goes first. */
export function carriedPart(external: bigint, left: bigint): bigint {
  return external > left ? external - left : 0n;
}

/** Follows external value through the movements of the bank (protocol.md section 6). */
export interface ExternalValue {
  /** True for a denom that has or had a gate; costs no gas, since every movement of every denom asks. */
  isTracked(ctx: Context, denom: string): boolean;
  /** After an account came down to `left` units: the external units that go along, which left its balance. */
  take(ctx: Context, from: Address, denom: string, left: bigint): bigint;
  /** External units that came along with a movement; they end at the account of a module. */
  give(ctx: Context, to: Address, denom: string, units: bigint): void;
}

/** `isModule` tells accounts of modules: what reaches one is internal from then on. */
export function createExternalValue(isModule: (ctx: Context, address: Address) => boolean): ExternalValue {
  const readDenoms = rememberLast((bytes) => TrackedDenoms.fromBytes(bytes.slice()));
  const isTracked: ExternalValue["isTracked"] = (ctx, denom) => {
    // A gate works from the block after the one that made it, so what this transaction wrote does not matter.
    const bytes = (ctx.before ?? ctx.store).store(GATE).get(trackedDenoms.keyBytes);
    return bytes !== undefined && readDenoms(bytes).denoms.includes(denom);
  };
  return {
    isTracked,
    take(ctx, from, denom, left) {
      if (!isTracked(ctx, denom)) return 0n;
      const external = externalOf(ctx, from, denom);
      const carried = carriedPart(external, left);
      if (carried > 0n) setExternal(ctx, from, denom, external - carried);
      return carried;
    },
    give(ctx, to, denom, units) {
      if (units === 0n) return;
      if (isModule(ctx, to)) changeLedger(ctx, denom, { externalHeld: -units, retired: units });
      else setExternal(ctx, to, denom, externalOf(ctx, to, denom) + units);
    },
  };
}
