import { MsgExecLegacyContent, MsgExecLegacyContentResponse } from "@openledger/messages/cosmos/gov/v1";
import { isOutOfGas, messageHandler, sdkErrors, TxError, type AnyMessageHandler } from "@openledger/state-machine";
import { invalidProposalContent, invalidSigner, noProposalHandlerExists } from "../errors.ts";
import { decodeContent } from "../execute.ts";
import type { GovParts } from "../expected-keepers.ts";
import { contentKind } from "../legacy-contents.ts";

/** MsgExecLegacyContent: a content of v1beta1 takes effect, if a handler is left for it. */
export function createExecLegacyContentHandler(parts: GovParts): AnyMessageHandler {
  return messageHandler<MsgExecLegacyContent, MsgExecLegacyContentResponse>({
    codec: MsgExecLegacyContent,
    response: MsgExecLegacyContentResponse,
    aminoName: "cosmos-sdk/v1/MsgExecLegacyContent",
    signers: ({ authority }) => [authority],
    checkStateless({ content }) {
      if (content !== undefined && contentKind(content.typeUrl) === undefined) {
        throw sdkErrors.txDecode(`no concrete type registered for type URL ${content.typeUrl.slice(0, 200)} against interface *v1beta1.Content`);
      }
    },
    handle(ctx, { authority, content }) {
      const expected = parts.bank.moduleAddress(ctx, "gov");
      if (authority !== expected) throw invalidSigner(`expected ${expected} got ${authority.slice(0, 200)}`);
      const kind = content === undefined ? undefined : contentKind(content.typeUrl);
      if (content === undefined || kind === undefined) throw invalidProposalContent("expected *v1beta1.Content, got <nil>: invalid type");
      try {
        kind.run(decodeContent(parts.router, content));
      } catch (error) {
        const isAbsent = error instanceof TxError && error.code === noProposalHandlerExists.code && error.codespace === "gov";
        if (!(error instanceof TxError) || isAbsent || isOutOfGas(error)) throw error;
        throw invalidProposalContent(`failed to run legacy handler ${kind.route}, ${error.message}`);
      }
      return {};
    },
  });
}
