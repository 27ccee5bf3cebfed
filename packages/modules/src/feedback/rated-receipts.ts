import type { Session } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { secondsAfter } from "../support/time.ts";
import type { ReceiptKeeper } from "./expected-keepers.ts";
import { FEEDBACK, paramsOf, ratedPages, ratedPrefix, sweepQueue } from "./state.ts";

const PAGE_RECEIPTS = 2_048n;

/** True when the receipt was rated, as far as its session is on record. */
export function isRated(ctx: StateReader, sessionId: bigint, index: bigint): boolean {
  const page = ratedPages.get(ctx.store.store(FEEDBACK), [sessionId, index / PAGE_RECEIPTS]);
  const { byte, bit } = placeOf(index);
  return page !== undefined && ((page[byte] ?? 0) & bit) !== 0;
}

/** Marks a receipt as rated, for as long as the market knows its session. */
export function markRated(ctx: Context, session: Session, index: bigint): void {
  const store = ctx.store.store(FEEDBACK);
  const [known] = ratedPages.iterate(store, { prefix: ratedPrefix(session.id) });
  if (known === undefined) sweepQueue.set(store, [lookAgain(ctx, session), session.id], true);
  const key = [session.id, index / PAGE_RECEIPTS] as const;
  const page = new Uint8Array(ratedPages.get(store, key) ?? new Uint8Array(Number(PAGE_RECEIPTS / 8n)));
  const { byte, bit } = placeOf(index);
  page[byte] = (page[byte] ?? 0) | bit;
  ratedPages.set(store, key, page);
}

/** Removes what was kept of sessions that the market has forgotten, as much as one block may. */
export function sweepRated(ctx: Context, receipts: ReceiptKeeper): void {
  const store = ctx.store.store(FEEDBACK);
  let left = paramsOf(ctx).maxSweptPerBlock;
  const due: (readonly [bigint, bigint])[] = [];
  for (const [key] of sweepQueue.iterate(store)) {
    if (key[0] > ctx.block.time || due.length >= left) break;
    due.push(key);
  }
  for (const key of due) {
    const session = receipts.session(ctx, key[1]);
    if (session === undefined) {
      left -= removePages(ctx, key[1], left);
      // A session with more pages than fit into this block goes with the next one.
      if (left <= 0) return;
    }
    sweepQueue.delete(store, key);
    if (session !== undefined) sweepQueue.set(store, [lookAgain(ctx, session), key[1]], true);
    left -= 1;
  }
}

function lookAgain(ctx: Context, { recordUntil }: Session): bigint {
  return recordUntil > ctx.block.time ? recordUntil : secondsAfter(ctx.block.time, paramsOf(ctx).lookAgainSeconds);
}

function removePages(ctx: Context, sessionId: bigint, limit: number): number {
  const store = ctx.store.store(FEEDBACK);
  const keys: (readonly [bigint, bigint])[] = [];
  for (const [key] of ratedPages.iterate(store, { prefix: ratedPrefix(sessionId) })) {
    if (keys.length >= limit) break;
    keys.push(key);
  }
  for (const key of keys) ratedPages.delete(store, key);
  return keys.length;
}

function placeOf(index: bigint): { readonly byte: number; readonly bit: number } {
  const place = Number(index % PAGE_RECEIPTS);
  return { byte: place >> 3, bit: 1 << (place & 7) };
}
