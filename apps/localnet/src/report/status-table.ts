import type { NodeStatus } from "./node-status.ts";

/** A row of the table. */
export interface StatusRow {
  readonly name: string;
  readonly rpcUrl: string;
  /** Undefined while the node does not answer. */
  readonly status: NodeStatus | undefined;
}

const HEADINGS = ["node", "height", "round", "peers", "app hash", "mempool", "RPC"] as const;
const HASH_CHARACTERS = 16;

/** The nodes as lines of text, one each below the headings; columns are as wide as what they hold. */
export function statusTable(rows: readonly StatusRow[]): string[] {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}

function cellsOf({ name, rpcUrl, status }: StatusRow): readonly string[] {
  if (status === undefined) return [name, "no answer", "", "", "", "", rpcUrl];
  const { height, round, peers, appHash, mempool, isCatchingUp } = status;
  return [name, isCatchingUp ? `${height} (catching up)` : `${height}`, `${round}`, `${peers}`, appHash.slice(0, HASH_CHARACTERS), `${mempool}`, rpcUrl];
}
