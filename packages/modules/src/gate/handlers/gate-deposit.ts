import { MsgGateDeposit, MsgGateDepositResponse } from "@openledger/messages/openledger/gate/v1";
import type { Context, MessageHandler } from "@openledger/state-machine";
import { addressOf } from "../../support/addresses.ts";
import { amountOf, coinOf } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { malformedMessage, notAnAccount, notIssuer, numberDiffers, supplyTooLarge } from "../errors.ts";
import { deposited } from "../events.ts";
import type { GateBank } from "../expected-keepers.ts";
import { noteEntered, requireOpenGate, type GateKeeper } from "../keeper.ts";
import { GATE, gates } from "../state.ts";

export const REFERENCE_LENGTH_MAX = 128;
const AMOUNT_MAX = (1n << 127n) - 1n;

interface Deps {
  readonly bank: GateBank;
  readonly gates: GateKeeper;
}

/** The issuer brings value in: units are minted for the recipient and are external. */
export function createGateDeposit(deps: Deps): MessageHandler<MsgGateDeposit, MsgGateDepositResponse> {
  return {
    codec: MsgGateDeposit,
    response: MsgGateDepositResponse,
    aminoName: "openledger/MsgGateDeposit",
    signers: ({ issuer }) => [issuer],
    checkStateless({ issuer, recipient, amount, reference }, chain) {
      const checks = messageChecks(malformedMessage, chain);
      checks.address("issuer", issuer);
      checks.address("recipient", recipient);
      checks.coin("amount", amount, 1n);
      checks.text("reference", reference, 0, REFERENCE_LENGTH_MAX);
    },
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function handle(ctx: Context, deps: Deps, msg: MsgGateDeposit): MsgGateDepositResponse {
  const amount = coinOf(msg.amount);
  const units = amountOf(amount.amount);
  const recipient = addressOf(ctx.chain, msg.recipient);
  const gate = requireOpenGate(ctx, amount.denom);
  if (gate.issuer !== msg.issuer) throw notIssuer(msg.issuer);
  if (msg.number !== gate.deposits + 1n) throw numberDiffers(`deposit ${msg.number}, not ${gate.deposits + 1n}`);
  if (deps.gates.isModule(ctx, recipient)) throw notAnAccount(msg.recipient);
  const supply = deps.bank.supply(ctx, amount.denom);
  if (supply + units > AMOUNT_MAX) throw supplyTooLarge(`there are ${supply}${amount.denom}`);

  gates.set(ctx.store.store(GATE), gate.denom, { ...gate, deposits: msg.number });
  deps.bank.mintCoins(ctx, GATE, [amount]);
  deps.bank.sendFromModule(ctx, GATE, recipient, amount);
  noteEntered(ctx, recipient, amount.denom, units);
  ctx.emit(deposited({ ...msg, amount }));
  return {};
}
