import { existsSync } from "node:fs";
import { join } from "node:path";
import { encodeRotation, whyElsewhere, type Break } from "@openledger/derivation";
import { openRecordLog, type FileSystem } from "@openledger/kv";
import { equalBytes, fromUtf8, toUtf8 } from "@openledger/primitives";
import { breakJson, breakSchema } from "./checkpoint.ts";
import { followerError } from "./errors.ts";

/** All misses at which the chain stood still, and the rotations that counts. They outlive the checkpoint: DA that is read anew is judged as it was. */
export interface BreakLog extends Disposable {
  /** In order; the last one may be open. */
  readonly breaks: readonly Break[];
  /** Makes durable what reading DA found up to now, from the first on. What is there and contradicts it is of another DA, and dropped. */
  note(found: readonly Break[]): void;
}

const FILE = "breaks.log";

/** Opens or creates `breaks.log` in a folder whose lock the caller holds. Throws as the log, and `BREAKS` for records that are no breaks. */
export function openBreakLog(folder: string, options: { readonly fileSystem?: FileSystem } = {}): BreakLog {
  const path = join(folder, FILE);
  let breaks: readonly Break[] = [];
  /** Of each break the number of its first record: one when it was found, another one when it was crossed. */
  let firstRecords: readonly number[] = [];
  const take = (record: number, one: Break): void => {
    const isSame = breaks.at(-1)?.number === one.number;
    breaks = isSame ? breaks.with(-1, one) : [...breaks, one];
    if (!isSame) firstRecords = [...firstRecords, record];
  };
  const log = openRecordLog(path, { ...options, syncOnAppend: true, onRecord: (record, bytes) => take(record, decode(path, bytes)) });

  const noteOne = (index: number, found: Break): void => {
    const known = breaks[index];
    if (known !== undefined && isKnown(known, found)) return;
    const record = firstRecords[index];
    if (record !== undefined && known !== undefined && (known.crossed !== undefined || whyElsewhere(known, found) !== undefined || index + 1 < breaks.length)) {
      log.truncateTo(record);
      breaks = breaks.slice(0, index);
      firstRecords = firstRecords.slice(0, index);
    }
    take(log.append(toUtf8(JSON.stringify(breakJson(found)))), found);
  };

  return {
    get breaks() {
      return breaks;
    },
    note: (found) => found.forEach((one, index) => noteOne(index, one)),
    [Symbol.dispose]: () => log.close(),
  };
}

/** What the log of a data folder holds, without making one. Throws as {@link openBreakLog}. */
export function loggedBreaks(folder: string): readonly Break[] {
  if (!existsSync(join(folder, FILE))) return [];
  using log = openBreakLog(folder);
  return log.breaks;
}

/** Whether a break is the one that is known: what was crossed is found open first when DA is read anew. */
function isKnown(known: Break, found: Break): boolean {
  if (whyElsewhere(known, found) !== undefined) return false;
  if (found.crossed === undefined) return true;
  const { crossed } = known;
  return crossed?.daHeight === found.crossed.daHeight && equalBytes(encodeRotation(crossed.rotation), encodeRotation(found.crossed.rotation));
}

function decode(path: string, bytes: Uint8Array): Break {
  try {
    return breakSchema.parse(JSON.parse(fromUtf8(bytes)));
  } catch (error) {
    throw followerError("BREAKS", `${path} holds what is no miss of a chain: follow DA in a new home`, error);
  }
}
