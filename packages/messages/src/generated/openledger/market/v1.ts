// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { PageRequest, PageResponse } from "../../cosmos/base/query/v1beta1.ts";
import { Coin } from "../../cosmos/base/v1beta1.ts";
import { ArtifactProof, Claim, ContributionRef, Match, OwnerAmount, Receipt, ReceiptOpening, RequestMessage, RowOpening, RowsCommitment, SignedTreeHead } from "../attribution/v1.ts";

export const Visibility = {
  VISIBILITY_UNSPECIFIED: 0,
  VISIBILITY_PUBLIC: 1,
  /** Only the buyer and the auditors named at opening see receipts, and only they demand. */
  VISIBILITY_PRIVATE: 2,
} as const;
export type Visibility = EnumValue<typeof Visibility>;

export const SessionState = {
  SESSION_STATE_UNSPECIFIED: 0,
  SESSION_STATE_OPEN: 1,
  /** Closed or expired: only settlements are taken until settle_until. */
  SESSION_STATE_SETTLING: 2,
  /** Holds no money; stays for the record period, so that its receipts can be shown to have been settled. */
  SESSION_STATE_ENDED: 3,
} as const;
export type SessionState = EnumValue<typeof SessionState>;

export const CounterexampleKind = {
  COUNTEREXAMPLE_KIND_UNSPECIFIED: 0,
  /** An earlier contribution than the cited one, or any where the claim says no match. */
  COUNTEREXAMPLE_KIND_MATCH: 1,
  /** The claim contradicts the request, the output or the registered contributions that it is about. */
  COUNTEREXAMPLE_KIND_INVALID: 2,
  /** The output of a re-executable kind is another one. */
  COUNTEREXAMPLE_KIND_OUTPUT: 3,
} as const;
export type CounterexampleKind = EnumValue<typeof CounterexampleKind>;

export const SettlementOutcome = {
  SETTLEMENT_OUTCOME_UNSPECIFIED: 0,
  SETTLEMENT_OUTCOME_FINAL: 1,
  SETTLEMENT_OUTCOME_VOID: 2,
} as const;
export type SettlementOutcome = EnumValue<typeof SettlementOutcome>;

export const CounterexampleOutcome = {
  COUNTEREXAMPLE_OUTCOME_UNSPECIFIED: 0,
  COUNTEREXAMPLE_OUTCOME_VOID: 1,
  COUNTEREXAMPLE_OUTCOME_CORRECTED: 2,
  /** The claim stands; the challenger's bond went to the host. */
  COUNTEREXAMPLE_OUTCOME_FALSE: 3,
} as const;
export type CounterexampleOutcome = EnumValue<typeof CounterexampleOutcome>;

/**
 * What an answer costs: per_call + floor(input_tokens x per_1k_input / 1000) + floor(output_tokens x per_1k_output /
 * 1000), all in units of one denom. Beyond latency_class_ms the sum is multiplied by (10,000 - late_bps) / 10,000, floor.
 */
export interface Price {
  denom: string;
  perCall: string;
  per1kInput: string;
  per1kOutput: string;
}
export const Price: MessageCodec<Price> = defineMessage<Price>("openledger.market.v1.Price", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "perCall", name: "per_call", type: "string" },
  { no: 3, key: "per1kInput", name: "per_1k_input", type: "string" },
  { no: 4, key: "per1kOutput", name: "per_1k_output", type: "string" },
]);

export interface Offer {
  id: bigint;
  host: string;
  modelId: bigint;
  modelVersion: bigint;
  /** Where clients of the host reach its gateway. */
  endpoint: string;
  price?: Price | undefined;
  latencyClassMs: bigint;
  lateBps: number;
  /** Receipts that may be unsigned at one time, c. */
  unsignedCalls: number;
  bond?: Coin | undefined;
  /** Part of the bond behind pending settlements. */
  bondLocked: string;
  /** Units of the price's denom, at most unsigned_calls x per_call. */
  openingFee: string;
  /** secp256k1 key, 33 bytes, that signs the host's receipts. */
  receiptKey: Uint8Array;
  region: string;
  powerSource: string;
  closed: boolean;
  openSessions: bigint;
  createdHeight: bigint;
  /** Calls that the host answers at one time, as it says; 0 says nothing. Its gateway refuses more with 429. */
  capacity: number;
  /** Who runs the machines, as the host says. */
  operator: string;
  /** Incidents about receipts of its sessions that the host must answer; the bond stays while there are any. */
  openIncidents: bigint;
}
export const Offer: MessageCodec<Offer> = defineMessage<Offer>("openledger.market.v1.Offer", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "host", name: "host", type: "string" },
  { no: 3, key: "modelId", name: "model_id", type: "uint64" },
  { no: 4, key: "modelVersion", name: "model_version", type: "uint64" },
  { no: 5, key: "endpoint", name: "endpoint", type: "string" },
  { no: 6, key: "price", name: "price", type: "message", rule: "optional", of: () => Price },
  { no: 7, key: "latencyClassMs", name: "latency_class_ms", type: "uint64" },
  { no: 8, key: "lateBps", name: "late_bps", type: "uint32" },
  { no: 9, key: "unsignedCalls", name: "unsigned_calls", type: "uint32" },
  { no: 10, key: "bond", name: "bond", type: "message", rule: "optional", of: () => Coin },
  { no: 11, key: "bondLocked", name: "bond_locked", type: "string" },
  { no: 12, key: "openingFee", name: "opening_fee", type: "string" },
  { no: 13, key: "receiptKey", name: "receipt_key", type: "bytes" },
  { no: 14, key: "region", name: "region", type: "string" },
  { no: 15, key: "powerSource", name: "power_source", type: "string" },
  { no: 16, key: "closed", name: "closed", type: "bool" },
  { no: 17, key: "openSessions", name: "open_sessions", type: "uint64" },
  { no: 18, key: "createdHeight", name: "created_height", type: "int64" },
  { no: 19, key: "capacity", name: "capacity", type: "uint32" },
  { no: 20, key: "operator", name: "operator", type: "string" },
  { no: 21, key: "openIncidents", name: "open_incidents", type: "uint64" },
]);

