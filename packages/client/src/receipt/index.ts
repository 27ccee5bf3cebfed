export type {
  ChainFacts,
  ContributionFacts,
  DatanetVersionFacts,
  ModelFacts,
  OfferFacts,
  RuleFacts,
  SessionFacts,
  SettlementFacts,
  SplitFacts,
  TrustedFacts,
} from "./chain-facts.ts";
export { compareFacts } from "./compare-facts.ts";
export { parseReceiptFile, RECEIPT_FILE_BYTES_MAX, ReceiptFileError } from "./parse-receipt-file.ts";
export { readableReceipt, statusName } from "./readable.ts";
export { CHECK_TITLES, type ReceiptCheck, type ReceiptCheckName } from "./receipt-check.ts";
export { answerPrice, receiptContextOf } from "./receipt-context.ts";
export {
  RECEIPT_FILE_FORMAT,
  type ReadableReceipt,
  type ReadableSpan,
  type ReadableSpanStatus,
  type ReceiptFile,
  type ReceiptFileHead,
} from "./receipt-file.ts";
export { verifyReceiptFile } from "./verify-receipt-file.ts";
