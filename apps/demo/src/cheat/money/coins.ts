/** Units by denom. */
export type Coins = Readonly<Record<string, bigint>>;

/** Adds units to what a book holds of a denom. */
export function addUnits(book: Record<string, bigint>, denom: string, units: bigint): void {
  book[denom] = (book[denom] ?? 0n) + units;
}

/** What there is more of in `after` than in `before`; denoms without a change are left out. */
export function changeOf(before: Coins, after: Coins): Coins {
  const change: Record<string, bigint> = {};
  for (const denom of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const units = (after[denom] ?? 0n) - (before[denom] ?? 0n);
    if (units !== 0n) change[denom] = units;
  }
  return change;
}
