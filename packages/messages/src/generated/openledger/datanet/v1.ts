// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { PageRequest, PageResponse } from "../../cosmos/base/query/v1beta1.ts";
import { Coin } from "../../cosmos/base/v1beta1.ts";
import { RowsCommitment } from "../attribution/v1.ts";

/** What a licence allows. */
export const Use = {
  USE_UNSPECIFIED: 0,
  USE_TRAIN: 1,
  USE_INFER: 2,
  USE_RETRIEVE: 3,
  USE_EVALUATE: 4,
} as const;
export type Use = EnumValue<typeof Use>;

/** When quoted rows may appear on chain. */
export const QuotePolicy = {
  QUOTE_POLICY_UNSPECIFIED: 0,
  QUOTE_POLICY_PUBLIC: 1,
  QUOTE_POLICY_DEMAND_ONLY: 2,
} as const;
export type QuotePolicy = EnumValue<typeof QuotePolicy>;

/** Whether private sessions may use the data. */
export const PrivateSessions = {
  PRIVATE_SESSIONS_UNSPECIFIED: 0,
  PRIVATE_SESSIONS_NEVER: 1,
  PRIVATE_SESSIONS_WITH_AUDITOR: 2,
  PRIVATE_SESSIONS_ANY: 3,
} as const;
export type PrivateSessions = EnumValue<typeof PrivateSessions>;

export const ContributionState = {
  CONTRIBUTION_STATE_UNSPECIFIED: 0,
  CONTRIBUTION_STATE_PENDING: 1,
  CONTRIBUTION_STATE_ACCEPTED: 2,
  CONTRIBUTION_STATE_REJECTED: 3,
  CONTRIBUTION_STATE_LAPSED: 4,
} as const;
export type ContributionState = EnumValue<typeof ContributionState>;

export const Verdict = {
  VERDICT_UNSPECIFIED: 0,
  VERDICT_ACCEPT: 1,
  VERDICT_REJECT: 2,
  VERDICT_ABSTAIN: 3,
} as const;
export type Verdict = EnumValue<typeof Verdict>;

/** Why a curator rejects a contribution. */
export const RejectReason = {
  REJECT_REASON_UNSPECIFIED: 0,
  /** Registered by somebody who neither wrote it nor may give it. */
  REJECT_REASON_NOT_AUTHOR: 1,
  /** The stated licence is wrong, or does not fit the datanet's. */
  REJECT_REASON_LICENCE: 2,
  /** Registered before, in this datanet or in another one. */
  REJECT_REASON_DUPLICATE: 3,
  REJECT_REASON_PERSONAL_DATA: 4,
  REJECT_REASON_UNLAWFUL: 5,
  REJECT_REASON_LOW_QUALITY: 6,
  /** Not what the datanet is for. */
  REJECT_REASON_OFF_TOPIC: 7,
  /** Cannot be read as what it says it is. */
  REJECT_REASON_MALFORMED: 8,
  /** The content yields another rows root than the registered one. */
  REJECT_REASON_ROOT_MISMATCH: 9,
  /** Nobody serves the content. */
  REJECT_REASON_UNAVAILABLE: 10,
  REJECT_REASON_OTHER: 11,
} as const;
export type RejectReason = EnumValue<typeof RejectReason>;

/** What a mark says of a contribution. */
export const MarkKind = {
  MARK_KIND_UNSPECIFIED: 0,
  /** Taken back: what sessions quote of it is nobody's. */
  MARK_KIND_REVOKED: 1,
  /** A dispute was lost: all of it is passed over, so that the next earliest contribution owns. */
  MARK_KIND_STRUCK: 2,
  /** A dispute was lost: all of it belongs to another account. */
  MARK_KIND_REASSIGNED: 3,
} as const;
export type MarkKind = EnumValue<typeof MarkKind>;

/** What a challenger asks for. */
export const DisputeRemedy = {
  DISPUTE_REMEDY_UNSPECIFIED: 0,
  /** The contribution is passed over. */
  DISPUTE_REMEDY_STRIKE: 1,
  /** The contribution becomes the challenger's. */
  DISPUTE_REMEDY_REASSIGN: 2,
} as const;
export type DisputeRemedy = EnumValue<typeof DisputeRemedy>;

/** Whose turn it is. */
export const DisputeState = {
  DISPUTE_STATE_UNSPECIFIED: 0,
  /** The owner's: to concede or to contest. */
  DISPUTE_STATE_OPEN: 1,
  /** The challenger's: to go to governance. */
  DISPUTE_STATE_CONTESTED: 2,
  /** Anybody's: to go to governance, since the owner said nothing. */
  DISPUTE_STATE_UNANSWERED: 3,
  /** Governance's. */
  DISPUTE_STATE_ESCALATED: 4,
} as const;
export type DisputeState = EnumValue<typeof DisputeState>;

export const DisputeOutcome = {
  DISPUTE_OUTCOME_UNSPECIFIED: 0,
  DISPUTE_OUTCOME_STRUCK: 1,
  DISPUTE_OUTCOME_REASSIGNED: 2,
  DISPUTE_OUTCOME_DISMISSED: 3,
} as const;
export type DisputeOutcome = EnumValue<typeof DisputeOutcome>;

