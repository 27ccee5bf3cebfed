import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Context } from "@openledger/state-machine";
import { decCoinsFromCoins, takeDecCoins, truncateDecCoins } from "../support/dec-coins.ts";
import { noValidatorCommission } from "./errors.ts";
import { commissionWithdrawn } from "./events.ts";
import type { DistributionBank } from "./expected-keepers.ts";
import { DISTRIBUTION } from "./parts.ts";
import { commission, outstanding, setCommission, setOutstanding } from "./records.ts";
import { withdrawAddressOf } from "./withdraw-address.ts";

/** Pays a validator its commission in whole units; the rest stays for later. */
export function withdrawCommission(bank: DistributionBank, ctx: Context, operator: Uint8Array): readonly Coin[] {
  const accumulated = commission(ctx, operator);
  if (accumulated.length === 0) throw noValidatorCommission();
  const { whole, rest } = truncateDecCoins(accumulated);
  setCommission(ctx, operator, rest);
  setOutstanding(ctx, operator, takeDecCoins(outstanding(ctx, operator), decCoinsFromCoins(whole)));
  if (whole.length > 0) bank.sendCoinsFromModule(ctx, DISTRIBUTION, withdrawAddressOf(ctx, operator), whole);
  ctx.emit(commissionWithdrawn(whole));
  return whole;
}
