import { MsgCancelProposal, MsgCancelProposalResponse } from "@openledger/messages/cosmos/gov/v1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { requireAddress } from "../../support/sdk-address.ts";
import { timestampOf } from "../../support/timestamps.ts";
import { cancelProposal } from "../cancel.ts";
import { proposalCanceled } from "../events.ts";
import type { GovParts } from "../expected-keepers.ts";

/** MsgCancelProposal: its proposer takes a proposal back, for a part of all deposits. */
export function createCancelProposalHandler(parts: GovParts): AnyMessageHandler {
  return messageHandler<MsgCancelProposal, MsgCancelProposalResponse>({
    codec: MsgCancelProposal,
    response: MsgCancelProposalResponse,
    // The SDK gives this message no amino name.
    aminoName: "/cosmos.gov.v1.MsgCancelProposal",
    signers: ({ proposer }) => [proposer],
    checkStateless: () => undefined,
    handle(ctx, { proposalId, proposer: text }) {
      const proposer = requireAddress(ctx.chain, text, "proposer");
      cancelProposal(parts, ctx, proposalId, proposer);
      ctx.emit(proposalCanceled(proposer, proposalId));
      return { proposalId, canceledTime: timestampOf(ctx.block.time), canceledHeight: ctx.block.height };
    },
  });
}
