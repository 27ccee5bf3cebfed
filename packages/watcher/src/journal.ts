import { openRecordLog } from "@openledger/kv";
import { fromUtf8, toUtf8 } from "@openledger/primitives";

/** One thing that the watcher is about to do, or learned of what it did. Amounts are units of the base denom. */
export type Entry =
  | {
      readonly type: "demand";
      readonly settlement: string;
      readonly host: string;
      readonly receipts: readonly string[];
      readonly bond: string;
    }
  | { readonly type: "demand-ended"; readonly settlement: string; readonly cost: string }
  | { readonly type: "counter"; readonly settlement: string; readonly receipt: string; readonly bond: string }
  | { readonly type: "counter-ended"; readonly settlement: string; readonly outcome: string; readonly cost: string }
  | { readonly type: "earned"; readonly settlement: string; readonly denom: string; readonly amount: string };

/** What the watcher did, durable before it is done: whatever is in here is never done again. */
export interface Journal {
  demandOf(settlement: bigint): Extract<Entry, { type: "demand" }> | undefined;
  hasEnded(type: "demand-ended" | "counter-ended" | "earned", settlement: bigint): boolean;
  counterOf(settlement: bigint): Extract<Entry, { type: "counter" }> | undefined;
  /** Settlements with a demand or a counter-example. */
  touched(): readonly bigint[];
  /** Bonds that are out or lost. */
  readonly committed: bigint;
  readonly lost: bigint;
  earned(): ReadonlyMap<string, bigint>;
  readonly entries: readonly Entry[];
  note(entry: Entry): void;
  close(): void;
}

/** Opens or creates the journal. Throws `LOG_*` or `DISK_*`. */
export function openJournal(path: string): Journal {
  const entries: Entry[] = [];
  const log = openRecordLog(path, {
    syncOnAppend: true,
    // The file is this program's own, and its records are checked by their sums.
    onRecord: (_, bytes) => entries.push(JSON.parse(fromUtf8(bytes)) as Entry),
  });
  const find = <T extends Entry["type"]>(type: T, settlement: bigint): Extract<Entry, { type: T }> | undefined =>
    entries.find((entry): entry is Extract<Entry, { type: T }> => entry.type === type && entry.settlement === `${settlement}`);
  const hasEnded: Journal["hasEnded"] = (type, settlement) => find(type, settlement) !== undefined;
  const sumOf = (pick: (entry: Entry) => bigint): bigint => entries.reduce((sum, entry) => sum + pick(entry), 0n);
  const lost = (): bigint => sumOf((entry) => ("cost" in entry ? BigInt(entry.cost) : 0n));
  const out = (entry: Entry): bigint => {
    if (entry.type !== "demand" && entry.type !== "counter") return 0n;
    return hasEnded(`${entry.type}-ended`, BigInt(entry.settlement)) ? 0n : BigInt(entry.bond);
  };
  return {
    entries,
    demandOf: (settlement) => find("demand", settlement),
    counterOf: (settlement) => find("counter", settlement),
    hasEnded,
    touched: () => [...new Set(entries.map(({ settlement }) => settlement))].map(BigInt),
    get committed() {
      return lost() + sumOf(out);
    },
    get lost() {
      return lost();
    },
    earned() {
      const sums = new Map<string, bigint>();
      for (const entry of entries) {
        if (entry.type === "earned") sums.set(entry.denom, (sums.get(entry.denom) ?? 0n) + BigInt(entry.amount));
      }
      return sums;
    },
    note(entry) {
      log.append(toUtf8(JSON.stringify(entry)));
      entries.push(entry);
    },
    close: () => log.close(),
  };
}
