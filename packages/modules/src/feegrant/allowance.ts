/** The three kinds of allowance of x/feegrant: what each permits, when it ends and what makes it invalid. */
import { packAny } from "@openledger/messages";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { AllowedMsgAllowance, BasicAllowance, PeriodicAllowance } from "@openledger/messages/cosmos/feegrant/v1beta1";
import type { Any, Timestamp } from "@openledger/messages/google/protobuf";
import { areValidCoins, coinsText, sdkErrors, type Context } from "@openledger/state-machine";
import { DENOMS_MAX, subtractCoins } from "../support/coins.ts";
import { isTimestamp, timeNanos } from "../support/expiry.ts";
import { durationNanos, timestampOf } from "../support/timestamps.ts";
import { feeLimitExceeded, feeLimitExpired, invalidDuration, messageNotAllowed, noAllowance, noMessages } from "./errors.ts";

const GAS_PER_MESSAGE_TYPE = 10n;
/** Go's durations are 64-bit nanoseconds. */
const MAX_DURATION = (1n << 63n) - 1n;

/** A fee that someone else shall pay. */
export interface FeeRequest {
  readonly fee: readonly Coin[];
  /** Type URLs of the transaction's messages. */
  readonly typeUrls: readonly string[];
}

/** What is left of an allowance after a fee; undefined when it is used up. Throws where it does not permit the fee. */
export function acceptFee(ctx: Context, allowance: Any, request: FeeRequest): Any | undefined {
  switch (allowance.typeUrl) {
    case BasicAllowance.typeUrl: {
      const left = acceptBasic(ctx, BasicAllowance.fromBytes(allowance.value), request.fee, "basic allowance");
      return left === undefined ? undefined : packAny(BasicAllowance, left);
    }
    case PeriodicAllowance.typeUrl: {
      const left = acceptPeriodic(ctx, PeriodicAllowance.fromBytes(allowance.value), request.fee);
      return left === undefined ? undefined : packAny(PeriodicAllowance, left);
    }
    case AllowedMsgAllowance.typeUrl:
      return acceptMessages(ctx, AllowedMsgAllowance.fromBytes(allowance.value), request);
    default:
      throw noAllowance("failed to get allowance");
  }
}

/** When the allowance ends; undefined when it does not. */
export function expiryOf(allowance: Any): Timestamp | undefined {
  switch (allowance.typeUrl) {
    case BasicAllowance.typeUrl:
      return BasicAllowance.fromBytes(allowance.value).expiration;
    case PeriodicAllowance.typeUrl:
      return PeriodicAllowance.fromBytes(allowance.value).basic?.expiration;
    case AllowedMsgAllowance.typeUrl: {
      const inner = AllowedMsgAllowance.fromBytes(allowance.value).allowance;
      return inner === undefined ? undefined : expiryOf(inner);
    }
    default:
      return undefined;
  }
}

/** Throws the SDK's errors for an allowance that makes no sense. */
export function checkAllowance(allowance: Any): void {
  switch (allowance.typeUrl) {
    case BasicAllowance.typeUrl:
      return checkBasic(BasicAllowance.fromBytes(allowance.value));
    case PeriodicAllowance.typeUrl:
      return checkPeriodic(PeriodicAllowance.fromBytes(allowance.value));
    case AllowedMsgAllowance.typeUrl: {
      const { allowance: inner, allowedMessages } = AllowedMsgAllowance.fromBytes(allowance.value);
      if (inner === undefined) throw noAllowance("allowance should not be empty");
      if (allowedMessages.length === 0) throw noMessages("allowed messages shouldn't be empty");
      return checkAllowance(inner);
    }
    default:
      throw noAllowance("failed to get allowance");
  }
}

/**
 * The allowance in its one encoding, as a transaction that was decoded may hold it otherwise. Throws the SDK's decode
 * error for an Any that holds something else than an allowance.
 */
export function canonicalAllowance({ typeUrl, value }: Any): Any {
  switch (typeUrl) {
    case BasicAllowance.typeUrl:
      return packAny(BasicAllowance, BasicAllowance.decodeLenient(value).message);
    case PeriodicAllowance.typeUrl:
      return packAny(PeriodicAllowance, PeriodicAllowance.decodeLenient(value).message);
    case AllowedMsgAllowance.typeUrl: {
      const { message } = AllowedMsgAllowance.decodeLenient(value);
      const allowance = message.allowance === undefined ? undefined : canonicalAllowance(message.allowance);
      return packAny(AllowedMsgAllowance, { ...message, allowance });
    }
    default: {
      const known = "against interface *feegrant.FeeAllowanceI";
      throw sdkErrors.txDecode(`no concrete type registered for type URL ${typeUrl.slice(0, 200)} ${known}`);
    }
  }
}

function acceptBasic(ctx: Context, basic: BasicAllowance, fee: readonly Coin[], which: string): BasicAllowance | undefined {
  requireUnexpired(ctx, basic, which);
  if (basic.spendLimit.length === 0) return basic;
  const spendLimit = subtractCoins(basic.spendLimit, fee);
  if (spendLimit === undefined) throw feeLimitExceeded(which);
  return spendLimit.length === 0 ? undefined : { ...basic, spendLimit: [...spendLimit] };
}

