import { MsgMultiSend, MsgMultiSendResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import { coinsText, messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { unitsOfDenom } from "../../support/coins.ts";
import { inputOutputMismatch, multipleSenders, noInputs, noOutputs } from "../errors.ts";
import { sentBy, transferred } from "../events.ts";
import type { Carried } from "../expected-keepers.ts";
import type { FullBankKeeper } from "../keeper.ts";
import { checkAmountTexts, requireReceiver, requireSendable, requireSender } from "../send-guards.ts";

interface Receiver {
  readonly to: Address;
  readonly coins: readonly Coin[];
}

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
      const carried = keeper.takeCoins(ctx, from, input.coins);
      ctx.emit(sentBy(from));
      for (const { to, coins } of receivers) {
        keeper.giveCoins(ctx, to, coins);
        ctx.emit(transferred(to, from, coinsText(coins)));
        keeper.ensureAccount(ctx, to);
      }
      for (const share of sharesOf(carried, receivers)) keeper.giveCarried(ctx, share.to, share.carried);
      return {};
    },
  });
}

/** External units go to the last receivers, as they come last out of a balance. */
function sharesOf(carried: Carried, receivers: readonly Receiver[]): readonly { readonly to: Address; readonly carried: Carried }[] {
  return carried.flatMap(({ denom, units }) => {
    let left = units;
    return [...receivers].reverse().map(({ to, coins }) => {
      const given = unitsOfDenom(coins, denom);
      const share = given < left ? given : left;
      left -= share;
      return { to, carried: [{ denom, units: share }] };
    });
  });
}

function sumsMatch(sent: readonly Coin[], receivers: readonly Receiver[]): boolean {
  const left = new Map(sent.map(({ denom, amount }) => [denom, BigInt(amount)]));
  for (const { coins } of receivers) {
    for (const { denom, amount } of coins) left.set(denom, (left.get(denom) ?? 0n) - BigInt(amount));
  }
  return [...left.values()].every((units) => units === 0n);
}
