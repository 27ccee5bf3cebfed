import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { Role, type Incident } from "@openledger/messages/openledger/accountability/v1";
import type { Context } from "@openledger/state-machine";
import { addressOf } from "../support/addresses.ts";
import { amountOf, makeCoin } from "../support/amounts.ts";
import { compensationDenomDiffers, compensationTooSmall, noBond } from "./errors.ts";
import type { Neighbours } from "./expected-keepers.ts";

/** A bond that stands behind a role: what of it is free, and how units of it are paid to the reporter. */
interface Bond {
  readonly free: Coin;
  pay(coin: Coin): void;
}

/**
 * Pays the reporter what the role's holder has accepted, out of the holder's own account: a bond stays for what governance
 * decides, so that nobody gets at its own by accepting the report of a friend. Throws compensationTooSmall for less than
 * was asked, or where nothing was asked, and the bank's errors.
 */
export function payAccepted(ctx: Context, { bank }: Neighbours, { asked, respondent, reporter }: Incident, coin: Coin): void {
  if (asked === undefined) throw compensationTooSmall("a ruling is asked, and no compensation");
  const isEnough = asked.denom === coin.denom && amountOf(coin.amount) >= amountOf(asked.amount);
  if (!isEnough) throw compensationTooSmall(`${asked.amount}${asked.denom} is asked`);
  bank.send(ctx, addressOf(ctx.chain, respondent), addressOf(ctx.chain, reporter), coin);
}

/**
 * Pays the reporter what governance has decided, up to what is free of the bond; returns what was paid, which is 0 where
 * the bond is gone by now. Throws noBond and compensationDenomDiffers for a decision that could never have been paid.
 */
export function payDecided(ctx: Context, deps: Neighbours, incident: Incident, coin: Coin, offerId: bigint): Coin {
  const bond = bondOf(ctx, deps, incident, offerId);
  if (bond !== undefined && bond.free.denom !== coin.denom) throw compensationDenomDiffers(`${coin.denom}, not ${bond.free.denom}`);
  const free = bond === undefined ? 0n : amountOf(bond.free.amount);
  const units = amountOf(coin.amount) < free ? amountOf(coin.amount) : free;
  const paid = makeCoin(coin.denom, units);
  if (units > 0n) bond?.pay(paid);
  return paid;
}

function bondOf(ctx: Context, deps: Neighbours, incident: Incident, offerId: bigint): Bond | undefined {
  const receiver = addressOf(ctx.chain, incident.reporter);
  const { role, contribution } = incident;
  if (role === Role.ROLE_HOST) return bondOfHost(ctx, deps, incident, offerId);
  if (role !== Role.ROLE_CONTRIBUTOR || contribution === undefined) throw noBond("publishers, stewards and approvers have none");
  const free = deps.datanets.heldBondOf(ctx, contribution.datanetId, contribution.seq);
  return free && { free, pay: (coin) => deps.datanets.payFromContributionBond(ctx, deps.bank, { ...contribution, receiver, coin }) };
}

function bondOfHost(ctx: Context, deps: Neighbours, incident: Incident, offerId: bigint): Bond | undefined {
  const { receipt, modelVersion, respondent, reporter } = incident;
  const id = offerId === 0n ? (receipt?.offerId ?? 0n) : offerId;
  const bond = deps.market.freeBondOf(ctx, id);
  if (bond === undefined) return undefined;
  const isOfVersion = bond.modelId === modelVersion?.modelId && bond.modelVersion === modelVersion.version;
  if (bond.host !== respondent || !isOfVersion) throw noBond(`offer ${id}`);
  const receiver = addressOf(ctx.chain, reporter);
  return { free: bond.free, pay: (coin) => deps.market.payFromOfferBond(ctx, deps.bank, id, receiver, coin) };
}
