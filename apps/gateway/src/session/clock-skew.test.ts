import { Session, SessionState } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { GatewayError } from "../gateway-error.ts";
import { requireOpen } from "./session-book.ts";

const EXPIRY_MS = 1_790_000_000_000;
const HOUR_MS = 3_600_000;
const session = Session.create({ id: 7n, state: SessionState.SESSION_STATE_OPEN, expiresTime: BigInt(EXPIRY_MS) * 1_000_000n });

function refusalAt(nowMs: number, of: Session = session): string | undefined {
  try {
    requireOpen(of, nowMs);
    return undefined;
  } catch (error) {
    return error instanceof GatewayError ? error.code : String(error);
  }
}

test("a host whose clock is ahead refuses calls early under a stated code, and one whose clock is behind by an hour answers until then", () => {
  expect(refusalAt(EXPIRY_MS - 1)).toBeUndefined();
  expect(refusalAt(EXPIRY_MS)).toBe("session_closed");
  expect(refusalAt(EXPIRY_MS - HOUR_MS / 2 + HOUR_MS), "half an hour before, an hour ahead").toBe("session_closed");
  expect(refusalAt(EXPIRY_MS + HOUR_MS / 2 - HOUR_MS), "half an hour after, an hour behind").toBeUndefined();
});

test("whatever the host's clock says, a session that the chain has closed takes no call", () => {
  const closed = { ...session, state: SessionState.SESSION_STATE_SETTLING };
  for (const nowMs of [0, EXPIRY_MS - HOUR_MS, EXPIRY_MS + HOUR_MS]) expect(refusalAt(nowMs, closed)).toBe("session_closed");
});
