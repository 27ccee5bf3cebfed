import { MsgCloseSession, MsgCloseSessionResponse, SessionState } from "@openledger/messages/openledger/market/v1";
import type { Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks } from "../../support/message-checks.ts";
import { secondsAfter } from "../../support/time.ts";
import { malformedMessage, notBuyer, sessionNotOpen } from "../errors.ts";
import { sessionClosing } from "../events.ts";
import { paramsOf, requireSession } from "../keeper.ts";
import { MARKET, sessionQueue, sessions } from "../state.ts";

/** Starts the settle-only period at the buyer's wish. */
export const closeSession: MessageHandler<MsgCloseSession, MsgCloseSessionResponse> = {
  codec: MsgCloseSession,
  response: MsgCloseSessionResponse,
  aminoName: "openledger/MsgCloseSession",
  signers: (msg) => [msg.buyer],
  checkStateless: (msg, chain) => messageChecks(malformedMessage, chain).address("buyer", msg.buyer),
  handle,
};

function handle(ctx: Context, msg: MsgCloseSession): MsgCloseSessionResponse {
  const session = requireSession(ctx, msg.sessionId);
  const isOpen = session.state === SessionState.SESSION_STATE_OPEN && ctx.block.time < session.expiresTime;
  if (session.buyer !== msg.buyer) throw notBuyer(msg.buyer);
  if (!isOpen) throw sessionNotOpen(`session ${session.id}`);

  const store = ctx.store.store(MARKET);
  const settleUntil = secondsAfter(ctx.block.time, paramsOf(ctx).settlePeriodSeconds);
  const closing = { ...session, state: SessionState.SESSION_STATE_SETTLING, settleUntil };
  sessionQueue.delete(store, [session.expiresTime, session.id]);
  sessionQueue.set(store, [settleUntil, session.id], true);
  sessions.set(store, session.id, closing);
  ctx.emit(sessionClosing(closing, "closed"));
  return {};
}
