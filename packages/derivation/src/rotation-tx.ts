import { DecodeError } from "@openledger/messages";
import { AuthInfo, Fee, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { MsgRotateSequencer } from "@openledger/messages/openledger/rollup/v1";
import { validatorAddress, type Block } from "@openledger/comet";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import { decodeRotation, encodeRotation, type Rotation } from "./rotation.ts";

/** The transaction that carries a rotation into the chain: one message, and neither signer nor fee. Equal rotations give equal bytes. */
export function encodeRotationTx(rotation: Rotation): Uint8Array {
  const value = MsgRotateSequencer.toBytes({ rotation: encodeRotation(rotation) });
  const body = TxBody.create({ messages: [{ typeUrl: MsgRotateSequencer.typeUrl, value }] });
  return TxRaw.toBytes({ bodyBytes: TxBody.toBytes(body), authInfoBytes: AUTH_INFO, signatures: [] });
}

/** Longer ones are none, nor those with a signature behind the empty fee: what others send must not be decoded for nothing. */
const ROTATION_TX_BYTES_MAX = 4_096;
const AUTH_INFO = AuthInfo.toBytes(AuthInfo.create({ fee: Fee.create() }));

/** The rotation in what {@link encodeRotationTx} wrote, unverified; undefined for any other bytes. Total on arbitrary bytes. */
export function rotationOfTx(tx: Uint8Array): Rotation | undefined {
  if (tx.length > ROTATION_TX_BYTES_MAX || !equalBytes(tx.subarray(-AUTH_INFO.length), AUTH_INFO)) return undefined;
  try {
    const [message, ...others] = TxBody.fromBytes(TxRaw.fromBytes(tx).bodyBytes).messages;
    if (message?.typeUrl !== MsgRotateSequencer.typeUrl || others.length > 0) return undefined;
    const rotation = decodeRotation(MsgRotateSequencer.fromBytes(message.value).rotation);
    return rotation !== undefined && equalBytes(encodeRotationTx(rotation), tx) ? rotation : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Whether a transaction has a message that puts another sequencer in place, in whatever bytes. Total on arbitrary bytes. */
export function carriesRotation(tx: Uint8Array): boolean {
  try {
    return TxBody.fromBytes(TxRaw.fromBytes(tx).bodyBytes).messages.some(({ typeUrl }) => typeUrl === MsgRotateSequencer.typeUrl);
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/**
 * The rotation with which a block claims to cross an open break: its first transaction, which names the block before and
 * the block's proposer. Says nothing of signatures; undefined for every other block.
 */
export function crossingOf(sha256: Sha256, { header, txs }: Pick<Block, "header" | "txs">): Rotation | undefined {
  const [first] = txs;
  const rotation = first === undefined ? undefined : rotationOfTx(first);
  if (rotation === undefined || rotation.lastHeight + 1n !== header.height) return undefined;
  if (!equalBytes(rotation.lastHash, header.lastBlockId.hash)) return undefined;
  return equalBytes(validatorAddress(sha256, rotation.newKey), header.proposerAddress) ? rotation : undefined;
}