/** What the chain has seen of a host, over all its offers. Counts of receipts unless said otherwise. */
export interface HostRecord {
  host: string;
  /** In settlements that became final. */
  settledReceipts: bigint;
  /** In settlements that are void, and how many of these there are. */
  voidedReceipts: bigint;
  voidSettlements: bigint;
  /** Settled with openings, which tell their latency, and those of them beyond the offer's latency class. */
  openedReceipts: bigint;
  lateReceipts: bigint;
}
export const HostRecord: MessageCodec<HostRecord> = defineMessage<HostRecord>("openledger.market.v1.HostRecord", [
  { no: 1, key: "host", name: "host", type: "string" },
  { no: 2, key: "settledReceipts", name: "settled_receipts", type: "uint64" },
  { no: 3, key: "voidedReceipts", name: "voided_receipts", type: "uint64" },
  { no: 4, key: "voidSettlements", name: "void_settlements", type: "uint64" },
  { no: 5, key: "openedReceipts", name: "opened_receipts", type: "uint64" },
  { no: 6, key: "lateReceipts", name: "late_receipts", type: "uint64" },
]);

/** An open offer with the record of its host. */
export interface OfferListing {
  offer?: Offer | undefined;
  record?: HostRecord | undefined;
}
export const OfferListing: MessageCodec<OfferListing> = defineMessage<OfferListing>("openledger.market.v1.OfferListing", [
  { no: 1, key: "offer", name: "offer", type: "message", rule: "optional", of: () => Offer },
  { no: 2, key: "record", name: "record", type: "message", rule: "optional", of: () => HostRecord },
]);

export interface Session {
  id: bigint;
  offerId: bigint;
  buyer: string;
  host: string;
  modelId: bigint;
  modelVersion: bigint;
  escrow?: Coin | undefined;
  /** Sum of all settled receipts. */
  settledAmount: string;
  /** secp256k1 key, 33 bytes, that signs the buyer's tree heads. */
  sessionKey: Uint8Array;
  visibility: Visibility;
  state: SessionState;
  /** Log of settled receipts: its size and the peaks of its frontier, largest subtree first. */
  logSize: bigint;
  logPeaks: Uint8Array[];
  openedHeight: bigint;
  /** Unix nanoseconds. */
  openedTime: bigint;
  expiresTime: bigint;
  settleUntil: bigint;
  pendingSettlements: number;
  /** Accounts that see the receipts of a private session beside the buyer. */
  auditors: string[];
  /** Of an ended session: when it ended and until when it stays, Unix nanoseconds. */
  endedTime: bigint;
  recordUntil: bigint;
}
export const Session: MessageCodec<Session> = defineMessage<Session>("openledger.market.v1.Session", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "offerId", name: "offer_id", type: "uint64" },
  { no: 3, key: "buyer", name: "buyer", type: "string" },
  { no: 4, key: "host", name: "host", type: "string" },
  { no: 5, key: "modelId", name: "model_id", type: "uint64" },
  { no: 6, key: "modelVersion", name: "model_version", type: "uint64" },
  { no: 7, key: "escrow", name: "escrow", type: "message", rule: "optional", of: () => Coin },
  { no: 8, key: "settledAmount", name: "settled_amount", type: "string" },
  { no: 9, key: "sessionKey", name: "session_key", type: "bytes" },
  { no: 10, key: "visibility", name: "visibility", type: "enum", enumTable: () => Visibility },
  { no: 11, key: "state", name: "state", type: "enum", enumTable: () => SessionState },
  { no: 12, key: "logSize", name: "log_size", type: "uint64" },
  { no: 13, key: "logPeaks", name: "log_peaks", type: "bytes", rule: "repeated" },
  { no: 14, key: "openedHeight", name: "opened_height", type: "int64" },
  { no: 15, key: "openedTime", name: "opened_time", type: "int64" },
  { no: 16, key: "expiresTime", name: "expires_time", type: "int64" },
  { no: 17, key: "settleUntil", name: "settle_until", type: "int64" },
  { no: 18, key: "pendingSettlements", name: "pending_settlements", type: "uint32" },
  { no: 19, key: "auditors", name: "auditors", type: "string", rule: "repeated" },
  { no: 20, key: "endedTime", name: "ended_time", type: "int64" },
  { no: 21, key: "recordUntil", name: "record_until", type: "int64" },
]);

/** Shows that a receipt was settled in its session. */
export interface ReceiptInclusion {
  receipt?: Receipt | undefined;
  /** From the receipt's leaf up to the root of the session's log of settled receipts at its present size, 32 bytes each. */
  path: Uint8Array[];
}
export const ReceiptInclusion: MessageCodec<ReceiptInclusion> = defineMessage<ReceiptInclusion>("openledger.market.v1.ReceiptInclusion", [
  { no: 1, key: "receipt", name: "receipt", type: "message", rule: "optional", of: () => Receipt },
  { no: 2, key: "path", name: "path", type: "bytes", rule: "repeated" },
]);

