import type { GasRefund, Settlement } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import { addressOf, compareAddresses } from "../support/addresses.ts";
import { amountOf, coinOf, makeCoin } from "../support/amounts.ts";
import { gasRefunded } from "./events.ts";
import type { Neighbours } from "./expected-keepers.ts";
import { paramsOf } from "./keeper.ts";
import { MARKET } from "./state.ts";

/**
 * Notes what a correction gives back of its own fee (protocol.md section 5): the fee of this one message where it was
 * paid in the session's denom, at most what the correction took from owners, and at most as many units as the
 * counter-example's bond, since whoever earns from fees could set any. Nothing in other denoms.
 */
export function withGasRefund(ctx: Context, settlement: Settlement, removed: bigint): Settlement {
  const { denom } = coinOf(settlement.amount);
  const paid = ctx.fee?.coins.find((coin) => coin.denom === denom);
  if (ctx.fee === undefined || paid === undefined) return settlement;
  const { payer } = ctx.fee;
  const most = amountOf(paramsOf(ctx).counterexampleBond);
  const units = [amountOf(paid.amount), removed, most].reduce((least, one) => (one < least ? one : least));
  if (units === 0n) return settlement;
  const before = settlement.gasRefunds.find(({ receiver }) => receiver === payer);
  const amount = (amountOf(before?.amount ?? "0") + units).toString();
  const gasRefunds: GasRefund[] = [...settlement.gasRefunds.filter((one) => one !== before), { receiver: payer, amount }];
  gasRefunds.sort((a, b) => compareAddresses(ctx.chain, a.receiver, b.receiver));
  return { ...settlement, gasRefunds };
}

/** Units that a settlement gives back in all: at most what its corrections took from owners. */
export function refundsOf({ gasRefunds }: Settlement): bigint {
  return gasRefunds.reduce((sum, { amount }) => sum + amountOf(amount), 0n);
}

/** Pays the refunds of a final settlement from the module's account. */
export function payGasRefunds(ctx: Context, { bank }: Pick<Neighbours, "bank">, settlement: Settlement): void {
  const { denom } = coinOf(settlement.amount);
  for (const { receiver, amount } of settlement.gasRefunds) {
    bank.sendFromModule(ctx, MARKET, addressOf(ctx.chain, receiver), makeCoin(denom, amountOf(amount)));
    ctx.emit(gasRefunded(settlement, receiver, amount));
  }
}
