import { MsgCommunityPoolSpend, MsgCommunityPoolSpendResponse } from "@openledger/messages/cosmos/distribution/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { checkCoinTexts } from "../../support/number-texts.ts";
import { requirePlainAddress } from "../../support/sdk-address.ts";
import { distributeFromFeePool } from "../fee-pool.ts";
import { requireAuthority, requireCoins } from "../message-values.ts";
import type { DistributionParts } from "../parts.ts";

/** MsgCommunityPoolSpend: a governance proposal pays somebody out of the community pool. */
export function createCommunityPoolSpendHandler({ bank }: DistributionParts): AnyMessageHandler {
  return messageHandler<MsgCommunityPoolSpend, MsgCommunityPoolSpendResponse>({
    codec: MsgCommunityPoolSpend,
    response: MsgCommunityPoolSpendResponse,
    aminoName: "cosmos-sdk/distr/MsgCommunityPoolSpend",
    signers: ({ authority }) => [authority],
    checkStateless: ({ amount }) => checkCoinTexts(amount),
    handle(ctx, { authority, recipient, amount }) {
      requireAuthority(bank, ctx, authority);
      requireCoins(amount);
      const receiver = requirePlainAddress(ctx.chain, recipient);
      if (bank.isBlocked(ctx, receiver)) throw sdkErrors.unauthorized(`${recipient} is not allowed to receive external funds`);
      distributeFromFeePool(bank, ctx, amount, receiver);
      return {};
    },
  });
}
