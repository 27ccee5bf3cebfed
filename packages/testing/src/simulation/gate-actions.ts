import { MsgGateDeposit, MsgGateWithdraw, QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import type { Json } from "@openledger/state-machine";
import { toAny, type SimulatedAccount } from "./accounts.ts";
import { anyone, type Action } from "./data-actions.ts";
import type { SimWorld } from "./sim-world.ts";

/** A denom of which genesis has nothing: all of it comes in through its gate. */
export const GATE_DENOM = "ueuro";

/** The first account is the issuer. */
export function gateGenesis([issuer]: readonly SimulatedAccount[]): Json {
  return { gates: [{ denom: GATE_DENOM, issuer: issuer?.address ?? "", name: "simulated euros" }] };
}

function depositBy(world: SimWorld, account: SimulatedAccount, ahead: bigint): ReturnType<typeof toAny> {
  const { gates } = world.chain.query(GateQuery.Gates, {});
  const amount = { denom: GATE_DENOM, amount: String(20_000_000 + world.random.below(180_000_000)) };
  const number = (gates[0]?.deposits ?? 0n) + ahead;
  return toAny(MsgGateDeposit, { issuer: account.address, recipient: anyone(world).address, amount, number, reference: `wire ${number}` });
}

export const gateDeposit: Action = (world) => {
  const issuer = world.accounts[0];
  return issuer && { action: "gateDeposit", account: issuer, message: depositBy(world, issuer, 1n) };
};

/** The number of a deposit that was made, one too far, or somebody who is not the issuer. */
export const gateDepositWrongly: Action = (world) => {
  const account = anyone(world);
  const isIssuer = account === world.accounts[0];
  const ahead = isIssuer ? BigInt(world.random.below(2) * 2) : 1n;
  return { action: "gateDepositWrongly", account, message: depositBy(world, account, ahead) };
};

/** Often more than there is. */
export const gateWithdraw: Action = (world) => {
  const account = anyone(world);
  const amount = { denom: GATE_DENOM, amount: String(1 + world.random.below(40_000_000)) };
  return { action: "gateWithdraw", account, message: toAny(MsgGateWithdraw, { holder: account.address, amount, reference: "" }) };
};
