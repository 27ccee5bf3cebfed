import { MsgRevoke, MsgRevokeResponse } from "@openledger/messages/cosmos/authz/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { requireAddress } from "../../support/sdk-address.ts";
import { granteeIsGranter } from "../errors.ts";
import type { AuthzKeeper } from "../keeper.ts";

/** MsgRevoke: the signer takes back what they granted for one type of message. */
export function createRevokeHandler(keeper: AuthzKeeper): AnyMessageHandler {
  return messageHandler<MsgRevoke, MsgRevokeResponse>({
    codec: MsgRevoke,
    response: MsgRevokeResponse,
    aminoName: "cosmos-sdk/MsgRevoke",
    signers: ({ granter }) => [granter],
    checkStateless: () => undefined,
    handle(ctx, { granter, grantee, msgTypeUrl }) {
      if (grantee.toLowerCase() === granter.toLowerCase()) throw granteeIsGranter();
      const to = requireAddress(ctx.chain, grantee, "grantee");
      const from = requireAddress(ctx.chain, granter, "granter");
      if (msgTypeUrl === "") throw sdkErrors.invalidRequest("missing msg method name");
      keeper.delete(ctx, from, to, msgTypeUrl);
      return {};
    },
  });
}
