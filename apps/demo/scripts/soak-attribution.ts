/**
 * `npm run soak:attribution`: the long tests of attribution. Random games in the simulator, claims beside those of the
 * slow scanner, flipped bits, and games on a live network. `--games N` (1,000), `--pairs N` (10,000), `--live N` (20),
 * `--only games,scanner,flips,live`, `--seed S` repeats a run, `--json` prints one JSON report as the last line. Exit 1
 * when a lie is not caught, an honest host is slashed, claims differ, or a flipped bit is taken.
 */
import { parseArgs } from "node:util";
import { createNodeCrypto } from "@openledger/crypto";
import { compareClaims, playGames } from "@openledger/testing";
import { createProgress } from "../src/progress/progress.ts";
import { createStyle } from "../src/report/style.ts";
import { flipOpenings } from "./soak/flip-openings.ts";
import { playLiveGames } from "./soak/live-games.ts";
import { faultsOf, renderSoakReport, type SoakReport } from "./soak/soak-report.ts";

const PARTS = ["games", "scanner", "flips", "live"] as const;
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: {
    ...{ games: { type: "string", default: "1000" }, pairs: { type: "string", default: "10000" }, live: { type: "string", default: "20" } },
    ...{ only: { type: "string", default: PARTS.join(",") }, seed: { type: "string", default: String(Date.now()) } },
    json: { type: "boolean", default: false },
  },
});

function refuse(sentence: string): never {
  process.stderr.write(`openledger: ${sentence}\n`);
  process.exit(2);
}

function countOf(name: "games" | "pairs" | "live"): number {
  const count = Number(values[name]);
  return Number.isSafeInteger(count) && count > 0 ? count : refuse(`--${name} takes a whole number above 0.`);
}

const parts = new Set<string>(values.only.split(","));
for (const part of parts) if (!PARTS.some((one) => one === part)) refuse(`there is no part ${part}; --only takes some of ${PARTS.join(",")}.`);
const runs = (part: Part): boolean => parts.has(part);
const [games, pairs, live] = [countOf("games"), countOf("pairs"), countOf("live")];
const { seed } = values;
const crypto = createNodeCrypto();
const progress = createProgress(process.stderr);
const seconds: Record<string, number> = {};

async function timed<T>(part: Part, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  seconds[part] = Math.round(performance.now() - begun) / 1_000;
  return result;
}

progress.note(`seed ${seed}`);
const found: { -readonly [part in Part]?: SoakReport[part] } = {};
if (runs("games")) {
  found.games = await timed("games", () =>
    progress.step("Games in the simulator", async (detail) => {
      const report = await playGames({ crypto, seed, games, onGame: (done) => detail(`${done} of ${games}`) });
      detail(`${report.refused + report.voided} of ${report.lies} lies caught, ${report.paid} honest games paid`);
      return report;
    }),
  );
}
if (runs("scanner")) {
  found.scanner = await timed("scanner", () =>
    progress.step("Slow scanner", async (detail) => {
      const report = await compareClaims(crypto, { seed, pairs, onPair: (done) => detail(`${done} of ${pairs} pairs`) });
      detail(`${report.pairs - report.differences.length} of ${pairs} claims are the same to the byte`);
      return report;
    }),
  );
}
if (runs("flips")) found.flips = await timed("flips", () => progress.step("Flipped bits", (detail) => flipOpenings(crypto, seed, detail)));
if (runs("live")) found.live = await timed("live", () => playLiveGames(crypto, seed, live, progress));

const report: SoakReport = { seed, ok: faultsOf(found).length === 0, ...found, seconds };
const out = values.json ? process.stderr : process.stdout;
out.write(renderSoakReport(report, createStyle(out)));
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
if (!report.ok) process.exitCode = 1;
