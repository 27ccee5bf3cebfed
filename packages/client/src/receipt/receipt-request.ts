import { concatBytes, toUtf8, u64be, type Sha256 } from "@openledger/primitives";

const DOMAIN = toUtf8("openledger/receipt-request/v1");

/** HTTP header of a request for a receipt of a private session: base64 of the session key's signature. */
export const RECEIPT_PROOF_HEADER = "x-openledger-proof";

/**
 * What a buyer signs with its session key to be given a receipt of a private session again: sha256("openledger/
 * receipt-request/v1" ‖ u64 session ‖ u64 index ‖ chain id). 32 bytes.
 */
export function receiptRequestHash(
  sha256: Sha256,
  of: { readonly chainId: string; readonly sessionId: bigint; readonly index: number },
): Uint8Array {
  return sha256(concatBytes(DOMAIN, u64be(of.sessionId), u64be(BigInt(of.index)), toUtf8(of.chainId)));
}
