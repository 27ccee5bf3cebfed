/** The external part of what buyers put into sessions: spent last, returned first. */
import type { EscrowParts } from "@openledger/messages/openledger/gate/v1";
import { assert } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { demandCounted } from "./events.ts";
import { carriedPart, externalOf, setExternal } from "./external-parts.ts";
import { changeLedger } from "./ledger.ts";
import { escrows, GATE } from "./state.ts";

/** A movement between a session's escrow and its buyer, or out of it for an answer. */
export interface EscrowMovement {
  readonly sessionId: bigint;
  readonly denom: string;
  readonly units: bigint;
}

/** A buyer who has `held` units is about to pay into a new session: the internal part of the balance goes first. */
export function openEscrow(ctx: Context, { sessionId, denom, units }: EscrowMovement, buyer: string, held: bigint): void {
  if (held < units) return; // The bank refuses it.
  const before = externalOf(ctx, buyer, denom);
  const external = carriedPart(before, held - units);
  if (external === 0n) return;
  assert(external <= units, `${buyer} has ${before} external units of ${held}${denom}`);
  setExternal(ctx, buyer, denom, before - external);
  setEscrow(ctx, sessionId, { denom, internal: (units - external).toString(), external: external.toString() });
  changeLedger(ctx, denom, { externalHeld: -external, externalEscrowed: external });
}

/** Units that an answer or an opening fee cost, `toProtocol` of them for stakers, treasury and burn. */
export function spendEscrow(ctx: Context, { sessionId, denom, units }: EscrowMovement, toProtocol: bigint): void {
  if (units === 0n) return;
  const parts = escrows.get(ctx.store.store(GATE), sessionId);
  const internal = BigInt(parts?.internal ?? units);
  const external = units > internal ? units - internal : 0n;
  if (parts !== undefined) leave(ctx, sessionId, parts, { internal: units - external, external });
  changeLedger(ctx, denom, {
    externalDemand: external,
    internalDemand: units - external,
    toProtocol,
    externalEscrowed: -external,
  });
  ctx.emit(demandCounted({ sessionId, denom, external, internal: units - external, toProtocol }));
}

/** Units that have gone back to the buyer: external as far as there is external value left. */
export function returnEscrow(ctx: Context, { sessionId, denom, units }: EscrowMovement, buyer: string): void {
  const parts = escrows.get(ctx.store.store(GATE), sessionId);
  if (parts === undefined || units === 0n) return;
  const left = BigInt(parts.external);
  const external = units < left ? units : left;
  leave(ctx, sessionId, parts, { internal: units - external, external });
  setExternal(ctx, buyer, denom, externalOf(ctx, buyer, denom) + external);
  changeLedger(ctx, denom, { externalHeld: external, externalEscrowed: -external });
}

function leave(
  ctx: Context,
  sessionId: bigint,
  parts: EscrowParts,
  gone: { readonly internal: bigint; readonly external: bigint },
): void {
  const internal = BigInt(parts.internal) - gone.internal;
  const external = BigInt(parts.external) - gone.external;
  assert(internal >= 0n && external >= 0n, `session ${sessionId} has ${internal} internal and ${external} external units left`);
  setEscrow(ctx, sessionId, { ...parts, internal: internal.toString(), external: external.toString() });
}

/** Without external value there is nothing to tell apart any more. */
function setEscrow(ctx: Context, sessionId: bigint, parts: EscrowParts): void {
  const store = ctx.store.store(GATE);
  if (parts.external === "0") escrows.delete(store, sessionId);
  else escrows.set(store, sessionId, parts);
}
