import type { DemandFlows, DemandLine } from "./demand-operations.ts";

/** Lengths of periods in seconds, with their names, from which a chart takes the shortest that keeps it readable. */
const PERIODS: readonly (readonly [number, string])[] = [
  [60, "minute"],
  [300, "five minutes"],
  [3600, "hour"],
  [86_400, "day"],
  [604_800, "week"],
];
const BARS_MAX = 48;

export const SHORTEST_PERIOD = 60;

/** The shortest period in which the longest line has at most 48 bars, or the longest there is. */
export function periodFor(lines: readonly DemandLine[]): number {
  const spans = lines.map(({ since, until }) => (since === null || until === null ? 0 : (Date.parse(until) - Date.parse(since)) / 1000));
  const longest = Math.max(0, ...spans);
  return PERIODS.find(([period]) => longest / period < BARS_MAX)?.[0] ?? 604_800;
}

export function periodName(periodSeconds: number): string {
  return PERIODS.find(([period]) => period === periodSeconds)?.[1] ?? `${periodSeconds} s`;
}

const NONE: DemandFlows = { entered: 0n, left: 0n, leftExternal: 0n, external: 0n, internal: 0n, toProtocol: 0n };

/** The points of a line with the periods between them that had no flow, at most 400. */
export function withEmptyPeriods(points: DemandLine["points"], periodSeconds: number): DemandLine["points"] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const known = new Map(points.map(({ from, flows }) => [Date.parse(from), flows]));
  const step = periodSeconds * 1000;
  const end = Date.parse(last.from);
  const start = Math.max(Date.parse(first.from), end - 399 * step);
  return Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => {
    const at = start + i * step;
    return { from: new Date(at).toISOString(), flows: known.get(at) ?? NONE };
  });
}
