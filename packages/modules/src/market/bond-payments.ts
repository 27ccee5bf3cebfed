import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Offer } from "@openledger/messages/openledger/market/v1";
import type { Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { amountOf, coinOf, makeCoin } from "../support/amounts.ts";
import type { StateReader } from "../support/reader.ts";
import { offerBondPaid } from "./events.ts";
import { MARKET, offers, unitsHeld } from "./state.ts";

/** An offer's host and model version, and what of its bond no pending settlement locks. */
export interface FreeBond {
  readonly host: string;
  readonly modelId: bigint;
  readonly modelVersion: bigint;
  readonly free: Coin;
}

/** The free bond of an offer that is in state, or undefined: with its last session a closed offer has its bond back. */
export function freeBondOf(ctx: StateReader, offerId: bigint): FreeBond | undefined {
  const offer = offers.get(ctx.store.store(MARKET), offerId);
  if (offer === undefined) return undefined;
  const { host, modelId, modelVersion } = offer;
  const bond = coinOf(offer.bond);
  return { host, modelId, modelVersion, free: makeCoin(bond.denom, amountOf(bond.amount) - amountOf(offer.bondLocked)) };
}

/** Pays units out of the free bond of an offer; the caller has checked that they are free and of the bond's denom. */
export function payFromOfferBond(ctx: Context, bank: BankKeeper, offerId: bigint, receiver: Address, coin: Coin): void {
  const store = ctx.store.store(MARKET);
  const offer: Offer = offers.require(store, offerId);
  const bond = coinOf(offer.bond);
  const units = amountOf(coin.amount);
  bank.sendFromModule(ctx, MARKET, receiver, coin);
  unitsHeld.take(store, bond.denom, units);
  offers.set(store, offerId, { ...offer, bond: makeCoin(bond.denom, amountOf(bond.amount) - units) });
  ctx.emit(offerBondPaid(offer, receiver, coin));
}
