import { GatewayError } from "../gateway-error.ts";
import type { SessionLog } from "./session-log.ts";

/** Calls whose answers have begun and have no receipt yet, session by session. */
export interface CallsInFlight {
  /**
   * A call begins for which the session has to keep `most` units. Throws GatewayError `nonce_used` while the same call is
   * answered, `unsigned_receipts` when the host would risk more calls than the offer says, `escrow_exhausted`.
   */
  begin(log: SessionLog, call: { readonly nonce: bigint; readonly most: bigint; readonly escrow: bigint }): CallInFlight;
  /** Units of the escrow that no receipt and no call in flight has claimed. */
  left(log: SessionLog, escrow: bigint): bigint;
}

/** One call; it ends exactly once. */
export interface CallInFlight {
  /** `delivered`: text left the host. Without a receipt it counts as unsigned until the buyer signs again. */
  end(outcome: { readonly hasReceipt: boolean; readonly delivered: boolean }): void;
}

interface State {
  readonly calls: Map<bigint, bigint>;
  /** Answers that were taken and broken off by the caller since the last signed head. */
  broken: number;
  signedSize: number;
}

export function createCallsInFlight(unsignedCalls: number): CallsInFlight {
  const states = new WeakMap<SessionLog, State>();
  const stateOf = (log: SessionLog): State => {
    const state = states.get(log) ?? { calls: new Map<bigint, bigint>(), broken: 0, signedSize: log.signedSize };
    states.set(log, state);
    if (log.signedSize > state.signedSize) Object.assign(state, { signedSize: log.signedSize, broken: 0 });
    return state;
  };
  const left = (log: SessionLog, escrow: bigint): bigint => {
    let claimed = log.total;
    for (const most of stateOf(log).calls.values()) claimed += most;
    return escrow - claimed;
  };
  return {
    left,
    begin(log, { nonce, most, escrow }) {
      const state = stateOf(log);
      if (state.calls.has(nonce)) throw new GatewayError(409, "nonce_used", `call ${nonce} is being answered; wait for it`);
      const unsigned = log.receipts.length - log.signedSize + state.calls.size + state.broken;
      if (unsigned >= unsignedCalls) {
        const limit = `${unsigned} calls are unsigned or under way, and the offer allows ${unsignedCalls}`;
        throw new GatewayError(429, "unsigned_receipts", `${limit}; post a signed head and try again`);
      }
      if (left(log, escrow) < most) {
        throw new GatewayError(402, "escrow_exhausted", `this answer may cost ${most}, ${left(log, escrow)} are left; open another session`);
      }
      state.calls.set(nonce, most);
      return {
        end({ hasReceipt, delivered }) {
          state.calls.delete(nonce);
          if (!hasReceipt && delivered) state.broken++;
        },
      };
    },
  };
}
