import { chaosError } from "../errors.ts";
import type { Fault } from "./fault.ts";

const CLEAN = "exit code 0";

/** SIGTERM to both processes in their order, then a start. */
export const restartFault: Fault = {
  name: "sigterm-restart",
  says: "both processes end cleanly and start again",
  async play({ target, over }) {
    const member = await target();
    const { app, comet } = member.validator;
    if (app === undefined || comet === undefined) throw chaosError("SETUP", `${member.name} does not run`);
    const began = performance.now();
    await member.validator.stop();
    const tookMs = performance.now() - began;
    const ends = await Promise.all([app, comet].map(async ({ name, ended }) => ({ name, how: await ended })));
    over();
    await member.validator.start();
    // Whoever does not end by SIGTERM is killed after a while.
    const unclean = ends.find(({ how }) => how !== CLEAN);
    if (unclean !== undefined) throw chaosError("CLAIM", `${unclean.name} did not end cleanly by SIGTERM: ${unclean.how}`);
    return { node: member.name, note: `stopped in ${(tookMs / 1_000).toFixed(1)} s` };
  },
};
