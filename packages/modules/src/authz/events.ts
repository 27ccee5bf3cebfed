import { event, type Event } from "@openledger/state-machine";

/** The SDK's typed events: their values are JSON, and so in quotes, and attributes are sorted by key. */
export function grantChanged(did: "Grant" | "Revoke", granter: string, grantee: string, typeUrl: string): Event {
  return event(`cosmos.authz.v1beta1.Event${did}`, {
    grantee: JSON.stringify(grantee),
    granter: JSON.stringify(granter),
    msg_type_url: JSON.stringify(typeUrl),
  });
}
