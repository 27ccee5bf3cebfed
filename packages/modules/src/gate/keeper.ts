import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Gate } from "@openledger/messages/openledger/gate/v1";
import type { Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { amountOf } from "../support/amounts.ts";
import { gateClosed, unknownGate } from "./errors.ts";
import { openEscrow, returnEscrow, spendEscrow, type EscrowMovement } from "./escrows.ts";
import type { ModuleAddresses } from "./expected-keepers.ts";
import { carriedPart, createExternalValue, externalOf, setExternal, type ExternalValue } from "./external-parts.ts";
import { changeLedger } from "./ledger.ts";
import { GATE, gates, trackedDenoms } from "./state.ts";

/** What the bank, the market and the module's own handlers do with the demand ledger. */
export interface GateKeeper extends ExternalValue {
  /** Accounts of modules, where external value ends. */
  isModule(ctx: Context, address: Address): boolean;
  /** Before a buyer's coins, `held` of the denom in all, move into the escrow of a new session. */
  openEscrow(ctx: Context, opened: { readonly sessionId: bigint; readonly buyer: string; readonly coin: Coin; readonly held: bigint }): void;
  /** What an answer or an opening fee cost net of what returned, `toProtocol` of it for stakers, treasury and burn. */
  spendEscrow(ctx: Context, spent: EscrowMovement & { readonly toProtocol: bigint }): void;
  /** What the market has sent back to the buyer. */
  returnEscrow(ctx: Context, returned: EscrowMovement & { readonly buyer: string }): void;
}

/** `modules` are the names of all module accounts. */
export function createGateKeeper(accounts: ModuleAddresses, modules: readonly string[]): GateKeeper {
  const isModule: GateKeeper["isModule"] = (ctx, address) =>
    modules.some((name) => accounts.moduleAddress(ctx, name) === address);
  return {
    ...createExternalValue(isModule),
    isModule,
    openEscrow(ctx, { sessionId, buyer, coin: { denom, amount }, held }) {
      openEscrow(ctx, { sessionId, denom, units: amountOf(amount) }, buyer, held);
    },
    spendEscrow: (ctx, spent) => spendEscrow(ctx, spent, spent.toProtocol),
    returnEscrow: (ctx, returned) => returnEscrow(ctx, returned, returned.buyer),
  };
}

/** The gate of a denom that takes deposits and withdrawals now, or the module's own error. */
export function requireOpenGate(ctx: Context, denom: string): Gate {
  const gate = gates.get(ctx.store.store(GATE), denom);
  if (gate === undefined) throw unknownGate(denom);
  if (gate.issuer === "") throw gateClosed(denom);
  if (gate.fromHeight > ctx.block.height) throw gateClosed(`${denom} until height ${gate.fromHeight}`);
  return gate;
}

/** Units that a deposit has brought to an account. */
export function noteEntered(ctx: Context, recipient: string, denom: string, units: bigint): void {
  setExternal(ctx, recipient, denom, externalOf(ctx, recipient, denom) + units);
  changeLedger(ctx, denom, { entered: units, externalHeld: units });
}

/**
 * Before a holder of `held` units has some burned: returns how many of them are external. The internal part goes first,
 * as in a transfer: another order would only ask of people to move it to a second account before.
 */
export function noteLeft(ctx: Context, holder: string, { denom, amount }: Coin, held: bigint): bigint {
  const units = amountOf(amount);
  const before = externalOf(ctx, holder, denom);
  const external = units > held ? 0n : carriedPart(before, held - units);
  if (external > 0n) setExternal(ctx, holder, denom, before - external);
  changeLedger(ctx, denom, { left: units, leftExternal: external, externalHeld: -external });
  return external;
}

/** Writes a gate and has its denom tracked for good, since what entered stays counted when the gate closes. */
export function storeGate(ctx: Context, gate: Gate): void {
  const store = ctx.store.store(GATE);
  gates.set(store, gate.denom, gate);
  const tracked = trackedDenoms.get(store)?.denoms ?? [];
  if (tracked.includes(gate.denom)) return;
  const denoms = [...tracked, gate.denom].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  trackedDenoms.set(store, { denoms });
}
