/** Whether recovery keys replaced the sequencer that runs here, which judges nobody and so sees no miss. */
import { readFileSync } from "node:fs";
import { encodeRotation, rotationOfBlob, rotationSignBytes, whyNotSigned, type RecoveryRule, type Rotation } from "@openledger/derivation";
import { nodeFileSystem, writeFileAtomic, type FileSystem } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import { equalBytes, toHex, toUtf8, type Crypto, type Height } from "@openledger/primitives";
import type { OpenedChain } from "@openledger/sequencer";
import { z } from "zod";
import type { RebuildReport } from "./rebuild.ts";

export interface RotationWatchOptions {
  readonly da: Da;
  readonly crypto: Crypto;
  readonly chain: {
    readonly genesis: Pick<OpenedChain["genesis"], "chainId">;
    readonly store: Pick<OpenedChain["store"], "setChanges" | "stateHeight" | "block">;
    readonly validators: Pick<OpenedChain["validators"], "expected">;
  };
  readonly recovery: RecoveryRule;
  /** First DA height of the chain. */
  readonly startHeight: bigint;
  /** Where it is kept up to which DA height nothing replaced this sequencer. */
  readonly file: string;
  readonly fileSystem?: FileSystem | undefined;
  /** The chain by genesis and DA alone. Rejects as a {@link Da}, and when the signal ends it. */
  readonly rebuild: (signal: AbortSignal) => Promise<Pick<RebuildReport, "daHeight" | "rotations">>;
  /** A rotation is on DA that may count, and the chain is rebuilt to see. */
  readonly onSuspected: (rotation: Rotation) => void;
}

/** Looks in what the forced namespace holds for a rotation that the chain here did not cross. */
export interface RotationWatch {
  /** That replaced this sequencer; undefined while none did. */
  readonly found: Rotation | undefined;
  /** First DA height that is to be read. Rejects as a {@link Da}. */
  begin(): Promise<bigint>;
  /** What the forced namespace holds at a DA height; each in turn. What was read before is passed over. */
  read(daHeight: bigint, blobs: readonly { readonly data: Uint8Array }[]): void;
  /**
   * Whether everything that was read is decided; otherwise a chain is rebuilt beside, one at a time. Throws what the last one
   * rejected with.
   */
  isDecided(): boolean;
  /** Keeps how far was read, if DA still is the one that was read. Rejects as a {@link Da}. */
  save(): Promise<void>;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

interface Suspect {
  readonly rotation: Rotation;
  readonly name: string;
  readonly daHeight: bigint;
}

const big = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const schema = z.object({ readTo: big, time: big });

export function createRotationWatch(options: RotationWatchOptions): RotationWatch {
  const { da, crypto, chain, recovery, startHeight, file, fileSystem = nodeFileSystem } = options;
  const { sha256 } = crypto;
  const { chainId } = chain.genesis;
  const chainIdHash = sha256(toUtf8(chainId));
  const stopped = new AbortController();
  /** Those that do not count. By their content: once the deadline is over, nothing that comes later makes one count. */
  const refuted = new Set<string>();
  let suspects: readonly Suspect[] = [];
  let readTo = startHeight - 1n;
  let savedTo = readTo;
  let found: Rotation | undefined;
  let rebuilding: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  /** The greatest number of a rotation that the chain here crossed, or crosses with its next block. */
  function crossedNumber(): bigint {
    const numbers = chain.store.setChanges.map(({ rotation }) => rotation?.number ?? 0n);
    return numbers.reduce((most, one) => (one > most ? one : most), chain.validators.expected()?.number ?? 0n);
  }

  function isElsewhere({ number, lastHeight, lastHash }: Rotation): boolean {
    const { stateHeight } = chain.store;
    if (number <= crossedNumber() || lastHeight > stateHeight) return true;
    const own = chain.store.block(lastHeight as Height);
    // A block that is not kept any more says nothing against it.
    return own !== undefined && !equalBytes(own.blockId.hash, lastHash);
  }

  function suspectOf(daHeight: bigint, blob: Uint8Array): Suspect | undefined {
    const rotation = rotationOfBlob(sha256, chainIdHash, blob);
    if (rotation === undefined || daHeight <= rotation.miss.deadline || isElsewhere(rotation)) return undefined;
    const name = toHex(sha256(rotationSignBytes(sha256, chainId, rotation)));
    if (refuted.has(name) || suspects.some((one) => one.name === name)) return undefined;
    return whyNotSigned(crypto, chainId, recovery, rotation) === undefined ? { rotation, name, daHeight } : undefined;
  }

  async function rebuild(): Promise<void> {
    const report = await options.rebuild(stopped.signal);
    const decided = suspects.filter(({ daHeight }) => daHeight <= report.daHeight);
    found = decided.find(({ rotation }) => report.rotations.some((one) => equalBytes(encodeRotation(one), encodeRotation(rotation))))?.rotation;
    if (found !== undefined) return;
    for (const { name } of decided) refuted.add(name);
    suspects = suspects.filter((one) => !decided.includes(one));
  }

  return {
    get found() {
      return found;
    },
    async begin() {
      const saved = savedPlace(file);
      const isKnown = saved !== undefined && saved.readTo >= startHeight && saved.readTo <= (await da.head()).height && (await da.timeAt(saved.readTo)) === saved.time;
      if (isKnown) [readTo, savedTo] = [saved.readTo, saved.readTo];
      return readTo + 1n;
    },
    read(daHeight, blobs) {
      if (daHeight <= readTo) return;
      for (const { data } of blobs) {
        const suspect = suspectOf(daHeight, data);
        if (suspect === undefined) continue;
        suspects = [...suspects, suspect];
        options.onSuspected(suspect.rotation);
      }
      readTo = daHeight;
    },
    isDecided() {
      const failed = failure;
      failure = undefined;
      if (failed !== undefined) throw failed.error;
      if (found !== undefined || (suspects.length === 0 && rebuilding === undefined)) return true;
      rebuilding ??= rebuild()
        .catch((error: unknown) => void (failure = { error }))
        .finally(() => (rebuilding = undefined));
      return false;
    },
    async save() {
      const to = suspects.reduce((least, { daHeight }) => (daHeight <= least ? daHeight - 1n : least), readTo);
      if (to <= savedTo) return;
      const time = await da.timeAt(to);
      writeFileAtomic(file, toUtf8(`${JSON.stringify({ readTo: `${to}`, time: `${time}` })}\n`), { fileSystem });
      savedTo = to;
    },
    async stop() {
      stopped.abort(new Error("the node stops"));
      await rebuilding;
    },
  };
}

/** Undefined when there is none that can be read: DA is read from the start then. */
function savedPlace(file: string): z.infer<typeof schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error && error.code === "ENOENT")) return undefined;
    throw error;
  }
}