export interface Licence {
  /** SPDX expression; "LicenseRef-..." with text_hash for a custom text; "mixed" where each contribution names its own. */
  spdx: string;
  /** sha256 of a custom text, or empty. */
  textHash: Uint8Array;
  uses: Use[];
  quote: QuotePolicy;
  privateSessions: PrivateSessions;
  /** Account that must audit private sessions, or empty. */
  auditor: string;
}
export const Licence: MessageCodec<Licence> = defineMessage<Licence>("openledger.datanet.v1.Licence", [
  { no: 1, key: "spdx", name: "spdx", type: "string" },
  { no: 2, key: "textHash", name: "text_hash", type: "bytes" },
  { no: 3, key: "uses", name: "uses", type: "enum", rule: "repeated", enumTable: () => Use },
  { no: 4, key: "quote", name: "quote", type: "enum", enumTable: () => QuotePolicy },
  { no: 5, key: "privateSessions", name: "private_sessions", type: "enum", enumTable: () => PrivateSessions },
  { no: 6, key: "auditor", name: "auditor", type: "string" },
]);

export interface Datanet {
  id: bigint;
  creator: string;
  name: string;
  purpose: string;
  licence?: Licence | undefined;
  curators: string[];
  /** k of the n curators. */
  threshold: number;
  /** Curators' share of the datanet's income, at most 500 basis points. */
  curatorBps: number;
  bondPerKib?: Coin | undefined;
  minPriorBps: number;
  /** Contributions registered so far; the next one is seq_count + 1. */
  seqCount: bigint;
  /** RFC 6962 log of accepted contributions: its size and the peaks of its frontier, largest subtree first. */
  logSize: bigint;
  logPeaks: Uint8Array[];
  versionCount: bigint;
  acceptedTokens: bigint;
  acceptedBytes: bigint;
  /** Sum over accepted contributions of grade x tokens. */
  acceptedPriorWeight: bigint;
  createdHeight: bigint;
  /** Boilerplate register: counts in matching, and no manifest may list it. */
  commons: boolean;
  /** First version that leaves out all that is marked so far; 0 while nothing is marked. Models name no earlier version. */
  markedFromVersion: bigint;
  /** Marks made so far: who follows them asks again when it has grown. */
  markCount: bigint;
}
export const Datanet: MessageCodec<Datanet> = defineMessage<Datanet>("openledger.datanet.v1.Datanet", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "creator", name: "creator", type: "string" },
  { no: 3, key: "name", name: "name", type: "string" },
  { no: 4, key: "purpose", name: "purpose", type: "string" },
  { no: 5, key: "licence", name: "licence", type: "message", rule: "optional", of: () => Licence },
  { no: 6, key: "curators", name: "curators", type: "string", rule: "repeated" },
  { no: 7, key: "threshold", name: "threshold", type: "uint32" },
  { no: 8, key: "curatorBps", name: "curator_bps", type: "uint32" },
  { no: 9, key: "bondPerKib", name: "bond_per_kib", type: "message", rule: "optional", of: () => Coin },
  { no: 10, key: "minPriorBps", name: "min_prior_bps", type: "uint32" },
  { no: 11, key: "seqCount", name: "seq_count", type: "uint64" },
  { no: 12, key: "logSize", name: "log_size", type: "uint64" },
  { no: 13, key: "logPeaks", name: "log_peaks", type: "bytes", rule: "repeated" },
  { no: 14, key: "versionCount", name: "version_count", type: "uint64" },
  { no: 15, key: "acceptedTokens", name: "accepted_tokens", type: "uint64" },
  { no: 16, key: "acceptedBytes", name: "accepted_bytes", type: "uint64" },
  { no: 17, key: "acceptedPriorWeight", name: "accepted_prior_weight", type: "uint64" },
  { no: 18, key: "createdHeight", name: "created_height", type: "int64" },
  { no: 19, key: "commons", name: "commons", type: "bool" },
  { no: 20, key: "markedFromVersion", name: "marked_from_version", type: "uint64" },
  { no: 21, key: "markCount", name: "mark_count", type: "uint64" },
]);

export interface Review {
  curator: string;
  verdict: Verdict;
  /** 1 to 100 when accepting, else 0. */
  grade: number;
  /** Of a rejection, else unspecified. */
  reasonCode: RejectReason;
  height: bigint;
}
export const Review: MessageCodec<Review> = defineMessage<Review>("openledger.datanet.v1.Review", [
  { no: 1, key: "curator", name: "curator", type: "string" },
  { no: 2, key: "verdict", name: "verdict", type: "enum", enumTable: () => Verdict },
  { no: 3, key: "grade", name: "grade", type: "uint32" },
  { no: 4, key: "reasonCode", name: "reason_code", type: "enum", enumTable: () => RejectReason },
  { no: 5, key: "height", name: "height", type: "int64" },
]);

/** Consecutive chunks of one document of a contribution. */
export interface RowRange {
  document: number;
  firstChunk: number;
  chunkCount: number;
}
export const RowRange: MessageCodec<RowRange> = defineMessage<RowRange>("openledger.datanet.v1.RowRange", [
  { no: 1, key: "document", name: "document", type: "uint32" },
  { no: 2, key: "firstChunk", name: "first_chunk", type: "uint32" },
  { no: 3, key: "chunkCount", name: "chunk_count", type: "uint32" },
]);

/** What became of a contribution. It counts in sessions that open in later blocks, and is never deleted. */
export interface Mark {
  height: bigint;
  /** First version of the datanet that leaves the rows out. */
  fromVersion: bigint;
  /** Empty means the whole contribution. */
  rows: RowRange[];
  /** Content and secret are deleted wherever they are stored. */
  erase: boolean;
  kind: MarkKind;
  /** Who owns it from then on, when it is reassigned. */
  owner: string;
}
export const Mark: MessageCodec<Mark> = defineMessage<Mark>("openledger.datanet.v1.Mark", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "fromVersion", name: "from_version", type: "uint64" },
  { no: 3, key: "rows", name: "rows", type: "message", rule: "repeated", of: () => RowRange },
  { no: 4, key: "erase", name: "erase", type: "bool" },
  { no: 5, key: "kind", name: "kind", type: "enum", enumTable: () => MarkKind },
  { no: 6, key: "owner", name: "owner", type: "string" },
]);