export interface Settlement {
  id: bigint;
  sessionId: bigint;
  firstIndex: bigint;
  receiptCount: number;
  head?: SignedTreeHead | undefined;
  amount?: Coin | undefined;
  /** Sorted by owner address bytes; at most 64. */
  owners: OwnerAmount[];
  claimsRoot: Uint8Array;
  /** Host bond locked for this batch. */
  lockedBond: string;
  submittedHeight: bigint;
  submittedTime: bigint;
  /** Final at the first block with both time and height at or above these; an answered demand moves them back. */
  finalTime: bigint;
  finalHeight: bigint;
  /** Demands are taken until both are reached. */
  windowTime: bigint;
  windowHeight: bigint;
  /** Peaks of the session's log before this batch; its size is first_index. */
  logPeaks: Uint8Array[];
  /** Openings of all receipts were verified when the batch arrived. */
  opened: boolean;
  /** Demands without answer, ascending. */
  openDemands: bigint[];
  /** Indexes of the receipts that were demanded, each at most once, ascending. */
  demandedReceipts: bigint[];
  /** Receipts whose amounts a counter-example or an answer without opening corrected, ascending by index. */
  corrections: Correction[];
  /** The owners' amounts by datanet as stated without openings; corrections do not change them. */
  owned: OwnedLine[];
  /** Fees that corrections gave back, paid at finality out of what they took from owners; sorted by receiver address bytes. */
  gasRefunds: GasRefund[];
}
export const Settlement: MessageCodec<Settlement> = defineMessage<Settlement>("openledger.market.v1.Settlement", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "sessionId", name: "session_id", type: "uint64" },
  { no: 3, key: "firstIndex", name: "first_index", type: "uint64" },
  { no: 4, key: "receiptCount", name: "receipt_count", type: "uint32" },
  { no: 5, key: "head", name: "head", type: "message", rule: "optional", of: () => SignedTreeHead },
  { no: 6, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin },
  { no: 7, key: "owners", name: "owners", type: "message", rule: "repeated", of: () => OwnerAmount },
  { no: 8, key: "claimsRoot", name: "claims_root", type: "bytes" },
  { no: 9, key: "lockedBond", name: "locked_bond", type: "string" },
  { no: 10, key: "submittedHeight", name: "submitted_height", type: "int64" },
  { no: 11, key: "submittedTime", name: "submitted_time", type: "int64" },
  { no: 12, key: "finalTime", name: "final_time", type: "int64" },
  { no: 13, key: "finalHeight", name: "final_height", type: "int64" },
  { no: 14, key: "windowTime", name: "window_time", type: "int64" },
  { no: 15, key: "windowHeight", name: "window_height", type: "int64" },
  { no: 16, key: "logPeaks", name: "log_peaks", type: "bytes", rule: "repeated" },
  { no: 17, key: "opened", name: "opened", type: "bool" },
  { no: 18, key: "openDemands", name: "open_demands", type: "uint64", rule: "repeated" },
  { no: 19, key: "demandedReceipts", name: "demanded_receipts", type: "uint64", rule: "repeated" },
  { no: 20, key: "corrections", name: "corrections", type: "message", rule: "repeated", of: () => Correction },
  { no: 21, key: "owned", name: "owned", type: "message", rule: "repeated", of: () => OwnedLine },
  { no: 22, key: "gasRefunds", name: "gas_refunds", type: "message", rule: "repeated", of: () => GasRefund },
]);

/** Units of the session's denom for who paid the fee of a counter-example that corrected the settlement. */
export interface GasRefund {
  receiver: string;
  amount: string;
}
export const GasRefund: MessageCodec<GasRefund> = defineMessage<GasRefund>("openledger.market.v1.GasRefund", [
  { no: 1, key: "receiver", name: "receiver", type: "string" },
  { no: 2, key: "amount", name: "amount", type: "string" },
]);

/** Tokens first_token .. first_token + token_count - 1 of an output. */
export interface TokenRange {
  firstToken: number;
  tokenCount: number;
}
export const TokenRange: MessageCodec<TokenRange> = defineMessage<TokenRange>("openledger.market.v1.TokenRange", [
  { no: 1, key: "firstToken", name: "first_token", type: "uint32" },
  { no: 2, key: "tokenCount", name: "token_count", type: "uint32" },
]);

/**
 * Tokens of one receipt that are without owner: an earlier match outside the manifest was shown, or rows that it cites
 * were erased, so that nobody can open it and all its tokens are.
 */
export interface Correction {
  receipt: bigint;
  tokens: TokenRange[];
  /** What is left to the receipt's owners, by datanet. */
  owned: OwnedLine[];
}
export const Correction: MessageCodec<Correction> = defineMessage<Correction>("openledger.market.v1.Correction", [
  { no: 1, key: "receipt", name: "receipt", type: "uint64" },
  { no: 2, key: "tokens", name: "tokens", type: "message", rule: "repeated", of: () => TokenRange },
  { no: 3, key: "owned", name: "owned", type: "message", rule: "repeated", of: () => OwnedLine },
]);

/** Units of one owner for rows of one datanet. */
export interface OwnedLine {
  owner: string;
  datanetId: bigint;
  amount: string;
}
export const OwnedLine: MessageCodec<OwnedLine> = defineMessage<OwnedLine>("openledger.market.v1.OwnedLine", [
  { no: 1, key: "owner", name: "owner", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "amount", name: "amount", type: "string" },
]);

/** A challenger asks for the openings of some receipts of a settlement; void follows if no answer holds. */
export interface Demand {
  id: bigint;
  settlementId: bigint;
  challenger: string;
  /** Indexes in the session's log, ascending. */
  receipts: bigint[];
  /** Paid to the host by a right answer, else returned. */
  bond?: Coin | undefined;
  /** Silence is decided at the first block with both time and height at or above these. */
  deadlineTime: bigint;
  deadlineHeight: bigint;
}
export const Demand: MessageCodec<Demand> = defineMessage<Demand>("openledger.market.v1.Demand", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "settlementId", name: "settlement_id", type: "uint64" },
  { no: 3, key: "challenger", name: "challenger", type: "string" },
  { no: 4, key: "receipts", name: "receipts", type: "uint64", rule: "repeated" },
  { no: 5, key: "bond", name: "bond", type: "message", rule: "optional", of: () => Coin },
  { no: 6, key: "deadlineTime", name: "deadline_time", type: "int64" },
  { no: 7, key: "deadlineHeight", name: "deadline_height", type: "int64" },
]);

/** Receipt and claim of one receipt of a batch. */
export interface AnsweredClaim {
  receipt?: Receipt | undefined;
  claim?: Claim | undefined;
}
export const AnsweredClaim: MessageCodec<AnsweredClaim> = defineMessage<AnsweredClaim>("openledger.market.v1.AnsweredClaim", [
  { no: 1, key: "receipt", name: "receipt", type: "message", rule: "optional", of: () => Receipt },
  { no: 2, key: "claim", name: "claim", type: "message", rule: "optional", of: () => Claim },
]);

/** What a receipt commits to, and its place under the settlement's claims root. */
export interface DisputedReceipt {
  receipt?: Receipt | undefined;
  claim?: Claim | undefined;
  requestSecret: Uint8Array;
  request: RequestMessage[];
  outputSecret: Uint8Array;
  output: Uint8Array;
  /** From the claim's leaf up to the claims root. */
  claimsPath: Uint8Array[];
}
export const DisputedReceipt: MessageCodec<DisputedReceipt> = defineMessage<DisputedReceipt>("openledger.market.v1.DisputedReceipt", [
  { no: 1, key: "receipt", name: "receipt", type: "message", rule: "optional", of: () => Receipt },
  { no: 2, key: "claim", name: "claim", type: "message", rule: "optional", of: () => Claim },
  { no: 3, key: "requestSecret", name: "request_secret", type: "bytes" },
  { no: 4, key: "request", name: "request", type: "message", rule: "repeated", of: () => RequestMessage },
  { no: 5, key: "outputSecret", name: "output_secret", type: "bytes" },
  { no: 6, key: "output", name: "output", type: "bytes" },
  { no: 7, key: "claimsPath", name: "claims_path", type: "bytes", rule: "repeated" },
]);

