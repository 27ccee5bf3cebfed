import { headerHash } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { inflateZstd } from "@openledger/da";
import { decodeEnvelope, decodeHeaderBatch, isEnvelopeGenuine, namespacesOf, openEnvelope } from "@openledger/derivation";
import type { Da } from "@openledger/ports";
import { toHex } from "@openledger/primitives";

/** What lies on DA under a sequencer's key, counted without deriving it. */
export interface PostedHeaders {
  /** Heights from 1 to the last one posted of which no header is there. */
  readonly missing: readonly number[];
  /** Heights of which two different headers are there. */
  readonly contradicted: readonly number[];
  readonly last: number;
  /** Headers that are there again. */
  readonly repeated: number;
}

export async function postedHeaders(da: Da, chainId: string, publicKey: Uint8Array): Promise<PostedHeaders> {
  const crypto = createNodeCrypto();
  const { headers: namespace } = namespacesOf(crypto.sha256, chainId);
  const found = new Map<number, Set<string>>();
  let copies = 0;
  const { height: head } = await da.head();
  for (let at = 1n; at <= head; at++) {
    for (const { data } of await da.list(at, namespace)) {
      const envelope = decodeEnvelope(data);
      if ("reason" in envelope || !isEnvelopeGenuine(crypto, envelope, publicKey)) continue;
      const payload = openEnvelope(crypto.sha256, inflateZstd, envelope);
      for (const { header } of (payload === undefined ? undefined : decodeHeaderBatch(payload, envelope.count)) ?? []) {
        const number = Number(header.height);
        found.set(number, (found.get(number) ?? new Set()).add(toHex(headerHash(crypto.sha256, header))));
        copies += 1;
      }
    }
  }
  const last = [...found.keys()].reduce((most, number) => Math.max(most, number), 0);
  const missing = Array.from({ length: last }, (_, i) => i + 1).filter((number) => !found.has(number));
  const contradicted = [...found].filter(([, hashes]) => hashes.size > 1).map(([number]) => number);
  return { missing, contradicted, last, repeated: copies - found.size };
}
