import { MsgSubmitProposal, MsgSubmitProposalResponse } from "@openledger/messages/cosmos/gov/v1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import type { GovParts } from "../expected-keepers.ts";
import { checkCoinTexts } from "../message-values.ts";
import { submitProposal } from "../submit.ts";

/** MsgSubmitProposal of v1: messages that run as gov's account when enough stake agrees, or a text in metadata. */
export function createSubmitProposalHandler(parts: GovParts): AnyMessageHandler {
  return messageHandler<MsgSubmitProposal, MsgSubmitProposalResponse>({
    codec: MsgSubmitProposal,
    response: MsgSubmitProposalResponse,
    aminoName: "cosmos-sdk/v1/MsgSubmitProposal",
    signers: ({ proposer }) => [proposer],
    checkStateless: ({ initialDeposit }) => checkCoinTexts(initialDeposit),
    handle: (ctx, msg) => ({ proposalId: submitProposal(parts, ctx, msg) }),
  });
}
