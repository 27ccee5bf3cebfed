import type { QueryContext } from "@openledger/state-machine";

/** What a keeper's reading functions need; both contexts have it. */
export type StateReader = Pick<QueryContext, "store">;
