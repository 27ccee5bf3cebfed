import { event, type Event } from "@openledger/state-machine";

/** What became of a grant: `use_feegrant`, `set_feegrant`, `update_feegrant` or `revoke_feegrant`. */
export function grantEvent(did: "use" | "set" | "update" | "revoke", granter: string, grantee: string): Event {
  return event(`${did}_feegrant`, { granter, grantee });
}

export const pruned = (pruner: string): Event => event("prune_feegrant", { pruner });