export interface Contribution {
  datanetId: bigint;
  seq: bigint;
  /** Global number of the MsgContribute, from 1. */
  sequence: bigint;
  contributor: string;
  title: string;
  rows?: RowsCommitment | undefined;
  rowsRoot: Uint8Array;
  documentCount: number;
  /** Licence of the contribution, SPDX. */
  licence: string;
  evidenceHash: Uint8Array;
  /** sha256 of the content bundle in a blob store. */
  blob: Uint8Array;
  bond?: Coin | undefined;
  state: ContributionState;
  reviews: Review[];
  /** Median grade when accepted. */
  grade: number;
  /** Position in the datanet's log when accepted. */
  logIndex: bigint;
  registeredHeight: bigint;
  acceptedHeight: bigint;
  /** Unix nanoseconds of the block that registered it. */
  registeredTime: bigint;
  /** Global number of the acceptance, from 1; 0 while not accepted. */
  acceptedSequence: bigint;
  /** At most 16, by height. */
  marks: Mark[];
  /** The answer that it corrects; absent for contributions that correct none. */
  feedback?: FeedbackRef | undefined;
}
export const Contribution: MessageCodec<Contribution> = defineMessage<Contribution>("openledger.datanet.v1.Contribution", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "seq", name: "seq", type: "uint64" },
  { no: 3, key: "sequence", name: "sequence", type: "uint64" },
  { no: 4, key: "contributor", name: "contributor", type: "string" },
  { no: 5, key: "title", name: "title", type: "string" },
  { no: 6, key: "rows", name: "rows", type: "message", rule: "optional", of: () => RowsCommitment },
  { no: 7, key: "rowsRoot", name: "rows_root", type: "bytes" },
  { no: 8, key: "documentCount", name: "document_count", type: "uint32" },
  { no: 9, key: "licence", name: "licence", type: "string" },
  { no: 10, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 11, key: "blob", name: "blob", type: "bytes" },
  { no: 12, key: "bond", name: "bond", type: "message", rule: "optional", of: () => Coin },
  { no: 13, key: "state", name: "state", type: "enum", enumTable: () => ContributionState },
  { no: 14, key: "reviews", name: "reviews", type: "message", rule: "repeated", of: () => Review },
  { no: 15, key: "grade", name: "grade", type: "uint32" },
  { no: 16, key: "logIndex", name: "log_index", type: "uint64" },
  { no: 17, key: "registeredHeight", name: "registered_height", type: "int64" },
  { no: 18, key: "acceptedHeight", name: "accepted_height", type: "int64" },
  { no: 19, key: "registeredTime", name: "registered_time", type: "int64" },
  { no: 20, key: "acceptedSequence", name: "accepted_sequence", type: "uint64" },
  { no: 21, key: "marks", name: "marks", type: "message", rule: "repeated", of: () => Mark },
  { no: 22, key: "feedback", name: "feedback", type: "message", rule: "optional", of: () => FeedbackRef },
]);

/** A receipt that a buyer gave feedback on. */
export interface FeedbackRef {
  sessionId: bigint;
  receiptIndex: bigint;
}
export const FeedbackRef: MessageCodec<FeedbackRef> = defineMessage<FeedbackRef>("openledger.datanet.v1.FeedbackRef", [
  { no: 1, key: "sessionId", name: "session_id", type: "uint64" },
  { no: 2, key: "receiptIndex", name: "receipt_index", type: "uint64" },
]);

export interface DatanetVersion {
  datanetId: bigint;
  version: bigint;
  logSize: bigint;
  logRoot: Uint8Array;
  tokens: bigint;
  bytes: bigint;
  /** Sum of grade x tokens, the denominator of the prior's shares. */
  priorWeight: bigint;
  tokeniserVersion: number;
  frozenHeight: bigint;
  /** Part of prior_weight that was struck since: the others share the prior without it. */
  struckWeight: bigint;
}
export const DatanetVersion: MessageCodec<DatanetVersion> = defineMessage<DatanetVersion>("openledger.datanet.v1.DatanetVersion", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
  { no: 3, key: "logSize", name: "log_size", type: "uint64" },
  { no: 4, key: "logRoot", name: "log_root", type: "bytes" },
  { no: 5, key: "tokens", name: "tokens", type: "uint64" },
  { no: 6, key: "bytes", name: "bytes", type: "uint64" },
  { no: 7, key: "priorWeight", name: "prior_weight", type: "uint64" },
  { no: 8, key: "tokeniserVersion", name: "tokeniser_version", type: "uint32" },
  { no: 9, key: "frozenHeight", name: "frozen_height", type: "int64" },
  { no: 10, key: "struckWeight", name: "struck_weight", type: "uint64" },
]);

/** What travels off chain for a contribution: the blob behind Contribution.blob. */
export interface ContentBundle {
  /** 1. */
  version: number;
  /** 32 bytes, from which the salts derive. */
  secret: Uint8Array;
  documents: Document[];
}
export const ContentBundle: MessageCodec<ContentBundle> = defineMessage<ContentBundle>("openledger.datanet.v1.ContentBundle", [
  { no: 1, key: "version", name: "version", type: "uint32" },
  { no: 2, key: "secret", name: "secret", type: "bytes" },
  { no: 3, key: "documents", name: "documents", type: "message", rule: "repeated", of: () => Document },
]);

export interface Document {
  path: string;
  data: Uint8Array;
}
export const Document: MessageCodec<Document> = defineMessage<Document>("openledger.datanet.v1.Document", [
  { no: 1, key: "path", name: "path", type: "string" },
  { no: 2, key: "data", name: "data", type: "bytes" },
]);

