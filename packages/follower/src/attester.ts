import { attestationSignBytes, createAttestationBook, encodeAttestation, type Attestation, type AttestedBlock } from "@openledger/derivation";
import type { Da, DaBlob } from "@openledger/ports";
import type { Crypto } from "@openledger/primitives";

export interface AttesterOptions {
  readonly da: Da;
  /** Where anyone may post. */
  readonly namespace: Uint8Array;
  readonly crypto: Crypto;
  readonly chainId: string;
  /** Keys that genesis registers. */
  readonly attesters: readonly Uint8Array[];
  /** The one that is here, if it is to attest. */
  readonly signer: { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } | undefined;
  readonly intervalBlocks: number;
  /** What executing a block that is on DA gave here; undefined for one that was not. */
  readonly known: (height: bigint) => AttestedBlock | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Reads what registered keys say on DA, and says it too, if its own key is one of them. */
export interface Attester {
  /** Reads again what stands up to a DA height, as far back as is kept. Rejects as a {@link Da}. */
  begin(startHeight: bigint, readTo: bigint): Promise<void>;
  read(blobs: readonly DaBlob[]): void;
  /** Attests the blocks up to a height that are due: multiples of the interval, so that all say something of the same ones. Rejects as {@link Da.submit}; what was posted is known by reading alone. */
  attest(height: bigint): Promise<void>;
  at(height: bigint): readonly Attestation[];
  /** Last height up to a limit that is attested; 0 when there is none. */
  attested(limit: bigint): bigint;
}

/** DA heights that are read again at a start. */
const READ_BACK = 1_000n;
/** Attestations that are posted together by whoever was away. */
const AT_ONCE = 50;
/** An attestation that was not read back by then is posted again. */
const AGAIN_MS = 20_000;

export function createAttester(options: AttesterOptions): Attester {
  const { da, namespace, crypto, chainId, attesters, signer, intervalBlocks, known, nowMs } = options;
  const isRegistered = signer !== undefined && attesters.some((key) => Buffer.compare(key, signer.publicKey) === 0);
  let book = createAttestationBook({ crypto, chainId, attesters });
  let postedMs = 0;
  return {
    async begin(startHeight, readTo) {
      book = createAttestationBook({ crypto, chainId, attesters });
      const from = readTo - READ_BACK + 1n;
      for (let at = from < startHeight ? startHeight : from; at <= readTo; at++) book.read(await da.list(at, namespace));
    },
    read: (blobs) => book.read(blobs),
    async attest(height) {
      if (signer === undefined || !isRegistered) return;
      const due = dueHeights(height, book.lastOf(signer.publicKey), BigInt(intervalBlocks)).flatMap((at) => known(at) ?? []);
      if (due.length === 0 || nowMs() - postedMs < AGAIN_MS) return;
      postedMs = nowMs();
      const blobs = due.map((block) => {
        const signature = signer.sign(attestationSignBytes(crypto.sha256, chainId, block));
        return encodeAttestation(crypto.sha256, chainId, { ...block, publicKey: signer.publicKey, signature });
      });
      await da.submit(namespace, blobs);
      // It is there; the next one waits for its own turn.
      postedMs = 0;
    },
    at: (height) => book.at(height),
    attested: (limit) => book.attested(limit, known) ?? 0n,
  };
}

/** Multiples of the interval after `last` up to `height`, the newest ones: whoever attests says something of the same blocks. */
function dueHeights(height: bigint, last: bigint, interval: bigint): readonly bigint[] {
  const due: bigint[] = [];
  for (let at = height - (height % interval); at > last && due.length < AT_ONCE; at -= interval) due.push(at);
  return due.toReversed();
}
