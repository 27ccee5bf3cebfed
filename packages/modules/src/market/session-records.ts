import { SessionState, type Session } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import { secondsAfter } from "../support/time.ts";
import { endedSessions, MARKET, params, recordQueue, voidedPrefix, voidedRanges } from "./state.ts";

/** Keeps a session that has ended for the record period: it holds no money, its receipts can still be shown. */
export function keepRecord(ctx: Context, session: Session): Session {
  const store = ctx.store.store(MARKET);
  const record: Session = {
    ...session,
    state: SessionState.SESSION_STATE_ENDED,
    endedTime: ctx.block.time,
    recordUntil: secondsAfter(ctx.block.time, params.require(store).recordSeconds),
  };
  endedSessions.set(store, record.id, record);
  recordQueue.set(store, [record.recordUntil, record.id], true);
  return record;
}

/** Forgets ended sessions whose record period is over, oldest first: at most max_decisions_per_block removals. */
export function forgetSessions(ctx: Context): void {
  const store = ctx.store.store(MARKET);
  let left = params.require(store).maxDecisionsPerBlock;
  const due: (readonly [bigint, bigint])[] = [];
  for (const [key] of recordQueue.iterate(store)) {
    if (key[0] > ctx.block.time || due.length >= left) break;
    due.push(key);
  }
  for (const key of due) {
    left -= forgetVoided(ctx, key[1], left);
    // A session with more void settlements than fit into this block goes with the next one.
    if (left <= 0) return;
    recordQueue.delete(store, key);
    endedSessions.delete(store, key[1]);
    left -= 1;
  }
}

/** Removes at most `limit` of the session's void ranges and says how many there were. */
function forgetVoided(ctx: Context, sessionId: bigint, limit: number): number {
  const store = ctx.store.store(MARKET);
  const keys: (readonly [bigint, bigint])[] = [];
  for (const [key] of voidedRanges.iterate(store, { prefix: voidedPrefix(sessionId) })) {
    if (keys.length >= limit) break;
    keys.push(key);
  }
  for (const key of keys) voidedRanges.delete(store, key);
  return keys.length;
}
