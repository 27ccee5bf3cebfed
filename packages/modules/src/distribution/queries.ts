import type { MessageCodec, MethodDefinition } from "@openledger/messages";
import {
  QueryService,
  ValidatorSlashEvent,
  type QueryValidatorSlashesRequest,
  type QueryValidatorSlashesResponse,
} from "@openledger/messages/cosmos/distribution/v1beta1";
import { concatBytes, EncodingError } from "@openledger/primitives";
import { queryHandler, QueryError, queryInvalid, type AnyQueryHandler, type Context, type QueryContext } from "@openledger/state-machine";
import { addDecCoins, storedDecCoins, type DecCoins } from "../support/dec-coins.ts";
import { paginate } from "../support/paginate.ts";
import { scratchContext } from "../support/scratch-context.ts";
import type { StakedDelegation, StakedValidator } from "../support/staking.ts";
import { accountBytes, accountText, operatorBytes } from "../support/validator-addresses.ts";
import { delegationRewards } from "./delegation-rewards.ts";
import { noSuchDelegation, noSuchValidator } from "./errors.ts";
import type { DistributionParts } from "./parts.ts";
import { commission, communityPool, outstanding } from "./records.ts";
import { DISTRIBUTION_STORE, distributionParams } from "./state.ts";
import { endPeriod } from "./validator-periods.ts";
import { withdrawAddressOf } from "./withdraw-address.ts";

type Method<Q extends object, R extends object> = MethodDefinition<Q, R> & {
  readonly request: MessageCodec<Q>;
  readonly response: MessageCodec<R>;
};

function answer<Q extends object, R extends object>(method: Method<Q, R>, handle: (ctx: QueryContext, request: Q) => R): AnyQueryHandler {
  return queryHandler<Q, R>({ path: method.path, request: method.request, response: method.response, handle });
}

/** A malformed address is an error without a status in the SDK. */
function addressBytes(read: () => Uint8Array, text: string, what: string): Uint8Array {
  if (text === "") throw queryInvalid(`empty ${what} address`);
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError) throw new QueryError("Unknown", error.message);
    throw error;
  }
}

const operatorOf = ({ chain }: QueryContext, text: string): Uint8Array =>
  addressBytes(() => operatorBytes(chain, text), text, "validator");
const delegatorOf = ({ chain }: QueryContext, text: string): Uint8Array =>
  addressBytes(() => accountBytes(chain, text), text, "delegator");

function validatorOf({ staking }: DistributionParts, ctx: QueryContext, text: string): StakedValidator {
  const validator = staking.validator(ctx, operatorOf(ctx, text));
  if (validator === undefined) throw noSuchValidator();
  return validator;
}

function delegationOf({ staking }: DistributionParts, ctx: QueryContext, delegator: Uint8Array, { operator }: StakedValidator): StakedDelegation {
  const delegation = staking.delegation(ctx, delegator, operator);
  if (delegation === undefined) throw noSuchDelegation();
  return delegation;
}

/** As if the period ended now, on a context whose writes are forgotten. */
function rewardsNow(scratch: Context, validator: StakedValidator, delegation: StakedDelegation): DecCoins {
  return delegationRewards(scratch, validator, delegation, endPeriod(scratch, validator));
}

/** All methods of cosmos.distribution.v1beta1.Query. */
export function distributionQueries(parts: DistributionParts): readonly AnyQueryHandler[] {
  return [
    answer(QueryService.Params, ({ store }) => ({ params: distributionParams.require(store.store(DISTRIBUTION_STORE)) })),
    answer(QueryService.CommunityPool, (ctx) => ({ pool: storedDecCoins(communityPool(ctx)) })),
    ...validatorQueries(parts),
    ...delegatorQueries(parts),
  ];
}

