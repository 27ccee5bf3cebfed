import type { Condition } from "./parse-query.ts";

/** Heights that the conditions on `tag` leave, inclusive. */
export interface HeightRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** Narrows first..last by every comparison of `tag` with a whole number; other conditions on it leave nothing. */
export function heightRange(conditions: readonly Condition[], tag: string, first: bigint, last: bigint): HeightRange {
  let from = first;
  let to = last;
  for (const condition of conditions) {
    if (condition.tag !== tag || condition.op === "EXISTS") continue;
    if (!/^\d{1,19}$/.test(operandText(condition))) return { from: 1n, to: 0n };
    const bound = BigInt(operandText(condition));
    if (condition.op === "=" || condition.op === "CONTAINS") [from, to] = [max(from, bound), min(to, bound)];
    else if (condition.op === ">=") from = max(from, bound);
    else if (condition.op === ">") from = max(from, bound + 1n);
    else if (condition.op === "<=") to = min(to, bound);
    else to = min(to, bound - 1n);
  }
  return { from, to };
}

function operandText(condition: Exclude<Condition, { op: "EXISTS" }>): string {
  return condition.operand.kind === "time" ? "" : condition.operand.text;
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