/** A leaf of a model's artifact with its path to the artifact root. */
export interface ArtifactLeaf {
  index: bigint;
  leaf: Uint8Array;
  path: Uint8Array[];
}
export const ArtifactLeaf: MessageCodec<ArtifactLeaf> = defineMessage<ArtifactLeaf>("openledger.market.v1.ArtifactLeaf", [
  { no: 1, key: "index", name: "index", type: "uint64" },
  { no: 2, key: "leaf", name: "leaf", type: "bytes" },
  { no: 3, key: "path", name: "path", type: "bytes", rule: "repeated" },
]);

/** Output evidence of the kind ngram: the entry on which the draw of one output token falls. */
export interface NgramEvidence {
  /** Number of the token in the output, from 0. */
  position: number;
  leafCount: bigint;
  entry?: ArtifactLeaf | undefined;
  /** Two neighbouring leaves between which the drawn longer context would stand, where the artifact has none; or neither. */
  absentAfter?: ArtifactLeaf | undefined;
  absentBefore?: ArtifactLeaf | undefined;
}
export const NgramEvidence: MessageCodec<NgramEvidence> = defineMessage<NgramEvidence>("openledger.market.v1.NgramEvidence", [
  { no: 1, key: "position", name: "position", type: "uint32" },
  { no: 2, key: "leafCount", name: "leaf_count", type: "uint64" },
  { no: 3, key: "entry", name: "entry", type: "message", rule: "optional", of: () => ArtifactLeaf },
  { no: 4, key: "absentAfter", name: "absent_after", type: "message", rule: "optional", of: () => ArtifactLeaf },
  { no: 5, key: "absentBefore", name: "absent_before", type: "message", rule: "optional", of: () => ArtifactLeaf },
]);

/** A run of output tokens and the opened rows of the contribution in which the same tokens stand. */
export interface MatchEvidence {
  match?: Match | undefined;
  rows?: RowsCommitment | undefined;
  /** Ascending by document and chunk; their paths are shared. */
  chunks: RowOpening[];
  /** Multi-proof of the chunks, as in ContributionOpening. */
  rowHashes: Uint8Array[];
}
export const MatchEvidence: MessageCodec<MatchEvidence> = defineMessage<MatchEvidence>("openledger.market.v1.MatchEvidence", [
  { no: 1, key: "match", name: "match", type: "message", rule: "optional", of: () => Match },
  { no: 2, key: "rows", name: "rows", type: "message", rule: "optional", of: () => RowsCommitment },
  { no: 3, key: "chunks", name: "chunks", type: "message", rule: "repeated", of: () => RowOpening },
  { no: 4, key: "rowHashes", name: "row_hashes", type: "bytes", rule: "repeated" },
]);

/** Opened rows of a contribution in which passages of a retrieval model stand. */
export interface PassageRows {
  contribution?: ContributionRef | undefined;
  rows?: RowsCommitment | undefined;
  chunks: RowOpening[];
  rowHashes: Uint8Array[];
}
export const PassageRows: MessageCodec<PassageRows> = defineMessage<PassageRows>("openledger.market.v1.PassageRows", [
  { no: 1, key: "contribution", name: "contribution", type: "message", rule: "optional", of: () => ContributionRef },
  { no: 2, key: "rows", name: "rows", type: "message", rule: "optional", of: () => RowsCommitment },
  { no: 3, key: "chunks", name: "chunks", type: "message", rule: "repeated", of: () => RowOpening },
  { no: 4, key: "rowHashes", name: "row_hashes", type: "bytes", rule: "repeated" },
]);

/** Output evidence of the kind retrieval: all that scores the claim's passages and those that the challenger adds. */
export interface RetrievalEvidence {
  /** Header, the query's terms, passages, their packages and terms in packages; for absent ones the two neighbours. */
  artifact?: ArtifactProof | undefined;
  /** In order of (datanet_id, seq). */
  rows: PassageRows[];
}
export const RetrievalEvidence: MessageCodec<RetrievalEvidence> = defineMessage<RetrievalEvidence>("openledger.market.v1.RetrievalEvidence", [
  { no: 1, key: "artifact", name: "artifact", type: "message", rule: "optional", of: () => ArtifactProof },
  { no: 2, key: "rows", name: "rows", type: "message", rule: "repeated", of: () => PassageRows },
]);

/** Leaf of the settlement log, in which a decided settlement lives on. */
export interface SettlementLeaf {
  chainId: string;
  settlement?: Settlement | undefined;
  outcome: SettlementOutcome;
  decidedHeight: bigint;
}
export const SettlementLeaf: MessageCodec<SettlementLeaf> = defineMessage<SettlementLeaf>("openledger.market.v1.SettlementLeaf", [
  { no: 1, key: "chainId", name: "chain_id", type: "string" },
  { no: 2, key: "settlement", name: "settlement", type: "message", rule: "optional", of: () => Settlement },
  { no: 3, key: "outcome", name: "outcome", type: "enum", enumTable: () => SettlementOutcome },
  { no: 4, key: "decidedHeight", name: "decided_height", type: "int64" },
]);

/** Frontier of the settlement log in state. */
export interface SettlementLog {
  size: bigint;
  peaks: Uint8Array[];
}
export const SettlementLog: MessageCodec<SettlementLog> = defineMessage<SettlementLog>("openledger.market.v1.SettlementLog", [
  { no: 1, key: "size", name: "size", type: "uint64" },
  { no: 2, key: "peaks", name: "peaks", type: "bytes", rule: "repeated" },
]);

