import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Params } from "@openledger/messages/cosmos/gov/v1";
import type { Duration } from "@openledger/messages/google/protobuf";
import { assertDefined, decText, DEC_ONE, DEC_ZERO, parseDec, type Dec } from "@openledger/primitives";
import { areValidCoins, coinsText, unregisteredError, type ChainConfig } from "@openledger/state-machine";
import { parseAddress } from "../support/addresses.ts";
import { coinsCover } from "../support/coins.ts";
import { durationNanos } from "../support/timestamps.ts";

const DAY = 86_400n;

/** The SDK's defaults: 10,000,000 units (50,000,000 expedited), two days (one expedited), a third as quorum and veto. */
export function defaultGovParams(denom: string): Params {
  return {
    minDeposit: [{ denom, amount: "10000000" }],
    maxDepositPeriod: { seconds: 2n * DAY, nanos: 0 },
    votingPeriod: { seconds: 2n * DAY, nanos: 0 },
    quorum: "0.334000000000000000",
    threshold: "0.500000000000000000",
    vetoThreshold: "0.334000000000000000",
    minInitialDepositRatio: "0.000000000000000000",
    proposalCancelRatio: "0.500000000000000000",
    proposalCancelDest: "",
    expeditedVotingPeriod: { seconds: DAY, nanos: 0 },
    expeditedThreshold: "0.667000000000000000",
    expeditedMinDeposit: [{ denom, amount: "50000000" }],
    burnVoteQuorum: false,
    burnProposalDepositPrevote: false,
    burnVoteVeto: true,
    minDepositRatio: "0.010000000000000000",
  };
}

/** A decimal that {@link checkGovParams} has let through. */
export function storedDec(text: string): Dec {
  return assertDefined(parseDec(text), "a stored decimal is one");
}

/** Throws the SDK's errors, which have no code of their own. */
export function checkGovParams(params: Params, chain: ChainConfig): void {
  checkDeposits(params);
  checkPeriods(params);
  checkThresholds(params);
  checkRatio(params.minInitialDepositRatio, "mininum initial deposit ratio of proposal");
  checkRatio(params.proposalCancelRatio, "burn rate of cancel proposal");
  // The SDK lets this one pass, after which every deposit would fail.
  checkRatio(params.minDepositRatio, "minimum deposit ratio");
  const { proposalCancelDest: dest } = params;
  if (dest !== "" && parseAddress(chain, dest) === undefined) {
    throw unregisteredError(`deposits destination address is invalid: ${dest.slice(0, 200)}`);
  }
}

function checkDeposits({ minDeposit, expeditedMinDeposit }: Params): void {
  requireCoins(minDeposit, "minimum deposit");
  requireCoins(expeditedMinDeposit, "expedited minimum deposit");
  if (coinsCover(minDeposit, expeditedMinDeposit)) {
    throw unregisteredError(`expedited minimum deposit must be greater than minimum deposit: ${coinsText(expeditedMinDeposit)}`);
  }
}

function requireCoins(coins: readonly Coin[], what: string): void {
  if (coins.length === 0 || !areValidCoins(coins)) throw unregisteredError(`invalid ${what}: ${coinsText(coins)}`);
}

function checkPeriods({ maxDepositPeriod, votingPeriod, expeditedVotingPeriod }: Params): void {
  requirePeriod(maxDepositPeriod, "maximum deposit period");
  const regular = requirePeriod(votingPeriod, "voting period");
  const expedited = requirePeriod(expeditedVotingPeriod, "expedited voting period");
  if (expedited >= regular) {
    throw unregisteredError("expedited voting period must be strictly less that the regular voting period");
  }
}

/** The longest period that a parameter may name: Go's longest duration. */
const MAX_NANOS = (1n << 63n) - 1n;

function requirePeriod(period: Duration | undefined, what: string): bigint {
  if (period === undefined) throw unregisteredError(`${what} must not be nil`);
  const nanos = durationNanos(period);
  if (nanos <= 0n) throw unregisteredError(`${what} must be positive: ${nanos}`);
  if (nanos > MAX_NANOS) throw unregisteredError(`${what} is too long: ${nanos}`);
  return nanos;
}

function checkThresholds({ quorum, threshold, expeditedThreshold, vetoThreshold }: Params): void {
  const least = requireDec(quorum, "quorum string");
  if (least < DEC_ZERO) throw unregisteredError(`quorom cannot be negative: ${decText(least)}`);
  if (least > DEC_ONE) throw unregisteredError(`quorom too large: ${quorum}`);
  const regular = requireThreshold(threshold, "vote threshold");
  const expedited = requireThreshold(expeditedThreshold, "expedited vote threshold");
  if (expedited <= regular) {
    const texts = [decText(expedited), decText(regular)];
    throw unregisteredError(`expedited vote threshold ${texts[0]}, must be greater than the regular threshold ${texts[1]}`);
  }
  requireThreshold(vetoThreshold, "veto threshold");
}

function requireThreshold(text: string, what: string): Dec {
  const value = requireDec(text, `${what} string`);
  if (value <= DEC_ZERO) throw unregisteredError(`${what} must be positive: ${decText(value)}`);
  if (value > DEC_ONE) throw unregisteredError(`${what} too large: ${decText(value)}`);
  return value;
}

function checkRatio(text: string, what: string): void {
  const value = requireDec(text, what);
  if (value < DEC_ZERO) throw unregisteredError(`${what} must be positive: ${decText(value)}`);
  if (value > DEC_ONE) throw unregisteredError(`${what} is too large: ${decText(value)}`);
}

function requireDec(text: string, what: string): Dec {
  const value = parseDec(text);
  if (value === undefined) {
    const problem = text === "" ? "decimal string cannot be empty" : `failed to set decimal string with base 10: ${text.slice(0, 100)}`;
    throw unregisteredError(`invalid ${what}: ${problem}`);
  }
  return value;
}
