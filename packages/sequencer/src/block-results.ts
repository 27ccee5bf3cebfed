import { decodeOwn } from "@openledger/messages";
import { ResponseFinalizeBlock, type Event } from "@openledger/messages/tendermint/abci";
import type { AbciEvent, ExecTxResult, FinalizeBlockResponse, ValidatorUpdate } from "@openledger/state-machine";

/** What a block did, as it is kept and served. */
export interface BlockResults {
  readonly events: readonly AbciEvent[];
  readonly txResults: readonly ExecTxResult[];
  /** Take effect two blocks later. */
  readonly validatorUpdates: readonly ValidatorUpdate[];
  readonly appHash: Uint8Array;
}

const NO_KEY = new Uint8Array(0);

/** CometBFT's `ResponseFinalizeBlock`, for the state log. */
export function encodeBlockResults(response: FinalizeBlockResponse): Uint8Array {
  const { events, txResults, validatorUpdates, appHash } = response;
  return ResponseFinalizeBlock.toBytes({
    events: eventsOf(events),
    txResults: txResults.map((result) => ({ ...result, events: eventsOf(result.events) })),
    validatorUpdates: validatorUpdates.map(({ publicKey, power }) => ({ pubKey: { ed25519: publicKey }, power })),
    appHash,
  });
}

/** Reads whatever {@link encodeBlockResults} wrote, however long. Throws a DecodeError for any other bytes. */
export function decodeBlockResults(bytes: Uint8Array): BlockResults {
  const { events, txResults, validatorUpdates, appHash } = decodeOwn(ResponseFinalizeBlock, bytes);
  const updates = validatorUpdates.map(({ pubKey, power }) => ({ publicKey: pubKey?.ed25519 ?? NO_KEY, power }));
  return { events, txResults, validatorUpdates: updates, appHash };
}

function eventsOf(events: readonly AbciEvent[]): Event[] {
  return events.map(({ type, attributes }) => ({ type, attributes: [...attributes] }));
}
