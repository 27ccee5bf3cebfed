import { setTimeout as delay } from "node:timers/promises";
import { namespacesOf, type Attestation } from "@openledger/derivation";
import { createAttester } from "@openledger/follower";
import { OperationalError, type Da } from "@openledger/ports";
import { height as heightOf, type Crypto } from "@openledger/primitives";
import type { OpenedChain } from "@openledger/sequencer";

export interface AttestationReaderOptions {
  readonly da: Da;
  readonly crypto: Crypto;
  readonly chain: OpenedChain;
  readonly attesters: readonly Uint8Array[];
  /** First DA height of the chain. */
  readonly startHeight: bigint;
  readonly includedHeight: () => bigint;
  readonly nowMs: () => number;
  readonly onRetry: (error: OperationalError) => void;
}

/** What a sequencer reads of those who executed its blocks. */
export interface AttestationReader {
  at(height: bigint): readonly Attestation[];
  /** Last block that is attested; 0 when there is none. */
  attested(): bigint;
  /** Reads DA until `stop`. Call once. */
  run(): Promise<void>;
  stop(): void;
}

const POLL_MS = 500;

export function createAttestationReader(options: AttestationReaderOptions): AttestationReader {
  const { da, crypto, chain, attesters, startHeight, includedHeight, nowMs } = options;
  const { store, genesis } = chain;
  const { forced: namespace } = namespacesOf(crypto.sha256, genesis.chainId);
  const stopped = new AbortController();
  const attester = createAttester({
    ...{ da, namespace, crypto, chainId: genesis.chainId, attesters, signer: undefined, intervalBlocks: 1, nowMs },
    known(height) {
      if (height < store.firstHeight || height > store.stateHeight) return undefined;
      const sealed = store.block(heightOf(height));
      const results = store.results(heightOf(height));
      return sealed === undefined || results === undefined ? undefined : { height, blockHash: sealed.blockId.hash, appHash: results.appHash };
    },
  });
  let next: bigint | undefined;

  async function readNew(): Promise<void> {
    const { height } = await da.head();
    if (next === undefined) await attester.begin(startHeight, height);
    for (next ??= height + 1n; next <= height && !stopped.signal.aborted; next++) attester.read(await da.list(next, namespace));
  }

  return {
    at: (height) => attester.at(height),
    attested: () => attester.attested(includedHeight()),
    async run() {
      while (!stopped.signal.aborted) {
        try {
          await readNew();
        } catch (error) {
          if (!(error instanceof OperationalError)) throw error;
          options.onRetry(error);
        }
        await delay(POLL_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    },
    stop: () => stopped.abort(),
  };
}
