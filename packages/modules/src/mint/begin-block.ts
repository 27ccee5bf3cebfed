import { assertDefined, decAtomics, decText, parseDecAtomics } from "@openledger/primitives";
import { event, type Context } from "@openledger/state-machine";
import type { MintBank, MintStaking } from "./expected-keepers.ts";
import { annualProvisions, blockProvision, nextInflation } from "./inflation.ts";
import { mintLimits } from "./params.ts";
import { MINT_STORE, minter, mintParams } from "./state.ts";

/** Name of the module's account, which mints. */
export const MINT = "mint";
const FEE_COLLECTOR = "fee_collector";

/** Mints for the block before into the fee collector, from where distribution takes it. */
export function beginMintBlock({ bank, staking }: { readonly bank: MintBank; readonly staking: MintStaking }, ctx: Context): void {
  const store = ctx.store.store(MINT_STORE);
  const limits = mintLimits(mintParams.require(store));
  const known = minter.require(store);
  const before = assertDefined(parseDecAtomics(known.inflation), "a stored rate is a decimal");
  const bondedRatio = staking.bondedRatio(ctx);
  const inflation = nextInflation(before, limits, bondedRatio);
  const provisions = annualProvisions(inflation, staking.tokenSupply(ctx));
  const next = { inflation: decAtomics(inflation), annualProvisions: decAtomics(provisions) };
  if (next.inflation !== known.inflation || next.annualProvisions !== known.annualProvisions) minter.set(store, next);
  // A chain without inflation has nothing to tell in each block.
  if (inflation === 0n && before === 0n) return;
  const units = blockProvision(provisions, limits);
  if (units > 0n) {
    const coins = [{ denom: limits.mintDenom, amount: units.toString() }];
    bank.mintCoins(ctx, MINT, coins);
    bank.sendCoinsBetweenModules(ctx, MINT, FEE_COLLECTOR, coins);
  }
  ctx.emit(
    event("mint", {
      bonded_ratio: decText(bondedRatio),
      inflation: decText(inflation),
      annual_provisions: decText(provisions),
      amount: units,
    }),
  );
}
