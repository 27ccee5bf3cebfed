/** Our own bug: an invariant that the code relies on does not hold. Never becomes a failed transaction. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}

/** Stops execution with an {@link InvariantViolation} unless `condition` holds. Always on. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** Returns `value`, or stops with an {@link InvariantViolation} when it is absent. */
export function assertDefined<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new InvariantViolation(message);
  return value;
}
