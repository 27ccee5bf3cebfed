import { ValidatorSigningInfo } from "@openledger/messages/cosmos/slashing/v1beta1";
import { assertDefined, decTruncateInt, decMulInt, decQuo } from "@openledger/primitives";
import type { Context, QueryContext, VoteInfo } from "@openledger/state-machine";
import type { StakedValidator, StakingHooks, StakingKeeper } from "../support/staking.ts";
import { nanosOf, timestampOf } from "../support/timestamps.ts";
import { consensusText } from "../support/validator-addresses.ts";
import { noSelfDelegation, noSuchValidator, selfDelegationTooLow, validatorJailed, validatorNotJailed } from "./errors.ts";
import { blockMissed, jailed, slashedForDoubleSign, slashedForDowntime } from "./events.ts";
import { forgetMissed, hasMissed, setMissed } from "./missed-blocks.ts";
import { slashingLimits, type SlashingLimits } from "./params.ts";
import { consensusKeys, SLASHING_STORE, signingInfos } from "./state.ts";

/** Blocks between a change of the set and the first block that it signs. */
const VALIDATOR_UPDATE_DELAY = 1n;

/** What the evidence module needs. */
export interface SlashingKeeper {
  hasKey(ctx: Context | QueryContext, consensusAddress: Uint8Array): boolean;
  isTombstoned(ctx: Context | QueryContext, consensusAddress: Uint8Array): boolean;
  /** Slashes, jails for ever and tombstones a validator that signed twice at `infractionHeight`. */
  punishDoubleSign(ctx: Context, validator: StakedValidator, power: bigint, infractionHeight: bigint, jailedUntil: bigint): void;
}

export interface FullSlashingKeeper extends SlashingKeeper {
  readonly hooks: StakingHooks;
  /** Counts a vote, and punishes a validator that missed more than the window allows. */
  handleVote(ctx: Context, vote: VoteInfo): void;
  unjail(ctx: Context, operator: Uint8Array): void;
}

export function createSlashingKeeper(staking: StakingKeeper): FullSlashingKeeper {
  return {
    hooks: slashingHooks(staking),
    hasKey: (ctx, address) => consensusKeys.has(ctx.store.store(SLASHING_STORE), address),
    isTombstoned: (ctx, address) => signingInfos.get(ctx.store.store(SLASHING_STORE), address)?.tombstoned === true,
    handleVote: (ctx, vote) => handleVote(staking, ctx, vote),
    unjail: (ctx, operator) => unjail(staking, ctx, operator),
    punishDoubleSign(ctx, { consensusAddress, jailed: isJailed }, power, infractionHeight, jailedUntil) {
      const text = consensusText(ctx.chain, consensusAddress);
      const { doubleSignFraction } = slashingLimits(ctx);
      const burned = staking.slash(ctx, consensusAddress, infractionHeight - VALIDATOR_UPDATE_DELAY, power, doubleSignFraction);
      ctx.emit(slashedForDoubleSign(text, power, burned));
      if (!isJailed) {
        staking.jail(ctx, consensusAddress);
        ctx.emit(jailed(text));
      }
      const info = requireInfo(ctx, consensusAddress);
      setInfo(ctx, consensusAddress, { ...info, jailedUntil: timestampOf(jailedUntil), tombstoned: true });
    },
  };
}

function requireInfo(ctx: Context, address: Uint8Array): ValidatorSigningInfo {
  return assertDefined(signingInfos.get(ctx.store.store(SLASHING_STORE), address), "a validator that was bonded has signing info");
}

function setInfo(ctx: Context, address: Uint8Array, info: ValidatorSigningInfo): void {
  signingInfos.set(ctx.store.store(SLASHING_STORE), address, info);
}

function slashingHooks(staking: StakingKeeper): StakingHooks {
  return {
    afterValidatorBonded(ctx, consensusAddress) {
      const known = signingInfos.get(ctx.store.store(SLASHING_STORE), consensusAddress);
      const fresh = ValidatorSigningInfo.create({
        address: consensusText(ctx.chain, consensusAddress),
        jailedUntil: timestampOf(0n),
      });
      setInfo(ctx, consensusAddress, { ...(known ?? fresh), startHeight: ctx.block.height });
    },
    afterValidatorCreated(ctx, operator) {
      const { consensusAddress, consensusPublicKey } = assertDefined(staking.validator(ctx, operator), "a created validator exists");
      consensusKeys.set(ctx.store.store(SLASHING_STORE), consensusAddress, consensusPublicKey);
    },
    afterValidatorRemoved(ctx, consensusAddress) {
      consensusKeys.delete(ctx.store.store(SLASHING_STORE), consensusAddress);
    },
  };
}

function handleVote(staking: StakingKeeper, ctx: Context, { address, power, signed }: VoteInfo): void {
  const validator = staking.validatorByConsAddr(ctx, address);
  // A set that the sequencer's recovery changed may name keys that never staked.
  if (validator === undefined || validator.jailed) return;
  const store = ctx.store.store(SLASHING_STORE);
  const limits = slashingLimits(ctx);
  const info = requireInfo(ctx, address);
  const index = info.indexOffset % limits.window;
  const before = hasMissed(store, address, index);
  if (before === signed) setMissed(store, address, index, !signed);
  const change = before === signed ? (signed ? -1n : 1n) : 0n;
  const counted = { ...info, indexOffset: info.indexOffset + 1n, missedBlocksCounter: info.missedBlocksCounter + change };
  if (!signed) ctx.emit(blockMissed(consensusText(ctx.chain, address), counted.missedBlocksCounter, ctx.block.height));
  const isDown = ctx.block.height > info.startHeight + limits.window && counted.missedBlocksCounter > limits.maxMissed;
  setInfo(ctx, address, isDown ? punishDowntime(staking, ctx, counted, { address, power }, limits) : counted);
}

function punishDowntime(
  staking: StakingKeeper,
  ctx: Context,
  info: ValidatorSigningInfo,
  { address, power }: Pick<VoteInfo, "address" | "power">,
  { downtimeFraction, jailNanos }: SlashingLimits,
): ValidatorSigningInfo {
  // The votes are on the block before, whose set was decided one block earlier still.
  const infractionHeight = ctx.block.height - VALIDATOR_UPDATE_DELAY - 1n;
  const burned = staking.slash(ctx, address, infractionHeight, power, downtimeFraction);
  ctx.emit(slashedForDowntime(consensusText(ctx.chain, address), power, burned));
  staking.jail(ctx, address);
  forgetMissed(ctx.store.store(SLASHING_STORE), address);
  return { ...info, jailedUntil: timestampOf(ctx.block.time + jailNanos), missedBlocksCounter: 0n, indexOffset: 0n };
}

function unjail(staking: StakingKeeper, ctx: Context, operator: Uint8Array): void {
  const validator = staking.validator(ctx, operator);
  if (validator === undefined) throw noSuchValidator();
  const own = staking.delegation(ctx, operator, operator);
  if (own === undefined) throw noSelfDelegation();
  const tokens = decTruncateInt(decQuo(decMulInt(own.shares, validator.tokens), validator.delegatorShares));
  if (tokens < validator.minSelfDelegation) throw selfDelegationTooLow(`${tokens} less than ${validator.minSelfDelegation}`);
  if (!validator.jailed) throw validatorNotJailed();
  const info = signingInfos.get(ctx.store.store(SLASHING_STORE), validator.consensusAddress);
  if (info !== undefined && (info.tombstoned || ctx.block.time < nanosOf(info.jailedUntil))) throw validatorJailed();
  staking.unjail(ctx, validator.consensusAddress);
}
