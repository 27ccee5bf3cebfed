import { MsgCreateVestingAccount, MsgCreateVestingAccountResponse } from "@openledger/messages/cosmos/vesting/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { unixSeconds } from "../../support/time.ts";
import { checkAmountTexts, createVestingAccount, requireCoins, requireParties, type VestingParts } from "../create-account.ts";

/** MsgCreateVestingAccount: coins that become free bit by bit from now on, or all at the end. */
export function createVestingAccountHandler(parts: VestingParts): AnyMessageHandler {
  return messageHandler<MsgCreateVestingAccount, MsgCreateVestingAccountResponse>({
    codec: MsgCreateVestingAccount,
    response: MsgCreateVestingAccountResponse,
    aminoName: "cosmos-sdk/MsgCreateVestingAccount",
    signers: ({ fromAddress }) => [fromAddress],
    checkStateless: ({ amount }) => checkAmountTexts(amount),
    handle(ctx, msg) {
      const { from, to } = requireParties(ctx, msg);
      const { amount: coins, endTime, delayed } = msg;
      requireCoins(coins);
      if (endTime <= 0n) throw sdkErrors.invalidRequest("invalid end time");
      const kind = delayed ? "delayed" : "continuous";
      const startTime = delayed ? 0n : unixSeconds(ctx.block.time);
      createVestingAccount(parts, ctx, { kind, from, to, coins, startTime, endTime, periods: [] });
      return {};
    },
  });
}
