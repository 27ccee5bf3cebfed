import {
  QueryDemandRequest,
  QueryDemandResponse,
  QueryDemandsRequest,
  QueryDemandsResponse,
  QueryExternalRequest,
  QueryExternalResponse,
  QueryGatesRequest,
  QueryGatesResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  type Demand,
  type Ledger,
} from "@openledger/messages/openledger/gate/v1";
import { addressToBytes } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import { parseAddress } from "../support/addresses.ts";
import { isDenom, makeCoin } from "../support/amounts.ts";
import { malformedMessage } from "./errors.ts";
import { balanceText, externalBalance, NO_FLOWS, unaccounted } from "./flows.ts";
import { epochAt, flowsOfEpoch, newLedger } from "./ledger.ts";
import { externalParts, externalPrefix, GATE, gates, ledgers, paramsOf } from "./state.ts";

const path = (method: string): string => `/openledger.gate.v1.Query/${method}`;

export const queries: readonly AnyQueryHandler[] = [
  queryHandler<QueryDemandRequest, QueryDemandResponse>({
    path: path("Demand"),
    request: QueryDemandRequest,
    response: QueryDemandResponse,
    handle(ctx, { denom, epoch }) {
      if (!isDenom(denom)) throw malformedMessage("denom must have 3 to 128 letters, digits and /:._-");
      const ledger = ledgers.get(ctx.store.store(GATE), denom) ?? newLedger(denom, epochAt(ctx, ctx.time));
      return { demand: demandOf(ctx, ledger, epoch) };
    },
  }),
  queryHandler<QueryDemandsRequest, QueryDemandsResponse>({
    path: path("Demands"),
    request: QueryDemandsRequest,
    response: QueryDemandsResponse,
    handle: (ctx, { epoch }) => ({ demands: allLedgers(ctx).map((ledger) => demandOf(ctx, ledger, epoch)) }),
  }),
  queryHandler<QueryExternalRequest, QueryExternalResponse>({
    path: path("External"),
    request: QueryExternalRequest,
    response: QueryExternalResponse,
    handle(ctx, { address }) {
      if (parseAddress(ctx.chain, address) === undefined) {
        throw malformedMessage(`address must have prefix ${ctx.chain.bech32Prefix}`);
      }
      const prefix = externalPrefix(addressToBytes(ctx.chain.bech32Prefix, address));
      const parts = externalParts.iterate(ctx.store.store(GATE), { prefix });
      return { external: Array.from(parts, ([[, denom], units]) => makeCoin(denom, units)) };
    },
  }),
  queryHandler<QueryGatesRequest, QueryGatesResponse>({
    path: path("Gates"),
    request: QueryGatesRequest,
    response: QueryGatesResponse,
    handle: (ctx) => ({ gates: Array.from(gates.iterate(ctx.store.store(GATE)), ([, gate]) => gate) }),
  }),
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: path("Params"),
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: paramsOf(ctx) }),
  }),
];

/** Ledgers with changes, and an empty one for each gate that nobody used. */
function allLedgers(ctx: QueryContext): readonly Ledger[] {
  const reader = ctx.store.store(GATE);
  const found = new Map<string, Ledger>();
  for (const [denom] of gates.iterate(reader)) found.set(denom, newLedger(denom, epochAt(ctx, ctx.time)));
  for (const [denom, ledger] of ledgers.iterate(reader)) found.set(denom, ledger);
  return [...found.values()].sort((a, b) => (a.denom < b.denom ? -1 : a.denom > b.denom ? 1 : 0));
}

function demandOf(ctx: QueryContext, ledger: Ledger, asked: bigint): Demand {
  const { denom, externalHeld, externalEscrowed, total = NO_FLOWS } = ledger;
  const epoch = asked === 0n ? epochAt(ctx, ctx.time) : asked;
  const balance = externalBalance(ledger);
  return {
    denom,
    gate: gates.get(ctx.store.store(GATE), denom),
    total,
    epoch,
    inEpoch: flowsOfEpoch(ctx, ledger, epoch),
    externalHeld,
    externalEscrowed,
    says: balanceText(balance),
    holds: unaccounted(balance) === 0n && balance.spent <= balance.entered,
  };
}
