import { join } from "node:path";
import type { Break, ForcedChance } from "@openledger/derivation";
import type { Da } from "@openledger/ports";
import { loggedBreaks } from "./break-log.ts";
import { isOfThisDa, loadCheckpoint, saveCheckpoint, type Checkpoint } from "./checkpoint.ts";
import type { DaIndex } from "./da-index.ts";
import type { FollowerOptions } from "./follower-options.ts";
import { createIncluded, type Included } from "./included.ts";

/** How far DA was read, in memory and on disk. */
export interface DaProgress {
  readonly included: Included;
  /** From which reading begins anew when it is interrupted; undefined before `begin`. */
  readonly checkpoint: Checkpoint | undefined;
  /** What was due up to here was judged, on the states of its time. */
  readonly judgedTo: bigint;
  /** What was found out up to there of transactions that wait; undefined where that is not known any more. */
  readonly chances: readonly ForcedChance[] | undefined;
  /** A saved checkpoint counts if the log has its blocks and DA what was read; otherwise DA is read from the start and compared, and what is due up to the misses in `breaks` was judged, which is made durable. Rejects as a {@link Da}, throws as the checkpoint. */
  begin(da: Da, headers: Uint8Array, nextHeight: bigint, breaks: readonly Break[]): Promise<Checkpoint>;
  move(checkpoint: Omit<Checkpoint, "judgedTo" | "chances">): void;
  /** Something due at a DA height was judged, and a miss that was found there is kept. */
  judged(daHeight: bigint): void;
  /** More was found out there of transactions that wait: all that is known of them. */
  weighed(daHeight: bigint, chances: readonly ForcedChance[]): void;
  /** Makes durable what was judged, before the state on which that was done is no more. */
  markJudged(): void;
  /** Makes the checkpoint durable: always, if it moved, or if that was not done a moment ago. */
  save(when: "now" | "moved" | "due"): void;
  /** Goes back to the checkpoint. */
  rewind(): void;
}

/** Between checkpoints while there is much to read. */
const SAVE_MS = 5_000;

const FILE = "follower.json";

/** Misses at which a chain stood still that this data folder followed; none where it followed nothing. Throws as the log of them. */
export function savedBreaks(dataFolder: string): readonly Break[] {
  const logged = loggedBreaks(dataFolder);
  return logged.length > 0 ? logged : (loadCheckpoint(join(dataFolder, FILE))?.breaks ?? []);
}

type ProgressOptions = Pick<FollowerOptions, "dataFolder" | "startHeight" | "nowMs" | "fileSystem"> & { readonly chain: { readonly genesis: { readonly initialHeight: bigint } } };

export function createDaProgress({ chain, dataFolder, startHeight, nowMs, fileSystem }: ProgressOptions, index: DaIndex): DaProgress {
  const file = join(dataFolder, FILE);
  const { initialHeight } = chain.genesis;
  const start: Checkpoint = { readTo: startHeight - 1n, next: initialHeight, witness: undefined, judgedTo: startHeight - 1n, chances: [], breaks: [] };
  let included = createIncluded(start);
  let checkpoint: Checkpoint | undefined;
  let { judgedTo, chances } = start;
  let hasUnmarked = false;
  let savedTo: bigint | undefined;
  let savedMs = 0;

  const write = (): void => {
    if (checkpoint === undefined) return;
    index.sync();
    // Without a blob that DA is recognised by, only what was judged is worth a file.
    if (checkpoint.witness !== undefined || judgedTo !== start.judgedTo) saveCheckpoint(file, { ...checkpoint, judgedTo, chances }, fileSystem);
    hasUnmarked = false;
    savedTo = checkpoint.readTo;
    savedMs = nowMs();
  };

  /** What was judged, where DA is read from the start though blocks were executed. */
  const judgedWithout = (saved: Checkpoint | undefined, breaks: readonly Break[]): Pick<Checkpoint, "judgedTo" | "chances"> => {
    // Before the first block was found.
    const early = saved !== undefined && saved.witness === undefined && saved.judgedTo > start.judgedTo ? saved : start;
    const last = lastJudged(breaks, index);
    return last <= early.judgedTo ? early : { judgedTo: last, chances: undefined };
  };

  return {
    get included() {
      return included;
    },
    get checkpoint() {
      return checkpoint;
    },
    get judgedTo() {
      return judgedTo;
    },
    get chances() {
      return chances;
    },
    async begin(da, headers, nextHeight, breaks) {
      const saved = loadCheckpoint(file);
      const isUsable = saved !== undefined && saved.next > initialHeight && saved.next <= nextHeight && (await isOfThisDa(saved, da, headers));
      const found = isUsable && index.daHeightOf(saved.next - 1n) !== undefined ? saved : start;
      ({ judgedTo, chances } = found === saved ? found : judgedWithout(saved, breaks));
      // What it is known by goes when reading begins anew.
      if (found === start && judgedTo !== start.judgedTo) saveCheckpoint(file, { ...start, judgedTo, chances, breaks: saved?.breaks ?? [] }, fileSystem);
      included = createIncluded(found);
      checkpoint = found;
      return found;
    },
    move(to) {
      checkpoint = { ...to, judgedTo, chances };
    },
    judged(daHeight) {
      if (daHeight <= judgedTo) return;
      judgedTo = daHeight;
      hasUnmarked = true;
    },
    weighed(daHeight, known) {
      if (daHeight > judgedTo) judgedTo = daHeight;
      chances = known;
      hasUnmarked = true;
    },
    markJudged() {
      if (hasUnmarked) write();
    },
    save(when) {
      if (when !== "now" && checkpoint?.readTo === savedTo) return;
      if (when !== "due" || nowMs() - savedMs >= SAVE_MS) write();
    },
    rewind() {
      if (checkpoint === undefined) return;
      index.rewind(checkpoint.readTo);
      included.rewind(checkpoint.readTo);
    },
  };
}

/** Without a checkpoint: a miss was judged when it was found, and blocks at a DA height are executed when what is due before it was judged. */
function lastJudged(breaks: readonly Break[], { lastDaHeight }: DaIndex): bigint {
  const last = breaks.at(-1);
  const stoodStill = last?.crossed?.daHeight ?? last?.miss.deadline ?? 0n;
  return stoodStill > lastDaHeight - 1n ? stoodStill : lastDaHeight - 1n;
}
