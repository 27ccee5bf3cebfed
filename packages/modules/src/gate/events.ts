import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Gate } from "@openledger/messages/openledger/gate/v1";
import { event, type Event } from "@openledger/state-machine";
import { coinText } from "../support/amounts.ts";

export function gateSet({ denom, issuer, name, fromHeight }: Gate): Event {
  return event("gate_set", { denom, issuer, name, from_height: fromHeight });
}

/** External units of a balance after a movement: before `coin_spent` of what takes them along, behind `coin_received` of what brings them. */
export function externalPartSet(address: string, denom: string, units: bigint): Event {
  return event("external_part", { address, denom, units });
}

export function deposited(of: {
  readonly issuer: string;
  readonly recipient: string;
  readonly amount: Coin;
  readonly number: bigint;
  readonly reference: string;
}): Event {
  const { issuer, recipient, amount, number, reference } = of;
  return event("gate_deposited", { issuer, recipient, amount: coinText(amount), number, reference });
}

export function withdrawn(of: {
  readonly holder: string;
  readonly amount: Coin;
  readonly external: bigint;
  readonly number: bigint;
  readonly reference: string;
}): Event {
  const { holder, amount, external, number, reference } = of;
  return event("gate_withdrawn", { holder, amount: coinText(amount), external, number, reference });
}

/** What an answer or an opening fee cost its buyer net of what came back, by where the units came from. */
export function demandCounted(of: {
  readonly sessionId: bigint;
  readonly denom: string;
  readonly external: bigint;
  readonly internal: bigint;
  readonly toProtocol: bigint;
}): Event {
  const { sessionId, denom, external, internal, toProtocol } = of;
  return event("demand_counted", { session_id: sessionId, denom, external, internal, to_protocol: toProtocol });
}
