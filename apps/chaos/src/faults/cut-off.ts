import { setTimeout as delay } from "node:timers/promises";
import { fetchStatus } from "@openledger/localnet";
import { chaosError } from "../errors.ts";
import type { Fault } from "./fault.ts";

/** Every connection to and from a node ends, and none can begin, while both its processes run. */
export const cutOffFault: Fault = {
  name: "cut-off",
  says: "one node is cut off from all others",
  async play({ target, over, cluster, watch, faultMs }) {
    const member = await target();
    cluster.links.cut(member.name);
    try {
      await delay(faultMs);
      const status = await fetchStatus(member.validator.rpcUrl);
      if (status === undefined || status.peers > 0) throw chaosError("CLAIM", `${member.name} was cut off and has ${status?.peers ?? "an unknown number of"} peers`);
      const behind = watch.maxHeight() - status.height;
      return { node: member.name, note: `${faultMs / 1_000} s, ${behind} blocks behind at the end` };
    } finally {
      cluster.links.heal(member.name);
      over();
    }
  },
};