function acceptPeriodic(ctx: Context, allowance: PeriodicAllowance, fee: readonly Coin[]): PeriodicAllowance | undefined {
  const basic = allowance.basic ?? BasicAllowance.create();
  requireUnexpired(ctx, basic, "absolute limit");
  const period = startedPeriod(ctx, allowance, basic);
  const periodCanSpend = subtractCoins(period.periodCanSpend, fee);
  if (periodCanSpend === undefined) throw feeLimitExceeded("period limit");
  const left = acceptBasic(ctx, basic, fee, "absolute limit");
  return left === undefined ? undefined : { ...period, basic: left, periodCanSpend: [...periodCanSpend] };
}

/** The allowance with a new period, if the last one is over. */
function startedPeriod(ctx: Context, allowance: PeriodicAllowance, basic: BasicAllowance): PeriodicAllowance {
  const now: bigint = ctx.block.time;
  const reset = allowance.periodReset === undefined ? 0n : timeNanos(allowance.periodReset);
  if (now < reset) return allowance;
  const { spendLimit } = basic;
  const isLess = spendLimit.length > 0 && subtractCoins(spendLimit, allowance.periodSpendLimit) === undefined;
  const step = durationNanos(allowance.period);
  const next = timestampOf(now > reset + step ? now + step : reset + step);
  if (!isTimestamp(next)) throw invalidDuration("the next period begins after the year 9999");
  return { ...allowance, periodCanSpend: isLess ? spendLimit : allowance.periodSpendLimit, periodReset: next };
}

function acceptMessages(ctx: Context, allowance: AllowedMsgAllowance, request: FeeRequest): Any | undefined {
  ctx.gas.consume(GAS_PER_MESSAGE_TYPE * BigInt(allowance.allowedMessages.length), "check msg");
  const allowed = new Set(allowance.allowedMessages);
  for (const typeUrl of request.typeUrls) {
    ctx.gas.consume(GAS_PER_MESSAGE_TYPE, "check msg");
    if (!allowed.has(typeUrl)) {
      throw messageNotAllowed("message does not exist in allowed messages");
    }
  }
  if (allowance.allowance === undefined) throw noAllowance("failed to get allowance");
  const inner = acceptFee(ctx, allowance.allowance, request);
  return inner === undefined ? undefined : packAny(AllowedMsgAllowance, { ...allowance, allowance: inner });
}

function requireUnexpired(ctx: Context, { expiration }: BasicAllowance, which: string): void {
  if (expiration !== undefined && timeNanos(expiration) < ctx.block.time) throw feeLimitExpired(which);
}

function checkBasic({ spendLimit, expiration }: BasicAllowance): void {
  requireFewDenoms(spendLimit, "the spend limit");
  if (!areValidCoins(spendLimit)) throw sdkErrors.invalidCoins(`send amount is invalid: ${shortText(spendLimit)}`);
  if (expiration === undefined) return;
  if (expiration.seconds < 0n) throw invalidDuration("expiration time cannot be negative");
  if (!isTimestamp(expiration)) throw invalidDuration("expiration must lie before the year 10000");
}

function checkPeriodic({ basic, period, periodSpendLimit, periodCanSpend, periodReset }: PeriodicAllowance): void {
  checkBasic(basic ?? BasicAllowance.create());
  requireFewDenoms(periodSpendLimit, "the limit of a period");
  requireFewDenoms(periodCanSpend, "what this period can spend");
  if (!areValidCoins(periodSpendLimit)) {
    throw sdkErrors.invalidCoins(`spend amount is invalid: ${shortText(periodSpendLimit)}`);
  }
  if (periodSpendLimit.length === 0) throw sdkErrors.invalidCoins("spend limit must be positive");
  if (!areValidCoins(periodCanSpend)) {
    throw sdkErrors.invalidCoins(`can spend amount is invalid: ${shortText(periodCanSpend)}`);
  }
  const limit = new Set((basic?.spendLimit ?? []).map(({ denom }) => denom));
  if (limit.size > 0 && !periodSpendLimit.every(({ denom }) => limit.has(denom))) {
    throw sdkErrors.invalidCoins("period spend limit has different currency than basic spend limit");
  }
  const step = durationNanos(period);
  if (step < 0n) throw invalidDuration("negative clock step");
  if (step > MAX_DURATION) throw invalidDuration("the period is longer than 292 years");
  if (periodReset !== undefined && !isTimestamp(periodReset)) throw invalidDuration("period reset must lie before the year 10000");
}

function requireFewDenoms(coins: readonly Coin[], what: string): void {
  if (coins.length <= DENOMS_MAX) return;
  throw sdkErrors.invalidCoins(`${what} has ${coins.length} denoms, send at most ${DENOMS_MAX}`);
}

function shortText(coins: readonly Coin[]): string {
  return coinsText(coins).slice(0, 200);
}
