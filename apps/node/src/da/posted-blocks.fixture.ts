/** What a stranger who has nothing but a DA finds there of a chain. */
import { createNodeCrypto } from "@openledger/crypto";
import { inflateZstd } from "@openledger/da";
import { decodeDataBatch, decodeEnvelope, decodeHeaderBatch, isEnvelopeGenuine, namespacesOf, openEnvelope, type BatchKind, type BlockData } from "@openledger/derivation";
import type { SignedHeader } from "@openledger/comet";
import type { Da } from "@openledger/ports";

const crypto = createNodeCrypto();

export interface PostedBlocks {
  readonly headers: readonly SignedHeader[];
  readonly data: readonly BlockData[];
  /** Batches that begin after the next block that is missing: never, when blocks are posted in order. */
  readonly gaps: number;
  readonly bytes: number;
}

/** Batches that fit into one blob each, from height 1 on, under the key of the chain's sequencer. */
export async function readPostedBlocks(da: Da, chainId: string, publicKey: Uint8Array): Promise<PostedBlocks> {
  const namespaces = namespacesOf(crypto.sha256, chainId);
  const { height } = await da.head();
  const found = { headers: [] as SignedHeader[], data: [] as BlockData[], gaps: 0, bytes: 0 };
  const take = (kind: BatchKind, blob: Uint8Array): void => {
    found.bytes += blob.length;
    const envelope = decodeEnvelope(blob);
    if ("reason" in envelope || !isEnvelopeGenuine(crypto, envelope, publicKey)) throw new Error("a blob that is not ours");
    const next = BigInt(found[kind].length) + 1n;
    if (envelope.firstHeight > next) found.gaps += 1;
    const payload = openEnvelope(crypto.sha256, inflateZstd, envelope);
    if (envelope.firstHeight !== next || payload === undefined) return;
    if (kind === "headers") found.headers.push(...(decodeHeaderBatch(payload, envelope.count) ?? []));
    else found.data.push(...(decodeDataBatch(payload, envelope.count) ?? []));
  };
  for (let at = 1n; at <= height; at++) {
    for (const kind of ["data", "headers"] as const) for (const { data } of await da.list(at, namespaces[kind])) take(kind, data);
  }
  return found;
}