export interface MsgCreateOffer {
  host: string;
  modelId: bigint;
  modelVersion: bigint;
  endpoint: string;
  price?: Price | undefined;
  latencyClassMs: bigint;
  lateBps: number;
  unsignedCalls: number;
  /** In the price's denom. */
  bond?: Coin | undefined;
  openingFee: string;
  receiptKey: Uint8Array;
  region: string;
  powerSource: string;
  capacity: number;
  operator: string;
}
export const MsgCreateOffer: MessageCodec<MsgCreateOffer> = defineMessage<MsgCreateOffer>("openledger.market.v1.MsgCreateOffer", [
  { no: 1, key: "host", name: "host", type: "string" },
  { no: 2, key: "modelId", name: "model_id", type: "uint64" },
  { no: 3, key: "modelVersion", name: "model_version", type: "uint64" },
  { no: 4, key: "endpoint", name: "endpoint", type: "string" },
  { no: 5, key: "price", name: "price", type: "message", rule: "optional", of: () => Price },
  { no: 6, key: "latencyClassMs", name: "latency_class_ms", type: "uint64" },
  { no: 7, key: "lateBps", name: "late_bps", type: "uint32" },
  { no: 8, key: "unsignedCalls", name: "unsigned_calls", type: "uint32" },
  { no: 9, key: "bond", name: "bond", type: "message", rule: "optional", of: () => Coin },
  { no: 10, key: "openingFee", name: "opening_fee", type: "string" },
  { no: 11, key: "receiptKey", name: "receipt_key", type: "bytes" },
  { no: 12, key: "region", name: "region", type: "string" },
  { no: 13, key: "powerSource", name: "power_source", type: "string" },
  { no: 14, key: "capacity", name: "capacity", type: "uint32" },
  { no: 15, key: "operator", name: "operator", type: "string" },
], { name: "openledger/MsgCreateOffer" });

export interface MsgCreateOfferResponse {
  offerId: bigint;
}
export const MsgCreateOfferResponse: MessageCodec<MsgCreateOfferResponse> = defineMessage<MsgCreateOfferResponse>("openledger.market.v1.MsgCreateOfferResponse", [
  { no: 1, key: "offerId", name: "offer_id", type: "uint64" },
]);

/** No new sessions; the bond returns when the last session of the offer has ended. */
export interface MsgCloseOffer {
  host: string;
  offerId: bigint;
}
export const MsgCloseOffer: MessageCodec<MsgCloseOffer> = defineMessage<MsgCloseOffer>("openledger.market.v1.MsgCloseOffer", [
  { no: 1, key: "host", name: "host", type: "string" },
  { no: 2, key: "offerId", name: "offer_id", type: "uint64" },
], { name: "openledger/MsgCloseOffer" });

export interface MsgCloseOfferResponse {}
export const MsgCloseOfferResponse: MessageCodec<MsgCloseOfferResponse> = defineMessage<MsgCloseOfferResponse>("openledger.market.v1.MsgCloseOfferResponse", []);

export interface MsgOpenSession {
  buyer: string;
  offerId: bigint;
  escrow?: Coin | undefined;
  sessionKey: Uint8Array;
  visibility: Visibility;
  durationSeconds: bigint;
  /** Private sessions: accounts that see the receipts, at most 8, the auditors of the manifest's licences among them. */
  auditors: string[];
}
export const MsgOpenSession: MessageCodec<MsgOpenSession> = defineMessage<MsgOpenSession>("openledger.market.v1.MsgOpenSession", [
  { no: 1, key: "buyer", name: "buyer", type: "string" },
  { no: 2, key: "offerId", name: "offer_id", type: "uint64" },
  { no: 3, key: "escrow", name: "escrow", type: "message", rule: "optional", of: () => Coin },
  { no: 4, key: "sessionKey", name: "session_key", type: "bytes" },
  { no: 5, key: "visibility", name: "visibility", type: "enum", enumTable: () => Visibility },
  { no: 6, key: "durationSeconds", name: "duration_seconds", type: "uint64" },
  { no: 7, key: "auditors", name: "auditors", type: "string", rule: "repeated" },
], { name: "openledger/MsgOpenSession" });

export interface MsgOpenSessionResponse {
  sessionId: bigint;
}
export const MsgOpenSessionResponse: MessageCodec<MsgOpenSessionResponse> = defineMessage<MsgOpenSessionResponse>("openledger.market.v1.MsgOpenSessionResponse", [
  { no: 1, key: "sessionId", name: "session_id", type: "uint64" },
]);

/** Settles the receipts between the session's settled size and the head's size. */
export interface MsgSettle {
  host: string;
  sessionId: bigint;
  firstIndex: bigint;
  head?: SignedTreeHead | undefined;
  /** Sorted by owner address bytes. */
  owners: OwnerAmount[];
  claimsRoot: Uint8Array;
  /** One for each receipt, in order; or none, and then receipt_hashes and owned are given. */
  openings: ReceiptOpening[];
  /** 32 bytes for each receipt, in order. */
  receiptHashes: Uint8Array[];
  /** The owners' amounts by datanet, sorted by (owner address bytes, datanet). */
  owned: OwnedLine[];
}
export const MsgSettle: MessageCodec<MsgSettle> = defineMessage<MsgSettle>("openledger.market.v1.MsgSettle", [
  { no: 1, key: "host", name: "host", type: "string" },
  { no: 2, key: "sessionId", name: "session_id", type: "uint64" },
  { no: 3, key: "firstIndex", name: "first_index", type: "uint64" },
  { no: 4, key: "head", name: "head", type: "message", rule: "optional", of: () => SignedTreeHead },
  { no: 5, key: "owners", name: "owners", type: "message", rule: "repeated", of: () => OwnerAmount },
  { no: 6, key: "claimsRoot", name: "claims_root", type: "bytes" },
  { no: 7, key: "openings", name: "openings", type: "message", rule: "repeated", of: () => ReceiptOpening },
  { no: 8, key: "receiptHashes", name: "receipt_hashes", type: "bytes", rule: "repeated" },
  { no: 9, key: "owned", name: "owned", type: "message", rule: "repeated", of: () => OwnedLine },
], { name: "openledger/MsgSettle" });

export interface MsgSettleResponse {
  settlementId: bigint;
}
export const MsgSettleResponse: MessageCodec<MsgSettleResponse> = defineMessage<MsgSettleResponse>("openledger.market.v1.MsgSettleResponse", [
  { no: 1, key: "settlementId", name: "settlement_id", type: "uint64" },
]);

