import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "@openledger/messages/cosmos/gov/v1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { invalidSigner } from "../errors.ts";
import type { GovParts } from "../expected-keepers.ts";
import { checkCoinTexts } from "../message-values.ts";
import { checkGovParams } from "../params.ts";
import { GOV_STORE, govParams } from "../state.ts";

/** MsgUpdateParams: governance decides its own rules. */
export function createUpdateParamsHandler({ bank }: GovParts): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/x/gov/v1/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: ({ params }) => checkCoinTexts([...(params?.minDeposit ?? []), ...(params?.expeditedMinDeposit ?? [])]),
    handle(ctx, { authority, params = Params.create() }) {
      const expected = bank.moduleAddress(ctx, "gov");
      if (authority !== expected) throw invalidSigner(`invalid authority; expected ${expected}, got ${authority.slice(0, 200)}`);
      checkGovParams(params, ctx.chain);
      govParams.set(ctx.store.store(GOV_STORE), params);
      return {};
    },
  });
}
