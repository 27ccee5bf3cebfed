import { MsgFundCommunityPool, MsgFundCommunityPoolResponse } from "@openledger/messages/cosmos/distribution/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { checkCoinTexts } from "../../support/number-texts.ts";
import { requireAddress } from "../../support/sdk-address.ts";
import { fundCommunityPool } from "../fee-pool.ts";
import { requireCoins } from "../message-values.ts";
import type { DistributionParts } from "../parts.ts";

/** MsgFundCommunityPool: coins of the signer become everybody's. */
export function createFundCommunityPoolHandler({ bank }: DistributionParts): AnyMessageHandler {
  return messageHandler<MsgFundCommunityPool, MsgFundCommunityPoolResponse>({
    codec: MsgFundCommunityPool,
    response: MsgFundCommunityPoolResponse,
    aminoName: "cosmos-sdk/MsgFundCommunityPool",
    signers: ({ depositor }) => [depositor],
    checkStateless: ({ amount }) => checkCoinTexts(amount),
    handle(ctx, { amount, depositor }) {
      const sender = requireAddress(ctx.chain, depositor, "depositor");
      requireCoins(amount);
      fundCommunityPool(bank, ctx, amount, sender);
      return {};
    },
  });
}
