import { toUtf8, fromUtf8 } from "@openledger/primitives";
import type { ChainHistory } from "../steps/chain-history.ts";
import { DOLLAR_DENOM } from "../steps/demo-terms.ts";
import { money } from "./money.ts";
import { renderMarket } from "./render-market.ts";
import type { DemoReport, QuestionReport } from "./report.ts";
import type { Style } from "./style.ts";

const OWNERS_SHOWN = 15;

/** The report for a person: one answer with its sources, who was paid and why, what must hold, where to look further. */
export function renderReport(report: DemoReport, history: ChainHistory, style: Style): string {
  const [shown] = report.questions;
  const sections = [
    shown === undefined ? "" : renderAnswer(shown, style),
    renderPayments(report, history, style),
    renderSettled(report, history, style),
    ...renderMarket(report, style),
    renderChecks(report, style),
    renderEndpoints(report, style),
  ];
  return `\n${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** The answer with each contributor's words in a colour of their own. */
function renderAnswer({ question, answer, spans, owners, amount, denom, receipt }: QuestionReport, style: Style): string {
  const number = new Map(owners.map(({ owner }, at) => [owner, at]));
  const bytes = toUtf8(answer);
  let text = "";
  let at = 0;
  for (const span of spans) {
    text += style.dim(slice(bytes, at, span.start));
    const part = slice(bytes, span.start, span.end);
    const owner = number.get(span.owner);
    text += owner === undefined ? style.dim(part) : style.colour(owner, part);
    at = span.end;
  }
  text += style.dim(slice(bytes, at, bytes.length));
  const legend = owners.map(({ contributor, owner, amount: units }, i) => {
    return `  ${style.colour(i, "■")} ${style.colour(i, contributor || owner)} earns ${money(units, denom)}`;
  });
  return [
    style.bold(`Q: ${question}`),
    text.trimEnd(),
    ...legend,
    style.dim(`  receipt ${receipt.session}/${receipt.index}, the buyer paid ${money(amount, denom)}; grey words belong to nobody; the curator's share is taken from what owners earn`),
  ].join("\n");
}

function slice(bytes: Uint8Array, start: number, end: number): string {
  return fromUtf8(bytes.subarray(start, Math.max(start, end)));
}

interface Earner {
  readonly name: string;
  quoted: bigint;
  collected: bigint;
  readonly answers: Set<string>;
}

/** Contributors by what they collected: the part for quoted words, and the rest, their share of the prior. */
function renderPayments(report: DemoReport, history: ChainHistory, style: Style): string {
  const earners = earnersOf(report, history);
  const rows = [...earners.values()].sort((a, b) => (a.collected === b.collected ? 0 : a.collected > b.collected ? -1 : 1));
  const width = Math.max(12, ...rows.slice(0, OWNERS_SHOWN).map(({ name }) => name.length));
  const line = ({ name, quoted, collected, answers }: Earner): string => {
    const why = quoted === 0n ? "share of the prior: registered, graded, not quoted" : `quoted in ${answers.size} answer${answers.size === 1 ? "" : "s"}`;
    return `  ${name.padEnd(width)}  ${money(quoted, DOLLAR_DENOM).padStart(10)}  ${money(collected - quoted, DOLLAR_DENOM).padStart(10)}  ${style.bold(money(collected, DOLLAR_DENOM).padStart(10))}  ${style.dim(why)}`;
  };
  const rest = rows.slice(OWNERS_SHOWN);
  const restSum = rest.reduce((sum, { collected }) => sum + collected, 0n);
  return [
    style.bold("Who was paid, and why") + style.dim(" (demo dollars; demo keys, not the authors')"),
    style.dim(`  ${"contributor".padEnd(width)}  ${"for words".padStart(10)}  ${"prior".padStart(10)}  ${"collected".padStart(10)}  why`),
    ...rows.slice(0, OWNERS_SHOWN).map(line),
    ...(rest.length === 0 ? [] : [`  and ${rest.length} others, ${money(restSum, DOLLAR_DENOM)} together`]),
  ].join("\n");
}