function validatorQueries(parts: DistributionParts): readonly AnyQueryHandler[] {
  return [
    answer(QueryService.ValidatorDistributionInfo, (ctx, { validatorAddress }) => {
      const validator = validatorOf(parts, ctx, validatorAddress);
      const delegation = delegationOf(parts, ctx, validator.operator, validator);
      return {
        operatorAddress: accountText(ctx.chain, validator.operator),
        selfBondRewards: storedDecCoins(rewardsNow(scratchContext(ctx), validator, delegation)),
        commission: storedDecCoins(commission(ctx, validator.operator)),
      };
    }),
    answer(QueryService.ValidatorOutstandingRewards, (ctx, { validatorAddress }) => {
      const { operator } = validatorOf(parts, ctx, validatorAddress);
      return { rewards: { rewards: storedDecCoins(outstanding(ctx, operator)) } };
    }),
    answer(QueryService.ValidatorCommission, (ctx, { validatorAddress }) => {
      const { operator } = validatorOf(parts, ctx, validatorAddress);
      return { commission: { commission: storedDecCoins(commission(ctx, operator)) } };
    }),
    answer(QueryService.ValidatorSlashes, slashesPage),
  ];
}

function delegatorQueries(parts: DistributionParts): readonly AnyQueryHandler[] {
  return [
    answer(QueryService.DelegationRewards, (ctx, { delegatorAddress, validatorAddress }) => {
      if (delegatorAddress === "") throw queryInvalid("empty delegator address");
      const validator = validatorOf(parts, ctx, validatorAddress);
      const delegation = delegationOf(parts, ctx, delegatorOf(ctx, delegatorAddress), validator);
      return { rewards: storedDecCoins(rewardsNow(scratchContext(ctx), validator, delegation)) };
    }),
    answer(QueryService.DelegationTotalRewards, (ctx, { delegatorAddress }) => {
      const scratch = scratchContext(ctx);
      const each = [...parts.staking.delegationsOf(ctx, delegatorOf(ctx, delegatorAddress))].map((delegation) => {
        const validator = parts.staking.validator(ctx, delegation.operator);
        if (validator === undefined) throw noSuchValidator();
        return { validatorAddress: validator.operatorAddress, reward: rewardsNow(scratch, validator, delegation) };
      });
      return {
        rewards: each.map(({ validatorAddress, reward }) => ({ validatorAddress, reward: storedDecCoins(reward) })),
        total: storedDecCoins(each.reduce<DecCoins>((sum, { reward }) => addDecCoins(sum, reward), [])),
      };
    }),
    answer(QueryService.DelegatorValidators, (ctx, { delegatorAddress }) => ({
      validators: [...parts.staking.delegationsOf(ctx, delegatorOf(ctx, delegatorAddress))].map(({ stored }) => stored.validatorAddress),
    })),
    answer(QueryService.DelegatorWithdrawAddress, (ctx, { delegatorAddress }) => ({
      withdrawAddress: withdrawAddressOf(ctx, delegatorOf(ctx, delegatorAddress)),
    })),
  ];
}

/** Slashes by period: the SDK compares periods with what the request calls heights. */
function slashesPage(ctx: QueryContext, request: QueryValidatorSlashesRequest): QueryValidatorSlashesResponse {
  const { validatorAddress, startingHeight: first, endingHeight: last, pagination } = request;
  if (validatorAddress === "") throw queryInvalid("empty validator address");
  if (last < first) throw queryInvalid(`starting height greater than ending height (${first} > ${last})`);
  const operator = slashedOperator(ctx, validatorAddress);
  const prefix = concatBytes(Uint8Array.of(0x08, operator.length), operator);
  const isAsked = (value: Uint8Array): boolean => {
    const { validatorPeriod } = ValidatorSlashEvent.fromBytes(value);
    return validatorPeriod >= first && validatorPeriod <= last;
  };
  const page = paginate(ctx.store.store(DISTRIBUTION_STORE), prefix, pagination, (value) => ValidatorSlashEvent.fromBytes(value), isAsked);
  return { slashes: page.items, pagination: page.pagination };
}

function slashedOperator({ chain }: QueryContext, text: string): Uint8Array {
  try {
    return operatorBytes(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw queryInvalid("invalid validator address");
    throw error;
  }
}
