import { MsgWithdrawValidatorCommission, MsgWithdrawValidatorCommissionResponse } from "@openledger/messages/cosmos/distribution/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { accountOfOperator } from "../../support/validator-addresses.ts";
import { withdrawCommission } from "../commission.ts";
import { requireOperator } from "../message-values.ts";
import type { DistributionParts } from "../parts.ts";

/** MsgWithdrawValidatorCommission: a validator's commission is paid in whole units. */
export function createWithdrawValidatorCommissionHandler({ bank }: DistributionParts): AnyMessageHandler {
  return messageHandler<MsgWithdrawValidatorCommission, MsgWithdrawValidatorCommissionResponse>({
    codec: MsgWithdrawValidatorCommission,
    response: MsgWithdrawValidatorCommissionResponse,
    aminoName: "cosmos-sdk/MsgWithdrawValCommission",
    signers: ({ validatorAddress }) => [accountOfOperator(validatorAddress)],
    checkStateless: () => undefined,
    handle: (ctx, { validatorAddress }) => ({
      amount: [...withdrawCommission(bank, ctx, requireOperator(ctx.chain, validatorAddress))],
    }),
  });
}
