import { MsgSetGate, MsgSetGateResponse } from "@openledger/messages/openledger/gate/v1";
import type { Context, MessageHandler } from "@openledger/state-machine";
import { isDenom } from "../../support/amounts.ts";
import { requireGovAuthority, type AuthorityKeeper } from "../../support/gov-authority.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { baseDenomGate, malformedMessage, tooManyGates } from "../errors.ts";
import { gateSet } from "../events.ts";
import { storeGate } from "../keeper.ts";
import { GATE, gates, trackedDenoms } from "../state.ts";

/** Every movement of a coin looks through the list of tracked denoms. */
export const GATES_MAX = 64;
export const NAME_LENGTH_MAX = 64;

/** Opens, changes or closes the gate of a denom, as a proposal says; it works from the next block on. */
export function createSetGate(authorities: AuthorityKeeper): MessageHandler<MsgSetGate, MsgSetGateResponse> {
  return {
    codec: MsgSetGate,
    response: MsgSetGateResponse,
    aminoName: "openledger/MsgSetGate",
    signers: ({ authority }) => [authority],
    checkStateless({ denom, issuer, name }, chain) {
      const checks = messageChecks(malformedMessage, chain);
      checks.require(isDenom(denom), "denom must have 3 to 128 letters, digits and /:._-");
      checks.addressOrEmpty("issuer", issuer);
      checks.text("name", name, 1, NAME_LENGTH_MAX);
    },
    handle(ctx, msg) {
      requireGovAuthority(ctx, authorities, msg.authority);
      return handle(ctx, msg);
    },
  };
}

function handle(ctx: Context, { denom, issuer, name }: MsgSetGate): MsgSetGateResponse {
  const store = ctx.store.store(GATE);
  const before = gates.get(store, denom);
  if (denom === ctx.chain.baseDenom) throw baseDenomGate(denom);
  const count = trackedDenoms.get(store)?.denoms.length ?? 0;
  if (before === undefined && count >= GATES_MAX) throw tooManyGates(`${count}`);

  const { deposits = 0n, withdrawals = 0n } = before ?? {};
  const gate = { denom, issuer, name, fromHeight: ctx.block.height + 1n, deposits, withdrawals };
  storeGate(ctx, gate);
  ctx.emit(gateSet(gate));
  return {};
}
