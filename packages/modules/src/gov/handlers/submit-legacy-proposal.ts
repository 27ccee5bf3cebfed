import { packAny } from "@openledger/messages";
import { MsgExecLegacyContent } from "@openledger/messages/cosmos/gov/v1";
import { MsgSubmitProposal, MsgSubmitProposalResponse } from "@openledger/messages/cosmos/gov/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { invalidProposalContent, invalidProposalType } from "../errors.ts";
import { decodeContent } from "../execute.ts";
import type { GovParts } from "../expected-keepers.ts";
import { contentKind, type Abstract } from "../legacy-contents.ts";
import { checkCoinTexts } from "../message-values.ts";
import { submitProposal } from "../submit.ts";

/** MsgSubmitProposal of v1beta1: a content, which becomes a proposal of v1 with one message. */
export function createSubmitLegacyProposalHandler(parts: GovParts): AnyMessageHandler {
  return messageHandler<MsgSubmitProposal, MsgSubmitProposalResponse>({
    codec: MsgSubmitProposal,
    response: MsgSubmitProposalResponse,
    aminoName: "cosmos-sdk/MsgSubmitProposal",
    signers: ({ proposer }) => [proposer],
    checkStateless({ content, initialDeposit }) {
      checkCoinTexts(initialDeposit);
      if (content !== undefined && contentKind(content.typeUrl) === undefined) {
        throw sdkErrors.txDecode(`no concrete type registered for type URL ${content.typeUrl.slice(0, 200)} against interface *v1beta1.Content`);
      }
    },
    handle(ctx, { content, initialDeposit, proposer }) {
      if (content === undefined) throw invalidProposalContent("missing content");
      const kind = contentKind(content.typeUrl);
      if (kind === undefined) throw invalidProposalContent("missing content");
      if (!kind.isProposable) throw invalidProposalType(kind.type);
      const message = decodeContent(parts.router, content);
      kind.check(message);
      const { title, description } = message as Abstract;
      const authority = parts.bank.moduleAddress(ctx, "gov");
      const messages = [packAny(MsgExecLegacyContent, { content: packAny(kind.codec, message), authority })];
      const submission = { messages, initialDeposit, proposer, metadata: "", title, summary: description, expedited: false };
      return { proposalId: submitProposal(parts, ctx, submission) };
    },
  });
}
