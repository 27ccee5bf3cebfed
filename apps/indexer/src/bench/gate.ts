import type { TempPostgres } from "../testing/temp-postgres.ts";

/** What a gate works with; each gate makes databases of its own names. */
export interface BenchContext {
  readonly postgres: TempPostgres;
  /** A share of the full size, 1 by default: smaller for a look, never for the numbers that are published. */
  readonly scale: number;
}

/** What was measured: ratios, rates per second, milliseconds; the names say which. */
export type Measures = Readonly<Record<string, number>>;

export interface GateOutcome {
  readonly isMet: boolean;
  readonly measures: Measures;
}

/** One performance gate of the reference page. */
export interface Gate {
  readonly id: string;
  readonly title: string;
  /** What has to hold, in words. */
  readonly bound: string;
  run(context: BenchContext): Promise<GateOutcome>;
}
