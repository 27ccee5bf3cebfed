import type { RpcId } from "./dispatch.ts";
import type { PublishedEvent } from "./events.ts";
import { matchesValues } from "./query/match-query.ts";
import { parseQuery, type Condition } from "./query/parse-query.ts";
import { failed } from "./rpc-error.ts";

const SUBSCRIPTIONS_PER_CLIENT = 5;

/** What one client listens to. */
export interface Subscriptions {
  /** Throws -32603 for a bad query, one that is there already, or a sixth. */
  add(id: RpcId, query: string): void;
  /** Throws -32603 for a query without subscription. */
  remove(query: string): void;
  removeAll(): void;
  /** Calls `deliver` for each subscription that selects the event. */
  publish(event: PublishedEvent, deliver: (id: RpcId, query: string) => void): void;
}

interface Subscription {
  readonly id: RpcId;
  readonly conditions: readonly Condition[];
  /** Those on `tm.event`, which need no values of the event. */
  readonly onName: readonly Condition[];
}

export function createSubscriptions(): Subscriptions {
  const active = new Map<string, Subscription>();
  return {
    add(id, query) {
      if (active.has(query)) throw failed("already subscribed");
      if (active.size >= SUBSCRIPTIONS_PER_CLIENT) {
        throw failed(`max_subscriptions_per_client ${SUBSCRIPTIONS_PER_CLIENT} reached`);
      }
      const conditions = parseQuery(query);
      active.set(query, { id, conditions, onName: conditions.filter(({ tag }) => tag === "tm.event") });
    },
    remove(query) {
      if (!active.delete(query)) throw failed("subscription not found");
    },
    removeAll: () => active.clear(),
    publish(event, deliver) {
      const named = { "tm.event": [event.name] };
      for (const [query, { id, conditions, onName }] of active) {
        if (matchesValues(onName, named) && matchesValues(conditions, event.values())) deliver(id, query);
      }
    },
  };
}
