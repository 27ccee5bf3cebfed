// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** How the output came about. */
export const OutputLabel = {
  OUTPUT_LABEL_UNSPECIFIED: 0,
  OUTPUT_LABEL_RE_EXECUTABLE: 1,
  OUTPUT_LABEL_ASSERTED: 2,
} as const;
export type OutputLabel = EnumValue<typeof OutputLabel>;

/** What the attribution states. */
export const AttributionLabel = {
  ATTRIBUTION_LABEL_UNSPECIFIED: 0,
  ATTRIBUTION_LABEL_VERBATIM: 1,
} as const;
export type AttributionLabel = EnumValue<typeof AttributionLabel>;

/** Who owns a run of tokens, or why nobody does. */
export const SpanStatus = {
  SPAN_STATUS_UNSPECIFIED: 0,
  SPAN_STATUS_OWNED: 1,
  /** No contribution has a qualifying match. */
  SPAN_STATUS_NO_MATCH: 2,
  /** The earliest contribution lies outside the model's manifest. */
  SPAN_STATUS_OUTSIDE: 3,
  /** The earliest contribution was revoked when the session was opened. */
  SPAN_STATUS_REVOKED: 4,
  /** The buyer's own words hold the run. */
  SPAN_STATUS_REQUEST: 5,
  /** The run stood earlier in the same output. */
  SPAN_STATUS_REPEAT: 6,
} as const;
export type SpanStatus = EnumValue<typeof SpanStatus>;

/** Names one contribution: datanet/<datanet_id>/<seq>. */
export interface ContributionRef {
  datanetId: bigint;
  /** Number of the contribution in its datanet, from 1. */
  seq: bigint;
}
export const ContributionRef: MessageCodec<ContributionRef> = defineMessage<ContributionRef>("openledger.attribution.v1.ContributionRef", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "seq", name: "seq", type: "uint64" },
]);

/**
 * What a rows root commits to: rows root = sha256(0x02 | leaf_count | byte_count | token_count | merkle_root),
 * the three sizes as big-endian u64.
 */
export interface RowsCommitment {
  merkleRoot: Uint8Array;
  leafCount: bigint;
  byteCount: bigint;
  tokenCount: bigint;
}
export const RowsCommitment: MessageCodec<RowsCommitment> = defineMessage<RowsCommitment>("openledger.attribution.v1.RowsCommitment", [
  { no: 1, key: "merkleRoot", name: "merkle_root", type: "bytes" },
  { no: 2, key: "leafCount", name: "leaf_count", type: "uint64" },
  { no: 3, key: "byteCount", name: "byte_count", type: "uint64" },
  { no: 4, key: "tokenCount", name: "token_count", type: "uint64" },
]);

/** One chunk of a row tree; what it is opened in holds the hashes up to the Merkle root. */
export interface RowOpening {
  document: number;
  chunk: number;
  /** The chunk is the last one of its document. */
  last: boolean;
  /** 16 bytes. */
  salt: Uint8Array;
  /** At most 1,024 bytes. */
  data: Uint8Array;
  leafIndex: bigint;
}
export const RowOpening: MessageCodec<RowOpening> = defineMessage<RowOpening>("openledger.attribution.v1.RowOpening", [
  { no: 1, key: "document", name: "document", type: "uint32" },
  { no: 2, key: "chunk", name: "chunk", type: "uint32" },
  { no: 3, key: "last", name: "last", type: "bool" },
  { no: 4, key: "salt", name: "salt", type: "bytes" },
  { no: 5, key: "data", name: "data", type: "bytes" },
  { no: 6, key: "leafIndex", name: "leaf_index", type: "uint64" },
]);

/** Leaf of a datanet's log of accepted contributions. */
export interface ContributionLeaf {
  chainId: string;
  datanetId: bigint;
  seq: bigint;
  contributor: string;
  rowsRoot: Uint8Array;
  /** Global number of the MsgContribute; the smaller one owns a shared text. */
  sequence: bigint;
  /** Median grade of the accepting curators, 1 to 100. */
  grade: number;
}
export const ContributionLeaf: MessageCodec<ContributionLeaf> = defineMessage<ContributionLeaf>("openledger.attribution.v1.ContributionLeaf", [
  { no: 1, key: "chainId", name: "chain_id", type: "string" },
  { no: 2, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 3, key: "seq", name: "seq", type: "uint64" },
  { no: 4, key: "contributor", name: "contributor", type: "string" },
  { no: 5, key: "rowsRoot", name: "rows_root", type: "bytes" },
  { no: 6, key: "sequence", name: "sequence", type: "uint64" },
  { no: 7, key: "grade", name: "grade", type: "uint32" },
]);

