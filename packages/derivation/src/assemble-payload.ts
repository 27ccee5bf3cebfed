import { concatBytes, equalBytes, toHex, toUtf8, type Crypto } from "@openledger/primitives";
import type { BatchKind } from "./batch.ts";
import { decodeEnvelope, isEnvelopeGenuine, openEnvelope, type Envelope, type Inflate } from "./envelope.ts";

/** A whole payload under a sequencer's signature. */
export interface AssembledPayload {
  readonly firstHeight: bigint;
  readonly count: number;
  readonly payload: Uint8Array;
  /** sha256 of the payload. */
  readonly payloadHash: Uint8Array;
  /** Key that signed it. */
  readonly signer: Uint8Array;
}

export interface PayloadAssembler {
  /** Whether parts of an unfinished payload are kept. */
  readonly isUnfinished: boolean;
  /**
   * The payload that this blob completes, or why the blob gives none. Only payloads that begin at `next` are put together;
   * another one is given whole, if it is one blob and not too far ahead, for whoever compares it.
   */
  add(blob: Uint8Array, next: bigint): AssembledPayload | { readonly reason: string };
}

export interface AssemblerOptions {
  readonly kind: BatchKind;
  readonly chainId: string;
  readonly crypto: Crypto;
  readonly inflate: Inflate;
  /** Whether a key may sign for the batch that begins at a height. */
  readonly isSequencer: (firstHeight: bigint, publicKey: Uint8Array) => boolean;
  /** How far beyond `next` payloads of one blob may begin; none by default. */
  readonly ahead?: bigint;
}

export function tooEarly(firstHeight: bigint, next: bigint): string {
  return `a batch from ${firstHeight} on, and ${next} is next`;
}

/** A sequencer that restarts may begin the same blocks anew with other boundaries; more than a few are no restart. */
const UNFINISHED_MAX = 4;
const UNFINISHED_BYTES_MAX = 256 * 1024 * 1024;

/** Puts payloads together from blobs in the order of DA. Keeps parts of payloads that begin at the height asked for, within bounds. */
export function createPayloadAssembler(options: AssemblerOptions): PayloadAssembler {
  const { kind, chainId, crypto, inflate, isSequencer, ahead = 0n } = options;
  const { sha256 } = crypto;
  const chainIdHash = sha256(toUtf8(chainId));
  const unfinished = new Map<string, { readonly signer: Uint8Array; readonly slices: (Uint8Array | undefined)[] }>();
  let unfinishedBytes = 0;
  let unfinishedFrom = 0n;

  const forget = (next: bigint): void => {
    unfinished.clear();
    unfinishedBytes = 0;
    unfinishedFrom = next;
  };

  /** What waits of a key that may not sign any more would keep its successor's parts out. */
  const forgetFormer = (next: bigint): void => {
    for (const [name, { signer, slices }] of unfinished) {
      if (isSequencer(next, signer)) continue;
      unfinished.delete(name);
      unfinishedBytes -= slices.reduce((sum, one) => sum + (one?.length ?? 0), 0);
    }
  };

  /** The slices of a payload, all of them or not, or undefined beyond the bounds. */
  const keep = ({ firstHeight, count, part, parts, payloadHash, signer }: Envelope, slice: Uint8Array): readonly (Uint8Array | undefined)[] | undefined => {
    const name = `${firstHeight}/${count}/${parts}/${toHex(payloadHash)}/${toHex(signer)}`;
    const slices: (Uint8Array | undefined)[] = unfinished.get(name)?.slices ?? Array.from({ length: parts }, () => undefined);
    if (slices[part] !== undefined) return slices;
    if (!unfinished.has(name) && unfinished.size >= UNFINISHED_MAX) return undefined;
    if (unfinishedBytes + slice.length > UNFINISHED_BYTES_MAX) return undefined;
    unfinished.set(name, { signer, slices });
    unfinishedBytes += slice.length;
    slices[part] = slice;
    return slices;
  };

  const judge = (blob: Uint8Array, next: bigint): Envelope | { readonly reason: string } => {
    const envelope = decodeEnvelope(blob);
    if ("reason" in envelope) return envelope;
    if (envelope.kind !== kind) return { reason: "a kind for another namespace" };
    if (!equalBytes(envelope.chainIdHash, chainIdHash)) return { reason: "another chain" };
    if (envelope.firstHeight > next && (envelope.parts > 1 || envelope.firstHeight >= next + ahead)) return { reason: tooEarly(envelope.firstHeight, next) };
    if (envelope.firstHeight < next && envelope.parts > 1) return { reason: "a part of blocks that are there" };
    const genuine = isSequencer(envelope.firstHeight, envelope.signer) && isEnvelopeGenuine(crypto, envelope, envelope.signer);
    return genuine ? envelope : { reason: "not signed by the sequencer" };
  };

  return {
    get isUnfinished() {
      return unfinished.size > 0;
    },
    add(blob, next) {
      if (next !== unfinishedFrom) forget(next);
      else forgetFormer(next);
      const envelope = judge(blob, next);
      if ("reason" in envelope) return envelope;
      const slice = openEnvelope(sha256, inflate, envelope);
      if (slice === undefined) return { reason: "a body that is not what its envelope says" };
      const { firstHeight, count, part, parts, payloadHash, signer } = envelope;
      if (parts === 1) return { firstHeight, count, payload: slice, payloadHash, signer };
      const slices = keep(envelope, slice);
      if (slices === undefined) return { reason: "more unfinished batches than are kept" };
      const there = slices.filter((one) => one !== undefined);
      if (there.length < parts) return { reason: `part ${part} of ${parts}` };
      forget(next);
      const payload = concatBytes(...there);
      return equalBytes(sha256(payload), payloadHash) ? { firstHeight, count, payload, payloadHash, signer } : { reason: "parts that are not the whole" };
    },
  };
}
