import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { Role, type Incident } from "@openledger/messages/openledger/accountability/v1";
import type { Context } from "@openledger/state-machine";
import { addressOf } from "../support/addresses.ts";
import { amountOf, makeCoin } from "../support/amounts.ts";
import { bondTooSmall, compensationDenomDiffers, noBond } from "./errors.ts";
import type { Neighbours } from "./expected-keepers.ts";

/** A bond that stands behind a role: what of it is free, and how units of it are paid to the reporter. */
interface Bond {
  readonly free: Coin;
  pay(coin: Coin): void;
}

/**
 * Pays the reporter what the role's holder has accepted: out of the bond where the holder has put one up, else from the
 * holder's account, whose owner has signed. Throws noBond, compensationDenomDiffers, bondTooSmall, and the bank's errors.
 */
export function payAccepted(ctx: Context, deps: Neighbours, incident: Incident, coin: Coin, offerId: bigint): void {
  const { respondent, reporter } = incident;
  if (!hasBond(ctx, deps, incident)) {
    deps.bank.send(ctx, addressOf(ctx.chain, respondent), addressOf(ctx.chain, reporter), coin);
    return;
  }
  const bond = bondOf(ctx, deps, incident, offerId);
  requireDenom(bond, coin);
  if (amountOf(bond.free.amount) < amountOf(coin.amount)) throw bondTooSmall(`${bond.free.amount}${bond.free.denom} are free`);
  bond.pay(coin);
}

/** Hosts have one, and contributors; who won a contribution did not put up its bond, and gives none of it away. */
function hasBond(ctx: Context, { datanets }: Neighbours, { role, respondent, contribution }: Incident): boolean {
  if (role !== Role.ROLE_CONTRIBUTOR || contribution === undefined) return role === Role.ROLE_HOST;
  return datanets.contribution(ctx, contribution.datanetId, contribution.seq)?.contributor === respondent;
}

/** Pays the reporter what governance has decided, up to what is free of the bond; returns what was paid. */
export function payDecided(ctx: Context, deps: Neighbours, incident: Incident, coin: Coin, offerId: bigint): Coin {
  const bond = bondOf(ctx, deps, incident, offerId);
  requireDenom(bond, coin);
  const free = amountOf(bond.free.amount);
  const units = amountOf(coin.amount) < free ? amountOf(coin.amount) : free;
  const paid = makeCoin(coin.denom, units);
  if (units > 0n) bond.pay(paid);
  return paid;
}

function requireDenom({ free }: Bond, { denom }: Coin): void {
  if (free.denom !== denom) throw compensationDenomDiffers(`${denom}, not ${free.denom}`);
}

function bondOf(ctx: Context, deps: Neighbours, incident: Incident, offerId: bigint): Bond {
  const receiver = addressOf(ctx.chain, incident.reporter);
  const { role, contribution } = incident;
  if (role === Role.ROLE_HOST) return bondOfHost(ctx, deps, incident, offerId);
  if (role !== Role.ROLE_CONTRIBUTOR || contribution === undefined) throw noBond("publishers, stewards and approvers have none");
  const free = deps.datanets.heldBondOf(ctx, contribution.datanetId, contribution.seq);
  if (free === undefined) throw noBond(`contribution ${contribution.datanetId}/${contribution.seq} has its bond back`);
  return { free, pay: (coin) => deps.datanets.payFromContributionBond(ctx, deps.bank, { ...contribution, receiver, coin }) };
}

function bondOfHost(ctx: Context, deps: Neighbours, incident: Incident, offerId: bigint): Bond {
  const { receipt, modelVersion, respondent, reporter } = incident;
  const id = offerId === 0n ? (receipt?.offerId ?? 0n) : offerId;
  const bond = deps.market.freeBondOf(ctx, id);
  const isOfVersion = bond?.modelId === modelVersion?.modelId && bond?.modelVersion === modelVersion?.version;
  if (bond === undefined || bond.host !== respondent || !isOfVersion) throw noBond(`offer ${id}`);
  const receiver = addressOf(ctx.chain, reporter);
  return { free: bond.free, pay: (coin) => deps.market.payFromOfferBond(ctx, deps.bank, id, receiver, coin) };
}