export interface MsgCreateDatanet {
  creator: string;
  name: string;
  purpose: string;
  licence?: Licence | undefined;
  curators: string[];
  threshold: number;
  curatorBps: number;
  bondPerKib?: Coin | undefined;
  minPriorBps: number;
  /** Only the commons authority of the parameters opens such a datanet. */
  commons: boolean;
}
export const MsgCreateDatanet: MessageCodec<MsgCreateDatanet> = defineMessage<MsgCreateDatanet>("openledger.datanet.v1.MsgCreateDatanet", [
  { no: 1, key: "creator", name: "creator", type: "string" },
  { no: 2, key: "name", name: "name", type: "string" },
  { no: 3, key: "purpose", name: "purpose", type: "string" },
  { no: 4, key: "licence", name: "licence", type: "message", rule: "optional", of: () => Licence },
  { no: 5, key: "curators", name: "curators", type: "string", rule: "repeated" },
  { no: 6, key: "threshold", name: "threshold", type: "uint32" },
  { no: 7, key: "curatorBps", name: "curator_bps", type: "uint32" },
  { no: 8, key: "bondPerKib", name: "bond_per_kib", type: "message", rule: "optional", of: () => Coin },
  { no: 9, key: "minPriorBps", name: "min_prior_bps", type: "uint32" },
  { no: 10, key: "commons", name: "commons", type: "bool" },
], { name: "openledger/MsgCreateDatanet" });

export interface MsgCreateDatanetResponse {
  datanetId: bigint;
}
export const MsgCreateDatanetResponse: MessageCodec<MsgCreateDatanetResponse> = defineMessage<MsgCreateDatanetResponse>("openledger.datanet.v1.MsgCreateDatanetResponse", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
]);

/** Registers data by its commitment. An opened chunk stays in the block log forever; what was never opened can be erased. */
export interface MsgContribute {
  contributor: string;
  datanetId: bigint;
  title: string;
  rows?: RowsCommitment | undefined;
  documentCount: number;
  /** Licence under which the contributor gives the data: accepts the datanet's terms. */
  licence: string;
  evidenceHash: Uint8Array;
  blob: Uint8Array;
}
export const MsgContribute: MessageCodec<MsgContribute> = defineMessage<MsgContribute>("openledger.datanet.v1.MsgContribute", [
  { no: 1, key: "contributor", name: "contributor", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "title", name: "title", type: "string" },
  { no: 4, key: "rows", name: "rows", type: "message", rule: "optional", of: () => RowsCommitment },
  { no: 5, key: "documentCount", name: "document_count", type: "uint32" },
  { no: 6, key: "licence", name: "licence", type: "string" },
  { no: 7, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 8, key: "blob", name: "blob", type: "bytes" },
], { name: "openledger/MsgContribute" });

export interface MsgContributeResponse {
  seq: bigint;
  sequence: bigint;
}
export const MsgContributeResponse: MessageCodec<MsgContributeResponse> = defineMessage<MsgContributeResponse>("openledger.datanet.v1.MsgContributeResponse", [
  { no: 1, key: "seq", name: "seq", type: "uint64" },
  { no: 2, key: "sequence", name: "sequence", type: "uint64" },
]);

export interface MsgReview {
  curator: string;
  datanetId: bigint;
  seq: bigint;
  verdict: Verdict;
  grade: number;
  reasonCode: RejectReason;
  /** The rows root that the curator recomputed from the content. */
  rowsRoot: Uint8Array;
}
export const MsgReview: MessageCodec<MsgReview> = defineMessage<MsgReview>("openledger.datanet.v1.MsgReview", [
  { no: 1, key: "curator", name: "curator", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "seq", name: "seq", type: "uint64" },
  { no: 4, key: "verdict", name: "verdict", type: "enum", enumTable: () => Verdict },
  { no: 5, key: "grade", name: "grade", type: "uint32" },
  { no: 6, key: "reasonCode", name: "reason_code", type: "enum", enumTable: () => RejectReason },
  { no: 7, key: "rowsRoot", name: "rows_root", type: "bytes" },
], { name: "openledger/MsgReview" });

export interface MsgReviewResponse {
  state: ContributionState;
}
export const MsgReviewResponse: MessageCodec<MsgReviewResponse> = defineMessage<MsgReviewResponse>("openledger.datanet.v1.MsgReviewResponse", [
  { no: 1, key: "state", name: "state", type: "enum", enumTable: () => ContributionState },
]);