function earnersOf(report: DemoReport, history: ChainHistory): Map<string, Earner> {
  const names = new Map(report.balances.after.map(({ address, name }) => [address, name]));
  const earners = new Map<string, Earner>();
  const earner = (address: string): Earner => {
    const known = earners.get(address) ?? { name: names.get(address) || address, quoted: 0n, collected: 0n, answers: new Set() };
    earners.set(address, known);
    return known;
  };
  const isContributor = (address: string): boolean => /:/.test(names.get(address) ?? "");
  for (const { role, receiver, amount } of history.payouts) if (role === "owner") earner(receiver).quoted += amount;
  for (const { claimant, amount } of history.claimed) {
    if (isContributor(claimant)) earner(claimant).collected += dollarsIn(amount);
  }
  for (const { owners, receipt } of report.questions) {
    for (const { owner } of owners) earner(owner).answers.add(`${receipt.session}/${receipt.index}`);
  }
  return earners;
}

function dollarsIn(coins: string): bigint {
  const match = coins.split(",").map((coin) => /^(\d+)(.+)$/.exec(coin)).find((one) => one?.[2] === DOLLAR_DENOM);
  return BigInt(match?.[1] ?? "0");
}

const ROLE_TEXTS: readonly (readonly [string, string])[] = [
  ["owner", "contributors, for words quoted verbatim"],
  ["prior", "contributors, the datanet's prior by grade and size"],
  ["curator", "the curator"],
  ["host", "the host that answered"],
  ["model", "the builder of the model"],
  ["stakers", "stakers"],
  ["treasury", "treasury"],
  ["burn", "burned"],
  ["buyer", "returned to the buyer: words that belong to nobody"],
];

function renderSettled(report: DemoReport, history: ChainHistory, style: Style): string {
  const sum = (role: string): bigint => history.payouts.reduce((total, one) => (one.role === role ? total + one.amount : total), 0n);
  const paid = history.payouts.reduce((total, { amount }) => total + amount, 0n);
  const lines = ROLE_TEXTS.map(([role, text]) => [sum(role), text] as const).filter(([units]) => units > 0n);
  const from = `${report.settlements.length} settlement${report.settlements.length === 1 ? "" : "s"} and the opening fees`;
  return [
    style.bold(`Where ${money(paid, DOLLAR_DENOM)} went`) + style.dim(` (${from})`),
    ...lines.map(([units, text]) => `  ${money(units, DOLLAR_DENOM).padStart(10)}  ${share(units, paid)}  ${text}`),
  ].join("\n");
}

function share(part: bigint, whole: bigint): string {
  const perMille = whole === 0n ? 0n : (part * 1_000n) / whole;
  return `${perMille / 10n}.${perMille % 10n} %`.padStart(6);
}

function renderChecks({ checks, height, appHash }: DemoReport, style: Style): string {
  return [
    style.bold("Checked") + style.dim(` (at height ${height}, app hash ${appHash.slice(0, 16)}…)`),
    ...checks.map(({ name, holds, detail }) => `  ${holds ? style.good("✓") : style.bad("✗")} ${name}: ${detail}`),
  ].join("\n");
}

function renderEndpoints({ endpoints, questions }: DemoReport, style: Style): string {
  const proxy = new URL(endpoints["openai"] ?? "http://127.0.0.1:8081").origin;
  const buyer = proxy === "http://127.0.0.1:8081" ? "" : ` --buyer ${proxy}`;
  const node = endpoints["rpc"] === "http://127.0.0.1:26657" ? "" : ` --node ${endpoints["rpc"] ?? ""}`;
  const receipt = questions[0]?.receipt;
  const verify = receipt === undefined ? [] : [`  ${style.dim("$")} npx openledgerd verify ${receipt.session}/${receipt.index}${buyer}${node}`];
  return [
    style.bold("Where to look further"),
    ...Object.entries(endpoints).map(([name, url]) => `  ${name.padEnd(11)} ${url}`),
    `  ${style.dim("$")} npx openledgerd ask "your question"${buyer}`,
    ...verify,
  ].join("\n");
}
