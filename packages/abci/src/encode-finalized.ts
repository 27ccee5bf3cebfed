/** The one large answer, encoded piece by piece. */
import { ExecTxResult, ResponseFinalizeBlock } from "@openledger/messages/tendermint/abci";
import { uvarint } from "@openledger/primitives";
import type { ExecutedBlock } from "@openledger/state-machine";
import { blockToComet, resultToComet } from "./to-comet.ts";

/** Tags of length-delimited fields: `tx_results` in ResponseFinalizeBlock, `finalize_block` in Response. */
const TX_RESULTS_TAG = Uint8Array.of(2 * 8 + 2);
const FINALIZE_BLOCK_TAG = uvarint(21 * 8 + 2);

/**
 * Encodes a Response with the results of a block, in pieces to be written one after the other; yields after each
 * transaction. Fields of a message may stand in any order: the results come first here, the rest behind them.
 */
export function* encodeFinalized(executed: ExecutedBlock): Generator<void, readonly Uint8Array[], void> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    length += piece.length;
  };
  for (const result of executed.response.txResults) {
    const bytes = ExecTxResult.toBytes(resultToComet(result));
    add(TX_RESULTS_TAG);
    add(uvarint(bytes.length));
    add(bytes);
    yield;
  }
  add(ResponseFinalizeBlock.toBytes(blockToComet(executed)));
  return [FINALIZE_BLOCK_TAG, uvarint(length), ...pieces];
}