export interface MsgFreezeVersion {
  /** The datanet's creator or one of its curators. */
  signer: string;
  datanetId: bigint;
}
export const MsgFreezeVersion: MessageCodec<MsgFreezeVersion> = defineMessage<MsgFreezeVersion>("openledger.datanet.v1.MsgFreezeVersion", [
  { no: 1, key: "signer", name: "signer", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
], { name: "openledger/MsgFreezeVersion" });

export interface MsgFreezeVersionResponse {
  version: bigint;
  logSize: bigint;
  logRoot: Uint8Array;
}
export const MsgFreezeVersionResponse: MessageCodec<MsgFreezeVersionResponse> = defineMessage<MsgFreezeVersionResponse>("openledger.datanet.v1.MsgFreezeVersionResponse", [
  { no: 1, key: "version", name: "version", type: "uint64" },
  { no: 2, key: "logSize", name: "log_size", type: "uint64" },
  { no: 3, key: "logRoot", name: "log_root", type: "bytes" },
]);

/** The contributor takes a contribution, or rows of it, back: what later sessions quote of it is nobody's. */
export interface MsgRevoke {
  contributor: string;
  datanetId: bigint;
  seq: bigint;
  /** At most 16; empty means the whole contribution. */
  rows: RowRange[];
  /** Delete content and secret as well, of a whole contribution only. What an answer opened on chain stays there. */
  erase: boolean;
}
export const MsgRevoke: MessageCodec<MsgRevoke> = defineMessage<MsgRevoke>("openledger.datanet.v1.MsgRevoke", [
  { no: 1, key: "contributor", name: "contributor", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "seq", name: "seq", type: "uint64" },
  { no: 4, key: "rows", name: "rows", type: "message", rule: "repeated", of: () => RowRange },
  { no: 5, key: "erase", name: "erase", type: "bool" },
], { name: "openledger/MsgRevoke" });

export interface MsgRevokeResponse {
  state: ContributionState;
  /** No node serves the content any longer; false when somebody else registered the same blob before. */
  erased: boolean;
}
export const MsgRevokeResponse: MessageCodec<MsgRevokeResponse> = defineMessage<MsgRevokeResponse>("openledger.datanet.v1.MsgRevokeResponse", [
  { no: 1, key: "state", name: "state", type: "enum", enumTable: () => ContributionState },
  { no: 2, key: "erased", name: "erased", type: "bool" },
]);

/** Somebody says that a contribution is not its owner's to give. In state while it is open. */
export interface Dispute {
  id: bigint;
  datanetId: bigint;
  seq: bigint;
  challenger: string;
  remedy: DisputeRemedy;
  /** sha256 of what the challenger shows. */
  evidenceHash: Uint8Array;
  text: string;
  bond?: Coin | undefined;
  state: DisputeState;
  /** Owner of the contribution when the dispute was opened. */
  owner: string;
  /** What the owner said. */
  answer: string;
  openedHeight: bigint;
  /** Unix nanoseconds at which the turn is over, though not before the height. */
  until: bigint;
  /** Height from which the turn may be over. */
  untilHeight: bigint;
}
export const Dispute: MessageCodec<Dispute> = defineMessage<Dispute>("openledger.datanet.v1.Dispute", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "seq", name: "seq", type: "uint64" },
  { no: 4, key: "challenger", name: "challenger", type: "string" },
  { no: 5, key: "remedy", name: "remedy", type: "enum", enumTable: () => DisputeRemedy },
  { no: 6, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 7, key: "text", name: "text", type: "string" },
  { no: 8, key: "bond", name: "bond", type: "message", rule: "optional", of: () => Coin },
  { no: 9, key: "state", name: "state", type: "enum", enumTable: () => DisputeState },
  { no: 10, key: "owner", name: "owner", type: "string" },
  { no: 11, key: "answer", name: "answer", type: "string" },
  { no: 12, key: "openedHeight", name: "opened_height", type: "int64" },
  { no: 13, key: "until", name: "until", type: "int64" },
  { no: 14, key: "untilHeight", name: "until_height", type: "int64" },
]);

/**
 * Disputes the ownership of an accepted contribution and locks the bond of the parameters, doubled for each dispute of
 * it that is open.
 */
export interface MsgDispute {
  challenger: string;
  datanetId: bigint;
  seq: bigint;
  remedy: DisputeRemedy;
  evidenceHash: Uint8Array;
  text: string;
}
export const MsgDispute: MessageCodec<MsgDispute> = defineMessage<MsgDispute>("openledger.datanet.v1.MsgDispute", [
  { no: 1, key: "challenger", name: "challenger", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "seq", name: "seq", type: "uint64" },
  { no: 4, key: "remedy", name: "remedy", type: "enum", enumTable: () => DisputeRemedy },
  { no: 5, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 6, key: "text", name: "text", type: "string" },
], { name: "openledger/MsgDispute" });

export interface MsgDisputeResponse {
  disputeId: bigint;
}
export const MsgDisputeResponse: MessageCodec<MsgDisputeResponse> = defineMessage<MsgDisputeResponse>("openledger.datanet.v1.MsgDisputeResponse", [
  { no: 1, key: "disputeId", name: "dispute_id", type: "uint64" },
]);

/** The owner concedes, which settles the dispute as the challenger asked, or contests. */
export interface MsgAnswerDispute {
  owner: string;
  disputeId: bigint;
  concede: boolean;
  text: string;
}
export const MsgAnswerDispute: MessageCodec<MsgAnswerDispute> = defineMessage<MsgAnswerDispute>("openledger.datanet.v1.MsgAnswerDispute", [
  { no: 1, key: "owner", name: "owner", type: "string" },
  { no: 2, key: "disputeId", name: "dispute_id", type: "uint64" },
  { no: 3, key: "concede", name: "concede", type: "bool" },
  { no: 4, key: "text", name: "text", type: "string" },
], { name: "openledger/MsgAnswerDispute" });

export interface MsgAnswerDisputeResponse {}
export const MsgAnswerDisputeResponse: MessageCodec<MsgAnswerDisputeResponse> = defineMessage<MsgAnswerDisputeResponse>("openledger.datanet.v1.MsgAnswerDisputeResponse", []);

/** Leaves a dispute to governance: the challenger when the owner contests, anybody when the owner said nothing. */
export interface MsgEscalateDispute {
  signer: string;
  disputeId: bigint;
}
export const MsgEscalateDispute: MessageCodec<MsgEscalateDispute> = defineMessage<MsgEscalateDispute>("openledger.datanet.v1.MsgEscalateDispute", [
  { no: 1, key: "signer", name: "signer", type: "string" },
  { no: 2, key: "disputeId", name: "dispute_id", type: "uint64" },
], { name: "openledger/MsgEscalateDispute" });

export interface MsgEscalateDisputeResponse {}
export const MsgEscalateDisputeResponse: MessageCodec<MsgEscalateDisputeResponse> = defineMessage<MsgEscalateDisputeResponse>("openledger.datanet.v1.MsgEscalateDisputeResponse", []);

