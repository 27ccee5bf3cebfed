import type { Commission, CommissionRates } from "@openledger/messages/cosmos/staking/v1beta1";
import { decAtomics, decText, DEC_ONE, type Dec } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { nanosOf, timestampOf } from "../support/timestamps.ts";
import {
  commissionAboveMaxChangeRate,
  commissionAboveMaxRate,
  commissionBelowMinRate,
  commissionChangeRateAboveMaxRate,
  commissionChangeRateNegative,
  commissionHuge,
  commissionNegative,
  commissionUpdateTime,
} from "./errors.ts";
import { decOf } from "./message-values.ts";
import { STAKING_STORE, stakingParams } from "./state.ts";

const DAY_NANOS = 86_400_000_000_000n;

/** Rates of a new validator: from 0 to 1, none above the maximum. Throws the SDK's errors. */
export function checkRates({ rate, maxRate, maxChangeRate }: CommissionRates): void {
  const [now, max, change] = [decOf(rate), decOf(maxRate), decOf(maxChangeRate)];
  if (max < 0n) throw commissionNegative();
  if (max > DEC_ONE) throw commissionHuge();
  if (now < 0n) throw commissionNegative();
  if (now > max) throw commissionAboveMaxRate();
  if (change < 0n) throw commissionChangeRateNegative();
  if (change > max) throw commissionChangeRateAboveMaxRate();
}

export function minCommissionRate(ctx: Context): Dec {
  return decOf(stakingParams.require(ctx.store.store(STAKING_STORE)).minCommissionRate);
}

export function requireMinRate(ctx: Context, rate: Dec): void {
  const min = minCommissionRate(ctx);
  if (rate < min) throw commissionBelowMinRate(`cannot set validator commission to less than minimum rate of ${decText(min)}`);
}

/** A commission with a new rate: at most once in 24 hours, by at most the change rate. Throws the SDK's errors. */
export function changedCommission(ctx: Context, commission: Commission | undefined, rate: Dec): Commission {
  const rates = commission?.commissionRates ?? { rate: "", maxRate: "", maxChangeRate: "" };
  if (ctx.block.time - nanosOf(commission?.updateTime) < DAY_NANOS) throw commissionUpdateTime();
  if (rate < 0n) throw commissionNegative();
  if (rate > decOf(rates.maxRate)) throw commissionAboveMaxRate();
  if (rate - decOf(rates.rate) > decOf(rates.maxChangeRate)) throw commissionAboveMaxChangeRate();
  return { commissionRates: { ...rates, rate: decAtomics(rate) }, updateTime: timestampOf(ctx.block.time) };
}
