import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import type { PageRequest, PageResponse } from "@openledger/messages/cosmos/base/query/v1beta1";
import { QueryService as SlashingQuery } from "@openledger/messages/cosmos/slashing/v1beta1";
import { BondStatus, QueryService as StakingQuery } from "@openledger/messages/cosmos/staking/v1beta1";
import { QueryService as GateQuery, type Flows } from "@openledger/messages/openledger/gate/v1";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { equalBytes } from "@openledger/primitives";
import { fatal } from "../errors.ts";
import { enumText } from "../project/projection.ts";
import type { Facts } from "./facts.ts";
import type { StateQuery } from "./state-query.ts";

const PAGE = 1_000n;
const NANOS_PER_SECOND = 1_000_000_000n;

/** What only the index knows to ask for: validators that the chain forgot, and settlements that are pending. */
export interface Asked {
  readonly operators: readonly string[];
  readonly settlements: readonly bigint[];
}

/** Reads the node's state at the height of `query`, page by page. */
export async function readNodeFacts(query: StateQuery, asked: Asked): Promise<Facts> {
  const supply = await supplyOf(query);
  const balances = await balancesOf(query, [...supply.keys()]);
  const validators = await validatorsOf(query);
  const operators = [...new Set([...validators.keys(), ...asked.operators])];
  return {
    balances,
    supply,
    validators,
    signing: await signingOf(query),
    external: await externalOf(query, balances),
    delegations: await delegationsOf(query, [...validators.keys()]),
    unbondings: await unbondingsOf(query, operators),
    redelegations: await redelegationsOf(query, operators),
    shares: await sharesOf(query, asked.settlements),
    demand: await demandOf(query),
  };
}

/** Which denom the chain stakes. */
export async function stakeDenomOf(query: StateQuery): Promise<string> {
  const { params } = await query(StakingQuery.Params, {});
  if (params === undefined) throw fatal("NODE_ANSWER", "the node does not say which denom is staked: ask another node");
  return params.bondDenom;
}

interface Paged {
  readonly pagination?: PageResponse | undefined;
}

/** Every page of a list. Throws NODE_ANSWER for a node that names the same next page again, which would be asked for ever. */
async function* pages<Page extends Paged>(ask: (pagination: Partial<PageRequest>) => Promise<Page>): AsyncGenerator<Page, void> {
  let key: Uint8Array = new Uint8Array();
  do {
    const page = await ask(key.length === 0 ? { limit: PAGE } : { limit: PAGE, key });
    yield page;
    const next = page.pagination?.nextKey ?? new Uint8Array();
    if (next.length > 0 && equalBytes(next, key)) throw fatal("NODE_ANSWER", "the node answers a page of its state with the same next page: ask another node");
    key = next;
  } while (key.length > 0);
}

async function supplyOf(query: StateQuery): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { supply } of pages((pagination) => query(BankQuery.TotalSupply, { pagination }))) {
    for (const { denom, amount } of supply) found.set(denom, amount);
  }
  return found;
}

async function balancesOf(query: StateQuery, denoms: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const denom of denoms) {
    for await (const { denomOwners } of pages((pagination) => query(BankQuery.DenomOwners, { denom, pagination }))) {
      for (const { address, balance } of denomOwners) found.set(`${address} ${denom}`, balance?.amount ?? "0");
    }
  }
  return found;
}

async function externalOf(query: StateQuery, balances: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const { gates } = await query(GateQuery.Gates, {});
  const tracked = new Set(gates.map(({ denom }) => denom));
  const holders = new Set<string>();
  for (const key of balances.keys()) {
    const [address = "", denom = ""] = key.split(" ");
    if (tracked.has(denom)) holders.add(address);
  }
  const found = new Map<string, string>();
  for (const address of holders) {
    const { external } = await query(GateQuery.External, { address });
    for (const { denom, amount } of external) found.set(`${address} ${denom}`, amount);
  }
  return found;
}

