import { batchPayload, decodeEnvelope, isEnvelopeGenuine, openEnvelope, type BatchKind, type Envelope, type Inflate } from "@openledger/derivation";
import { concatBytes, equalBytes, toUtf8, type Crypto } from "@openledger/primitives";
import type { BlockSource } from "./block-source.ts";
import { blocksBetween } from "./coverage.ts";

export interface VerifyBatchOptions {
  readonly chainId: string;
  readonly crypto: Crypto;
  readonly inflate: Inflate;
  readonly blocks: BlockSource;
  readonly signer: { readonly publicKey: Uint8Array };
}

/**
 * Whether blobs from disk, all the parts of one batch in order, are what this key signed of the blocks in the log: damaged
 * ones would go out again and again, and count for nobody.
 */
export function isBatchOfLog({ chainId, crypto, inflate, blocks, signer }: VerifyBatchOptions, kind: BatchKind, blobs: readonly Uint8Array[]): boolean {
  const { sha256 } = crypto;
  const envelopes: Envelope[] = [];
  const slices: Uint8Array[] = [];
  for (const blob of blobs) {
    const envelope = decodeEnvelope(blob);
    if ("reason" in envelope || !isEnvelopeGenuine(crypto, envelope, signer.publicKey)) return false;
    const slice = openEnvelope(sha256, inflate, envelope);
    if (slice === undefined) return false;
    envelopes.push(envelope);
    slices.push(slice);
  }
  const [first] = envelopes;
  if (first === undefined) return false;
  const { firstHeight, count, payloadHash } = first;
  const last = firstHeight + BigInt(count) - 1n;
  const chainIdHash = sha256(toUtf8(chainId));
  if (!envelopes.every((one) => one.count === count && equalBytes(one.chainIdHash, chainIdHash) && equalBytes(one.payloadHash, payloadHash))) return false;
  if (firstHeight < blocks.firstHeight || last > blocks.lastHeight) return false;
  return equalBytes(sha256(concatBytes(...slices)), payloadHash) && equalBytes(sha256(batchPayload(kind, blocksBetween(blocks, firstHeight, last))), payloadHash);
}
