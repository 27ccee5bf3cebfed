import { fetchInvoice, type Invoice } from "@openledger/buyer";
import { queryAll } from "@openledger/client";
import { QueryService as GateQuery, type Demand } from "@openledger/messages/openledger/gate/v1";
import { QueryService as MarketQuery, type OfferListing } from "@openledger/messages/openledger/market/v1";
import { lostWith, type Failover } from "../market/failover.ts";
import type { IncidentReport } from "../market/incident.ts";
import { SPOKEN_HOSTS } from "../market/market-terms.ts";
import type { Market } from "../market/open-market.ts";
import type { AnsweredQuestion } from "../steps/ask.ts";
import type { World } from "../steps/world.ts";
import type { DemoCheck } from "./report.ts";

/** A host of the spoken model: what it asks for, what it says of itself and what the chain has seen. Amounts are units. */
export interface HostReport {
  readonly name: string;
  readonly address: string;
  readonly offer: string;
  readonly endpoint: string;
  readonly price: { readonly denom: string; readonly perCall: string; readonly per1kInput: string; readonly per1kOutput: string };
  readonly latencyClassMs: string;
  readonly capacity: number;
  readonly region: string;
  readonly operator: string;
  readonly powerSource: string;
  /** Receipts that were settled, voided and late. */
  readonly record: { readonly settled: string; readonly voided: string; readonly late: string };
}

/** What happened when the chosen host was killed while a client read its answer. */
export interface FailoverReport {
  readonly model: string;
  readonly question: string;
  readonly answer: string;
  readonly hosts: readonly HostReport[];
  readonly killedAt: Failover["killed"];
  readonly resumedWith: { readonly host: string; readonly session: string; readonly index: string };
  /** From the kill to the next word that the client read. */
  readonly silenceMs: number;
  /** Each text was read once, and nothing else. */
  readonly isWhole: boolean;
  /** Units that answers of the killed host have cost its buyer. */
  readonly lost: string;
  /** Units of the killed host's escrow that are back at the buyer. */
  readonly escrowBack: string;
}

/** What came in and went out in one denom, and what was spent of it. Amounts are units. */
export interface DemandReport {
  readonly denom: string;
  readonly entered: string;
  readonly left: string;
  readonly externalDemand: string;
  readonly internalDemand: string;
  readonly retired: string;
  readonly externalHeld: string;
  readonly externalEscrowed: string;
  readonly says: string;
  readonly holds: boolean;
}

export interface MarketReport {
  readonly failover: FailoverReport;
  /** Of each session of this run. */
  readonly invoice: readonly Invoice[];
  readonly demand: readonly DemandReport[];
  readonly incident: IncidentReport;
}

/** What the market part of the report is made of. */
export interface MarketInput {
  readonly market: Market;
  readonly failover: Failover;
  readonly incident: IncidentReport;
  readonly answers: readonly AnsweredQuestion[];
}

/** Reads hosts, invoices and the demand line from the chain. */
export async function marketReport(world: World, { market, failover, incident, answers }: MarketInput, height: bigint): Promise<MarketReport> {
  const sessions = new Set([...answers.map(({ file }) => file.readable.sessionId), failover.killed.session, failover.resumed.session]);
  const [hosts, invoice, demand] = await Promise.all([
    hostReports(world, market),
    Promise.all([...sessions].map((id) => fetchInvoice(world.client, BigInt(id)))),
    demandReports(world, height),
  ]);
  const dead = invoice.find(({ session }) => session === failover.killed.session);
  const { question, answer, killed, resumed, silenceMs, isWhole } = failover;
  const { modelId, version } = market.model;
  return {
    failover: {
      ...{ model: `model/${modelId}@${version}`, question, answer, hosts, killedAt: killed, silenceMs, isWhole },
      resumedWith: { host: resumed.host, session: resumed.session, index: resumed.index },
      lost: dead === undefined ? "" : lostWith(dead).toString(),
      escrowBack: dead?.escrowBack.unused ?? "0",
    },
    ...{ invoice, demand, incident },
  };
}

/** What must hold of the market part. */
export function marketChecks({ failover, invoice, demand, incident }: MarketReport): DemoCheck[] {
  const dead = invoice.find(({ session }) => session === failover.killedAt.session);
  const isBack = dead?.state === "ended" && failover.lost === "0" && dead.escrow === failover.escrowBack;
  const { host, afterCharacters } = failover.killedAt;
  return [
    {
      name: "an answer survives its host",
      holds: failover.isWhole && failover.resumedWith.host !== host,
      detail: `${host} was killed after ${afterCharacters} of ${failover.answer.length} characters, ${failover.resumedWith.host} went on`,
    },
    {
      name: "nothing is lost with the host",
      holds: isBack,
      detail: `${failover.escrowBack} of ${dead?.escrow ?? "no"} units of escrow are back`,
    },
    {
      name: "the incident ends in its compensation",
      holds: incident.holds,
      detail: `incident ${incident.id} of receipt ${incident.receipt} ${incident.outcome}, ${incident.moved.reporter} of ${incident.asked} units to the ${incident.reporter}`,
    },
    ...demand.map(({ denom, says, holds }) => ({ name: `demand in ${denom}`, holds, detail: says })),
  ];
}

async function hostReports({ client }: World, { model, hosts }: Market): Promise<HostReport[]> {
  const { modelId, version: modelVersion } = model;
  const listings = await queryAll(client, async (pagination, height) => {
    const answer = await client.query(MarketQuery.ModelOffers, { modelId, modelVersion, denom: "", pagination }, height);
    return { items: answer.listings, nextKey: answer.pagination?.nextKey ?? new Uint8Array(0) };
  });
  return SPOKEN_HOSTS.flatMap(({ role }) => {
    const own = hosts.find((host) => host.role === role);
    const listing = listings.find(({ offer }) => offer !== undefined && offer.id === own?.offer.id);
    return listing === undefined ? [] : [hostReport(role, listing)];
  });
}

function hostReport(name: string, { offer, record }: OfferListing): HostReport {
  const { denom = "", perCall = "0", per1kInput = "0", per1kOutput = "0" } = offer?.price ?? {};
  return {
    ...{ name, address: offer?.host ?? "", offer: String(offer?.id ?? ""), endpoint: offer?.endpoint ?? "" },
    price: { denom, perCall, per1kInput, per1kOutput },
    ...{ latencyClassMs: String(offer?.latencyClassMs ?? 0n), capacity: offer?.capacity ?? 0 },
    ...{ region: offer?.region ?? "", operator: offer?.operator ?? "", powerSource: offer?.powerSource ?? "" },
    record: {
      settled: String(record?.settledReceipts ?? 0n),
      voided: String(record?.voidedReceipts ?? 0n),
      late: String(record?.lateReceipts ?? 0n),
    },
  };
}

async function demandReports({ client }: World, height: bigint): Promise<DemandReport[]> {
  const { demands } = await client.query(GateQuery.Demands, {}, height);
  return demands.map(demandReport);
}

function demandReport({ denom, total, externalHeld, externalEscrowed, says, holds }: Demand): DemandReport {
  const { entered = "0", left = "0", externalDemand = "0", internalDemand = "0", retired = "0" } = total ?? {};
  return { denom, entered, left, externalDemand, internalDemand, retired, externalHeld, externalEscrowed, says, holds };
}
