/** A world with a gate for `udemo`, whose issuer has nothing else to do. */
import {
  MsgGateDeposit,
  MsgGateDepositResponse,
  MsgGateWithdraw,
  MsgGateWithdrawResponse,
  MsgSetGate,
  MsgSetGateResponse,
  type Demand,
  type QueryDemandResponse,
  type QueryExternalResponse,
  type QueryGatesResponse,
} from "@openledger/messages/openledger/gate/v1";
import { assertDefined, type Address } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import { GENESIS } from "../support/messages.fixture.ts";
import { account, type Codecs, type World } from "../support/world.fixture.ts";

export const issuer: Address = account(40);
export const setGate: Codecs<MsgSetGate, MsgSetGateResponse> = [MsgSetGate, MsgSetGateResponse];
export const gateDeposit: Codecs<MsgGateDeposit, MsgGateDepositResponse> = [MsgGateDeposit, MsgGateDepositResponse];
export const gateWithdraw: Codecs<MsgGateWithdraw, MsgGateWithdrawResponse> = [MsgGateWithdraw, MsgGateWithdrawResponse];

export const GATE: Json = { denom: "udemo", issuer, name: "demo dollars" };
/** Short windows, and the gate. */
export const GATE_GENESIS: { readonly [module: string]: Json } = { ...GENESIS, gate: { gates: [GATE] } };

/** The issuer deposits for somebody under the number that is due. */
export function depositFor(world: World, recipient: string, units: bigint, denom = "udemo"): void {
  const { gates } = world.query<QueryGatesResponse>("/openledger.gate.v1.Query/Gates", {});
  const number = assertDefined(gates.find((gate) => gate.denom === denom), `a gate for ${denom}`).deposits + 1n;
  world.deliver(gateDeposit, { issuer, recipient, amount: { denom, amount: units.toString() }, number, reference: `wire ${number}` });
}

export function withdrawFrom(world: World, holder: string, units: bigint): void {
  world.deliver(gateWithdraw, { holder, amount: { denom: "udemo", amount: units.toString() }, reference: "" });
}

export function demandOf(world: World, epoch = 0n, denom = "udemo"): Demand {
  const { demand } = world.query<QueryDemandResponse>("/openledger.gate.v1.Query/Demand", { denom, epoch });
  return assertDefined(demand, "every denom has an answer");
}

/** External units of `udemo`. */
export function externalOf(world: World, address: string): bigint {
  const { external } = world.query<QueryExternalResponse>("/openledger.gate.v1.Query/External", { address });
  return BigInt(external.find(({ denom }) => denom === "udemo")?.amount ?? "0");
}
