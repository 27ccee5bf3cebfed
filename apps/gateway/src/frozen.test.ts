import { Session, SessionState } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { requireAnswerable, type ReceiptDesk } from "./answer-call.ts";
import { GatewayError } from "./gateway-error.ts";
import type { HostedSession } from "./session/session-book.ts";

const chain = Session.create({ id: 5n, modelId: 2n, modelVersion: 1n, state: SessionState.SESSION_STATE_OPEN, expiresTime: 1n << 62n });
const hosted = (change: Partial<HostedSession>): HostedSession => ({ chain, log: absent("a log"), ...change });

/** A freeze is refused before anything else of the host is looked at. */
function absent<T extends object>(what: string): T {
  return new Proxy({} as T, {
    get() {
      throw new Error(`${what} is not looked at`);
    },
  });
}

test("a call on a frozen version is refused with the incident, also in a session that is open", () => {
  const desk = absent<ReceiptDesk>("a desk");
  const refused = expect.toSatisfy(
    (thrown) => thrown instanceof GatewayError && thrown.code === "version_frozen" && thrown.status === 403 && thrown.message.includes("incident 7"),
  );
  expect(() => requireAnswerable(desk, hosted({ frozenBy: 7n }))).toThrow(refused);
  expect(() => requireAnswerable(desk, hosted({}))).toThrow("a desk is not looked at");
});
