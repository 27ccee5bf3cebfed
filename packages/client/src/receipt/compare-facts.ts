/**
 * Compares two JSON values; returns the path of the first difference, "" for the values themselves, undefined when they
 * are equal. Keys that hold undefined count as absent.
 */
export function compareFacts(a: unknown, b: unknown): string | undefined {
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return "length";
    return firstDifference(
      a.map((_, i) => String(i)),
      (key) => compareFacts(a[Number(key)], b[Number(key)]),
    );
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return firstDifference(keys, (key) => compareFacts(a[key], b[key]));
  }
  return a === b ? undefined : "";
}

function firstDifference(keys: readonly string[], compare: (key: string) => string | undefined): string | undefined {
  for (const key of keys) {
    const difference = compare(key);
    if (difference !== undefined) return difference === "" ? key : `${key}.${difference}`;
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
