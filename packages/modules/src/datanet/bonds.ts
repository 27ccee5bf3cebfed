import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { addressOf } from "../support/addresses.ts";
import { amountOf, coinOf, makeCoin } from "../support/amounts.ts";
import { bondsHeld, DATANET } from "./state.ts";

/** Moves the bond of a new contribution from its contributor to the module account. */
export function lockBond(ctx: Context, bank: BankKeeper, contribution: Contribution): void {
  const bond = coinOf(contribution.bond);
  if (amountOf(bond.amount) === 0n) return;
  bank.sendToModule(ctx, addressOf(ctx.chain, contribution.contributor), DATANET, bond);
  bondsHeld.add(ctx.store.store(DATANET), bond.denom, amountOf(bond.amount));
}

/** Gives the bond back, after burning at most `fee` units of it. */
export function releaseBond(ctx: Context, bank: BankKeeper, contribution: Contribution, fee: bigint): void {
  const { denom, amount } = coinOf(contribution.bond);
  const bond = amountOf(amount);
  const burned = fee < bond ? fee : bond;
  if (burned > 0n) bank.burnFromModule(ctx, DATANET, makeCoin(denom, burned));
  const returned = bond - burned;
  if (returned > 0n) {
    bank.sendFromModule(ctx, DATANET, addressOf(ctx.chain, contribution.contributor), makeCoin(denom, returned));
  }
  bondsHeld.take(ctx.store.store(DATANET), denom, bond);
}
