import { MsgMultiSend, MsgMultiSendResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { coinsText, messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { inputOutputMismatch, multipleSenders, noInputs, noOutputs } from "../errors.ts";
import { sentBy, transferred } from "../events.ts";
import type { FullBankKeeper } from "../keeper.ts";
import { checkAmountTexts, requireReceiver, requireSendable, requireSender } from "../send-guards.ts";

/** MsgMultiSend: one sender, many receivers, whose coins sum to what is sent. */
export function createMultiSendHandler(keeper: FullBankKeeper): AnyMessageHandler {
  return messageHandler<MsgMultiSend, MsgMultiSendResponse>({
    codec: MsgMultiSend,
    response: MsgMultiSendResponse,
    aminoName: "cosmos-sdk/MsgMultiSend",
    signers: ({ inputs }) => inputs.map(({ address }) => address),
    checkStateless({ inputs, outputs }) {
      for (const { coins } of [...inputs, ...outputs]) checkAmountTexts(coins);
    },
    handle(ctx, { inputs, outputs }) {
      const [input] = inputs;
      if (input === undefined) throw noInputs();
      if (inputs.length > 1) throw multipleSenders();
      if (outputs.length === 0) throw noOutputs();
      const from = requireSender(ctx, input.address);
      requireSendable(ctx, keeper, input.coins);
      const receivers = outputs.map(({ address, coins }) => {
        requireSendable(ctx, keeper, coins);
        return { to: requireReceiver(ctx, keeper, address), coins };
      });
      if (!sumsMatch(input.coins, receivers)) throw inputOutputMismatch();
      keeper.takeCoins(ctx, from, input.coins);
      ctx.emit(sentBy(from));
      for (const { to, coins } of receivers) {
        keeper.giveCoins(ctx, to, coins);
        ctx.emit(transferred(to, from, coinsText(coins)));
        keeper.ensureAccount(ctx, to);
      }
      return {};
    },
  });
}

function sumsMatch(sent: readonly Coin[], receivers: readonly { readonly coins: readonly Coin[] }[]): boolean {
  const left = new Map(sent.map(({ denom, amount }) => [denom, BigInt(amount)]));
  for (const { coins } of receivers) {
    for (const { denom, amount } of coins) left.set(denom, (left.get(denom) ?? 0n) - BigInt(amount));
  }
  return [...left.values()].every((units) => units === 0n);
}
