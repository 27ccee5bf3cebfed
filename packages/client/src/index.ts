export {
  answerPrice,
  CHECK_TITLES,
  compareFacts,
  parseReceiptFile,
  readableReceipt,
  receiptContextOf,
  RECEIPT_FILE_BYTES_MAX,
  RECEIPT_FILE_FORMAT,
  ReceiptFileError,
  statusName,
  verifyReceiptFile,
  type ChainFacts,
  type ContributionFacts,
  type DatanetVersionFacts,
  type ModelFacts,
  type OfferFacts,
  type ReadableReceipt,
  type ReadableSpan,
  type ReadableSpanStatus,
  type ReceiptCheck,
  type ReceiptCheckName,
  type ReceiptFile,
  type ReceiptFileHead,
  type RuleFacts,
  type SessionFacts,
  type SettlementFacts,
  type SplitFacts,
  type TrustedFacts,
} from "./receipt/index.ts";
export { ClientError, isNotFound, orNotFound, type ClientErrorCode } from "./errors.ts";
export { connect, type ChainClient, type ChainEvent, type CommittedTx } from "./chain/chain-client.ts";
export { allContributions, allDatanets, allOffers, allSessions, queryAll, type Page } from "./chain/query-all.ts";
export { createCitedFacts, type CitedFacts } from "./chain/complete-facts.ts";
export {
  fetchContributionFacts,
  fetchModelFacts,
  fetchRuleFacts,
  fetchSessionFacts,
  fetchSplitFacts,
  fetchVersionFacts,
  offerFacts,
  type BaseFacts,
} from "./chain/session-facts.ts";
export { createBlobClient, type BlobClient } from "./content/blob-client.ts";
export {
  contributeMessage,
  openContent,
  prepareContent,
  type ContentDocument,
  type PreparedContent,
} from "./content/content-bundle.ts";
export { versionConsistency, type VersionConsistency } from "./content/version-consistency.ts";
export {
  isErased,
  leafOf,
  loadCorpus,
  manifestRows,
  manifestSizes,
  type Corpus,
  type CorpusEntry,
  type CorpusSelection,
  type CorpusSource,
} from "./content/load-corpus.ts";
export { adr036SignDoc, signAdr036, verifyAdr036, type Adr036Claim } from "./tx/adr036.ts";
export {
  createOpenledgerAminoConverters,
  decodeMessage,
  openledgerRegistryTypes,
  outgoing,
  type OutgoingMessage,
} from "./tx/messages.ts";
export {
  createTxSender,
  parseGasPrice,
  type GasPrice,
  type SendOptions,
  type SentTx,
  type TxSender,
  type TxSenderOptions,
} from "./tx/tx-sender.ts";
export { ChatRequestError, parseChatRequest, type ChatRequest } from "./openai/chat-request.ts";
export {
  chatChunks,
  chatCompletion,
  errorBody,
  firstChunk,
  lastChunks,
  sseEvent,
  textChunk,
  type CompletionHead,
  type CompletionParts,
  type FinishReason,
} from "./openai/completion.ts";
export { createSettlementFinder, findSettlement, type SettlementFinder } from "./chain/find-settlement.ts";
export { settledInclusion } from "./chain/settled-inclusion.ts";
export { findDemands, type AnnouncedDemand } from "./chain/find-demands.ts";
export {
  createLightClient,
  createRpcLightProvider,
  LightError,
  type ConflictEvidence,
  type LightClient,
  type LightClientOptions,
  type LightErrorCode,
  type LightProvider,
  type TrustRoot,
} from "./light/index.ts";
export {
  balanceKey,
  contributionKey,
  datanetVersionKey,
  fetchStoreProof,
  modelKey,
  modelVersionKey,
  offerKey,
  paramsKey,
  ProofError,
  queryProven,
  sessionKey,
  SETTLEMENT_LOG_KEY,
  settlementKey,
  verifyStoreProof,
  type ProofErrorCode,
  type ProofRules,
  type ProvenValue,
  type StoreKey,
  type StoreProof,
  type StoreProofOp,
} from "./proof/index.ts";
export {
  buildChainProof,
  CHAIN_PROOF_FORMAT,
  ChainProofError,
  createChainProver,
  isChainProven,
  parseChainProof,
  trustedHeaderFromJson,
  verifyChainProof,
  verifyReceiptOffline,
  type ChainCheck,
  type ChainCheckName,
  type ChainProof,
  type ChainProofRules,
  type ChainProofSource,
  type ChainProver,
  type FactProof,
  type LightBlockFile,
  type SettledReceipt,
  type SettlementProof,
  type StateProof,
  type TrustedHeader,
  type TrustTimes,
} from "./offline/index.ts";
export { RECEIPT_PROOF_HEADER, receiptRequestHash } from "./receipt/receipt-request.ts";
