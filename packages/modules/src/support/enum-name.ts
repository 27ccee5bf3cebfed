/** Name of an enum's number without its prefix, such as `BONDED` of `BOND_STATUS_BONDED`; an unknown number as text. */
export function enumName(table: Readonly<Record<string, number>>, prefix: string, value: number): string {
  const name = Object.entries(table).find(([, number]) => number === value)?.[0];
  return name === undefined ? String(value) : name.slice(prefix.length);
}
