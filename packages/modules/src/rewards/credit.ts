import { addressToBytes, amount } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { claimables, REWARDS } from "./state.ts";

/** Adds to what an account may claim. */
export function credit(ctx: Context, receiver: string, denom: string, units: bigint): void {
  const store = ctx.store.store(REWARDS);
  const key = [addressToBytes(ctx.chain.bech32Prefix, receiver), denom] as const;
  claimables.set(store, key, amount((claimables.get(store, key) ?? 0n) + units));
}