/** Shows that chunks belong to a contribution, and the contribution to a frozen datanet version. */
export interface ContributionOpening {
  leaf?: ContributionLeaf | undefined;
  /** Version of the datanet under whose root the leaf is opened. */
  version: bigint;
  logIndex: bigint;
  logPath: Uint8Array[];
  rows?: RowsCommitment | undefined;
  /** Ascending by document and chunk; their paths are shared. */
  chunks: RowOpening[];
  /** Multi-proof of the chunks: roots of the largest subtrees of the row tree without an opened chunk, left to right. */
  rowHashes: Uint8Array[];
}
export const ContributionOpening: MessageCodec<ContributionOpening> = defineMessage<ContributionOpening>("openledger.attribution.v1.ContributionOpening", [
  { no: 1, key: "leaf", name: "leaf", type: "message", rule: "optional", of: () => ContributionLeaf },
  { no: 2, key: "version", name: "version", type: "uint64" },
  { no: 3, key: "logIndex", name: "log_index", type: "uint64" },
  { no: 4, key: "logPath", name: "log_path", type: "bytes", rule: "repeated" },
  { no: 5, key: "rows", name: "rows", type: "message", rule: "optional", of: () => RowsCommitment },
  { no: 6, key: "chunks", name: "chunks", type: "message", rule: "repeated", of: () => RowOpening },
  { no: 7, key: "rowHashes", name: "row_hashes", type: "bytes", rule: "repeated" },
]);

/** Leaves of a model's artifact with one multi-proof for all of them under the artifact root. */
export interface ArtifactProof {
  /** Leaves of the artifact. */
  leafCount: bigint;
  /** Ascending, one for each leaf. */
  indexes: bigint[];
  leaves: Uint8Array[];
  /** Roots of the largest subtrees without any of these leaves, left to right. */
  hashes: Uint8Array[];
}
export const ArtifactProof: MessageCodec<ArtifactProof> = defineMessage<ArtifactProof>("openledger.attribution.v1.ArtifactProof", [
  { no: 1, key: "leafCount", name: "leaf_count", type: "uint64" },
  { no: 2, key: "indexes", name: "indexes", type: "uint64", rule: "repeated" },
  { no: 3, key: "leaves", name: "leaves", type: "bytes", rule: "repeated" },
  { no: 4, key: "hashes", name: "hashes", type: "bytes", rule: "repeated" },
]);

/**
 * One message of a request; the request is a list of these, never JSON. As a document of the request's row tree it is
 * role | 0x00 | text.
 */
export interface RequestMessage {
  /** system, user, assistant or tool. */
  role: string;
  text: string;
}
export const RequestMessage: MessageCodec<RequestMessage> = defineMessage<RequestMessage>("openledger.attribution.v1.RequestMessage", [
  { no: 1, key: "role", name: "role", type: "string" },
  { no: 2, key: "text", name: "text", type: "string" },
]);

/** The host's statement about one answer. */
export interface Receipt {
  /** 1. */
  version: number;
  chainId: string;
  sessionId: bigint;
  /** Position in the session's log, from 0. */
  index: bigint;
  /** Chosen by the buyer's side for this call, never used twice in a session. */
  nonce: bigint;
  modelId: bigint;
  modelVersion: bigint;
  /** Rows root of the request. */
  requestRoot: Uint8Array;
  /** Rows root of the output (one document). */
  outputRoot: Uint8Array;
  inputTokens: bigint;
  outputTokens: bigint;
  latencyMs: bigint;
  /** Units of the session's denom, by the offer's formula. */
  amount: string;
  /** claim root, see the attribution package. */
  claimRoot: Uint8Array;
  outputLabel: OutputLabel;
  attributionLabel: AttributionLabel;
}
export const Receipt: MessageCodec<Receipt> = defineMessage<Receipt>("openledger.attribution.v1.Receipt", [
  { no: 1, key: "version", name: "version", type: "uint32" },
  { no: 2, key: "chainId", name: "chain_id", type: "string" },
  { no: 3, key: "sessionId", name: "session_id", type: "uint64" },
  { no: 4, key: "index", name: "index", type: "uint64" },
  { no: 5, key: "nonce", name: "nonce", type: "uint64" },
  { no: 6, key: "modelId", name: "model_id", type: "uint64" },
  { no: 7, key: "modelVersion", name: "model_version", type: "uint64" },
  { no: 8, key: "requestRoot", name: "request_root", type: "bytes" },
  { no: 9, key: "outputRoot", name: "output_root", type: "bytes" },
  { no: 10, key: "inputTokens", name: "input_tokens", type: "uint64" },
  { no: 11, key: "outputTokens", name: "output_tokens", type: "uint64" },
  { no: 12, key: "latencyMs", name: "latency_ms", type: "uint64" },
  { no: 13, key: "amount", name: "amount", type: "string" },
  { no: 14, key: "claimRoot", name: "claim_root", type: "bytes" },
  { no: 15, key: "outputLabel", name: "output_label", type: "enum", enumTable: () => OutputLabel },
  { no: 16, key: "attributionLabel", name: "attribution_label", type: "enum", enumTable: () => AttributionLabel },
]);

