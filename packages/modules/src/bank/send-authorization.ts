import { packAny, type MessageCodec } from "@openledger/messages";
import { MsgSend, SendAuthorization } from "@openledger/messages/cosmos/bank/v1beta1";
import { areValidCoins, coinsText, parseAmount, sdkErrors } from "@openledger/state-machine";
import { GAS_PER_ENTRY, type AuthorizationKind } from "../support/authorization.ts";
import { DENOMS_MAX, subtractCoins } from "../support/coins.ts";
import { duplicateEntry } from "./errors.ts";

/** Permits MsgSend up to a limit, to certain receivers if it names any. */
export const sendAuthorization: AuthorizationKind = {
  codec: SendAuthorization as MessageCodec<object>,
  permits: () => MsgSend.typeUrl,
  check(value) {
    const { spendLimit, allowList } = SendAuthorization.fromBytes(value);
    if (spendLimit.length === 0) throw sdkErrors.invalidCoins("spend limit cannot be nil");
    if (spendLimit.length > DENOMS_MAX) {
      throw sdkErrors.invalidCoins(`the spend limit has ${spendLimit.length} denoms, send at most ${DENOMS_MAX}`);
    }
    if (spendLimit.some(({ amount }) => (parseAmount(amount) ?? 0n) <= 0n)) {
      throw sdkErrors.invalidCoins("spend limit must be positive");
    }
    if (!areValidCoins(spendLimit)) throw sdkErrors.invalidCoins(coinsText(spendLimit).slice(0, 200));
    if (new Set(allowList).size < allowList.length) throw duplicateEntry();
  },
  accept(ctx, value, _, message) {
    const { spendLimit, allowList } = SendAuthorization.fromBytes(value);
    const { amount, toAddress } = message as MsgSend;
    const left = subtractCoins(spendLimit, amount);
    if (left === undefined) throw sdkErrors.insufficientFunds("requested amount is more than spend limit");
    const found = allowList.indexOf(toAddress);
    ctx.gas.consume(GAS_PER_ENTRY * BigInt(found < 0 ? allowList.length : found + 1), "send authorization");
    if (allowList.length > 0 && found < 0) throw sdkErrors.unauthorized(`cannot send to ${toAddress} address`);
    return left.length === 0 ? "used-up" : packAny(SendAuthorization, { spendLimit: [...left], allowList });
  },
};
