/** What came in and went out through gates, by the messages that were taken. */
import { MsgGateDeposit, MsgGateWithdraw, QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import { assertDefined } from "@openledger/primitives";
import type { ExecutedBlock } from "@openledger/state-machine";
import type { SimulatedChain } from "../chain/simulated-chain.ts";
import type { Auditor } from "./auditor.ts";
import { GATE_DENOM } from "./gate-actions.ts";
import type { Attempt } from "./sim-world.ts";

/** Units of {@link GATE_DENOM}. */
export interface GateBook {
  entered: bigint;
  left: bigint;
}

/** Books the deposits and withdrawals of a block. */
export function noteGates(book: GateBook, auditor: Auditor, attempts: readonly Attempt[], block: ExecutedBlock): void {
  attempts.forEach(({ message }, i) => {
    if (block.response.txResults[i]?.code !== 0) return;
    if (message.typeUrl === MsgGateDeposit.typeUrl) {
      const { recipient, amount } = MsgGateDeposit.decode(message.value);
      const { denom, amount: units } = assertDefined(amount, "an amount");
      auditor.mint(recipient, denom, BigInt(units));
      book.entered += BigInt(units);
    }
    if (message.typeUrl === MsgGateWithdraw.typeUrl) {
      const { holder, amount } = MsgGateWithdraw.decode(message.value);
      const { denom, amount: units } = assertDefined(amount, "an amount");
      auditor.burn(holder, denom, BigInt(units));
      book.left += BigInt(units);
    }
  });
}

/** Where the demand ledger and the book differ, and demand that did not come in. */
export function gateDifferences({ query }: SimulatedChain, book: GateBook): string[] {
  const demand = assertDefined(query(GateQuery.Demand, { denom: GATE_DENOM }).demand, "every denom has an answer");
  const { entered = "0", left = "0", externalDemand = "0" } = demand.total ?? {};
  const found = `${entered} entered, ${left} left`;
  const expected = `${book.entered} entered, ${book.left} left`;
  return [
    ...(found === expected ? [] : [`the demand ledger says ${found}, the auditor ${expected}`]),
    ...(demand.holds && BigInt(externalDemand) <= book.entered ? [] : [`the demand ledger does not hold: ${demand.says}`]),
  ];
}