/** What the buyer signs: the first `size` receipts of the session and their sum. */
export interface TreeHead {
  /** 1. */
  version: number;
  chainId: string;
  sessionId: bigint;
  size: bigint;
  root: Uint8Array;
  cumulativeAmount: string;
}
export const TreeHead: MessageCodec<TreeHead> = defineMessage<TreeHead>("openledger.attribution.v1.TreeHead", [
  { no: 1, key: "version", name: "version", type: "uint32" },
  { no: 2, key: "chainId", name: "chain_id", type: "string" },
  { no: 3, key: "sessionId", name: "session_id", type: "uint64" },
  { no: 4, key: "size", name: "size", type: "uint64" },
  { no: 5, key: "root", name: "root", type: "bytes" },
  { no: 6, key: "cumulativeAmount", name: "cumulative_amount", type: "string" },
]);

export interface SignedTreeHead {
  head?: TreeHead | undefined;
  /** 64 bytes of the session key. */
  signature: Uint8Array;
}
export const SignedTreeHead: MessageCodec<SignedTreeHead> = defineMessage<SignedTreeHead>("openledger.attribution.v1.SignedTreeHead", [
  { no: 1, key: "head", name: "head", type: "message", rule: "optional", of: () => TreeHead },
  { no: 2, key: "signature", name: "signature", type: "bytes" },
]);

/** A qualifying run of output tokens and where the same tokens stand in the source. */
export interface Match {
  /** The run in the output's tokens; it covers the span that cites it. */
  firstToken: number;
  tokenCount: number;
  /** Absent for request and repeat. */
  contribution?: ContributionRef | undefined;
  /** Document of the contribution, or number of the request message; 0 for repeat. */
  document: number;
  /** Byte offset of the run's first token in that document, or in the output for repeat. */
  offset: bigint;
}
export const Match: MessageCodec<Match> = defineMessage<Match>("openledger.attribution.v1.Match", [
  { no: 1, key: "firstToken", name: "first_token", type: "uint32" },
  { no: 2, key: "tokenCount", name: "token_count", type: "uint32" },
  { no: 3, key: "contribution", name: "contribution", type: "message", rule: "optional", of: () => ContributionRef },
  { no: 4, key: "document", name: "document", type: "uint32" },
  { no: 5, key: "offset", name: "offset", type: "uint64" },
]);

/** Consecutive output tokens with one owner or one reason. A claim's spans cover every token, in order. */
export interface Span {
  firstToken: number;
  tokenCount: number;
  /** Sum of the tokens' weights in Q8 bits. */
  weight: bigint;
  status: SpanStatus;
  /** Contributor when owned, else empty. */
  owner: string;
  /** Absent for no match. */
  match?: Match | undefined;
}
export const Span: MessageCodec<Span> = defineMessage<Span>("openledger.attribution.v1.Span", [
  { no: 1, key: "firstToken", name: "first_token", type: "uint32" },
  { no: 2, key: "tokenCount", name: "token_count", type: "uint32" },
  { no: 3, key: "weight", name: "weight", type: "uint64" },
  { no: 4, key: "status", name: "status", type: "enum", enumTable: () => SpanStatus },
  { no: 5, key: "owner", name: "owner", type: "string" },
  { no: 6, key: "match", name: "match", type: "message", rule: "optional", of: () => Match },
]);

/** What one owner receives of an answer or a batch. */
export interface OwnerAmount {
  owner: string;
  /** Units of the session's denom. */
  amount: string;
}
export const OwnerAmount: MessageCodec<OwnerAmount> = defineMessage<OwnerAmount>("openledger.attribution.v1.OwnerAmount", [
  { no: 1, key: "owner", name: "owner", type: "string" },
  { no: 2, key: "amount", name: "amount", type: "string" },
]);

