import type { ClaimComparison, FlipTally, GamesReport } from "@openledger/testing";
import type { Style } from "../../src/report/style.ts";
import type { FlipsReport } from "./flip-openings.ts";
import type { LiveGame } from "./live-games.ts";

/** What the parts that were run found. */
export interface SoakReport {
  readonly seed: string;
  readonly ok: boolean;
  readonly games?: GamesReport;
  readonly scanner?: ClaimComparison;
  readonly flips?: FlipsReport;
  readonly live?: readonly LiveGame[];
  /** Seconds by part. */
  readonly seconds: Readonly<Record<string, number>>;
}

type Findings = Omit<SoakReport, "ok" | "seed" | "seconds">;

/** Everything that must not be, a sentence each; empty when all is well. */
export function faultsOf({ games, scanner, flips, live = [] }: Findings): string[] {
  const flipped = flips === undefined ? [] : [flips.everyBit, flips.randomBits];
  return [
    ...(games?.failures ?? []),
    ...(scanner?.differences ?? []).map(({ pair, what }) => `the scanner makes another claim of ${pair}: ${what}`),
    ...flipped.flatMap(({ accepted }) => accepted.map((bit) => `the flip of bit ${bit} of an opening is taken`)),
    ...live.filter(({ isRight }) => !isRight).map(({ play, outcome }) => `on the live network, ${play}: ${outcome}`),
  ];
}

/** A table for people. */
export function renderSoakReport(report: SoakReport, style: Style): string {
  const { games, scanner, flips, live, seconds } = report;
  const rows: [string, string, string][] = [];
  if (games !== undefined) {
    const honest = `${games.paid} honest paid, ${games.griefs} false challenges stood`;
    const lies = `${games.refused + games.voided} of ${games.lies} lies caught (${games.refused} refused, ${games.voided} void)`;
    rows.push(["games", `${games.games} in the simulator`, `${lies}, ${honest}`]);
    for (const [play, { lies: count, caughtBy }] of Object.entries(games.plays)) {
      if (count > 0) rows.push(["", `${count} x ${play}`, Object.entries(caughtBy).map(([by, times]) => `${by} x${times}`).join(", ")]);
    }
  }
  if (scanner !== undefined) {
    const what = `${scanner.differences.length} differ; ${scanner.tokens} tokens, ${scanner.spans} spans`;
    const statuses = Object.entries(scanner.statuses).map(([status, count]) => `${status} ${count}`);
    rows.push(["scanner", `${scanner.pairs} pairs`, `${what} (${statuses.join(", ")})`]);
  }
  if (flips !== undefined) {
    rows.push(["flips", `every bit of ${flips.everyBit.openings} openings`, flipsText(flips.everyBit)]);
    rows.push(["", `random bits of ${flips.randomBits.openings} openings`, flipsText(flips.randomBits)]);
  }
  if (live !== undefined) {
    const lies = live.filter(({ isLie }) => isLie);
    const caught = lies.filter(({ isRight }) => isRight).length;
    rows.push(["live", `${live.length} on a network`, `${caught} of ${lies.length} lies caught, ${live.filter(({ outcome }) => outcome === "paid").length} honest paid`]);
    for (const { play, outcome } of lies) rows.push(["", play, outcome]);
  }
  const widths = [8, Math.max(...rows.map(([, what]) => what.length)) + 2];
  const lines = rows.map(([part, what, found]) => `  ${style.bold(part.padEnd(widths[0] ?? 0))}${what.padEnd(widths[1] ?? 0)}${found}`);
  const faults = faultsOf(report).map((fault) => style.bad(`  ✗ ${fault}`));
  const took = Object.entries(seconds).map(([part, time]) => `${part} ${time.toFixed(0)} s`).join(", ");
  const verdict = report.ok ? style.good("  Everything holds.") : style.bad("  Not everything holds.");
  return `\n${[...lines, "", ...faults, `${verdict} Seed ${report.seed}; ${took}.`].join("\n")}\n`;
}

function flipsText({ flips, undecodable, refused, accepted }: FlipTally): string {
  const most = Object.entries(refused).sort(([, a], [, b]) => b - a).slice(0, 3).map(([code, count]) => `${code} ${count}`);
  return `${accepted.length} of ${flips} taken; ${undecodable} undecodable, ${most.join(", ")}, ...`;
}
