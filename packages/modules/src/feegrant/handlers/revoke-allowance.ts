import { MsgRevokeAllowance, MsgRevokeAllowanceResponse } from "@openledger/messages/cosmos/feegrant/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { requirePlainAddress } from "../../support/sdk-address.ts";
import type { FeegrantKeeper } from "../keeper.ts";

/** MsgRevokeAllowance: the signer no longer pays fees of another. */
export function createRevokeAllowanceHandler(keeper: FeegrantKeeper): AnyMessageHandler {
  return messageHandler<MsgRevokeAllowance, MsgRevokeAllowanceResponse>({
    codec: MsgRevokeAllowance,
    response: MsgRevokeAllowanceResponse,
    aminoName: "cosmos-sdk/MsgRevokeAllowance",
    signers: ({ granter }) => [granter],
    checkStateless: () => undefined,
    handle(ctx, { granter, grantee }) {
      if (grantee === granter) throw sdkErrors.invalidAddress("addresses must be different");
      const to = requirePlainAddress(ctx.chain, grantee);
      keeper.revoke(ctx, requirePlainAddress(ctx.chain, granter), to);
      return {};
    },
  });
}
