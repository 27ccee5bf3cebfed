/** What the fields of proposals, deposits and votes must be, with the SDK's errors. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { VoteOption, WeightedVoteOption } from "@openledger/messages/cosmos/gov/v1";
import { DEC_ONE, DEC_ZERO, decAdd, parseDec, parseDecAtomics, toUtf8, type Dec } from "@openledger/primitives";
import { areValidCoins, coinsText, parseAmount, sdkErrors } from "@openledger/state-machine";
import { protoText } from "../support/proto-text.ts";
import { invalidVote, metadataTooLong, summaryTooLong } from "./errors.ts";

/** The SDK's `DefaultConfig().MaxMetadataLen`, in bytes. */
export const MAX_METADATA_BYTES = 255;

/** The SDK cannot decode coins whose amounts are no integers. */
export function checkCoinTexts(coins: readonly Coin[]): void {
  for (const { amount } of coins) {
    if (amount !== "" && parseAmount(amount) === undefined) throw undecodable(amount);
  }
}

/** The SDK cannot decode weights that are no fixed-point numbers. */
export function checkWeightTexts(options: readonly { readonly weight: string }[]): void {
  for (const { weight } of options) {
    if (parseDecAtomics(weight) === undefined) throw undecodable(weight);
  }
}

function undecodable(text: string): Error {
  return sdkErrors.txDecode(`math/big: cannot unmarshal ${JSON.stringify(text.slice(0, 100))} into a *big.Int`);
}

/** A deposit after the first one: positive amounts, at least one. */
export function requireDeposit(coins: readonly Coin[]): void {
  if (coins.length === 0 || !areValidCoins(coins)) throw sdkErrors.invalidCoins(coinsText(coins));
}

/** Metadata of votes and proposals, and titles. */
export function requireMetadataLength(text: string): void {
  const { length } = toUtf8(text);
  if (length > MAX_METADATA_BYTES) throw metadataTooLong(`got metadata with length ${length}`);
}

export function requireSummaryLength(text: string): void {
  const { length } = toUtf8(text);
  if (length > 40 * MAX_METADATA_BYTES) throw summaryTooLong(`got summary with length ${length}`);
}

export function isVoteOption(option: VoteOption): boolean {
  return option >= VoteOption.VOTE_OPTION_YES && option <= VoteOption.VOTE_OPTION_NO_WITH_VETO;
}

/** Names an option as Go prints it. */
export function voteOptionName(option: VoteOption): string {
  return Object.entries(VoteOption).find(([, number]) => number === option)?.[0] ?? String(option);
}

/** Options that differ, each with a weight above 0, and together of weight 1. */
export function requireWeightedOptions(options: readonly WeightedVoteOption[]): void {
  if (options.length === 0) throw sdkErrors.invalidRequest("[]");
  let total: Dec = DEC_ZERO;
  const used = new Set<VoteOption>();
  for (const option of options) {
    total = decAdd(total, requireWeight(option));
    if (used.has(option.option)) throw invalidVote("duplicated vote option");
    used.add(option.option);
  }
  if (total > DEC_ONE) throw invalidVote("total weight overflow 1.00");
  if (total < DEC_ONE) throw invalidVote("total weight lower than 1.00");
}

function requireWeight(option: WeightedVoteOption): Dec {
  const weight = parseDec(option.weight);
  const isValid = weight !== undefined && weight > DEC_ZERO && weight <= DEC_ONE && isVoteOption(option.option);
  if (!isValid) throw invalidVote(protoText(WeightedVoteOption, option).slice(0, 200));
  return weight;
}
