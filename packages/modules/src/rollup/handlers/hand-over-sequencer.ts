import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { BondStatus } from "@openledger/messages/cosmos/staking/v1beta1";
import { MsgHandOverSequencer, MsgHandOverSequencerResponse } from "@openledger/messages/openledger/rollup/v1";
import { equalBytes, toBase64, toUtf8 } from "@openledger/primitives";
import { messageHandler, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import { requireGovAuthority } from "../../support/gov-authority.ts";
import { handOverInFlight, malformedMessage, noSequencer, notAValidator, sameSequencer, validatorNotBonded } from "../errors.ts";
import { sequencerHandedOver } from "../events.ts";
import type { AuthorityKeeper, SequencerStaking } from "../expected-keepers.ts";
import { handOver, lastRotation, sequencersAt, type Sequencers } from "../keeper.ts";

const KEY_BYTES = 32;
const ADDRESS_BYTES = 20;
const REASON_BYTES = 1_000;

export interface HandOverDeps {
  readonly authorities: AuthorityKeeper;
  readonly staking: SequencerStaking;
}

/** MsgHandOverSequencer: a validator seals all blocks from two later on, and is slashed if it seals one height twice. */
export function createHandOverHandler({ authorities, staking }: HandOverDeps): AnyMessageHandler {
  return messageHandler<MsgHandOverSequencer, MsgHandOverSequencerResponse>({
    codec: MsgHandOverSequencer,
    response: MsgHandOverSequencerResponse,
    aminoName: "openledger/MsgHandOverSequencer",
    signers: ({ authority }) => [authority],
    checkStateless({ publicKey, reason }) {
      if (publicKey.length !== KEY_BYTES) throw malformedMessage(`public_key must have ${KEY_BYTES} bytes, those of an ed25519 key`);
      if (toUtf8(reason).length > REASON_BYTES) throw malformedMessage(`reason must have at most ${REASON_BYTES} bytes`);
    },
    handle(ctx, { authority, publicKey, reason }) {
      requireGovAuthority(ctx, authorities, authority);
      const { sequencer, next } = requireSequencer(staking, ctx);
      if (next !== undefined) throw handOverInFlight(`${toBase64(next.publicKey)} takes over at block ${next.sinceHeight}; propose this again after that`);
      // A block changes the set once: the rotation that it began with is the whole change.
      if (lastRotation(ctx).height === ctx.block.height) throw handOverInFlight(`a rotation put ${toBase64(sequencer.publicKey)} in place in this block; propose this again after it`);
      if (equalBytes(sequencer.publicKey, publicKey)) throw sameSequencer(`${toBase64(publicKey)} seals since block ${sequencer.sinceHeight}`);
      requireBonded(staking, ctx, publicKey);
      const decided = handOver(ctx, sequencer, publicKey);
      ctx.emit(sequencerHandedOver(sequencer, decided, reason));
      return { sinceHeight: decided.sinceHeight };
    },
  });
}

function requireSequencer(staking: SequencerStaking, ctx: Context): Sequencers {
  if (staking.valsetSource(ctx) === "staking") throw noSequencer('valset_source is "staking": whoever has staked most seals');
  const found = sequencersAt(ctx, ctx.block.height);
  if (found === undefined) throw noSequencer("no validator of genesis has more than two thirds of the power");
  return found;
}

/** Whoever has nothing at stake could seal one height twice and lose nothing. */
function requireBonded(staking: SequencerStaking, ctx: Context, publicKey: Uint8Array): void {
  const validator = staking.validatorByConsAddr(ctx, ctx.crypto.sha256(publicKey).slice(0, ADDRESS_BYTES));
  const key = validator?.consensusPublicKey;
  const isItsKey = key?.typeUrl === Ed25519PubKey.typeUrl && equalBytes(Ed25519PubKey.fromBytes(key.value).key, publicKey);
  if (validator === undefined || !isItsKey) throw notAValidator(`${toBase64(publicKey)}; create the validator first, with MsgCreateValidator`);
  if (validator.jailed) throw validatorNotBonded(`${validator.operatorAddress} is jailed`);
  if (validator.status !== BondStatus.BOND_STATUS_BONDED) throw validatorNotBonded(`${validator.operatorAddress} is not bonded`);
}
