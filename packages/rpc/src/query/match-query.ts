import type { AbciEvent } from "@openledger/state-machine";
import type { Condition, Operand } from "./parse-query.ts";

/** `type.key` -> values, as a subscription delivers them. */
export type EventValues = Readonly<Record<string, readonly string[]>>;

/** Every condition holds for some value; as CometBFT matches subscriptions. */
export function matchesValues(conditions: readonly Condition[], values: EventValues): boolean {
  return conditions.every((condition) => {
    const found = Object.hasOwn(values, condition.tag) ? values[condition.tag] : undefined;
    return found !== undefined && found.some((value) => valueMatches(condition, value));
  });
}

/** Conditions on one event type hold inside one event; as CometBFT's transaction index matches. */
export function matchesEvents(conditions: readonly Condition[], events: readonly AbciEvent[]): boolean {
  const byType = Map.groupBy(conditions, ({ tag }) => tag.slice(0, tag.lastIndexOf(".")));
  for (const [wanted, group] of byType) {
    const found = events.some(
      ({ type, attributes }) =>
        type === wanted &&
        group.every((condition) =>
          attributes.some(({ key, value }) => condition.tag === `${type}.${key}` && valueMatches(condition, value)),
        ),
    );
    if (!found) return false;
  }
  return true;
}

/** Whether one attribute value satisfies a condition on its tag. */
export function valueMatches(condition: Condition, value: string): boolean {
  if (condition.op === "EXISTS") return true;
  if (condition.op === "CONTAINS") return value.includes(condition.operand.text);
  const order = compareWith(value, condition.operand);
  if (order === undefined) return false;
  switch (condition.op) {
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
function compareWith(value: string, operand: Operand): number | undefined {
  if (operand.kind === "text") return value === operand.text ? 0 : 1;
  if (operand.kind === "time") {
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : Math.sign(time - operand.milliseconds);
  }
  // An amount such as 100uopen compares by its leading number.
  const digits = /^\d+(\.\d+)?/.exec(value)?.[0];
  if (digits === undefined) return undefined;
  if (digits.includes(".") || operand.text.includes(".")) return Math.sign(Number(digits) - Number(operand.text));
  const difference = BigInt(digits) - BigInt(operand.text);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
