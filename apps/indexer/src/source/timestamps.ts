const RFC3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/;
const NANOS_PER_MS = 1_000_000n;
const NANOS_PER_SECOND = 1_000_000_000n;

/** Unix nanoseconds of an RFC 3339 time in UTC; undefined when the text is no such time. */
export function nanosFromRfc3339(text: string): bigint | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const ms = Date.parse(`${match[1]}Z`);
  if (Number.isNaN(ms)) return undefined;
  return BigInt(ms) * NANOS_PER_MS + BigInt((match[2] ?? "").padEnd(9, "0"));
}

/** RFC 3339 in UTC with as many of the nine decimals as are not zero. */
export function nanosToRfc3339(nanos: bigint): string {
  const fraction = ((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const seconds = (nanos - fraction) / NANOS_PER_SECOND;
  const base = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const decimals = fraction.toString().padStart(9, "0").replace(/0+$/, "");
  return decimals === "" ? `${base}Z` : `${base}.${decimals}Z`;
}
