import { MsgSend, MsgSendResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import type { FullBankKeeper } from "../keeper.ts";
import { checkAmountTexts, requireReceiver, requireSendable, requireSender } from "../send-guards.ts";

/** MsgSend: coins from the signer to anyone but a module. Its checks run when it executes, as in SDK 0.50. */
export function createSendHandler(keeper: FullBankKeeper): AnyMessageHandler {
  return messageHandler<MsgSend, MsgSendResponse>({
    codec: MsgSend,
    response: MsgSendResponse,
    aminoName: "cosmos-sdk/MsgSend",
    signers: ({ fromAddress }) => [fromAddress],
    checkStateless: ({ amount }) => checkAmountTexts(amount),
    handle(ctx, { fromAddress, toAddress, amount }) {
      const from = requireSender(ctx, fromAddress);
      const to = requireReceiver(ctx, keeper, toAddress);
      requireSendable(ctx, keeper, amount);
      keeper.sendCoins(ctx, from, to, amount);
      return {};
    },
  });
}
