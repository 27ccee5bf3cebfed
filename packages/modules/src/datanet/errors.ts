import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("datanet", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const unknownDatanet: ErrorDefinition = define(3, "no such datanet; query Datanets for the ids that exist");
export const unknownContribution: ErrorDefinition = define(
  4,
  "no such contribution; query Contributions of the datanet",
);
export const unknownVersion: ErrorDefinition = define(5, "no such datanet version; freeze one or name an earlier one");
export const tooManyCurators: ErrorDefinition = define(6, "more curators than the parameters allow");
export const curatorShareTooHigh: ErrorDefinition = define(7, "curator share above the parameter's limit");
export const bondTooLow: ErrorDefinition = define(8, "bond per KiB below the governance floor");
export const wrongBondDenom: ErrorDefinition = define(9, "bonds are paid in the base denom");
export const tooLarge: ErrorDefinition = define(10, "contribution is larger than the parameters allow; split it");
export const tooManyDocuments: ErrorDefinition = define(
  11,
  "more documents than the parameters allow; split the contribution",
);
export const notCurator: ErrorDefinition = define(12, "signer is not a curator of this datanet");
export const alreadyReviewed: ErrorDefinition = define(13, "this curator has reviewed the contribution before");
export const notPending: ErrorDefinition = define(14, "contribution is not pending");
export const rowsRootDiffers: ErrorDefinition = define(
  15,
  "content does not yield the registered rows root; reject it or fetch it again",
);
export const notAllowedToFreeze: ErrorDefinition = define(
  16,
  "only the datanet's creator or a curator freezes a version",
);
export const nothingToFreeze: ErrorDefinition = define(
  17,
  "nothing was accepted or revoked since the last version, or nothing is left",
);
export const reviewPeriodOver: ErrorDefinition = define(18, "the review period is over; the contribution lapses");
export const commonsNotAllowed: ErrorDefinition = define(
  19,
  "only the commons authority of the parameters opens a commons datanet",
);
export const notContributor: ErrorDefinition = define(20, "only its owner revokes or erases a contribution");
export const nothingToRevoke: ErrorDefinition = define(
  21,
  "neither pending nor accepted, or revoked before; nothing is left to revoke",
);
export const tooManyMarks: ErrorDefinition = define(22, "a contribution takes 24 marks; revoke or strike the whole of it");
export const contentErased: ErrorDefinition = define(
  23,
  "this content was erased by its contributor and cannot be registered again",
);
export const unknownReason: ErrorDefinition = define(
  24,
  "a rejection gives one of the reasons of RejectReason; choose the nearest, or other",
);

export const unknownDispute: ErrorDefinition = define(25, "no such open dispute; query Disputes for those that are open");
export const notDisputable: ErrorDefinition = define(
  26,
  "only an accepted contribution that was not struck is disputed, and not by its owner",
);
export const alreadyDisputed: ErrorDefinition = define(
  27,
  "an account has one open dispute of a contribution at a time, and a contribution eight; wait until one is closed",
);
export const notYourTurn: ErrorDefinition = define(28, "it is somebody else's turn in this dispute; query Disputes for whose");
export const notDecidable: ErrorDefinition = define(
  29,
  "governance decides when the owner has answered or let the time pass, and before the dispute is over",
);
export const notAppealable: ErrorDefinition = define(
  30,
  "only a contribution that was rejected or lapsed, and not taken back, is appealed",
);
export const alreadyStruck: ErrorDefinition = define(31, "the contribution was struck before");
export const disputeOpen: ErrorDefinition = define(
  32,
  "the contribution is disputed: wait until that is over, or have the whole of it erased",
);
export const concededTooOften: ErrorDefinition = define(
  33,
  "a contribution changes hands four times without governance; contest, and leave it to a proposal",
);
export const tooManyVersions: ErrorDefinition = define(34, "a datanet has at most 4,096 versions; open another one");

export const errors: readonly ErrorDefinition[] = [
  malformedMessage,
  unknownDatanet,
  unknownContribution,
  unknownVersion,
  tooManyCurators,
  curatorShareTooHigh,
  bondTooLow,
  wrongBondDenom,
  tooLarge,
  tooManyDocuments,
  notCurator,
  alreadyReviewed,
  notPending,
  rowsRootDiffers,
  notAllowedToFreeze,
  nothingToFreeze,
  reviewPeriodOver,
  commonsNotAllowed,
  notContributor,
  nothingToRevoke,
  tooManyMarks,
  contentErased,
  unknownReason,
  unknownDispute,
  notDisputable,
  alreadyDisputed,
  notYourTurn,
  notDecidable,
  notAppealable,
  alreadyStruck,
  disputeOpen,
  concededTooOften,
  tooManyVersions,
];
