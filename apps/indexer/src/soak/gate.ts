import type { TempPostgres } from "../testing/temp-postgres.ts";

/** What a reliability gate works with; each gate makes databases of its own names. */
export interface SoakContext {
  readonly postgres: TempPostgres;
  /** How often faults are repeated; the full number unless the caller asked for another. */
  readonly rounds: (full: number, short: number) => number;
  readonly isShort: boolean;
  /** A whole number from 0 up to, not including, `below`; the same sequence for the same seed. */
  readonly random: (below: number) => number;
}

/** Numbers, times in milliseconds, or what was said; the names say which. */
export type Counts = Readonly<Record<string, number | string | boolean>>;

export interface SoakOutcome {
  readonly isMet: boolean;
  readonly counts: Counts;
}

/** One reliability gate of the reference page. */
export interface SoakGate {
  readonly id: string;
  readonly title: string;
  run(context: SoakContext): Promise<SoakOutcome>;
}
