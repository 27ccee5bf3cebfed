import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "@openledger/messages/cosmos/slashing/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import type { AuthorityKeeper } from "../expected-keepers.ts";
import { invalidAuthority } from "../errors.ts";
import { checkSlashingParams } from "../params.ts";
import { SLASHING_STORE, slashingParams } from "../state.ts";

/** MsgUpdateParams: what a governance proposal decides. */
export function createUpdateParamsHandler(authorities: AuthorityKeeper): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/x/slashing/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: () => undefined,
    handle(ctx, { authority, params = Params.create() }) {
      const expected = authorities.moduleAddress(ctx, "gov");
      if (authority !== expected) throw invalidAuthority(`invalid authority; expected ${expected}, got ${authority.slice(0, 200)}`);
      checkSlashingParams(params);
      slashingParams.set(ctx.store.store(SLASHING_STORE), params);
      return {};
    },
  });
}
