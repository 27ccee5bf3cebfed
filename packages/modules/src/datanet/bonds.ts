import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { addressOf } from "../support/addresses.ts";
import { amountOf, coinOf, makeCoin } from "../support/amounts.ts";
import { bondSlashed } from "./events.ts";
import { bondsHeld, contributions, DATANET } from "./state.ts";

/** Moves the bond of a new contribution from its contributor to the module account. */
export function lockBond(ctx: Context, bank: BankKeeper, contribution: Contribution): void {
  takeBond(ctx, bank, contribution.contributor, coinOf(contribution.bond));
}

/** Gives the bond back, after burning at most `fee` units of it. */
export function releaseBond(ctx: Context, bank: BankKeeper, contribution: Contribution, fee: bigint): void {
  const bond = coinOf(contribution.bond);
  const units = amountOf(bond.amount);
  payBond(ctx, bank, contribution.contributor, bond, fee < units ? units - fee : 0n);
}

/** Locks what an account puts up. */
export function takeBond(ctx: Context, bank: BankKeeper, from: string, bond: Coin): void {
  if (amountOf(bond.amount) === 0n) return;
  bank.sendToModule(ctx, addressOf(ctx.chain, from), DATANET, bond);
  bondsHeld.add(ctx.store.store(DATANET), bond.denom, amountOf(bond.amount));
}

/** Releases a bond: `units` of it go to `receiver`, the rest is burned. */
export function payBond(ctx: Context, bank: BankKeeper, receiver: string, { denom, amount }: Coin, units: bigint): void {
  const burned = amountOf(amount) - units;
  if (units > 0n) bank.sendFromModule(ctx, DATANET, addressOf(ctx.chain, receiver), makeCoin(denom, units));
  if (burned > 0n) bank.burnFromModule(ctx, DATANET, makeCoin(denom, burned));
  bondsHeld.take(ctx.store.store(DATANET), denom, amountOf(amount));
}

/** Takes the bond of an accepted contribution: half goes to `receiver`, the rest is burned. */
export function slashBond(ctx: Context, bank: BankKeeper, contribution: Contribution, receiver: string): void {
  const bond = coinOf(contribution.bond);
  payBond(ctx, bank, receiver, bond, amountOf(bond.amount) / 2n);
  const slashed: Contribution = { ...contribution, bond: makeCoin(bond.denom, 0n) };
  contributions.set(ctx.store.store(DATANET), [contribution.datanetId, contribution.seq], slashed);
  ctx.emit(bondSlashed(contribution, bond));
}
