import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const gov = (code: number, meaning: string): ErrorDefinition => defineError("gov", code, meaning);

/** Codes of the SDK's x/gov. */
export const inactiveProposal: ErrorDefinition = gov(3, "inactive proposal");
export const invalidProposalContent: ErrorDefinition = gov(5, "invalid proposal content");
export const invalidProposalType: ErrorDefinition = gov(6, "invalid proposal type");
export const invalidVote: ErrorDefinition = gov(7, "invalid vote option");
export const noProposalHandlerExists: ErrorDefinition = gov(9, "no handler exists for proposal type");
export const unroutableProposalMsg: ErrorDefinition = gov(10, "proposal message not recognized by router");
export const noProposalMsgs: ErrorDefinition = gov(11, "no messages proposed");
export const invalidProposalMsg: ErrorDefinition = gov(12, "invalid proposal message");
export const invalidSigner: ErrorDefinition = gov(13, "expected gov account as only signer for proposal message");
export const metadataTooLong: ErrorDefinition = gov(15, "metadata too long");
export const minDepositTooSmall: ErrorDefinition = gov(16, "minimum deposit is too small");
export const invalidProposer: ErrorDefinition = gov(18, "invalid proposer");
export const votingPeriodEnded: ErrorDefinition = gov(20, "voting period already ended");
export const invalidProposal: ErrorDefinition = gov(21, "invalid proposal");
export const summaryTooLong: ErrorDefinition = gov(22, "summary too long");
export const invalidDepositDenom: ErrorDefinition = gov(23, "invalid deposit denom");

export const govErrors: readonly ErrorDefinition[] = [
  inactiveProposal,
  invalidProposalContent,
  invalidProposalType,
  invalidVote,
  noProposalHandlerExists,
  unroutableProposalMsg,
  noProposalMsgs,
  invalidProposalMsg,
  invalidSigner,
  metadataTooLong,
  minDepositTooSmall,
  invalidProposer,
  votingPeriodEnded,
  invalidProposal,
  summaryTooLong,
  invalidDepositDenom,
];

/** x/params' refusals, which reach those who propose a ParameterChangeProposal. */
export const unknownSubspace: ErrorDefinition = defineError("params", 2, "unknown subspace");
export const emptyChanges: ErrorDefinition = defineError("params", 4, "submitted parameter changes are empty");
export const emptySubspace: ErrorDefinition = defineError("params", 5, "parameter subspace is empty");
export const emptyKey: ErrorDefinition = defineError("params", 6, "parameter key is empty");
export const emptyValue: ErrorDefinition = defineError("params", 7, "parameter value is empty");
