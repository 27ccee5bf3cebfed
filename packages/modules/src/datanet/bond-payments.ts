import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { ContributionState } from "@openledger/messages/openledger/datanet/v1";
import type { Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { amountOf, coinOf, makeCoin } from "../support/amounts.ts";
import type { StateReader } from "../support/reader.ts";
import { contributionBondPaid } from "./events.ts";
import { bondsHeld, contributions, DATANET } from "./state.ts";

/** The bond of a contribution while the module holds it: pending or accepted. */
export function heldBondOf(ctx: StateReader, datanetId: bigint, seq: bigint): Coin | undefined {
  const contribution = contributions.get(ctx.store.store(DATANET), [datanetId, seq]);
  if (contribution === undefined) return undefined;
  const { CONTRIBUTION_STATE_PENDING, CONTRIBUTION_STATE_ACCEPTED } = ContributionState;
  const isHeld = contribution.state === CONTRIBUTION_STATE_PENDING || contribution.state === CONTRIBUTION_STATE_ACCEPTED;
  return isHeld ? coinOf(contribution.bond) : undefined;
}

/** Pays units out of the bond of a contribution; the caller has checked that it holds them. */
export function payFromContributionBond(
  ctx: Context,
  bank: BankKeeper,
  paid: { readonly datanetId: bigint; readonly seq: bigint; readonly receiver: Address; readonly coin: Coin },
): void {
  const { datanetId, seq, receiver, coin } = paid;
  const store = ctx.store.store(DATANET);
  const contribution = contributions.require(store, [datanetId, seq]);
  const { denom, amount } = coinOf(contribution.bond);
  const units = amountOf(coin.amount);
  bank.sendFromModule(ctx, DATANET, receiver, coin);
  bondsHeld.take(store, denom, units);
  contributions.set(store, [datanetId, seq], { ...contribution, bond: makeCoin(denom, amountOf(amount) - units) });
  ctx.emit(contributionBondPaid(contribution, receiver, coin));
}
