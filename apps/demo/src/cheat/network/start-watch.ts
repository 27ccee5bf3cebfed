import { createLogger } from "@openledger/telemetry";
import { startWatcher, type Watcher } from "@openledger/watcher";
import { CHEAT_TERMS } from "./cheat-genesis.ts";
import type { Party } from "./parties.ts";
import type { Network } from "./stage.ts";

/** Looks are asked for one by one, so that everything happens in front of the user. */
const NEVER_MS = 86_400_000;
/** Above the number of settlements that are ever pending here at one time. */
const SETTLEMENTS_PER_LOOK = 64;

/** `openledgerd watch` of a party, in this process. */
export function startWatch(network: Network, party: Party, folder: string): Watcher {
  const { client, blobs, crypto } = network;
  return startWatcher({
    ...{ client, blobs, sha256: crypto.sha256, sender: network.sender(party), folder },
    ...{ budget: CHEAT_TERMS.watchBudget, everyMs: NEVER_MS, settlementsPerLook: SETTLEMENTS_PER_LOOK },
    logger: createLogger({ name: "watch", level: "silent" }),
  });
}
