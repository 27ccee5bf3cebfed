import type { AbciEvent } from "@openledger/state-machine";
import { compareDecimals, parseDecimal, type Decimal } from "./decimal.ts";
import { holds } from "./match-query.ts";
import type { Condition } from "./parse-query.ts";

/** A condition on attributes that the index compares as text. */
export type TextCondition = Condition & { readonly op: "=" | "CONTAINS" | "EXISTS" };

/** All comparisons of one tag together. */
export interface TagRange {
  readonly tag: string;
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
}

interface Bound {
  /** Undefined for a date or time: no attribute is indexed as one. */
  readonly value: Decimal | undefined;
  readonly inclusive: boolean;
}

/** What a search has to find: heights of a range, with one event that satisfies everything else. */
export interface SearchPlan {
  readonly includesHeight: (height: bigint) => boolean;
  /** Bounds of the heights that can be included. */
  readonly from: bigint;
  readonly to: bigint;
  readonly texts: readonly TextCondition[];
  readonly ranges: readonly TagRange[];
}

/**
 * Reads conditions as CometBFT's indexers do (state/txindex/kv, state/indexer/block/kv): comparisons of `heightTag`
 * make its equalities of no account, of several equalities the first counts, later bounds of a tag replace earlier ones.
 */
export function planSearch(conditions: readonly Condition[], heightTag: string, first: bigint, last: bigint): SearchPlan {
  const onHeight = conditions.filter(({ tag }) => tag === heightTag);
  const others = conditions.filter(({ tag }) => tag !== heightTag);
  const ranges = Map.groupBy(others.filter(isComparison), ({ tag }) => tag);
  // Of blocks, the indexer finds no height by CONTAINS or EXISTS.
  const unindexed = heightTag === "block.height" && onHeight.some(({ op }) => op === "CONTAINS" || op === "EXISTS");
  const heights = unindexed ? () => false : heightTest(onHeight);
  const [from, to] = heightBounds(onHeight, first, last);
  return {
    includesHeight: (height) => height >= first && height <= last && heights(height),
    from,
    to,
    texts: others.filter(isTextCondition),
    ranges: [...ranges].map(([tag, comparisons]) => rangeOf(tag, comparisons)),
  };
}

/** True when one event holds every attribute that the plan asks for; only attributes with `index` count. */
export function matchesOneEvent({ texts, ranges }: SearchPlan, events: readonly AbciEvent[]): boolean {
  if (texts.length === 0 && ranges.length === 0) return true;
  return events.some((event) => {
    const some = (tag: string, accepts: (value: string) => boolean): boolean =>
      event.type !== "" &&
      event.attributes.some(({ key, value, index }) => index && key !== "" && `${event.type}.${key}` === tag && accepts(value));
    return (
      texts.every((condition) => some(condition.tag, (value) => textMatches(condition, value))) &&
      ranges.every((range) => some(range.tag, (value) => isWithin(range, parseDecimal(value))))
    );
  });
}

function textMatches(condition: TextCondition, value: string): boolean {
  if (condition.op === "EXISTS") return true;
  // Numbers, too, are found by the digits that were written.
  return condition.op === "=" ? value === condition.operand.text : value.includes(condition.operand.text);
}

type Comparing = Condition & { readonly op: "<" | "<=" | ">" | ">=" };

function isComparison(condition: Condition): condition is Comparing {
  return condition.op.startsWith("<") || condition.op.startsWith(">");
}

function isTextCondition(condition: Condition): condition is TextCondition {
  return !isComparison(condition);
}

function rangeOf(tag: string, comparisons: readonly Comparing[]): TagRange {
  let lower: Bound | undefined;
  let upper: Bound | undefined;
  for (const { op, operand } of comparisons) {
    const value = operand.kind === "number" ? parseDecimal(operand.text) : undefined;
    const inclusive = op.endsWith("=");
    // An inclusive bound stays inclusive when another bound replaces its value.
    if (op.startsWith(">")) lower = { value, inclusive: inclusive || lower?.inclusive === true };
    else upper = { value, inclusive: inclusive || upper?.inclusive === true };
  }
  return { tag, lower, upper };
}

function isWithin({ lower, upper }: TagRange, value: Decimal | undefined): boolean {
  const accepted = (bound: Bound | undefined, op: "<" | ">"): boolean => {
    if (bound === undefined) return true;
    if (bound.value === undefined || value === undefined) return false;
    return holds(bound.inclusive ? `${op}=` : op, compareDecimals(value, bound.value));
  };
  return accepted(lower, ">") && accepted(upper, "<");
}

function heightTest(conditions: readonly Condition[]): (height: bigint) => boolean {
  const comparisons = conditions.filter(isComparison);
  const range = rangeOf("", comparisons);
  if (comparisons.length > 0) return (height) => isWithin(range, { digits: height, scale: 0 });
  const texts = conditions.filter(isTextCondition);
  const equal = texts.find(({ op }) => op === "=");
  const others = texts.filter(({ op }) => op !== "=");
  if (others.length > 0) return (height) => others.every((condition) => textMatches(condition, `${height}`));
  return equal === undefined ? () => true : (height) => textMatches(equal, `${height}`);
}

/** A first narrowing of what {@link heightTest} accepts, so that only these heights are looked at. */
function heightBounds(conditions: readonly Condition[], first: bigint, last: bigint): readonly [bigint, bigint] {
  const comparisons = conditions.filter(isComparison);
  if (comparisons.length === 0) {
    const only = conditions.length === 1 && conditions[0]?.op === "=" ? conditions[0].operand.text : "";
    return /^\d{1,19}$/.test(only) ? [max(first, BigInt(only)), min(last, BigInt(only))] : [first, last];
  }
  const { lower, upper } = rangeOf("", comparisons);
  const floor = ({ digits, scale }: Decimal): bigint => digits / 10n ** BigInt(scale);
  return [
    lower?.value === undefined ? first : max(first, floor(lower.value)),
    upper?.value === undefined ? last : min(last, floor(upper.value)),
  ];
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