async function validatorsOf(query: StateQuery): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { validators } of pages((pagination) => query(StakingQuery.Validators, { status: "", pagination }))) {
    for (const { operatorAddress, tokens, delegatorShares, status, jailed } of validators) {
      found.set(operatorAddress, validatorText(tokens, delegatorShares, enumText(BondStatus, "BOND_STATUS_", status), jailed));
    }
  }
  return found;
}

export function validatorText(tokens: string, shares: string, status: string, jailed: boolean): string {
  return `${tokens} tokens, ${shares} shares, ${status}${jailed ? ", jailed" : ""}`;
}

async function signingOf(query: StateQuery): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { info } of pages((pagination) => query(SlashingQuery.SigningInfos, { pagination }))) {
    for (const { address, startHeight, jailedUntil, tombstoned } of info) {
      const until = (jailedUntil?.seconds ?? 0n) * NANOS_PER_SECOND + BigInt(jailedUntil?.nanos ?? 0);
      found.set(address, signingText(startHeight.toString(), until.toString(), tombstoned));
    }
  }
  return found;
}

export function signingText(startHeight: string, jailedUntilNs: string, tombstoned: boolean): string {
  return `from ${startHeight}, jailed until ${jailedUntilNs}${tombstoned ? ", tombstoned" : ""}`;
}

async function delegationsOf(query: StateQuery, operators: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const validatorAddr of operators) {
    for await (const { delegationResponses } of pages((pagination) => query(StakingQuery.ValidatorDelegations, { validatorAddr, pagination }))) {
      for (const { delegation } of delegationResponses) found.set(`${delegation?.delegatorAddress} ${validatorAddr}`, delegation?.shares ?? "0");
    }
  }
  return found;
}

async function unbondingsOf(query: StateQuery, operators: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const validatorAddr of operators) {
    for await (const { unbondingResponses } of pages((pagination) => query(StakingQuery.ValidatorUnbondingDelegations, { validatorAddr, pagination }))) {
      for (const { delegatorAddress, entries } of unbondingResponses) {
        found.set(`${delegatorAddress} ${validatorAddr}`, entries.map(({ creationHeight, balance }) => `${creationHeight}:${balance}`).join(", "));
      }
    }
  }
  return found;
}

async function redelegationsOf(query: StateQuery, operators: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const srcValidatorAddr of operators) {
    for await (const { redelegationResponses } of pages((pagination) => query(StakingQuery.Redelegations, { srcValidatorAddr, pagination }))) {
      for (const { redelegation, entries } of redelegationResponses) {
        const texts = entries.map(({ redelegationEntry: entry }) => `${entry?.creationHeight}:${entry?.sharesDst}`);
        found.set(`${redelegation?.delegatorAddress} ${srcValidatorAddr} ${redelegation?.validatorDstAddress}`, texts.join(", "));
      }
    }
  }
  return found;
}

async function sharesOf(query: StateQuery, settlements: readonly bigint[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const settlementId of settlements) {
    const { settlement } = await query(MarketQuery.Settlement, { settlementId });
    for (const { owner, amount } of settlement?.owners ?? []) if (BigInt(amount || 0) > 0n) found.set(`${settlementId} ${owner}`, amount);
  }
  return found;
}

async function demandOf(query: StateQuery): Promise<Map<string, string>> {
  const { demands } = await query(GateQuery.Demands, { epoch: 0n });
  const found = new Map<string, string>();
  for (const { denom, total } of demands) {
    const text = total === undefined ? undefined : flowsText(total);
    if (text !== undefined && text !== NO_FLOWS) found.set(denom, text);
  }
  return found;
}

type CountedFlows = Pick<Flows, "entered" | "left" | "leftExternal" | "externalDemand" | "internalDemand" | "toProtocol">;

export function flowsText(flows: CountedFlows): string {
  const units = (amount: string): string => amount || "0";
  return (
    `entered ${units(flows.entered)}, left ${units(flows.left)} (external ${units(flows.leftExternal)}), ` +
    `demand external ${units(flows.externalDemand)} and internal ${units(flows.internalDemand)}, to the protocol ${units(flows.toProtocol)}`
  );
}

export const NO_FLOWS: string = flowsText({ entered: "", left: "", leftExternal: "", externalDemand: "", internalDemand: "", toProtocol: "" });
