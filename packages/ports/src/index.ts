export { DA_NAMESPACE_BYTES, daError, type Da, type DaBlob, type DaErrorCode, type DaHead, type DaReceipt } from "./da.ts";
export { OperationalError } from "./operational-error.ts";
export type { SignatureVerifier } from "./signature-verifier.ts";
