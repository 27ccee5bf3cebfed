import { MsgVote, MsgVoteResponse } from "@openledger/messages/cosmos/gov/v1";
import { MsgVote as LegacyMsgVote, MsgVoteResponse as LegacyMsgVoteResponse } from "@openledger/messages/cosmos/gov/v1beta1";
import { decText, DEC_ONE } from "@openledger/primitives";
import { messageHandler, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import { requireAddress } from "../../support/sdk-address.ts";
import { invalidVote } from "../errors.ts";
import { isVoteOption, voteOptionName } from "../message-values.ts";
import { addVote } from "../votes.ts";

/** MsgVote of v1: all of the voter's stake for one option. */
export const voteHandler: AnyMessageHandler = messageHandler<MsgVote, MsgVoteResponse>({
  codec: MsgVote,
  response: MsgVoteResponse,
  aminoName: "cosmos-sdk/v1/MsgVote",
  signers: ({ voter }) => [voter],
  checkStateless: () => undefined,
  handle(ctx, msg) {
    vote(ctx, msg);
    return {};
  },
});

/** MsgVote of v1beta1, which has no metadata. */
export const legacyVoteHandler: AnyMessageHandler = messageHandler<LegacyMsgVote, LegacyMsgVoteResponse>({
  codec: LegacyMsgVote,
  response: LegacyMsgVoteResponse,
  aminoName: "cosmos-sdk/MsgVote",
  signers: ({ voter }) => [voter],
  checkStateless: () => undefined,
  handle(ctx, msg) {
    vote(ctx, { ...msg, metadata: "" });
    return {};
  },
});

function vote(ctx: Context, { proposalId, voter: text, option, metadata }: MsgVote): void {
  const voter = requireAddress(ctx.chain, text, "voter");
  if (!isVoteOption(option)) throw invalidVote(voteOptionName(option));
  addVote(ctx, proposalId, voter, [{ option, weight: decText(DEC_ONE) }], metadata);
}
