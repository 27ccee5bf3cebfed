import type { Any } from "@openledger/messages/google/protobuf";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { Proposal } from "@openledger/messages/cosmos/gov/v1";
import { sdkErrors, storeGas, type Context } from "@openledger/state-machine";
import { requireAddress } from "../support/sdk-address.ts";
import { addDeposit, requireDepositDenoms, requireInitialDeposit } from "./deposits.ts";
import { invalidProposalContent, noProposalMsgs } from "./errors.ts";
import { proposalSubmitted, votingStarted } from "./events.ts";
import { requireProposable } from "./execute.ts";
import type { GovParts } from "./expected-keepers.ts";
import { requireMetadataLength, requireSummaryLength } from "./message-values.ts";
import { readProposalMetadata } from "./proposal-metadata.ts";
import { createProposal } from "./proposals.ts";
import { GOV_STORE, govParams } from "./state.ts";

/** MsgSubmitProposal of v1, to which that of v1beta1 is converted. */
export interface Submission {
  readonly messages: readonly Any[];
  readonly initialDeposit: readonly Coin[];
  readonly proposer: string;
  readonly metadata: string;
  readonly title: string;
  readonly summary: string;
  readonly expedited: boolean;
}

/** Makes a proposal with its first deposit; returns its id. Throws the SDK's errors in the SDK's order. */
export function submitProposal(parts: GovParts, ctx: Context, submission: Submission): bigint {
  const { messages, initialDeposit, metadata, title, summary, expedited } = submission;
  if (title === "") throw sdkErrors.invalidRequest("proposal title cannot be empty");
  if (summary === "") throw sdkErrors.invalidRequest("proposal summary cannot be empty");
  const proposer = requireAddress(ctx.chain, submission.proposer, "proposer");
  if (messages.length === 0 && metadata === "") throw noProposalMsgs("either metadata or Msgs length must be non-nil");
  requireSameMetadata(submission);
  const params = govParams.require(ctx.store.store(GOV_STORE));
  requireInitialDeposit(params, initialDeposit, expedited);
  requireDepositDenoms(params, initialDeposit);
  requireMetadataLength(metadata);
  requireSummaryLength(summary);
  requireMetadataLength(title);
  const proposable = requireProposable(parts, ctx, messages);
  const proposal = createProposal(ctx, { messages: proposable, metadata, title, summary, proposer, expedited });
  ctx.emit(proposalSubmitted(proposal.id, proposer, messages.map(({ typeUrl }) => `,${typeUrl}`).join("")));
  ctx.gas.consume(3n * storeGas.writePerByte * BigInt(Proposal.toBytes(proposal).length), "submit proposal");
  if (addDeposit(parts, ctx, proposal.id, proposer, initialDeposit)) ctx.emit(votingStarted("submit_proposal", proposal.id));
  return proposal.id;
}

function requireSameMetadata({ metadata, title, summary }: Submission): void {
  if (metadata === "") return;
  const read = readProposalMetadata(metadata);
  if (read === undefined) return;
  if (read.title !== title) {
    throw invalidProposalContent(`metadata title '${read.title}' must equal proposal title '${title.slice(0, 300)}'`);
  }
  if (read.summary !== summary) {
    throw invalidProposalContent(`metadata summary '${read.summary}' must equal proposal summary '${summary.slice(0, 300)}'`);
  }
}