/** Governance decides an escalated dispute. */
export interface MsgDecideDispute {
  authority: string;
  disputeId: bigint;
  outcome: DisputeOutcome;
}
export const MsgDecideDispute: MessageCodec<MsgDecideDispute> = defineMessage<MsgDecideDispute>("openledger.datanet.v1.MsgDecideDispute", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "disputeId", name: "dispute_id", type: "uint64" },
  { no: 3, key: "outcome", name: "outcome", type: "enum", enumTable: () => DisputeOutcome },
], { name: "openledger/MsgDecideDispute" });

export interface MsgDecideDisputeResponse {}
export const MsgDecideDisputeResponse: MessageCodec<MsgDecideDisputeResponse> = defineMessage<MsgDecideDisputeResponse>("openledger.datanet.v1.MsgDecideDisputeResponse", []);

/** Governance accepts a contribution that curators rejected or left until it lapsed. Its bond is locked again. */
export interface MsgDecideAppeal {
  authority: string;
  datanetId: bigint;
  seq: bigint;
  /** 1 to 100. */
  grade: number;
}
export const MsgDecideAppeal: MessageCodec<MsgDecideAppeal> = defineMessage<MsgDecideAppeal>("openledger.datanet.v1.MsgDecideAppeal", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "seq", name: "seq", type: "uint64" },
  { no: 4, key: "grade", name: "grade", type: "uint32" },
], { name: "openledger/MsgDecideAppeal" });

export interface MsgDecideAppealResponse {
  logIndex: bigint;
}
export const MsgDecideAppealResponse: MessageCodec<MsgDecideAppealResponse> = defineMessage<MsgDecideAppealResponse>("openledger.datanet.v1.MsgDecideAppealResponse", [
  { no: 1, key: "logIndex", name: "log_index", type: "uint64" },
]);

export interface Params {
  maxCurators: number;
  maxCuratorBps: number;
  /** Least bond per KiB that a datanet may ask. */
  minBondPerKib: string;
  /** Burned when a contribution is rejected. */
  rejectionFee: string;
  /** A contribution without a verdict lapses after this. */
  reviewPeriodSeconds: bigint;
  maxContributionBytes: bigint;
  maxDocuments: number;
  /** Account that may open commons datanets; empty means nobody. */
  commonsAuthority: string;
  /** What the first dispute of a contribution locks, in the base denom; at least 1. */
  disputeBond: string;
  /** The owner's time to answer a dispute. */
  disputeOwnerSeconds: bigint;
  /** Time to leave a dispute to governance afterwards. */
  disputeEscalationSeconds: bigint;
  /** Time in which governance decides; a dispute that it leaves is dismissed. */
  disputeDecisionSeconds: bigint;
  /** A turn lasts at least so many blocks. */
  disputeTurnBlocks: bigint;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.datanet.v1.Params", [
  { no: 1, key: "maxCurators", name: "max_curators", type: "uint32" },
  { no: 2, key: "maxCuratorBps", name: "max_curator_bps", type: "uint32" },
  { no: 3, key: "minBondPerKib", name: "min_bond_per_kib", type: "string" },
  { no: 4, key: "rejectionFee", name: "rejection_fee", type: "string" },
  { no: 5, key: "reviewPeriodSeconds", name: "review_period_seconds", type: "uint64" },
  { no: 6, key: "maxContributionBytes", name: "max_contribution_bytes", type: "uint64" },
  { no: 7, key: "maxDocuments", name: "max_documents", type: "uint32" },
  { no: 8, key: "commonsAuthority", name: "commons_authority", type: "string" },
  { no: 9, key: "disputeBond", name: "dispute_bond", type: "string" },
  { no: 10, key: "disputeOwnerSeconds", name: "dispute_owner_seconds", type: "uint64" },
  { no: 11, key: "disputeEscalationSeconds", name: "dispute_escalation_seconds", type: "uint64" },
  { no: 12, key: "disputeDecisionSeconds", name: "dispute_decision_seconds", type: "uint64" },
  { no: 13, key: "disputeTurnBlocks", name: "dispute_turn_blocks", type: "uint64" },
]);

export interface QueryDatanetRequest {
  datanetId: bigint;
}
export const QueryDatanetRequest: MessageCodec<QueryDatanetRequest> = defineMessage<QueryDatanetRequest>("openledger.datanet.v1.QueryDatanetRequest", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
]);

export interface QueryDatanetResponse {
  datanet?: Datanet | undefined;
}
export const QueryDatanetResponse: MessageCodec<QueryDatanetResponse> = defineMessage<QueryDatanetResponse>("openledger.datanet.v1.QueryDatanetResponse", [
  { no: 1, key: "datanet", name: "datanet", type: "message", rule: "optional", of: () => Datanet },
]);

export interface QueryDatanetsRequest {
  pagination?: PageRequest | undefined;
}
export const QueryDatanetsRequest: MessageCodec<QueryDatanetsRequest> = defineMessage<QueryDatanetsRequest>("openledger.datanet.v1.QueryDatanetsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryDatanetsResponse {
  datanets: Datanet[];
  pagination?: PageResponse | undefined;
}
export const QueryDatanetsResponse: MessageCodec<QueryDatanetsResponse> = defineMessage<QueryDatanetsResponse>("openledger.datanet.v1.QueryDatanetsResponse", [
  { no: 1, key: "datanets", name: "datanets", type: "message", rule: "repeated", of: () => Datanet },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryContributionRequest {
  datanetId: bigint;
  seq: bigint;
}
export const QueryContributionRequest: MessageCodec<QueryContributionRequest> = defineMessage<QueryContributionRequest>("openledger.datanet.v1.QueryContributionRequest", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "seq", name: "seq", type: "uint64" },
]);

