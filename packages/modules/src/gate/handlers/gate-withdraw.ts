import { MsgGateWithdraw, MsgGateWithdrawResponse } from "@openledger/messages/openledger/gate/v1";
import type { Context, MessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { addressOf } from "../../support/addresses.ts";
import { coinOf } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { malformedMessage } from "../errors.ts";
import { withdrawn } from "../events.ts";
import { noteLeft, requireOpenGate } from "../keeper.ts";
import { GATE, gates } from "../state.ts";
import { REFERENCE_LENGTH_MAX } from "./gate-deposit.ts";

/** A holder takes value out: the units are burned, and the issuer pays outside. */
export function createGateWithdraw(bank: BankKeeper): MessageHandler<MsgGateWithdraw, MsgGateWithdrawResponse> {
  return {
    codec: MsgGateWithdraw,
    response: MsgGateWithdrawResponse,
    aminoName: "openledger/MsgGateWithdraw",
    signers: ({ holder }) => [holder],
    checkStateless({ holder, amount, reference }, chain) {
      const checks = messageChecks(malformedMessage, chain);
      checks.address("holder", holder);
      checks.coin("amount", amount, 1n);
      checks.text("reference", reference, 0, REFERENCE_LENGTH_MAX);
    },
    handle: (ctx, msg) => handle(ctx, bank, msg),
  };
}

function handle(ctx: Context, bank: BankKeeper, msg: MsgGateWithdraw): MsgGateWithdrawResponse {
  const amount = coinOf(msg.amount);
  const holder = addressOf(ctx.chain, msg.holder);
  const gate = requireOpenGate(ctx, amount.denom);
  const number = gate.withdrawals + 1n;

  gates.set(ctx.store.store(GATE), gate.denom, { ...gate, withdrawals: number });
  // Before the coins move: what goes to the module's account would count as retired, not as left.
  const external = noteLeft(ctx, holder, amount, bank.balance(ctx, holder, amount.denom));
  bank.sendToModule(ctx, holder, GATE, amount);
  bank.burnFromModule(ctx, GATE, amount);
  ctx.emit(withdrawn({ ...msg, amount, external, number }));
  return { number };
}
