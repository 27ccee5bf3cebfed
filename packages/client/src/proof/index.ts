export {
  fetchStoreProof,
  ProofError,
  queryProven,
  verifyStoreProof,
  type ProofErrorCode,
  type ProofRules,
  type ProvenValue,
  type StoreProof,
  type StoreProofOp,
} from "./prove-query.ts";
export {
  balanceKey,
  contributionKey,
  datanetVersionKey,
  modelKey,
  modelVersionKey,
  offerKey,
  paramsKey,
  sessionKey,
  SETTLEMENT_LOG_KEY,
  settlementKey,
  type StoreKey,
} from "./store-keys.ts";
