import {
  MsgCreatePermanentLockedAccount,
  MsgCreatePermanentLockedAccountResponse,
} from "@openledger/messages/cosmos/vesting/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { checkAmountTexts, createVestingAccount, requireCoins, requireParties, type VestingParts } from "../create-account.ts";

/** MsgCreatePermanentLockedAccount: coins that can be delegated and never be spent. */
export function createPermanentLockedAccountHandler(parts: VestingParts): AnyMessageHandler {
  return messageHandler<MsgCreatePermanentLockedAccount, MsgCreatePermanentLockedAccountResponse>({
    codec: MsgCreatePermanentLockedAccount,
    response: MsgCreatePermanentLockedAccountResponse,
    aminoName: "cosmos-sdk/MsgCreatePermLockedAccount",
    signers: ({ fromAddress }) => [fromAddress],
    checkStateless: ({ amount }) => checkAmountTexts(amount),
    handle(ctx, msg) {
      const { from, to } = requireParties(ctx, msg);
      requireCoins(msg.amount);
      const kind = "permanent";
      createVestingAccount(parts, ctx, { kind, from, to, coins: msg.amount, startTime: 0n, endTime: 0n, periods: [] });
      return {};
    },
  });
}
