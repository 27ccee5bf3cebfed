import { VoteOption, type Params, type Proposal, type TallyResult, type WeightedVoteOption } from "@openledger/messages/cosmos/gov/v1";
import {
  addressToBytes,
  assertDefined,
  DEC_ZERO,
  decAdd,
  decFromInt,
  decMul,
  decMulInt,
  decQuo,
  decSub,
  decTruncateInt,
  type Dec,
} from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import type { StakedValidator } from "../support/staking.ts";
import { operatorText } from "../support/validator-addresses.ts";
import type { GovParts } from "./expected-keepers.ts";
import { storedDec } from "./params.ts";
import { GOV_STORE, govParams } from "./state.ts";
import { votesOn } from "./votes.ts";

/** What the votes on a proposal say now. */
export interface Tally {
  readonly passes: boolean;
  readonly burnsDeposits: boolean;
  readonly result: TallyResult;
}

/** A bonded validator while votes are counted. */
interface Counted {
  readonly validator: StakedValidator;
  /** Shares of delegators who voted themselves. */
  deducted: Dec;
  options: readonly WeightedVoteOption[];
}

type Counts = { -readonly [Option in VoteOption]: Dec };

/**
 * Counts votes by bonded stake: a delegator's vote takes the delegator's shares out of the validator's. The rule is that of
 * x/gov/keeper/tally.go; nothing is deleted.
 */
export function tallyVotes({ staking }: GovParts, ctx: Context | QueryContext, proposal: Proposal): Tally {
  const { counts, total } = count(staking, ctx, proposal.id);
  const params = govParams.require(ctx.store.store(GOV_STORE));
  const result = resultOf(counts);
  const bonded = staking.totalBonded(ctx);
  return { ...verdict(params, proposal.expedited, counts, total, bonded), result };
}

function count(staking: GovParts["staking"], ctx: Context | QueryContext, id: bigint): { readonly counts: Counts; readonly total: Dec } {
  const counts: Counts = { 0: DEC_ZERO, 1: DEC_ZERO, 2: DEC_ZERO, 3: DEC_ZERO, 4: DEC_ZERO };
  let total: Dec = DEC_ZERO;
  const add = (shares: Dec, { tokens, delegatorShares }: StakedValidator, options: readonly WeightedVoteOption[]): void => {
    const power = decQuo(decMulInt(shares, tokens), delegatorShares);
    for (const { option, weight } of options) {
      counts[option] = decAdd(assertDefined(counts[option], "a stored vote has a known option"), decMul(power, storedDec(weight)));
    }
    total = decAdd(total, power);
  };
  const validators = new Map<string, Counted>();
  for (const validator of staking.bondedValidatorsByPower(ctx)) {
    validators.set(validator.operatorAddress, { validator, deducted: DEC_ZERO, options: [] });
  }
  for (const { voter, options } of votesOn(ctx, id)) {
    const bytes = addressToBytes(ctx.chain.bech32Prefix, voter);
    const own = validators.get(operatorText(ctx.chain, bytes));
    if (own !== undefined) own.options = options;
    for (const { shares, stored } of staking.delegationsOf(ctx, bytes)) {
      const counted = validators.get(stored.validatorAddress);
      if (counted === undefined) continue;
      counted.deducted = decAdd(counted.deducted, shares);
      add(shares, counted.validator, options);
    }
  }
  for (const { validator, deducted, options } of validators.values()) {
    if (options.length > 0) add(decSub(validator.delegatorShares, deducted), validator, options);
  }
  return { counts, total };
}

function resultOf(counts: Counts): TallyResult {
  const units = (option: VoteOption): string => decTruncateInt(counts[option] ?? DEC_ZERO).toString();
  return {
    yesCount: units(VoteOption.VOTE_OPTION_YES),
    abstainCount: units(VoteOption.VOTE_OPTION_ABSTAIN),
    noCount: units(VoteOption.VOTE_OPTION_NO),
    noWithVetoCount: units(VoteOption.VOTE_OPTION_NO_WITH_VETO),
  };
}

function verdict(params: Params, expedited: boolean, counts: Counts, total: Dec, bonded: bigint): Omit<Tally, "result"> {
  const rejected = { passes: false, burnsDeposits: false };
  if (bonded === 0n) return rejected;
  if (decQuo(total, decFromInt(bonded)) < storedDec(params.quorum)) return { passes: false, burnsDeposits: params.burnVoteQuorum };
  const deciding = decSub(total, counts[VoteOption.VOTE_OPTION_ABSTAIN]);
  if (deciding === 0n) return rejected;
  if (decQuo(counts[VoteOption.VOTE_OPTION_NO_WITH_VETO], total) > storedDec(params.vetoThreshold)) {
    return { passes: false, burnsDeposits: params.burnVoteVeto };
  }
  const threshold = storedDec(expedited ? params.expeditedThreshold : params.threshold);
  return { passes: decQuo(counts[VoteOption.VOTE_OPTION_YES], deciding) > threshold, burnsDeposits: false };
}
