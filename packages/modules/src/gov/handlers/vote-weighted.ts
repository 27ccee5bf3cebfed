import { MsgVoteWeighted, MsgVoteWeightedResponse } from "@openledger/messages/cosmos/gov/v1";
import {
  MsgVoteWeighted as LegacyMsgVoteWeighted,
  MsgVoteWeightedResponse as LegacyMsgVoteWeightedResponse,
} from "@openledger/messages/cosmos/gov/v1beta1";
import { decText, parseDecAtomics, DEC_ZERO } from "@openledger/primitives";
import { messageHandler, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import { requireAddress } from "../../support/sdk-address.ts";
import { checkWeightTexts, requireWeightedOptions } from "../message-values.ts";
import { addVote } from "../votes.ts";

/** MsgVoteWeighted of v1: the voter's stake split over options. Weights are decimal text. */
export const voteWeightedHandler: AnyMessageHandler = messageHandler<MsgVoteWeighted, MsgVoteWeightedResponse>({
  codec: MsgVoteWeighted,
  response: MsgVoteWeightedResponse,
  aminoName: "cosmos-sdk/v1/MsgVoteWeighted",
  signers: ({ voter }) => [voter],
  checkStateless: () => undefined,
  handle(ctx, msg) {
    voteWeighted(ctx, msg);
    return {};
  },
});

/** MsgVoteWeighted of v1beta1. Weights are counts of 10^-18. */
export const legacyVoteWeightedHandler: AnyMessageHandler = messageHandler<LegacyMsgVoteWeighted, LegacyMsgVoteWeightedResponse>({
  codec: LegacyMsgVoteWeighted,
  response: LegacyMsgVoteWeightedResponse,
  aminoName: "cosmos-sdk/MsgVoteWeighted",
  signers: ({ voter }) => [voter],
  checkStateless: ({ options }) => checkWeightTexts(options),
  handle(ctx, { options, ...msg }) {
    const texts = options.map(({ option, weight }) => ({ option, weight: decText(parseDecAtomics(weight) ?? DEC_ZERO) }));
    voteWeighted(ctx, { ...msg, options: texts, metadata: "" });
    return {};
  },
});

function voteWeighted(ctx: Context, { proposalId, voter: text, options, metadata }: MsgVoteWeighted): void {
  const voter = requireAddress(ctx.chain, text, "voter");
  requireWeightedOptions(options);
  addVote(ctx, proposalId, voter, options, metadata);
}