/** Signed by the buyer: starts the settle-only period. */
export interface MsgCloseSession {
  buyer: string;
  sessionId: bigint;
}
export const MsgCloseSession: MessageCodec<MsgCloseSession> = defineMessage<MsgCloseSession>("openledger.market.v1.MsgCloseSession", [
  { no: 1, key: "buyer", name: "buyer", type: "string" },
  { no: 2, key: "sessionId", name: "session_id", type: "uint64" },
], { name: "openledger/MsgCloseSession" });

export interface MsgCloseSessionResponse {}
export const MsgCloseSessionResponse: MessageCodec<MsgCloseSessionResponse> = defineMessage<MsgCloseSessionResponse>("openledger.market.v1.MsgCloseSessionResponse", []);

/** Signed by anyone, within the window: the host must open these receipts within the response time. */
export interface MsgDemand {
  challenger: string;
  settlementId: bigint;
  /** At most 8 indexes in the session's log, ascending; each receipt is demanded once. */
  receipts: bigint[];
}
export const MsgDemand: MessageCodec<MsgDemand> = defineMessage<MsgDemand>("openledger.market.v1.MsgDemand", [
  { no: 1, key: "challenger", name: "challenger", type: "string" },
  { no: 2, key: "settlementId", name: "settlement_id", type: "uint64" },
  { no: 3, key: "receipts", name: "receipts", type: "uint64", rule: "repeated" },
], { name: "openledger/MsgDemand" });

export interface MsgDemandResponse {
  demandId: bigint;
}
export const MsgDemandResponse: MessageCodec<MsgDemandResponse> = defineMessage<MsgDemandResponse>("openledger.market.v1.MsgDemandResponse", [
  { no: 1, key: "demandId", name: "demand_id", type: "uint64" },
]);

export interface MsgAnswerDemand {
  host: string;
  demandId: bigint;
  /** One for each receipt of the batch, in order. */
  claims: AnsweredClaim[];
  /** One for each demanded receipt, in order. */
  openings: ReceiptOpening[];
}
export const MsgAnswerDemand: MessageCodec<MsgAnswerDemand> = defineMessage<MsgAnswerDemand>("openledger.market.v1.MsgAnswerDemand", [
  { no: 1, key: "host", name: "host", type: "string" },
  { no: 2, key: "demandId", name: "demand_id", type: "uint64" },
  { no: 3, key: "claims", name: "claims", type: "message", rule: "repeated", of: () => AnsweredClaim },
  { no: 4, key: "openings", name: "openings", type: "message", rule: "repeated", of: () => ReceiptOpening },
], { name: "openledger/MsgAnswerDemand" });

export interface MsgAnswerDemandResponse {}
export const MsgAnswerDemandResponse: MessageCodec<MsgAnswerDemandResponse> = defineMessage<MsgAnswerDemandResponse>("openledger.market.v1.MsgAnswerDemandResponse", []);

/** Signed by anyone, while the settlement is pending: decided at once. */
export interface MsgCounterexample {
  challenger: string;
  settlementId: bigint;
  kind: CounterexampleKind;
  disputed?: DisputedReceipt | undefined;
  /** For kind match. */
  match?: MatchEvidence | undefined;
  /** For kind output, encoded: NgramEvidence for the model kind ngram, RetrievalEvidence for retrieval. */
  outputEvidence: Uint8Array;
}
export const MsgCounterexample: MessageCodec<MsgCounterexample> = defineMessage<MsgCounterexample>("openledger.market.v1.MsgCounterexample", [
  { no: 1, key: "challenger", name: "challenger", type: "string" },
  { no: 2, key: "settlementId", name: "settlement_id", type: "uint64" },
  { no: 3, key: "kind", name: "kind", type: "enum", enumTable: () => CounterexampleKind },
  { no: 4, key: "disputed", name: "disputed", type: "message", rule: "optional", of: () => DisputedReceipt },
  { no: 5, key: "match", name: "match", type: "message", rule: "optional", of: () => MatchEvidence },
  { no: 6, key: "outputEvidence", name: "output_evidence", type: "bytes" },
], { name: "openledger/MsgCounterexample" });

export interface MsgCounterexampleResponse {
  outcome: CounterexampleOutcome;
}
export const MsgCounterexampleResponse: MessageCodec<MsgCounterexampleResponse> = defineMessage<MsgCounterexampleResponse>("openledger.market.v1.MsgCounterexampleResponse", [
  { no: 1, key: "outcome", name: "outcome", type: "enum", enumTable: () => CounterexampleOutcome },
]);

export interface Params {
  /** A settlement is pending for this time and this number of blocks. */
  windowSeconds: bigint;
  windowBlocks: bigint;
  settlePeriodSeconds: bigint;
  maxSessionSeconds: bigint;
  maxUnsignedCalls: number;
  /** Host bond locked per settlement, as a multiple of its data share. */
  bondMultiple: number;
  /** Denoms in which offers may be priced. */
  listedDenoms: string[];
  /** Decisions and expiries worked off in one block. */
  maxDecisionsPerBlock: number;
  /** A demand is answered within this time and this number of blocks. */
  responseSeconds: bigint;
  responseBlocks: bigint;
  /** Units of the base denom, per demanded receipt and per counter-example. */
  demandBond: string;
  counterexampleBond: string;
  /** An ended session stays in state for this time. */
  recordSeconds: bigint;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.market.v1.Params", [
  { no: 1, key: "windowSeconds", name: "window_seconds", type: "uint64" },
  { no: 2, key: "windowBlocks", name: "window_blocks", type: "uint64" },
  { no: 3, key: "settlePeriodSeconds", name: "settle_period_seconds", type: "uint64" },
  { no: 4, key: "maxSessionSeconds", name: "max_session_seconds", type: "uint64" },
  { no: 5, key: "maxUnsignedCalls", name: "max_unsigned_calls", type: "uint32" },
  { no: 6, key: "bondMultiple", name: "bond_multiple", type: "uint32" },
  { no: 7, key: "listedDenoms", name: "listed_denoms", type: "string", rule: "repeated" },
  { no: 8, key: "maxDecisionsPerBlock", name: "max_decisions_per_block", type: "uint32" },
  { no: 9, key: "responseSeconds", name: "response_seconds", type: "uint64" },
  { no: 10, key: "responseBlocks", name: "response_blocks", type: "uint64" },
  { no: 11, key: "demandBond", name: "demand_bond", type: "string" },
  { no: 12, key: "counterexampleBond", name: "counterexample_bond", type: "string" },
  { no: 13, key: "recordSeconds", name: "record_seconds", type: "uint64" },
]);

