import { compareDecimals, parseDecimal } from "./decimal.ts";
import type { Comparison, Condition, Operand } from "./parse-query.ts";
import { nanosFromDate, nanosFromRfc3339 } from "./scan-query.ts";

/** `type.key` -> values, as a subscription delivers them. */
export type EventValues = Readonly<Record<string, readonly string[]>>;

/**
 * Every condition holds for some value, as CometBFT matches subscriptions (libs/pubsub/query/query.go). A tag that is
 * an event type without a key compares with empty text, so that `slash EXISTS` asks for any event of that type.
 */
export function matchesValues(conditions: readonly Condition[], values: EventValues): boolean {
  return conditions.every((condition) => {
    const found = Object.hasOwn(values, condition.tag) ? values[condition.tag] : undefined;
    if (found?.some((value) => valueMatches(condition, value)) === true) return true;
    return hasType(values, condition.tag) && valueMatches(condition, "");
  });
}

function hasType(values: EventValues, type: string): boolean {
  for (const tag in values) if (tag.startsWith(type) && tag.lastIndexOf(".") === type.length) return true;
  return false;
}

/** Whether one attribute value satisfies a condition on its tag; amounts such as 100uopen compare by their number. */
export function valueMatches(condition: Condition, value: string): boolean {
  if (condition.op === "EXISTS") return true;
  if (condition.op === "CONTAINS") return value.includes(condition.operand.text);
  if (condition.operand.kind === "text") return value === condition.operand.text;
  const order = compareWith(value, condition.operand);
  return order !== undefined && holds(condition.op, order);
}

/** Whether `op` accepts the sign of value - operand. */
export function holds(op: Comparison, order: number): boolean {
  switch (op) {
    case "=":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** Sign of value - operand; undefined when the two cannot be compared. */
function compareWith(value: string, operand: Exclude<Operand, { kind: "text" }>): number | undefined {
  if (operand.kind === "number") {
    const [number, bound] = [parseDecimal(/^\d+(\.\d+)?/.exec(value)?.[0] ?? ""), parseDecimal(operand.text)];
    return number === undefined || bound === undefined ? undefined : compareDecimals(number, bound);
  }
  const nanos = operand.kind === "date" ? nanosFromDate(value) : nanosFromRfc3339(value);
  if (nanos === undefined) return undefined;
  return nanos < operand.nanos ? -1 : nanos > operand.nanos ? 1 : 0;
}
