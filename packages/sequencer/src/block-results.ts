import { assert } from "@openledger/primitives";
import { ResponseFinalizeBlock, type Event } from "@openledger/messages/tendermint/abci";
import type { AbciEvent, ExecTxResult, FinalizeBlockResponse } from "@openledger/state-machine";

/** What a block did, as it is kept and served. */
export interface BlockResults {
  readonly events: readonly AbciEvent[];
  readonly txResults: readonly ExecTxResult[];
  readonly appHash: Uint8Array;
}

/** CometBFT's `ResponseFinalizeBlock`, for the state log. */
export function encodeBlockResults(response: FinalizeBlockResponse): Uint8Array {
  assert(response.validatorUpdates.length === 0, "an embedded sequencer's validator set is the one of genesis");
  const { events, txResults, appHash } = response;
  return ResponseFinalizeBlock.toBytes({
    events: eventsOf(events),
    txResults: txResults.map((result) => ({ ...result, events: eventsOf(result.events) })),
    appHash,
  });
}

/** Throws a DecodeError for any other bytes. */
export function decodeBlockResults(bytes: Uint8Array): BlockResults {
  return ResponseFinalizeBlock.decode(bytes);
}

function eventsOf(events: readonly AbciEvent[]): Event[] {
  return events.map(({ type, attributes }) => ({ type, attributes: [...attributes] }));
}
