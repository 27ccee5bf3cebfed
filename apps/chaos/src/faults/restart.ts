import type { Fault } from "./fault.ts";

/** SIGTERM to both processes in their order, then a start. */
export const restartFault: Fault = {
  name: "sigterm-restart",
  says: "both processes end cleanly and start again",
  async play({ target, over }) {
    const member = await target();
    const began = performance.now();
    await member.validator.stop();
    const tookMs = performance.now() - began;
    over();
    await member.validator.start();
    return { node: member.name, note: `stopped in ${(tookMs / 1_000).toFixed(1)} s` };
  },
};