/** Whose data an answer came from. */
export interface Claim {
  /** 1. */
  version: number;
  /** Sorted by owner address bytes; at most 64. */
  owners: OwnerAmount[];
  spans: Span[];
  /** Model kind retrieval: numbers in the artifact of the passages that the output is made of, in order; else empty. */
  passages: bigint[];
  /** Contributions in which the passages lie, once each, in order of (datanet_id, seq). */
  sources: ContributionRef[];
}
export const Claim: MessageCodec<Claim> = defineMessage<Claim>("openledger.attribution.v1.Claim", [
  { no: 1, key: "version", name: "version", type: "uint32" },
  { no: 2, key: "owners", name: "owners", type: "message", rule: "repeated", of: () => OwnerAmount },
  { no: 3, key: "spans", name: "spans", type: "message", rule: "repeated", of: () => Span },
  { no: 4, key: "passages", name: "passages", type: "uint64", rule: "repeated" },
  { no: 5, key: "sources", name: "sources", type: "message", rule: "repeated", of: () => ContributionRef },
]);

/** Everything that a stranger needs to check one receipt. */
export interface ReceiptOpening {
  receipt?: Receipt | undefined;
  /** 64 bytes of the offer's receipt key over the receipt hash. */
  hostSignature: Uint8Array;
  claim?: Claim | undefined;
  /** 32 bytes, from which the request's salts derive. */
  requestSecret: Uint8Array;
  request: RequestMessage[];
  /** 32 bytes, from which the output's salts derive. */
  outputSecret: Uint8Array;
  output: Uint8Array;
  /**
   * Every contribution that the claim's spans cite or whose passages the output is made of, once, in order of
   * (datanet_id, seq).
   */
  contributions: ContributionOpening[];
  /** Model kind retrieval: the artifact's leaves of the claim's passages and of their packages. */
  derivation?: ArtifactProof | undefined;
}
export const ReceiptOpening: MessageCodec<ReceiptOpening> = defineMessage<ReceiptOpening>("openledger.attribution.v1.ReceiptOpening", [
  { no: 1, key: "receipt", name: "receipt", type: "message", rule: "optional", of: () => Receipt },
  { no: 2, key: "hostSignature", name: "host_signature", type: "bytes" },
  { no: 3, key: "claim", name: "claim", type: "message", rule: "optional", of: () => Claim },
  { no: 4, key: "requestSecret", name: "request_secret", type: "bytes" },
  { no: 5, key: "request", name: "request", type: "message", rule: "repeated", of: () => RequestMessage },
  { no: 6, key: "outputSecret", name: "output_secret", type: "bytes" },
  { no: 7, key: "output", name: "output", type: "bytes" },
  { no: 8, key: "contributions", name: "contributions", type: "message", rule: "repeated", of: () => ContributionOpening },
  { no: 9, key: "derivation", name: "derivation", type: "message", rule: "optional", of: () => ArtifactProof },
]);

/** Parameters of the ownership rule; state of the attribution module. */
export interface Params {
  /** Bits above log2(N) that a run needs. */
  minExcessBits: number;
  minWords: number;
  maxOwners: number;
  tokeniserVersion: number;
  /** sha256 of the weight table. */
  weightTableHash: Uint8Array;
  maxReceiptsPerSettlement: number;
  /** Limits of one answer. */
  maxOutputBytes: number;
  maxRequestBytes: number;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.attribution.v1.Params", [
  { no: 1, key: "minExcessBits", name: "min_excess_bits", type: "uint32" },
  { no: 2, key: "minWords", name: "min_words", type: "uint32" },
  { no: 3, key: "maxOwners", name: "max_owners", type: "uint32" },
  { no: 4, key: "tokeniserVersion", name: "tokeniser_version", type: "uint32" },
  { no: 5, key: "weightTableHash", name: "weight_table_hash", type: "bytes" },
  { no: 6, key: "maxReceiptsPerSettlement", name: "max_receipts_per_settlement", type: "uint32" },
  { no: 7, key: "maxOutputBytes", name: "max_output_bytes", type: "uint32" },
  { no: 8, key: "maxRequestBytes", name: "max_request_bytes", type: "uint32" },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.attribution.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.attribution.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const QueryService: {
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Params: { path: "/openledger.attribution.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
