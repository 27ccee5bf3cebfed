import type { RpcId } from "./dispatch.ts";
import type { PublishedEvent } from "./events.ts";
import { matchesValues } from "./query/match-query.ts";
import { parseQuery, queryText, type Condition } from "./query/parse-query.ts";
import { failed, RpcError } from "./rpc-error.ts";

const SUBSCRIPTIONS_PER_CLIENT = 5;

/** What one client listens to. */
export interface Subscriptions {
  /** Throws -32603 for a bad query, one that is there already, or a sixth. */
  add(id: RpcId, query: string): void;
  /** Throws -32603 for a query without subscription. */
  remove(query: string): void;
  /** Throws -32603 when there is none. */
  removeAll(): void;
  /** Calls `deliver` for each subscription that selects the event. */
  publish(event: PublishedEvent, deliver: (id: RpcId, query: string) => void): void;
}

interface Subscription {
  readonly id: RpcId;
  /** As the client wrote it. */
  readonly query: string;
  readonly conditions: readonly Condition[];
  /** Those on `tm.event`, which need no values of the event. */
  readonly onName: readonly Condition[];
}

export function createSubscriptions(): Subscriptions {
  const active = new Map<string, Subscription>();
  return {
    add(id, query) {
      if (active.size >= SUBSCRIPTIONS_PER_CLIENT) {
        throw failed(`max_subscriptions_per_client ${SUBSCRIPTIONS_PER_CLIENT} reached`);
      }
      const conditions = parsed(query);
      const name = queryText(conditions);
      if (active.has(name)) throw failed("already subscribed");
      active.set(name, { id, query, conditions, onName: conditions.filter(({ tag }) => tag === "tm.event") });
    },
    remove(query) {
      if (!active.delete(queryText(parsed(query)))) throw failed("subscription not found");
    },
    removeAll() {
      if (active.size === 0) throw failed("subscription not found");
      active.clear();
    },
    publish(event, deliver) {
      const named = { "tm.event": [event.name] };
      for (const { id, query, conditions, onName } of active.values()) {
        if (matchesValues(onName, named) && matchesValues(conditions, event.values())) deliver(id, query);
      }
    },
  };
}

function parsed(query: string): readonly Condition[] {
  try {
    return parseQuery(query);
  } catch (error) {
    if (!(error instanceof RpcError) || error.data?.startsWith("maximum") === true) throw error;
    throw failed(`failed to parse query: ${error.data ?? ""}`);
  }
}
