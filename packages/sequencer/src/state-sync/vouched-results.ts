import type { AbciEvent } from "@openledger/state-machine";
import type { BlockResults } from "../block-results.ts";

/** The results without what neither a header nor the state vouches for: logs and infos are empty, every attribute is indexed. */
export function vouchedResults({ txResults, events, appHash }: BlockResults): BlockResults {
  return {
    txResults: txResults.map((result) => ({ ...result, log: "", info: "", events: indexed(result.events) })),
    events: indexed(events),
    // A snapshot at whose height the validators change is refused.
    validatorUpdates: [],
    appHash,
  };
}

function indexed(events: readonly AbciEvent[]): readonly AbciEvent[] {
  return events.map(({ type, attributes }) => ({ type, attributes: attributes.map(({ key, value }) => ({ key, value, index: true })) }));
}
