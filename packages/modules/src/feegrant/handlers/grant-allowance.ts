import { MsgGrantAllowance, MsgGrantAllowanceResponse } from "@openledger/messages/cosmos/feegrant/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { requirePlainAddress } from "../../support/sdk-address.ts";
import { canonicalAllowance, checkAllowance } from "../allowance.ts";
import { noAllowance } from "../errors.ts";
import type { FeegrantKeeper } from "../keeper.ts";

/** MsgGrantAllowance: the signer will pay fees of another. */
export function createGrantAllowanceHandler(keeper: FeegrantKeeper): AnyMessageHandler {
  return messageHandler<MsgGrantAllowance, MsgGrantAllowanceResponse>({
    codec: MsgGrantAllowance,
    response: MsgGrantAllowanceResponse,
    aminoName: "cosmos-sdk/MsgGrantAllowance",
    signers: ({ granter }) => [granter],
    checkStateless({ allowance }) {
      if (allowance !== undefined) canonicalAllowance(allowance);
    },
    handle(ctx, { granter, grantee, allowance }) {
      if (grantee.toLowerCase() === granter.toLowerCase()) {
        throw sdkErrors.invalidAddress("cannot self-grant fee authorization");
      }
      const to = requirePlainAddress(ctx.chain, grantee);
      const from = requirePlainAddress(ctx.chain, granter);
      if (keeper.find(ctx, from, to) !== undefined) throw sdkErrors.invalidRequest("fee allowance already exists");
      if (allowance === undefined) throw noAllowance("failed to get allowance");
      const canonical = canonicalAllowance(allowance);
      checkAllowance(canonical);
      keeper.grant(ctx, from, to, canonical);
      return {};
    },
  });
}
