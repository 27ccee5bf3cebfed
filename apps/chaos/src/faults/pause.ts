import { setTimeout as delay } from "node:timers/promises";
import { chaosError } from "../errors.ts";
import type { Fault } from "./fault.ts";

/** SIGSTOP for a while, then SIGCONT: sockets stay open and nobody answers. */
export function pauseFault(name: string, says: string, part: "app" | "comet"): Fault {
  return {
    name,
    says,
    async play({ target, over, faultMs }) {
      const member = await target();
      const process = member.validator[part];
      if (process === undefined) throw chaosError("SETUP", `${member.name} does not run`);
      process.child.kill("SIGSTOP");
      await delay(faultMs);
      process.child.kill("SIGCONT");
      over();
      return { node: member.name, note: `${faultMs / 1_000} s` };
    },
  };
}
