import { setImmediate } from "node:timers/promises";
import type { BatchKind, Namespaces } from "@openledger/derivation";
import type { Da, DaHead } from "@openledger/ports";
import type { FileSystem } from "@openledger/kv";
import { unixNanos } from "@openledger/primitives";
import { createCoverage, type Coverage, type CoverageOptions } from "./coverage.ts";
import { loadReadPosition, saveReadPosition, type ReadPosition } from "./read-position.ts";

export interface DaReaderOptions extends Omit<CoverageOptions, "kind" | "next"> {
  readonly da: Da;
  readonly namespaces: Namespaces;
  /** First height of the chain. */
  readonly initialHeight: bigint;
  /** First DA height at which the chain may have posted. */
  readonly startHeight: bigint;
  /** File of the read position. */
  readonly positionFile: string;
  readonly fileSystem?: FileSystem | undefined;
}

/** Reads what is on DA, in order, and knows by that alone which blocks are there. */
export interface DaReader {
  readonly coverage: Readonly<Record<BatchKind, Coverage>>;
  /** Last DA height that was read. */
  readonly readTo: bigint;
  /** Last block of which both streams are on DA; one less than the first height while there is none. */
  readonly included: bigint;
  /** The same at the last DA height that is final. */
  readonly final: bigint;
  /** Reads up to the newest DA height. Rejects as a {@link Da}, with what was read so far kept. */
  read(): Promise<DaHead>;
  /** Makes the next start begin here. */
  save(): void;
}

/** Begins at the saved position if DA confirms it, otherwise at `startHeight`. */
export async function openDaReader(options: DaReaderOptions): Promise<DaReader> {
  const { da, namespaces, initialHeight, startHeight, positionFile, fileSystem, blocks } = options;
  const saved = await loadReadPosition(positionFile, da);
  // A position beyond the log is no excuse not to see that DA is ahead of it.
  const position = saved !== undefined && saved.nextData <= blocks.lastHeight + 1n && saved.nextHeaders <= blocks.lastHeight + 1n ? saved : undefined;
  const headers = createCoverage({ ...options, kind: "headers", next: position?.nextHeaders ?? initialHeight });
  // Whoever derives knows no sequencer after that of the next block, and drops what the one before posted beyond its turn.
  const isSequencer = (height: bigint, publicKey: Uint8Array): boolean =>
    options.isSequencer(height, publicKey) && (height <= headers.next || options.isSequencer(headers.next, publicKey));
  const coverage = { headers, data: createCoverage({ ...options, isSequencer, kind: "data", next: position?.nextData ?? initialHeight }) };
  const bothTo = (): bigint => (coverage.headers.next < coverage.data.next ? coverage.headers.next : coverage.data.next) - 1n;
  let readTo = position?.readTo ?? startHeight - 1n;
  let witness: ReadPosition["witness"] | undefined = position?.witness;
  let final = bothTo();
  /** What became included at which DA height, until that is final. */
  let unfinished: { readonly included: bigint; readonly at: bigint }[] = [];

  const readKind = async (kind: BatchKind, at: bigint): Promise<void> => {
    const before = coverage[kind].next;
    const blobs = await da.list(at, namespaces[kind]);
    const daTime = kind === "headers" && blobs.length > 0 ? await da.timeAt(at) : unixNanos(0n);
    for (const { data, commitment } of blobs) {
      coverage[kind].add(data, daTime);
      // A stranger may post as many as fit into a DA block, and blocks are made meanwhile.
      await setImmediate();
      if (coverage[kind].next > before) witness = { height: at, namespace: namespaces[kind], commitment };
    }
  };
  return {
    coverage,
    get readTo() {
      return readTo;
    },
    get included() {
      return bothTo();
    },
    get final() {
      return final;
    },
    async read() {
      const head = await da.head();
      for (let at = readTo + 1n; at <= head.height; at++) {
        const before = bothTo();
        await readKind("data", at);
        await readKind("headers", at);
        if (bothTo() > before) unfinished.push({ included: bothTo(), at });
        readTo = at;
      }
      for (const { included, at } of unfinished) if (at <= head.finalized) final = included;
      unfinished = unfinished.filter(({ at }) => at > head.finalized);
      return head;
    },
    save() {
      if (witness === undefined) return;
      saveReadPosition(positionFile, { readTo, nextHeaders: coverage.headers.next, nextData: coverage.data.next, witness }, fileSystem);
    },
  };
}