export interface QueryDemandRequest {
  demandId: bigint;
}
export const QueryDemandRequest: MessageCodec<QueryDemandRequest> = defineMessage<QueryDemandRequest>("openledger.market.v1.QueryDemandRequest", [
  { no: 1, key: "demandId", name: "demand_id", type: "uint64" },
]);

export interface QueryDemandResponse {
  demand?: Demand | undefined;
}
export const QueryDemandResponse: MessageCodec<QueryDemandResponse> = defineMessage<QueryDemandResponse>("openledger.market.v1.QueryDemandResponse", [
  { no: 1, key: "demand", name: "demand", type: "message", rule: "optional", of: () => Demand },
]);

export interface QueryOfferRequest {
  offerId: bigint;
}
export const QueryOfferRequest: MessageCodec<QueryOfferRequest> = defineMessage<QueryOfferRequest>("openledger.market.v1.QueryOfferRequest", [
  { no: 1, key: "offerId", name: "offer_id", type: "uint64" },
]);

export interface QueryOfferResponse {
  offer?: Offer | undefined;
}
export const QueryOfferResponse: MessageCodec<QueryOfferResponse> = defineMessage<QueryOfferResponse>("openledger.market.v1.QueryOfferResponse", [
  { no: 1, key: "offer", name: "offer", type: "message", rule: "optional", of: () => Offer },
]);

