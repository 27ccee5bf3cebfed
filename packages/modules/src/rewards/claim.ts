import { addressToBytes } from "@openledger/primitives";
import type { ChainConfig } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { drawsOf, type Draw } from "./pools.ts";
import { claimablePrefix, claimables, REWARDS, type DrawnKey } from "./state.ts";

/** Pools that one claim looks into at most; the next claim goes on behind the last one. */
export const MAX_DRAWS_PER_CLAIM = 512;

type Reader = StateReader & { readonly chain: ChainConfig };

/** Credited balances of an account, by denom in byte order. */
export function creditsOf(ctx: Reader, claimant: string): readonly (readonly [denom: string, units: bigint])[] {
  const prefix = claimablePrefix(addressToBytes(ctx.chain.bech32Prefix, claimant));
  return [...claimables.iterate(ctx.store.store(REWARDS), { prefix })].map(
    ([[, denom], units]) => [denom, units] as const,
  );
}

/** What the account's contributions may draw from prior pools, and where to go on when there is more to look at. */
export function drawsOfAccount(
  ctx: Reader,
  datanets: DatanetKeeper,
  claimant: string,
  after: DrawnKey | undefined,
): { readonly draws: readonly Draw[]; readonly next: DrawnKey | undefined } {
  const draws: Draw[] = [];
  let looked = 0;
  // Begins with the contribution of the last claim, whose other pools may not have been looked at.
  const start = after === undefined ? undefined : { datanetId: after[0][0], seq: after[0][1] - 1n };
  for (const contribution of datanets.acceptedContributionsOf(ctx, claimant, start)) {
    const { datanetId, seq } = contribution;
    const isResumed = after !== undefined && datanetId === after[0][0] && seq === after[0][1];
    let last = isResumed ? after[1] : ([0n, ""] as const);
    for (const draw of drawsOf(ctx, datanets, contribution, last)) {
      looked += 1;
      if (draw.units > 0n) draws.push(draw);
      last = [draw.pool.version, draw.pool.denom];
      if (looked >= MAX_DRAWS_PER_CLAIM) break;
    }
    // A contribution without pools costs a look as well.
    looked += 1;
    if (looked >= MAX_DRAWS_PER_CLAIM) return { draws, next: [[datanetId, seq], last] };
  }
  return { draws, next: undefined };
}

/** Sums by denom, sorted by denom, without zeros. */
export function sumByDenom(
  parts: readonly (readonly [denom: string, units: bigint])[],
): readonly (readonly [denom: string, units: bigint])[] {
  const sums = new Map<string, bigint>();
  for (const [denom, units] of parts) sums.set(denom, (sums.get(denom) ?? 0n) + units);
  return [...sums].filter(([, units]) => units > 0n).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
