/** Coins behind proposals, which wait in the account of gov. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { ProposalStatus, type Deposit, type Params, type Proposal } from "@openledger/messages/cosmos/gov/v1";
import { addressToBytes, decFromInt, decMul, decMulInt, decRoundInt, decTruncateInt, type Address } from "@openledger/primitives";
import { areValidCoins, coinsText, sdkErrors, type Context, type QueryContext } from "@openledger/state-machine";
import { addressOf } from "../support/addresses.ts";
import { addCoins, coinsCover, unitsOfDenom } from "../support/coins.ts";
import { inactiveProposal, invalidDepositDenom, minDepositTooSmall } from "./errors.ts";
import { deposited } from "./events.ts";
import type { GovParts } from "./expected-keepers.ts";
import { storedDec } from "./params.ts";
import { activateVotingPeriod, requireProposal, setProposal } from "./proposals.ts";
import { deposits, GOV_STORE, govParams, personKey } from "./state.ts";

/** What it takes to open the vote. */
export function minDepositOf({ expedited }: Pick<Proposal, "expedited">, params: Params): readonly Coin[] {
  return expedited ? params.expeditedMinDeposit : params.minDeposit;
}

export function depositsOf(ctx: Context | QueryContext, id: bigint): readonly Deposit[] {
  return Array.from(deposits.iterate(ctx.store.store(GOV_STORE), { prefix: personKey.prefix(id) }), ([, deposit]) => deposit);
}

/** Throws the SDK's errors for an initial deposit that is malformed or below its part of the minimum. */
export function requireInitialDeposit(params: Params, deposit: readonly Coin[], expedited: boolean): void {
  if (!areValidCoins(deposit)) throw sdkErrors.invalidCoins(coinsText(deposit));
  const ratio = storedDec(params.minInitialDepositRatio);
  if (ratio === 0n) return;
  const least = minDepositOf({ expedited }, params).map(({ denom, amount }) => ({
    denom,
    amount: String(decRoundInt(decMul(decFromInt(BigInt(amount)), ratio))),
  }));
  if (deposit.length === 0 || !coinsCover(deposit, least)) {
    throw minDepositTooSmall(`was (${coinsText(deposit)}), need (${coinsText(least)})`);
  }
}

/** Throws the SDK's error for a denom that no minimum deposit names. */
export function requireDepositDenoms({ minDeposit }: Params, deposit: readonly Coin[]): void {
  const denoms = minDeposit.map(({ denom }) => denom);
  if (deposit.every(({ denom }) => denoms.includes(denom))) return;
  throw invalidDepositDenom(
    `deposited ${coinsText(deposit)}, but gov accepts only the following denom(s): [${denoms.join(" ")}]`,
  );
}

/** Takes a deposit; true when it opened the vote. Throws the SDK's errors. */
export function addDeposit(parts: GovParts, ctx: Context, id: bigint, depositor: Address, amount: readonly Coin[]): boolean {
  const store = ctx.store.store(GOV_STORE);
  const proposal = requireProposal(ctx, id);
  const isWaiting = proposal.status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD;
  if (!isWaiting && proposal.status !== ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD) throw inactiveProposal(String(id));
  const params = govParams.require(store);
  const least = minDepositOf(proposal, params);
  requireDepositDenoms(params, amount);
  requireShare(params, least, amount);
  parts.bank.sendCoinsToModule(ctx, depositor, "gov", amount);
  const funded = { ...proposal, totalDeposit: [...addCoins(proposal.totalDeposit, amount)] };
  setProposal(ctx, funded);
  const opens = isWaiting && coinsCover(funded.totalDeposit, least);
  if (opens) activateVotingPeriod(ctx, funded, params);
  const key = [id, addressToBytes(ctx.chain.bech32Prefix, depositor)] as const;
  const before = deposits.get(store, key)?.amount ?? [];
  ctx.emit(deposited(depositor, coinsText(amount), id));
  deposits.set(store, key, { proposalId: id, depositor, amount: [...addCoins(before, amount)] });
  return opens;
}

/** One denom at least must reach its part of the minimum. */
function requireShare({ minDepositRatio }: Params, least: readonly Coin[], amount: readonly Coin[]): void {
  const ratio = storedDec(minDepositRatio);
  if (ratio === 0n) return;
  const thresholds = least.map(({ denom, amount: units }) => ({
    denom,
    units: decTruncateInt(decMul(decFromInt(BigInt(units)), ratio)),
  }));
  const isMet = thresholds.some(({ denom, units }) => amount.some((coin) => coin.denom === denom) && unitsOfDenom(amount, denom) >= units);
  if (isMet) return;
  const texts = thresholds.map(({ denom, units }) => `${units}${denom}`).join(",");
  throw minDepositTooSmall(`received ${coinsText(amount)} but need at least one of the following: ${texts}`);
}

export function burnDeposits({ escrow }: GovParts, ctx: Context, id: bigint): void {
  let burned: readonly Coin[] = [];
  for (const deposit of depositsOf(ctx, id)) {
    burned = addCoins(burned, deposit.amount);
    deleteDeposit(ctx, deposit);
  }
  escrow.burnCoins(ctx, "gov", burned);
}

export function refundDeposits({ escrow }: GovParts, ctx: Context, id: bigint): void {
  for (const deposit of depositsOf(ctx, id)) {
    escrow.sendCoinsFromModule(ctx, "gov", addressOf(ctx.chain, deposit.depositor), deposit.amount);
    deleteDeposit(ctx, deposit);
  }
}

/** Keeps the parameter's part of each deposit of a canceled proposal and gives the rest back. */
export function chargeDeposits({ bank, escrow, communityPool }: GovParts, ctx: Context, id: bigint, params: Params): void {
  const rate = storedDec(params.proposalCancelRatio);
  let charges: readonly Coin[] = [];
  for (const deposit of depositsOf(ctx, id)) {
    const charged = deposit.amount.map(({ denom, amount }) => ({
      denom,
      amount: String(decTruncateInt(decMulInt(rate, BigInt(amount)))),
    }));
    charges = addCoins(charges, charged);
    const rest = addCoins(
      deposit.amount,
      charged.map(({ denom, amount }) => ({ denom, amount: String(-BigInt(amount)) })),
    );
    if (rest.length > 0) escrow.sendCoinsFromModule(ctx, "gov", addressOf(ctx.chain, deposit.depositor), rest);
    deleteDeposit(ctx, deposit);
  }
  if (charges.length === 0) return;
  const { proposalCancelDest: dest } = params;
  if (dest === "") escrow.burnCoins(ctx, "gov", charges);
  else if (dest === bank.moduleAddress(ctx, "distribution")) {
    communityPool.fundCommunityPool(ctx, charges, bank.moduleAddress(ctx, "gov"));
  } else escrow.sendCoinsFromModule(ctx, "gov", addressOf(ctx.chain, dest), charges);
}

function deleteDeposit(ctx: Context, { proposalId, depositor }: Deposit): void {
  deposits.delete(ctx.store.store(GOV_STORE), [proposalId, addressToBytes(ctx.chain.bech32Prefix, depositor)]);
}
