import { createPayloadAssembler, type AssemblerOptions } from "./assemble-payload.ts";
import { decodeDataBatch, memoryOf, type BlockData } from "./payload.ts";

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

/** Memory, by {@link memoryOf}: small blobs inflate to much. A sequencer posts headers after each batch of data, so that honest ones keep far below. */
const WAITING_MEMORY_MAX = 256 * 1024 * 1024;

const TOO_MUCH = "more data than may wait for headers";

export function createDataQueue(options: AssemblerOptions & { readonly memoryMax?: number }): DataQueue {
  const { memoryMax = WAITING_MEMORY_MAX } = options;
  const parts = createPayloadAssembler(options);
  let waiting: (BlockData & { readonly signer: Uint8Array; readonly memory: number })[] = [];
  let memory = 0;
  const forget = (): void => {
    waiting = [];
    memory = 0;
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
      if (memory + found.payload.length > memoryMax) return TOO_MUCH;
      const blocks = decodeDataBatch(found.payload, found.count);
      if (blocks === undefined) return "data that cannot be read";
      const more = blocks.map((data) => ({ ...data, signer: found.signer, memory: memoryOf(data) }));
      const total = more.reduce((sum, one) => sum + one.memory, memory);
      if (total > memoryMax) return TOO_MUCH;
      waiting.push(...more);
      memory = total;
      return undefined;
    },
    shift(nextHeight) {
      memory -= waiting.shift()?.memory ?? 0;
      const [next] = waiting;
      if (next !== undefined && !options.isSequencer(nextHeight, next.signer)) forget();
    },
    forget,
  };
}
