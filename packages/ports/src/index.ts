export { OperationalError } from "./operational-error.ts";
export type { SignatureVerifier } from "./signature-verifier.ts";
