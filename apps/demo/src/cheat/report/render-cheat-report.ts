import type { Style } from "../../report/style.ts";
import type { AttemptReport, CheatReport } from "./cheat-report.ts";
import { columns } from "./wrap.ts";

const WIDTH_MIN = 60;
const WIDTH_MAX = 160;

/** The table of attempts and what must hold afterwards, for a terminal of `width` characters. */
export function renderCheatReport(report: CheatReport, style: Style, width: number): string {
  const room = Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, width)) - 2 * 3;
  const tried = Math.floor(room * 0.3);
  const caught = Math.floor(room * 0.42);
  const widths = [2, tried, caught, room - tried - caught - 2];
  const rows = report.attempts.flatMap((attempt, at) => {
    const isCaught = attempt.caughtBy !== null;
    const cells = [`${at + 1}`, `${attempt.actor} ${attempt.name}: it ${attempt.tried}`, caughtText(attempt), costText(attempt)];
    const lines = columns(cells, widths);
    return [...lines.map((line) => (isCaught ? line : style.bad(line))), ""];
  });
  return `\n${[
    style.bold(columns(["", "what was tried", "what caught it", "what it cost whom"], widths).join("\n")),
    "",
    ...rows,
    ...summary(report, style),
  ].join("\n")}\n`;
}

function caughtText({ caughtBy, buyersClient, gain }: AttemptReport): string {
  if (caughtBy === null) return "NOT CAUGHT";
  const { kind, codespace, code, message, height } = caughtBy;
  const prior = gain === undefined ? "" : ` The prior, which its curators let it into, gives it ${gain.prior}.`;
  const author =
    gain?.author === undefined
      ? ""
      : ` ${gain.author.party} earns ${gain.author.withTrick} with it and ${gain.author.withoutTrick} without.`;
  const client =
    buyersClient === undefined
      ? ""
      : buyersClient === null
        ? " A buyer's client cannot see it."
        : ` A buyer's client that checks signs nothing: ${buyersClient.check}.`;
  return `${kind}, ${codespace} ${code}, height ${height}: ${message}.${client}${author}${prior}`;
}

function costText({ cost }: AttemptReport): string {
  const parts = Object.entries(cost).map(([party, coins]) => {
    const units = Object.entries(coins).map(([denom, text]) => `${signed(text)} ${denom}`);
    return `${party} ${units.join(" ")}`;
  });
  return parts.length === 0 ? "nobody anything" : `${parts.join("; ")}`;
}

function signed(text: string): string {
  const digits = text.replace("-", "").replace(/\B(?=(\d{3})+$)/g, ",");
  return text.startsWith("-") ? `−${digits}` : `+${digits}`;
}

function summary({ attempts, conservation, honest, height, seconds, ok }: CheatReport, style: Style): string[] {
  const caught = attempts.filter(({ caughtBy }) => caughtBy !== null).length;
  const harmed = honest.filter(({ lost }) => BigInt(lost) > 0n);
  const mark = (holds: boolean): string => (holds ? style.good("✓") : style.bad("✗"));
  return [
    `${mark(caught === attempts.length)} ${caught} of ${attempts.length} attempts caught`,
    `${mark(harmed.length === 0)} ${
      harmed.length === 0
        ? "no honest party lost anything beyond gas and the answers it bought"
        : harmed.map(({ party, lost, denom }) => `${party} lost ${lost} ${denom}`).join(", ")
    }`,
    ...conservation.map(({ denom, supply, genesis, burned, holds }) => {
      return `${mark(holds)} ${denom}: all balances sum to the supply of ${supply}, which is ${genesis} of genesis less ${burned} burned`;
    }),
    style.dim(`  height ${height}, ${seconds} s${ok ? "" : "; not everything holds"}`),
  ];
}
