import type { UnixNanos } from "@openledger/primitives";
import { OperationalError } from "./operational-error.ts";

/** Length of a namespace; Celestia's version 0 puts it behind a zero byte and 18 zero bytes. */
export const DA_NAMESPACE_BYTES = 10;

/** Where blobs were included, as the adapter was told: proof of nothing until they are read back. */
export interface DaReceipt {
  /** DA height, from 1. */
  readonly height: bigint;
  /** 32 bytes per blob, in order. */
  readonly commitments: readonly Uint8Array[];
}

/** A blob as DA holds it. */
export interface DaBlob {
  readonly data: Uint8Array;
  /** 32 bytes. */
  readonly commitment: Uint8Array;
  /** Ascends among the blobs of one height; no two are equal. */
  readonly index: number;
}

/** The newest DA block. */
export interface DaHead {
  /** 0 while there is none. */
  readonly height: bigint;
  readonly time: UnixNanos;
  /** Blocks up to here are never undone. */
  readonly finalized: bigint;
}

/**
 * - `DA_TOO_BIG`: a blob or a whole submission exceeds what DA takes. `DA_REFUSED`: DA does not take it as it is (fee, token,
 *   namespace); an operator has to act, and trying again is harmless.
 * - `DA_UNREACHABLE`: nothing was handed over. `DA_UNKNOWN`: no answer in time or a broken one; what was submitted may be
 *   included now or later. `DA_BUSY`: try again.
 * - `DA_NOT_FOUND`: nothing is there under that name. `DA_FUTURE`: that height does not exist yet.
 * - `DA_CORRUPT`: what was stored or answered contradicts its own hashes.
 */
export type DaErrorCode =
  | "DA_TOO_BIG"
  | "DA_REFUSED"
  | "DA_UNREACHABLE"
  | "DA_UNKNOWN"
  | "DA_BUSY"
  | "DA_NOT_FOUND"
  | "DA_FUTURE"
  | "DA_CORRUPT";

const FINAL: ReadonlySet<DaErrorCode> = new Set(["DA_TOO_BIG", "DA_CORRUPT"]);

/** An OperationalError of a {@link Da}; only a blob that is too big and bytes that changed stay so. */
export function daError(code: DaErrorCode, message: string, cause?: unknown): OperationalError<DaErrorCode> {
  return new OperationalError(code, message, { retryable: !FINAL.has(code), cause });
}

/**
 * A log of blobs by height and namespace that anyone can read.
 *
 * Must: keep what it included, in one order that all readers see; answer or reject within bounded time with a
 * {@link DaErrorCode}; refuse blobs beyond `maxBlobBytes`. A rejected `submit` may have included its blobs, and so may
 * two tries both: callers read back, and readers pass over duplicates. Should: include the blobs of one call at one height.
 */
export interface Da {
  /** Largest blob, in bytes. */
  readonly maxBlobBytes: number;
  /** Largest sum of the blobs of one call, in bytes. */
  readonly maxSubmitBytes: number;
  /** Hands over one or more blobs and waits for their inclusion. `namespace` has {@link DA_NAMESPACE_BYTES} bytes. */
  submit(namespace: Uint8Array, blobs: readonly Uint8Array[]): Promise<DaReceipt>;
  /** Every blob of a namespace at a height, in index order; none is no error. Rejects with `DA_FUTURE` beyond the head. */
  list(height: bigint, namespace: Uint8Array): Promise<readonly DaBlob[]>;
  head(): Promise<DaHead>;
  /** Time of the DA block at a height; ascends with heights. Rejects with `DA_FUTURE` beyond the head. */
  timeAt(height: bigint): Promise<UnixNanos>;
  /** An inclusion proof in the adapter's own form. Rejects with `DA_NOT_FOUND`. */
  prove(height: bigint, namespace: Uint8Array, commitment: Uint8Array): Promise<Uint8Array>;
  /** Whether `proof` shows a blob of that commitment at that height. False for arbitrary bytes. */
  verify(height: bigint, namespace: Uint8Array, commitment: Uint8Array, proof: Uint8Array): Promise<boolean>;
}
