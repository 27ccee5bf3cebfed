import { createValidatorSet, type SignedHeader, type ValidatorSet } from "@openledger/comet";
import { equalBytes, toHex, unixNanos, type Crypto } from "@openledger/primitives";
import { CHAIN_ID } from "../../src/blocks.fixture.ts";
import { createChainReader, type Break, type ChainReader, type ReaderSlice } from "../../src/chain-reader.ts";
import type { Inflate } from "../../src/envelope.ts";
import type { ForcedChance } from "../../src/forced-queue.ts";
import type { Rotation } from "../../src/rotation.ts";
import { EXEMPT, OLD, RECOVERY, SEQUENCERS, THRESHOLD, WINDOW, type Posted } from "./story.ts";

const FAR = unixNanos(1_800_000_000n * 1_000_000_000n);

interface Taken {
  readonly signed: SignedHeader;
  readonly hash: Uint8Array;
}

export function sliceOf(daHeight: bigint, { data = [], headers = [], forced = [] }: Posted): ReaderSlice {
  return { daHeight, daTime: FAR, data, headers, forced: forced.map((blob) => ({ data: blob, commitment: new Uint8Array(32) })) };
}

/** A node that follows a chain and executes nothing; it keeps what a follower keeps, and may be started anew where one may. */
export class StoryNode {
  readonly taken: Taken[] = [];
  /** Lower-case hex, with the DA heights of their blocks. */
  readonly txs: Map<string, bigint> = new Map();
  readonly history: ReaderSlice[] = [];
  readonly missed: string[] = [];
  readonly passedOver: string[] = [];
  equivocations: number = 0;
  breaks: readonly Break[] = [];
  chances: readonly ForcedChance[] = [];
  rotation: Rotation | undefined;
  reader: ChainReader;
  readonly #crypto: Crypto;
  readonly #inflate: Inflate;
  /** Of each sequencer. */
  readonly #sets: ReadonlyMap<string, ValidatorSet>;

  constructor(crypto: Crypto, inflate: Inflate) {
    this.#crypto = crypto;
    this.#sets = new Map(SEQUENCERS.map(({ publicKey }) => [toHex(publicKey), createValidatorSet(crypto.sha256, [{ publicKey, power: 10n }])]));
    this.#inflate = inflate;
    this.reader = this.#open();
  }

  #open(): ChainReader {
    const readTo = BigInt(this.history.length);
    const reader = createChainReader({
      ...{ crypto: this.#crypto, inflate: this.#inflate, chainId: CHAIN_ID, genesisTime: OLD[0]?.header.time ?? FAR, driftNanos: 0n },
      ...{ from: { height: BigInt(this.taken.length) + 1n, last: this.taken.at(-1)?.signed }, readTo, breaks: this.breaks, known: [] },
      recovery: { threshold: THRESHOLD, keys: RECOVERY.map(({ publicKey }) => publicKey) },
      validatorsAt: (height) => this.#setAt(height),
      hashAt: (height) => this.taken[Number(height) - 1]?.hash,
      expect: (named) => void (this.rotation = named),
      forced: {
        ...{ window: WINDOW, bytesPerWindow: 1_000, gasPerWindow: 1_000n, judgedTo: readTo, chances: this.chances },
        isIncluded: (hash) => this.txs.has(hash),
        wasIncluded: (hash, daHeight) => (this.txs.get(hash) ?? daHeight) < daHeight,
        gasUsed: () => 1n,
        isExempt: ({ tx }) => tx.at(-1) === EXEMPT,
        runsInTurn: (waiting) => new Set(waiting.filter(({ tx }) => tx.at(-1) !== EXEMPT).map(({ hash }) => hash)),
        onWeighed: (chances) => void (this.chances = chances),
      },
    });
    for (let at = reader.recallFrom < 1n ? 1n : reader.recallFrom; at <= readTo; at++) reader.recall(at, this.history[Number(at) - 1]?.forced ?? []);
    return reader;
  }

  #setAt(height: bigint): ValidatorSet {
    const key = this.#keyAt(height);
    return this.#sets.get(toHex(key)) ?? createValidatorSet(this.#crypto.sha256, [{ publicKey: key, power: 10n }]);
  }

  /** By what was executed: the key of the block there, or the one that a rotation names for the next. */
  #keyAt(height: bigint): Uint8Array {
    const there = this.taken[Number(height) - 1]?.signed.header;
    const next = this.rotation !== undefined && this.rotation.lastHeight === BigInt(this.taken.length) ? this.rotation.newKey : undefined;
    const address = (there ?? this.taken.at(-1)?.signed.header)?.proposerAddress;
    const sealer = SEQUENCERS.find((key) => address !== undefined && equalBytes(key.address, address)) ?? SEQUENCERS[0];
    return there === undefined && next !== undefined ? next : sealer.publicKey;
  }

  /** `onBlock` is called with each block before it counts. */
  read(slice: ReaderSlice, onBlock: (hash: Uint8Array, bytes: Uint8Array) => void): void {
    const steps = this.reader.read(slice);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        const { missed, rotation, passedOver, equivocations } = step.value;
        if (missed !== undefined) this.missed.push(missed.hash);
        if (rotation !== undefined) this.rotation = rotation;
        this.passedOver.push(...passedOver);
        this.equivocations += equivocations.length;
        break;
      }
      const { block, commit, blockId, bytes } = step.value;
      onBlock(blockId.hash, bytes);
      this.taken.push({ signed: { header: block.header, commit }, hash: blockId.hash });
      for (const tx of block.txs) {
        const hash = toHex(this.#crypto.sha256(tx));
        if (!this.txs.has(hash)) this.txs.set(hash, slice.daHeight);
      }
    }
    this.history.push(slice);
  }

  /** Where a follower may begin anew; true when it did. */
  restart(): boolean {
    if (!this.reader.isAtCheckpoint) return false;
    this.breaks = [...this.reader.breaks];
    this.rotation = undefined;
    this.reader = this.#open();
    return true;
  }

  /** What two nodes that read the same must agree on. */
  get state(): string {
    const { nextHeight, waiting, breaks } = this.reader;
    return JSON.stringify([`${nextHeight}`, waiting, toHex(this.taken.at(-1)?.hash ?? new Uint8Array(0)), breaks.map(({ number, lastHeight, miss, crossed }) => [`${number}`, `${lastHeight}`, toHex(miss.txHash), `${crossed?.daHeight}`, toHex(crossed?.rotation.newKey ?? new Uint8Array(0))])]);
  }
}
