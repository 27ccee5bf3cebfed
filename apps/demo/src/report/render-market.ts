import type { Invoice } from "@openledger/buyer";
import type { IncidentReport } from "../market/incident.ts";
import { money } from "./money.ts";
import type { DemandReport, FailoverReport, MarketReport } from "./market-report.ts";
import type { Style } from "./style.ts";

/** Hosts, the killed stream, the invoices of the run and where the money came from. */
export function renderMarket({ failover, invoice, demand, incident }: MarketReport, style: Style): readonly string[] {
  return [renderFailover(failover, style), renderInvoices(invoice, failover, style), ...demand.map((one) => renderDemand(one, style)), renderIncident(incident, style)];
}

function renderFailover({ model, hosts, killedAt, resumedWith, answer, silenceMs, escrowBack }: FailoverReport, style: Style): string {
  const rows = hosts.map(({ name, price, latencyClassMs, region, record }) => {
    const note = name === killedAt.host ? style.bad("chosen, killed") : name === resumedWith.host ? style.good("went on") : "";
    const cells = [money(price.perCall, price.denom), money(price.per1kOutput, price.denom), `${Number(latencyClassMs) / 1_000} s`, record.settled];
    return `  ${[name.padEnd(10), ...cells.map((cell) => cell.padStart(9)), region].join("  ")}  ${note}`;
  });
  return [
    style.bold(`Three hosts of ${model}, one of which died`),
    style.dim(`  ${["host".padEnd(10), ...["per call", "per 1k", "class", "settled"].map((cell) => cell.padStart(9)), "region"].join("  ")}`),
    ...rows,
    `  ${killedAt.host} was killed after ${killedAt.afterCharacters} of ${answer.length} characters; ${resumedWith.host} went on ${(silenceMs / 1_000).toFixed(1)} s later, and the client has read the whole answer.`,
    `  Its words have cost nothing: ${money(escrowBack, hosts[0]?.price.denom ?? "")} of escrow are back.`,
  ].join("\n");
}

const COLUMNS: readonly (readonly [title: string, units: (invoice: Invoice) => bigint])[] = [
  ["paid", ({ paid }) => BigInt(paid.amount)],
  ["data", ({ paid: { data } }) => BigInt(data.owned) + BigInt(data.priors) + BigInt(data.curators)],
  ["model", ({ paid }) => BigInt(paid.model)],
  ["host", ({ paid }) => BigInt(paid.host)],
  ["protocol", ({ paid: { protocol } }) => BigInt(protocol.stakers) + BigInt(protocol.treasury) + BigInt(protocol.burned)],
  ["returned", ({ paid }) => BigInt(paid.returned)],
];
const WIDTH = 10;

function renderInvoices(invoices: readonly Invoice[], { killedAt }: FailoverReport, style: Style): string {
  const titles = [...COLUMNS.map(([title]) => title), "fees"].map((title) => title.padStart(WIDTH)).join("  ");
  const rows = invoices.map((invoice) => {
    const cells = [...COLUMNS.map(([, units]) => money(units(invoice), invoice.denom)), chainOverhead(invoice)];
    const what = invoice.session === killedAt.session ? `${invoice.model.name}, killed` : invoice.model.name;
    return `  ${invoice.session.padStart(7)}  ${cells.map((cell) => cell.padStart(WIDTH)).join("  ")}  ${what}, ${invoice.state}`;
  });
  return [
    style.bold("Invoices") + style.dim(" (npx openledgerd invoice SESSION has all lines)"),
    style.dim(`  session  ${titles}  model`),
    ...rows,
  ].join("\n");
}

/** What the buyer paid the chain for its transactions. */
function chainOverhead({ cost }: Invoice): string {
  return cost.fees.map(({ denom, amount }) => money(amount, denom)).join("+") || "0";
}

function renderDemand({ denom, entered, left, externalDemand, internalDemand, retired, externalHeld, externalEscrowed }: DemandReport, style: Style): string {
  const of = (units: string): string => money(units, denom).padStart(WIDTH);
  return [
    style.bold(`Where ${denom} came from`) + style.dim(" (a unit that entered counts as external demand once)"),
    `  ${of(entered)}  entered through the gate, ${money(left, denom)} left through it`,
    `  ${of(externalDemand)}  external demand: spent on answers, from outside`,
    `  ${of(internalDemand)}  internal demand: spent again by those whom the chain had paid`,
    `  ${of(externalHeld)}  held, ${money(externalEscrowed, denom)} in sessions, ${money(retired, denom)} went to fees and bonds`,
  ].join("\n");
}

function renderIncident(incident: IncidentReport, style: Style): string {
  const { id, receipt, reporter, respondent, statement, answer, asked, compensation, denom } = incident;
  const [reported, responded] = [incident.reportedHeight, incident.respondedHeight].map((height) => `height ${height}`.padEnd(12));
  return [
    style.bold(`Incident ${id}`) + style.dim(` (about receipt ${receipt}; npx openledgerd query clock shows whose turn it is)`),
    `  ${reported}  the ${reporter}, to its host: ${statement} Asks for ${money(asked, denom)}.`,
    `  ${responded}  ${respondent}: ${answer}`,
    `  ${responded}  ${style.bold(money(compensation, denom))} went from ${respondent} to the ${reporter}; the deposit of ${money(incident.deposit, "uopen")} is back`,
  ].join("\n");
}
