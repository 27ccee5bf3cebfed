export { appendedPath } from "./appended-path.ts";
export { buildChainProof, createChainProver, type ChainProofSource, type ChainProver, type SettledReceipt } from "./build-chain-proof.ts";
export { CHAIN_PROOF_FORMAT, ChainProofError, parseChainProof, type ChainProof, type FactProof, type SettlementProof, type StateProof } from "./chain-proof.ts";
export type { TrustTimes } from "./check-trusted-header.ts";
export { claimablesOfGenesis, type GenesisClaimable } from "./genesis-claimables.ts";
export { lightBlockFromFile, lightBlockToFile, trustedHeaderFromJson, type LightBlockFile, type TrustedHeader } from "./light-block-file.ts";
export { isChainProven, type ChainCheck, type ChainCheckName } from "./offline-check.ts";
export { verifyChainProof, type ChainProofRules } from "./verify-chain-proof.ts";
export { verifyChainProofOf, verifyReceiptOffline } from "./verify-receipt-offline.ts";
export {
  createStatementReader,
  statementCsv,
  type EarningsStatement,
  type StatementBlock,
  type StatementEvent,
  type StatementGenesis,
  type StatementLine,
  type StatementLineKind,
  type StatementReader,
} from "./earnings-statement.ts";
