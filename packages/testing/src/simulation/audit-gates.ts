/** What came in and went out through gates, by the messages that were taken. */
import type { MessageCodec } from "@openledger/messages";
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

/** Books what came in with a block; before all else in it, since it may have been spent in the same block. */
export function noteDeposits(book: GateBook, auditor: Auditor, attempts: readonly Attempt[], block: ExecutedBlock): void {
  for (const message of taken(attempts, block, MsgGateDeposit)) {
    const { denom, amount } = assertDefined(message.amount, "an amount");
    auditor.mint(message.recipient, denom, BigInt(amount));
    book.entered += BigInt(amount);
  }
}

/** Books what went out with a block; after all else in it. */
export function noteWithdrawals(book: GateBook, auditor: Auditor, attempts: readonly Attempt[], block: ExecutedBlock): void {
  for (const message of taken(attempts, block, MsgGateWithdraw)) {
    const { denom, amount } = assertDefined(message.amount, "an amount");
    auditor.burn(message.holder, denom, BigInt(amount));
    book.left += BigInt(amount);
  }
}

function taken<T extends object>(attempts: readonly Attempt[], { response }: ExecutedBlock, codec: MessageCodec<T>): T[] {
  return attempts.flatMap(({ message }, i) => {
    const isTaken = response.txResults[i]?.code === 0 && message.typeUrl === codec.typeUrl;
    return isTaken ? [codec.decode(message.value)] : [];
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
