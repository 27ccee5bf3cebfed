import { MsgSetWithdrawAddress, MsgSetWithdrawAddressResponse } from "@openledger/messages/cosmos/distribution/v1beta1";
import { addressToBytes } from "@openledger/primitives";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { requireAddress } from "../../support/sdk-address.ts";
import type { DistributionParts } from "../parts.ts";
import { setWithdrawAddress } from "../withdraw-address.ts";

/** MsgSetWithdrawAddress: who gets the signer's rewards from now on. */
export function createSetWithdrawAddressHandler({ bank }: DistributionParts): AnyMessageHandler {
  return messageHandler<MsgSetWithdrawAddress, MsgSetWithdrawAddressResponse>({
    codec: MsgSetWithdrawAddress,
    response: MsgSetWithdrawAddressResponse,
    aminoName: "cosmos-sdk/MsgModifyWithdrawAddress",
    signers: ({ delegatorAddress }) => [delegatorAddress],
    checkStateless: () => undefined,
    handle(ctx, { delegatorAddress, withdrawAddress }) {
      const delegator = requireAddress(ctx.chain, delegatorAddress, "delegator");
      const receiver = requireAddress(ctx.chain, withdrawAddress, "withdraw");
      setWithdrawAddress(bank, ctx, addressToBytes(ctx.chain.bech32Prefix, delegator), receiver);
      return {};
    },
  });
}
