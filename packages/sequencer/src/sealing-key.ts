import { STEP_PRECOMMIT, type SignedMessage, type SignState } from "@openledger/kv";
import type { ValidatorKey } from "./validator-key.ts";

/** A precommit to be signed, with the block that it seals. */
export interface SealRequest {
  readonly height: bigint;
  readonly round: number;
  /** As `voteSignBytes` makes them. */
  readonly signBytes: Uint8Array;
  /** The encoded block. */
  readonly block: Uint8Array;
}

/** The validator key with its last-sign state, in this process or in another one; the only way to seal a block. */
export interface SealingKey {
  /** 20 bytes. */
  readonly address: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Where it signed last; undefined before the first signature. */
  readonly last: { readonly height: bigint; readonly round: number } | undefined;
  /** The first round in which it seals a height; 0 by default. The history of a key that was restored from a copy may have earlier ones. */
  minRound?(height: bigint): number;
  /**
   * Signs, unless that could contradict what was signed before; that it did is durable before the signature is there. The
   * same request again gets the same signature. Rejects with an OperationalError; a retryable one says that nothing is
   * signed. Once `signal` is aborted it need not wait any longer for whoever holds the key.
   */
  seal(request: SealRequest, signal: AbortSignal): Promise<SignedMessage>;
}

/** The key of a file in this node's home. */
export function localSealingKey(key: ValidatorKey, signState: SignState): SealingKey {
  const { address, publicKey } = key;
  return {
    address,
    publicKey,
    get last() {
      return signState.last;
    },
    async seal({ height, round, signBytes }) {
      return signState.sign({ height, round, step: STEP_PRECOMMIT, signBytes }, (message) => key.sign(message));
    },
  };
}
