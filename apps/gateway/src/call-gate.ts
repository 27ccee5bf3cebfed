import { GatewayError } from "./gateway-error.ts";

/** Lets as many calls in at one time as the host offers. */
export interface CallGate {
  /** Enters, or throws GatewayError `at_capacity` with the time after which a place should be free. Leave by the result. */
  enter(): () => void;
}

const RETRY_SECONDS_MAX = 60;
/** How much the newest call counts in the usual duration. */
const NEWEST_WEIGHT = 0.2;

/** A capacity of 0 lets everyone in. `nowMs` is a steady clock. */
export function createCallGate(capacity: number, nowMs: () => number = () => performance.now()): CallGate {
  let inside = 0;
  let usualMs = 0;
  return {
    enter() {
      if (capacity > 0 && inside >= capacity) {
        const seconds = Math.min(RETRY_SECONDS_MAX, Math.max(1, Math.ceil(usualMs / 1_000)));
        const message = `${inside} calls are answered, as many as this host offers; try again in ${seconds} s, or ask another host`;
        throw new GatewayError(429, "at_capacity", message, seconds);
      }
      inside++;
      const enteredMs = nowMs();
      return () => {
        inside--;
        const ms = nowMs() - enteredMs;
        usualMs = usualMs === 0 ? ms : usualMs + NEWEST_WEIGHT * (ms - usualMs);
      };
    },
  };
}
