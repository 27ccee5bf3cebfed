import { packAny, type MessageCodec } from "@openledger/messages";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import {
  AuthorizationType,
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
  StakeAuthorization,
} from "@openledger/messages/cosmos/staking/v1beta1";
import { parseAmount, sdkErrors, unregisteredError, type Context } from "@openledger/state-machine";
import { GAS_PER_ENTRY, type AuthorizationKind } from "../support/authorization.ts";
import { negativeMaxTokens, unknownAuthorizationType } from "./errors.ts";

/** Permits one of the staking messages, with certain validators, up to a number of tokens. */
export const stakeAuthorization: AuthorizationKind = {
  codec: StakeAuthorization as MessageCodec<object>,
  permits: (value) => typeUrlOf(StakeAuthorization.fromBytes(value).authorizationType),
  check(value) {
    const { maxTokens, authorizationType } = StakeAuthorization.fromBytes(value);
    if (maxTokens !== undefined) {
      const units = parseAmount(maxTokens.amount);
      if (units === undefined) throw sdkErrors.txDecode(`math/big: cannot unmarshal ${JSON.stringify(maxTokens.amount.slice(0, 100))} into a *big.Int`);
      if (units < 0n) throw negativeMaxTokens(`negative coin amount: ${maxTokens.amount}${maxTokens.denom}`);
    }
    typeUrlOf(authorizationType);
  },
  accept(ctx, value, typeUrl, message) {
    const authorization = StakeAuthorization.fromBytes(value);
    const { validator, amount } = stakeOf(typeUrl, message);
    checkValidator(ctx, authorization, validator);
    if (authorization.maxTokens === undefined) return { typeUrl: StakeAuthorization.typeUrl, value };
    const left = leftOf(authorization.maxTokens, amount);
    return left.amount === "0" ? "used-up" : packAny(StakeAuthorization, { ...authorization, maxTokens: left });
  },
};

function typeUrlOf(type: AuthorizationType): string {
  switch (type) {
    case AuthorizationType.AUTHORIZATION_TYPE_DELEGATE:
      return MsgDelegate.typeUrl;
    case AuthorizationType.AUTHORIZATION_TYPE_UNDELEGATE:
      return MsgUndelegate.typeUrl;
    case AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE:
      return MsgBeginRedelegate.typeUrl;
    case AuthorizationType.AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION:
      return MsgCancelUnbondingDelegation.typeUrl;
    default:
      throw unknownAuthorizationType();
  }
}

function stakeOf(typeUrl: string, message: object): { readonly validator: string; readonly amount: Coin | undefined } {
  if (typeUrl === MsgBeginRedelegate.typeUrl) {
    const { validatorDstAddress: validator, amount } = message as MsgBeginRedelegate;
    return { validator, amount };
  }
  const { validatorAddress: validator, amount } = message as MsgDelegate | MsgUndelegate | MsgCancelUnbondingDelegation;
  return { validator, amount };
}

function checkValidator(ctx: Context, { allowList, denyList }: StakeAuthorization, validator: string): void {
  const allowed = allowList?.address ?? [];
  const denied = denyList?.address ?? [];
  const searched = [allowed, denied].map((list) => (list.includes(validator) ? list.indexOf(validator) + 1 : list.length));
  ctx.gas.consume(GAS_PER_ENTRY * BigInt(searched.reduce((sum, count) => sum + count, 0)), "stake authorization");
  if (denied.includes(validator) || (allowed.length > 0 && !allowed.includes(validator))) {
    throw sdkErrors.unauthorized(`cannot delegate/undelegate to ${validator} validator`);
  }
}

function leftOf(max: Coin, asked: Coin | undefined): Coin {
  const denom = asked?.denom ?? "";
  if (denom !== max.denom) throw unregisteredError(`invalid coin denoms: ${max.denom}, ${denom.slice(0, 128)}`);
  const left = BigInt(max.amount) - (parseAmount(asked?.amount ?? "") ?? 0n);
  if (left < 0n) throw unregisteredError(`negative coin amount: ${left}${denom}`);
  return { denom, amount: String(left) };
}
