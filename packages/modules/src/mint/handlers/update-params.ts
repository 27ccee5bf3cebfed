import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "@openledger/messages/cosmos/mint/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { invalidAuthority } from "../errors.ts";
import type { MintBank } from "../expected-keepers.ts";
import { checkMintParams, mintLimits } from "../params.ts";
import { MINT_STORE, mintParams } from "../state.ts";

/** MsgUpdateParams: what a governance proposal decides. */
export function createUpdateParamsHandler(bank: MintBank): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/x/mint/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: ({ params }) => void (params === undefined ? undefined : mintLimits(params)),
    handle(ctx, { authority, params = Params.create() }) {
      const expected = bank.moduleAddress(ctx, "gov");
      if (authority !== expected) throw invalidAuthority(`invalid authority; expected ${expected}, got ${authority.slice(0, 200)}`);
      checkMintParams(params);
      mintParams.set(ctx.store.store(MINT_STORE), params);
      return {};
    },
  });
}
