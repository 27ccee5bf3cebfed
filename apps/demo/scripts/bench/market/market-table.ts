import type { Comparison, Side } from "./alternate-calls.ts";
import type { ExternalResult, RetrievalResult } from "./market-stand.ts";
import type { TraceCost } from "./trace-cost.ts";

export interface MarketReport {
  readonly machine: Readonly<Record<string, unknown>>;
  readonly loadBefore: readonly number[];
  readonly loadAfter: readonly number[];
  readonly seconds: number;
  readonly retrieval?: RetrievalResult;
  readonly external?: ExternalResult;
  readonly trace?: TraceCost;
}

/** The report as the Markdown tables of docs/benchmarks-market.md. */
export function renderMarket({ retrieval, external, trace }: MarketReport): string {
  const rows = [
    ...comparisonRows("retrieval", retrieval),
    ...comparisonRows("external, all words at once", external?.atOnce),
    ...comparisonRows("external, a word every 20 ms", external?.atPace),
  ];
  const latency = table(["ms: p50 / p95 / p99", "directly", "through the market", "added"], rows);
  const cost = table(["per answer", "value"], [...costRows(retrieval, external), ...traceRows(trace), ...streamRows(external)]);
  return `${latency}\n\n${cost}\n`;
}

function comparisonRows(name: string, compared: Comparison | undefined): string[][] {
  if (compared === undefined) return [];
  const { direct, market, added, calls, answerBytes } = compared;
  const row = (what: string, key: keyof Side): string[] => [what, ...[direct, market, added].map((side) => spread(side[key]))];
  return [row(`${name} (${calls} calls, ${answerBytes} bytes): first token`, "firstTokenMs"), row(`${name}: total`, "totalMs")];
}

function spread({ p50, p95, p99 }: Side["totalMs"]): string {
  return `${p50} / ${p95} / ${p99}`;
}

function costRows(retrieval: RetrievalResult | undefined, external: ExternalResult | undefined): string[][] {
  const cpu = (name: string, compared: Comparison | undefined): string[][] => {
    if (compared === undefined) return [];
    const { direct, ...market } = compared.cpuMsPerAnswer;
    const parts = Object.entries(market).map(([who, ms]) => `${who} ${ms}`);
    return [[`processor time, ${name}`, `${parts.join(", ")} ms; directly ${direct ?? "unknown"} ms`]];
  };
  if (retrieval === undefined) return cpu("external", external?.atOnce);
  const { opened, hashed, paid } = retrieval;
  const chain = (name: string, { bytesPer1000, gasPerAnswer, gasPrice, feePerAnswer, receipts, settlements }: typeof opened): string[][] => [
    [`bytes on chain per 1,000 answers, ${name} (${receipts} answers in ${settlements} settlements)`, `${bytesPer1000}`],
    [`gas, and the host's fee at ${gasPrice}, ${name}`, `${gasPerAnswer} gas, ${feePerAnswer.amount} ${feePerAnswer.denom}`],
  ];
  return [
    ...cpu("retrieval", retrieval),
    ...cpu("external", external?.atOnce),
    ...chain("with openings", opened),
    ...chain("by hashes", hashed),
    [`paid by the buyer, less what returns`, `${paid.amountPerAnswer} less ${paid.amountPerAnswer - paid.netPerAnswer} ${paid.denom}`],
    ["of it", Object.entries(paid.bps).map(([who, bps]) => `${who} ${bps / 100} %`).join(", ")],
  ];
}

function traceRows(trace: TraceCost | undefined): string[][] {
  return trace === undefined ? [] : [[`tracing 2,000 bytes in 10 MB (${trace.text}), ms: p50 / p95 / p99`, spread(trace.ms)]];
}

function streamRows(external: ExternalResult | undefined): string[][] {
  if (external === undefined) return [];
  const { streams, direct, market, receipts, lost, double, settled } = external.streams;
  return [
    [`${streams} streams at once: first bytes directly, through the gateway`, `${spread(direct.firstTokenMs)}; ${spread(market.firstTokenMs)}`],
    [`${streams} streams at once: total directly, through the gateway`, `${spread(direct.totalMs)}; ${spread(market.totalMs)}`],
    [`their receipts`, `${receipts} given, ${lost} lost, ${double} double, ${settled} settled`],
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
