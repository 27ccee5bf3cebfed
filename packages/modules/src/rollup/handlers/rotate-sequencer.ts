import { decodeRotation, whyNotSigned, type Rotation } from "@openledger/derivation";
import { MsgRotateSequencer, MsgRotateSequencerResponse } from "@openledger/messages/openledger/rollup/v1";
import { equalBytes, toHex } from "@openledger/primitives";
import { messageHandler, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import { malformedMessage, noRecovery, rotationElsewhere, rotationNotSigned } from "../errors.ts";
import { sequencerRotated } from "../events.ts";
import { lastRotation, rotate } from "../keeper.ts";
import { recoveryItem, ROLLUP } from "../state.ts";

const ADDRESS_BYTES = 20;

/** MsgRotateSequencer: recovery keys put another sequencer in the place of one that left out what it must include. */
export function createRotateHandler(): AnyMessageHandler {
  return messageHandler<MsgRotateSequencer, MsgRotateSequencerResponse>({
    codec: MsgRotateSequencer,
    response: MsgRotateSequencerResponse,
    aminoName: "openledger/MsgRotateSequencer",
    signers: () => [],
    isUnsigned: true,
    checkStateless: ({ rotation }) => void requireRotation(rotation),
    handle(ctx, { rotation: payload }) {
      const rotation = requireRotation(payload);
      requirePlace(ctx, rotation);
      requireSigned(ctx, rotation);
      const { from, to } = rotate(ctx, rotation.newKey, rotation.number, payload);
      ctx.emit(sequencerRotated(from, to, rotation));
      return {};
    },
  });
}

function requireRotation(payload: Uint8Array): Rotation {
  const rotation = decodeRotation(payload);
  if (rotation === undefined) throw malformedMessage("rotation is not what recovery keys sign");
  return rotation;
}

/** In the first block of the key that it names, which comes right after the last one that it names. */
function requirePlace(ctx: Context, { number, lastHeight, newKey }: Rotation): void {
  const { number: last } = lastRotation(ctx);
  if (number <= last) throw rotationElsewhere(`rotation ${number}, and the last one was ${last}`);
  if (ctx.block.height !== lastHeight + 1n) throw rotationElsewhere(`it belongs into block ${lastHeight + 1n}, and this is ${ctx.block.height}`);
  const address = ctx.crypto.sha256(newKey).slice(0, ADDRESS_BYTES);
  if (!equalBytes(ctx.block.proposer, address)) throw rotationElsewhere(`it belongs into a block of ${toHex(address)}, and ${toHex(ctx.block.proposer)} made this one`);
}

function requireSigned(ctx: Context, rotation: Rotation): void {
  const recovery = recoveryItem.get(ctx.store.store(ROLLUP));
  if (recovery === undefined) throw noRecovery("genesis names no recovery keys in app_state.rollup.recovery");
  const reason = whyNotSigned(ctx.crypto, ctx.chain.chainId, { threshold: recovery.threshold, keys: recovery.publicKeys }, rotation);
  if (reason !== undefined) throw rotationNotSigned(reason);
}
