import { createPayloadAssembler, type AssemblerOptions } from "./assemble-payload.ts";
import { decodeDataBatch, type BlockData } from "./payload.ts";

/** Data of consecutive blocks that waits for their headers. */
export interface DataQueue {
  /** Of the next block. */
  readonly first: BlockData | undefined;
  /** Nothing waits, parts of a payload neither. */
  readonly isEmpty: boolean;
  /** Takes a blob, where the first block that waits is at `nextHeight`; returns why it gives nothing. */
  add(blob: Uint8Array, nextHeight: bigint): string | undefined;
  /** The first has become a block. What waits is dropped when its signer may not sign for the next height. */
  shift(nextHeight: bigint): void;
  /** Drops what waits. */
  forget(): void;
}

/** A sequencer posts headers after each batch of data, so that honest ones keep far below. */
const WAITING_BYTES_MAX = 256 * 1024 * 1024;

export function createDataQueue(options: AssemblerOptions): DataQueue {
  const parts = createPayloadAssembler(options);
  let waiting: (BlockData & { readonly signer: Uint8Array })[] = [];
  let bytes = 0;
  const forget = (): void => {
    waiting = [];
    bytes = 0;
  };
  return {
    get first() {
      return waiting[0];
    },
    get isEmpty() {
      return waiting.length === 0 && !parts.isUnfinished;
    },
    add(blob, nextHeight) {
      const next = nextHeight + BigInt(waiting.length);
      const found = parts.add(blob, next);
      if ("reason" in found) return found.reason;
      if (found.firstHeight !== next) return "data that is there";
      if (bytes + found.payload.length > WAITING_BYTES_MAX) return "more data than may wait for headers";
      const blocks = decodeDataBatch(found.payload, found.count);
      if (blocks === undefined) return "data that cannot be read";
      waiting.push(...blocks.map(({ txs, evidence }) => ({ txs, evidence, signer: found.signer })));
      bytes += found.payload.length;
      return undefined;
    },
    shift(nextHeight) {
      waiting.shift();
      const [next] = waiting;
      if (next === undefined) bytes = 0;
      else if (!options.isSequencer(nextHeight, next.signer)) forget();
    },
    forget,
  };
}