export interface QueryContributionResponse {
  contribution?: Contribution | undefined;
}
export const QueryContributionResponse: MessageCodec<QueryContributionResponse> = defineMessage<QueryContributionResponse>("openledger.datanet.v1.QueryContributionResponse", [
  { no: 1, key: "contribution", name: "contribution", type: "message", rule: "optional", of: () => Contribution },
]);

export interface QueryContributionsRequest {
  datanetId: bigint;
  pagination?: PageRequest | undefined;
}
export const QueryContributionsRequest: MessageCodec<QueryContributionsRequest> = defineMessage<QueryContributionsRequest>("openledger.datanet.v1.QueryContributionsRequest", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryContributionsResponse {
  contributions: Contribution[];
  pagination?: PageResponse | undefined;
}
export const QueryContributionsResponse: MessageCodec<QueryContributionsResponse> = defineMessage<QueryContributionsResponse>("openledger.datanet.v1.QueryContributionsResponse", [
  { no: 1, key: "contributions", name: "contributions", type: "message", rule: "repeated", of: () => Contribution },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryVersionRequest {
  datanetId: bigint;
  version: bigint;
}
export const QueryVersionRequest: MessageCodec<QueryVersionRequest> = defineMessage<QueryVersionRequest>("openledger.datanet.v1.QueryVersionRequest", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
]);

export interface QueryVersionResponse {
  version?: DatanetVersion | undefined;
}
export const QueryVersionResponse: MessageCodec<QueryVersionResponse> = defineMessage<QueryVersionResponse>("openledger.datanet.v1.QueryVersionResponse", [
  { no: 1, key: "version", name: "version", type: "message", rule: "optional", of: () => DatanetVersion },
]);

/** What was erased under a blob's hash. */
export interface Erasure {
  blob: Uint8Array;
  /** The contribution that registered the blob first, and whose contributor erased it. */
  datanetId: bigint;
  seq: bigint;
  height: bigint;
}
export const Erasure: MessageCodec<Erasure> = defineMessage<Erasure>("openledger.datanet.v1.Erasure", [
  { no: 1, key: "blob", name: "blob", type: "bytes" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "seq", name: "seq", type: "uint64" },
  { no: 4, key: "height", name: "height", type: "int64" },
]);

export interface QueryErasureRequest {
  /** sha256 of a blob. */
  blob: Uint8Array;
}
export const QueryErasureRequest: MessageCodec<QueryErasureRequest> = defineMessage<QueryErasureRequest>("openledger.datanet.v1.QueryErasureRequest", [
  { no: 1, key: "blob", name: "blob", type: "bytes" },
]);

export interface QueryErasureResponse {
  /** Absent when the blob was not erased. */
  erasure?: Erasure | undefined;
}
export const QueryErasureResponse: MessageCodec<QueryErasureResponse> = defineMessage<QueryErasureResponse>("openledger.datanet.v1.QueryErasureResponse", [
  { no: 1, key: "erasure", name: "erasure", type: "message", rule: "optional", of: () => Erasure },
]);

export interface QueryErasuresRequest {
  pagination?: PageRequest | undefined;
}
export const QueryErasuresRequest: MessageCodec<QueryErasuresRequest> = defineMessage<QueryErasuresRequest>("openledger.datanet.v1.QueryErasuresRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryErasuresResponse {
  erasures: Erasure[];
  pagination?: PageResponse | undefined;
}
export const QueryErasuresResponse: MessageCodec<QueryErasuresResponse> = defineMessage<QueryErasuresResponse>("openledger.datanet.v1.QueryErasuresResponse", [
  { no: 1, key: "erasures", name: "erasures", type: "message", rule: "repeated", of: () => Erasure },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryDisputeRequest {
  disputeId: bigint;
}
export const QueryDisputeRequest: MessageCodec<QueryDisputeRequest> = defineMessage<QueryDisputeRequest>("openledger.datanet.v1.QueryDisputeRequest", [
  { no: 1, key: "disputeId", name: "dispute_id", type: "uint64" },
]);

export interface QueryDisputeResponse {
  dispute?: Dispute | undefined;
}
export const QueryDisputeResponse: MessageCodec<QueryDisputeResponse> = defineMessage<QueryDisputeResponse>("openledger.datanet.v1.QueryDisputeResponse", [
  { no: 1, key: "dispute", name: "dispute", type: "message", rule: "optional", of: () => Dispute },
]);

/** Open disputes, oldest first. */
export interface QueryDisputesRequest {
  pagination?: PageRequest | undefined;
}
export const QueryDisputesRequest: MessageCodec<QueryDisputesRequest> = defineMessage<QueryDisputesRequest>("openledger.datanet.v1.QueryDisputesRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryDisputesResponse {
  disputes: Dispute[];
  pagination?: PageResponse | undefined;
}
export const QueryDisputesResponse: MessageCodec<QueryDisputesResponse> = defineMessage<QueryDisputesResponse>("openledger.datanet.v1.QueryDisputesResponse", [
  { no: 1, key: "disputes", name: "disputes", type: "message", rule: "repeated", of: () => Dispute },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.datanet.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.datanet.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export interface QueryPendingReviewsRequest {
  pagination?: PageRequest | undefined;
}
export const QueryPendingReviewsRequest: MessageCodec<QueryPendingReviewsRequest> = defineMessage<QueryPendingReviewsRequest>("openledger.datanet.v1.QueryPendingReviewsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** A contribution that waits for its curators. */
export interface PendingReview {
  contribution?: Contribution | undefined;
  /** Unix nanoseconds. */
  lapseTime: bigint;
}
export const PendingReview: MessageCodec<PendingReview> = defineMessage<PendingReview>("openledger.datanet.v1.PendingReview", [
  { no: 1, key: "contribution", name: "contribution", type: "message", rule: "optional", of: () => Contribution },
  { no: 2, key: "lapseTime", name: "lapse_time", type: "int64" },
]);

export interface QueryPendingReviewsResponse {
  reviews: PendingReview[];
  pagination?: PageResponse | undefined;
}
export const QueryPendingReviewsResponse: MessageCodec<QueryPendingReviewsResponse> = defineMessage<QueryPendingReviewsResponse>("openledger.datanet.v1.QueryPendingReviewsResponse", [
  { no: 1, key: "reviews", name: "reviews", type: "message", rule: "repeated", of: () => PendingReview },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export const MsgService: {
  readonly CreateDatanet: MethodDefinition<MsgCreateDatanet, MsgCreateDatanetResponse>;
  readonly Contribute: MethodDefinition<MsgContribute, MsgContributeResponse>;
  readonly Review: MethodDefinition<MsgReview, MsgReviewResponse>;
  readonly FreezeVersion: MethodDefinition<MsgFreezeVersion, MsgFreezeVersionResponse>;
  readonly Revoke: MethodDefinition<MsgRevoke, MsgRevokeResponse>;
  readonly Dispute: MethodDefinition<MsgDispute, MsgDisputeResponse>;
  readonly AnswerDispute: MethodDefinition<MsgAnswerDispute, MsgAnswerDisputeResponse>;
  readonly EscalateDispute: MethodDefinition<MsgEscalateDispute, MsgEscalateDisputeResponse>;
  readonly DecideDispute: MethodDefinition<MsgDecideDispute, MsgDecideDisputeResponse>;
  readonly DecideAppeal: MethodDefinition<MsgDecideAppeal, MsgDecideAppealResponse>;
} = {
  CreateDatanet: { path: "/openledger.datanet.v1.Msg/CreateDatanet", request: MsgCreateDatanet, response: MsgCreateDatanetResponse },
  Contribute: { path: "/openledger.datanet.v1.Msg/Contribute", request: MsgContribute, response: MsgContributeResponse },
  Review: { path: "/openledger.datanet.v1.Msg/Review", request: MsgReview, response: MsgReviewResponse },
  FreezeVersion: { path: "/openledger.datanet.v1.Msg/FreezeVersion", request: MsgFreezeVersion, response: MsgFreezeVersionResponse },
  Revoke: { path: "/openledger.datanet.v1.Msg/Revoke", request: MsgRevoke, response: MsgRevokeResponse },
  Dispute: { path: "/openledger.datanet.v1.Msg/Dispute", request: MsgDispute, response: MsgDisputeResponse },
  AnswerDispute: { path: "/openledger.datanet.v1.Msg/AnswerDispute", request: MsgAnswerDispute, response: MsgAnswerDisputeResponse },
  EscalateDispute: { path: "/openledger.datanet.v1.Msg/EscalateDispute", request: MsgEscalateDispute, response: MsgEscalateDisputeResponse },
  DecideDispute: { path: "/openledger.datanet.v1.Msg/DecideDispute", request: MsgDecideDispute, response: MsgDecideDisputeResponse },
  DecideAppeal: { path: "/openledger.datanet.v1.Msg/DecideAppeal", request: MsgDecideAppeal, response: MsgDecideAppealResponse },
};

export const QueryService: {
  /** All contributions without decision, by the time at which they lapse. */
  readonly PendingReviews: MethodDefinition<QueryPendingReviewsRequest, QueryPendingReviewsResponse>;
  readonly Datanet: MethodDefinition<QueryDatanetRequest, QueryDatanetResponse>;
  readonly Datanets: MethodDefinition<QueryDatanetsRequest, QueryDatanetsResponse>;
  readonly Contribution: MethodDefinition<QueryContributionRequest, QueryContributionResponse>;
  readonly Contributions: MethodDefinition<QueryContributionsRequest, QueryContributionsResponse>;
  readonly Version: MethodDefinition<QueryVersionRequest, QueryVersionResponse>;
  readonly Erasure: MethodDefinition<QueryErasureRequest, QueryErasureResponse>;
  readonly Erasures: MethodDefinition<QueryErasuresRequest, QueryErasuresResponse>;
  readonly Dispute: MethodDefinition<QueryDisputeRequest, QueryDisputeResponse>;
  readonly Disputes: MethodDefinition<QueryDisputesRequest, QueryDisputesResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  PendingReviews: { path: "/openledger.datanet.v1.Query/PendingReviews", request: QueryPendingReviewsRequest, response: QueryPendingReviewsResponse },
  Datanet: { path: "/openledger.datanet.v1.Query/Datanet", request: QueryDatanetRequest, response: QueryDatanetResponse },
  Datanets: { path: "/openledger.datanet.v1.Query/Datanets", request: QueryDatanetsRequest, response: QueryDatanetsResponse },
  Contribution: { path: "/openledger.datanet.v1.Query/Contribution", request: QueryContributionRequest, response: QueryContributionResponse },
  Contributions: { path: "/openledger.datanet.v1.Query/Contributions", request: QueryContributionsRequest, response: QueryContributionsResponse },
  Version: { path: "/openledger.datanet.v1.Query/Version", request: QueryVersionRequest, response: QueryVersionResponse },
  Erasure: { path: "/openledger.datanet.v1.Query/Erasure", request: QueryErasureRequest, response: QueryErasureResponse },
  Erasures: { path: "/openledger.datanet.v1.Query/Erasures", request: QueryErasuresRequest, response: QueryErasuresResponse },
  Dispute: { path: "/openledger.datanet.v1.Query/Dispute", request: QueryDisputeRequest, response: QueryDisputeResponse },
  Disputes: { path: "/openledger.datanet.v1.Query/Disputes", request: QueryDisputesRequest, response: QueryDisputesResponse },
  Params: { path: "/openledger.datanet.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
