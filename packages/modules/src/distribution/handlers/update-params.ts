import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "@openledger/messages/cosmos/distribution/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { requireAuthority } from "../message-values.ts";
import { checkedDistributionParams, hasProposerReward } from "../params.ts";
import type { DistributionParts } from "../parts.ts";
import { DISTRIBUTION_STORE, distributionParams } from "../state.ts";

/** MsgUpdateParams: what a governance proposal decides. */
export function createUpdateParamsHandler({ bank }: DistributionParts): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/distribution/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: ({ params }) => void (params === undefined ? undefined : hasProposerReward(params)),
    handle(ctx, { authority, params = Params.create() }) {
      requireAuthority(bank, ctx, authority);
      if (hasProposerReward(params)) {
        throw sdkErrors.invalidRequest("cannot update base or bonus proposer reward because these are deprecated fields");
      }
      distributionParams.set(ctx.store.store(DISTRIBUTION_STORE), checkedDistributionParams(params));
      return {};
    },
  });
}
