import type { Fork } from "../checks/agreement.ts";
import type { FoundTxs } from "../checks/find-txs.ts";
import type { LoadCounts } from "../load/load.ts";

/** A fault that was played. */
export interface FaultReport {
  readonly name: string;
  /** The node that it hit. */
  readonly node: string;
  /** From the end of the fault until every node has a block that did not exist then; null when that never happened. */
  readonly recoveredMs: number | null;
  /** Longest time without a new block on any node, from the beginning of the fault until all had recovered. */
  readonly longestPauseMs: number;
  readonly fromHeight: string;
  readonly toHeight: string;
  readonly note: string;
  readonly ok: boolean;
}

/** Something that must hold at the end. */
export interface Claim {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
}

export interface ChaosReport {
  readonly format: "openledger.chaos-report/1";
  readonly seed: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly height: string;
  readonly faults: readonly FaultReport[];
  readonly load: LoadCounts;
  readonly found: Omit<FoundTxs, "lost">;
  /** Committed transactions that a node does not have. */
  readonly lost: number;
  /** Heights at which a node holds another block or another state than the others. */
  readonly forks: number;
  readonly firstForks: readonly Fork[];
  readonly claims: readonly Claim[];
  readonly ok: boolean;
}

const NAME_WIDTH = 17;
const NODE_WIDTH = 6;
const NUMBER_WIDTH = 10;

/** The headings above {@link faultLine}. */
export const FAULT_HEADINGS: string = rowOf("fault", "node", ["recovered", "pause", "heights"], "");

/** One row of the table; `pause` is the longest time without a new block. */
export function faultLine({ name, node, recoveredMs, longestPauseMs, fromHeight, toHeight, note, ok }: FaultReport): string {
  const recovered = recoveredMs === null ? "never" : seconds(recoveredMs);
  return rowOf(name, node, [recovered, seconds(longestPauseMs), `${fromHeight}-${toHeight}`], `${ok ? "" : "FAILS  "}${note}`);
}

function rowOf(name: string, node: string, numbers: readonly string[], note: string): string {
  return [name.padEnd(NAME_WIDTH), node.padEnd(NODE_WIDTH), ...numbers.map((text) => text.padStart(NUMBER_WIDTH)), ` ${note}`].join(" ").trimEnd();
}

export function claimLine({ name, holds, detail }: Claim): string {
  return `${holds ? "holds" : "FAILS"}  ${name}: ${detail}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