export interface QueryOffersRequest {
  pagination?: PageRequest | undefined;
}
export const QueryOffersRequest: MessageCodec<QueryOffersRequest> = defineMessage<QueryOffersRequest>("openledger.market.v1.QueryOffersRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryOffersResponse {
  offers: Offer[];
  pagination?: PageResponse | undefined;
}
export const QueryOffersResponse: MessageCodec<QueryOffersResponse> = defineMessage<QueryOffersResponse>("openledger.market.v1.QueryOffersResponse", [
  { no: 1, key: "offers", name: "offers", type: "message", rule: "repeated", of: () => Offer },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryModelOffersRequest {
  modelId: bigint;
  modelVersion: bigint;
  /** Offers priced in this denom only; all when empty. */
  denom: string;
  pagination?: PageRequest | undefined;
}
export const QueryModelOffersRequest: MessageCodec<QueryModelOffersRequest> = defineMessage<QueryModelOffersRequest>("openledger.market.v1.QueryModelOffersRequest", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "modelVersion", name: "model_version", type: "uint64" },
  { no: 3, key: "denom", name: "denom", type: "string" },
  { no: 4, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryModelOffersResponse {
  /** Ascending by denom's length and text, then by price per call, then by id. */
  listings: OfferListing[];
  pagination?: PageResponse | undefined;
}
export const QueryModelOffersResponse: MessageCodec<QueryModelOffersResponse> = defineMessage<QueryModelOffersResponse>("openledger.market.v1.QueryModelOffersResponse", [
  { no: 1, key: "listings", name: "listings", type: "message", rule: "repeated", of: () => OfferListing },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryHostRecordRequest {
  host: string;
}
export const QueryHostRecordRequest: MessageCodec<QueryHostRecordRequest> = defineMessage<QueryHostRecordRequest>("openledger.market.v1.QueryHostRecordRequest", [
  { no: 1, key: "host", name: "host", type: "string" },
]);

export interface QueryHostRecordResponse {
  record?: HostRecord | undefined;
}
export const QueryHostRecordResponse: MessageCodec<QueryHostRecordResponse> = defineMessage<QueryHostRecordResponse>("openledger.market.v1.QueryHostRecordResponse", [
  { no: 1, key: "record", name: "record", type: "message", rule: "optional", of: () => HostRecord },
]);

export interface QuerySessionRequest {
  sessionId: bigint;
}
export const QuerySessionRequest: MessageCodec<QuerySessionRequest> = defineMessage<QuerySessionRequest>("openledger.market.v1.QuerySessionRequest", [
  { no: 1, key: "sessionId", name: "session_id", type: "uint64" },
]);

export interface QuerySessionResponse {
  session?: Session | undefined;
}
export const QuerySessionResponse: MessageCodec<QuerySessionResponse> = defineMessage<QuerySessionResponse>("openledger.market.v1.QuerySessionResponse", [
  { no: 1, key: "session", name: "session", type: "message", rule: "optional", of: () => Session },
]);

export interface QuerySessionsRequest {
  pagination?: PageRequest | undefined;
}
export const QuerySessionsRequest: MessageCodec<QuerySessionsRequest> = defineMessage<QuerySessionsRequest>("openledger.market.v1.QuerySessionsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QuerySessionsResponse {
  sessions: Session[];
  pagination?: PageResponse | undefined;
}
export const QuerySessionsResponse: MessageCodec<QuerySessionsResponse> = defineMessage<QuerySessionsResponse>("openledger.market.v1.QuerySessionsResponse", [
  { no: 1, key: "sessions", name: "sessions", type: "message", rule: "repeated", of: () => Session },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QuerySettlementRequest {
  settlementId: bigint;
}
export const QuerySettlementRequest: MessageCodec<QuerySettlementRequest> = defineMessage<QuerySettlementRequest>("openledger.market.v1.QuerySettlementRequest", [
  { no: 1, key: "settlementId", name: "settlement_id", type: "uint64" },
]);

export interface QuerySettlementResponse {
  settlement?: Settlement | undefined;
}
export const QuerySettlementResponse: MessageCodec<QuerySettlementResponse> = defineMessage<QuerySettlementResponse>("openledger.market.v1.QuerySettlementResponse", [
  { no: 1, key: "settlement", name: "settlement", type: "message", rule: "optional", of: () => Settlement },
]);

export interface QuerySettlementsRequest {
  pagination?: PageRequest | undefined;
}
export const QuerySettlementsRequest: MessageCodec<QuerySettlementsRequest> = defineMessage<QuerySettlementsRequest>("openledger.market.v1.QuerySettlementsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QuerySettlementsResponse {
  settlements: Settlement[];
  pagination?: PageResponse | undefined;
}
export const QuerySettlementsResponse: MessageCodec<QuerySettlementsResponse> = defineMessage<QuerySettlementsResponse>("openledger.market.v1.QuerySettlementsResponse", [
  { no: 1, key: "settlements", name: "settlements", type: "message", rule: "repeated", of: () => Settlement },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryDemandsRequest {
  pagination?: PageRequest | undefined;
}
export const QueryDemandsRequest: MessageCodec<QueryDemandsRequest> = defineMessage<QueryDemandsRequest>("openledger.market.v1.QueryDemandsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryDemandsResponse {
  demands: Demand[];
  pagination?: PageResponse | undefined;
}
export const QueryDemandsResponse: MessageCodec<QueryDemandsResponse> = defineMessage<QueryDemandsResponse>("openledger.market.v1.QueryDemandsResponse", [
  { no: 1, key: "demands", name: "demands", type: "message", rule: "repeated", of: () => Demand },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QuerySettlementLogRequest {}
export const QuerySettlementLogRequest: MessageCodec<QuerySettlementLogRequest> = defineMessage<QuerySettlementLogRequest>("openledger.market.v1.QuerySettlementLogRequest", []);

export interface QuerySettlementLogResponse {
  log?: SettlementLog | undefined;
}
export const QuerySettlementLogResponse: MessageCodec<QuerySettlementLogResponse> = defineMessage<QuerySettlementLogResponse>("openledger.market.v1.QuerySettlementLogResponse", [
  { no: 1, key: "log", name: "log", type: "message", rule: "optional", of: () => SettlementLog },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.market.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.market.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const MsgService: {
  readonly Demand: MethodDefinition<MsgDemand, MsgDemandResponse>;
  readonly AnswerDemand: MethodDefinition<MsgAnswerDemand, MsgAnswerDemandResponse>;
  readonly Counterexample: MethodDefinition<MsgCounterexample, MsgCounterexampleResponse>;
  readonly CreateOffer: MethodDefinition<MsgCreateOffer, MsgCreateOfferResponse>;
  readonly CloseOffer: MethodDefinition<MsgCloseOffer, MsgCloseOfferResponse>;
  readonly OpenSession: MethodDefinition<MsgOpenSession, MsgOpenSessionResponse>;
  readonly Settle: MethodDefinition<MsgSettle, MsgSettleResponse>;
  readonly CloseSession: MethodDefinition<MsgCloseSession, MsgCloseSessionResponse>;
} = {
  Demand: { path: "/openledger.market.v1.Msg/Demand", request: MsgDemand, response: MsgDemandResponse },
  AnswerDemand: { path: "/openledger.market.v1.Msg/AnswerDemand", request: MsgAnswerDemand, response: MsgAnswerDemandResponse },
  Counterexample: { path: "/openledger.market.v1.Msg/Counterexample", request: MsgCounterexample, response: MsgCounterexampleResponse },
  CreateOffer: { path: "/openledger.market.v1.Msg/CreateOffer", request: MsgCreateOffer, response: MsgCreateOfferResponse },
  CloseOffer: { path: "/openledger.market.v1.Msg/CloseOffer", request: MsgCloseOffer, response: MsgCloseOfferResponse },
  OpenSession: { path: "/openledger.market.v1.Msg/OpenSession", request: MsgOpenSession, response: MsgOpenSessionResponse },
  Settle: { path: "/openledger.market.v1.Msg/Settle", request: MsgSettle, response: MsgSettleResponse },
  CloseSession: { path: "/openledger.market.v1.Msg/CloseSession", request: MsgCloseSession, response: MsgCloseSessionResponse },
};

export const QueryService: {
  readonly Offer: MethodDefinition<QueryOfferRequest, QueryOfferResponse>;
  readonly Offers: MethodDefinition<QueryOffersRequest, QueryOffersResponse>;
  /** Offers of a model version that take sessions, the cheapest call first, with what the chain has seen of their hosts. */
  readonly ModelOffers: MethodDefinition<QueryModelOffersRequest, QueryModelOffersResponse>;
  readonly HostRecord: MethodDefinition<QueryHostRecordRequest, QueryHostRecordResponse>;
  /** Also for the record period after it has ended. */
  readonly Session: MethodDefinition<QuerySessionRequest, QuerySessionResponse>;
  /** All that have not ended. */
  readonly Sessions: MethodDefinition<QuerySessionsRequest, QuerySessionsResponse>;
  readonly Settlement: MethodDefinition<QuerySettlementRequest, QuerySettlementResponse>;
  /** While it has no answer. */
  readonly Demand: MethodDefinition<QueryDemandRequest, QueryDemandResponse>;
  /** All that are pending, by the time at which they may be final. */
  readonly Settlements: MethodDefinition<QuerySettlementsRequest, QuerySettlementsResponse>;
  /** All without answer, by deadline. */
  readonly Demands: MethodDefinition<QueryDemandsRequest, QueryDemandsResponse>;
  readonly SettlementLog: MethodDefinition<QuerySettlementLogRequest, QuerySettlementLogResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Offer: { path: "/openledger.market.v1.Query/Offer", request: QueryOfferRequest, response: QueryOfferResponse },
  Offers: { path: "/openledger.market.v1.Query/Offers", request: QueryOffersRequest, response: QueryOffersResponse },
  ModelOffers: { path: "/openledger.market.v1.Query/ModelOffers", request: QueryModelOffersRequest, response: QueryModelOffersResponse },
  HostRecord: { path: "/openledger.market.v1.Query/HostRecord", request: QueryHostRecordRequest, response: QueryHostRecordResponse },
  Session: { path: "/openledger.market.v1.Query/Session", request: QuerySessionRequest, response: QuerySessionResponse },
  Sessions: { path: "/openledger.market.v1.Query/Sessions", request: QuerySessionsRequest, response: QuerySessionsResponse },
  Settlement: { path: "/openledger.market.v1.Query/Settlement", request: QuerySettlementRequest, response: QuerySettlementResponse },
  Demand: { path: "/openledger.market.v1.Query/Demand", request: QueryDemandRequest, response: QueryDemandResponse },
  Settlements: { path: "/openledger.market.v1.Query/Settlements", request: QuerySettlementsRequest, response: QuerySettlementsResponse },
  Demands: { path: "/openledger.market.v1.Query/Demands", request: QueryDemandsRequest, response: QueryDemandsResponse },
  SettlementLog: { path: "/openledger.market.v1.Query/SettlementLog", request: QuerySettlementLogRequest, response: QuerySettlementLogResponse },
  Params: { path: "/openledger.market.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
