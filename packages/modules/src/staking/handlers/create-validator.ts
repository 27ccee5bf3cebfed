import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { BondStatus, MsgCreateValidator, MsgCreateValidatorResponse, Validator } from "@openledger/messages/cosmos/staking/v1beta1";
import { DecodeError } from "@openledger/messages";
import type { Any } from "@openledger/messages/google/protobuf";
import { messageHandler, sdkErrors, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import { timestampOf } from "../../support/timestamps.ts";
import { accountOfOperator, operatorText } from "../../support/validator-addresses.ts";
import { checkRates, requireMinRate } from "../commission.ts";
import { delegate } from "../delegations.ts";
import { checkDescription, isEmptyDescription } from "../description.ts";
import {
  emptyValidatorPublicKey,
  selfDelegationBelowMinimum,
  validatorKeyTypeNotSupported,
  validatorOwnerExists,
  validatorPublicKeyExists,
} from "../errors.ts";
import { validatorCreated } from "../events.ts";
import { checkCoinText, checkDecText, checkIntegerText, decOf, requireBondDenom, requireOperator, requirePositive } from "../message-values.ts";
import type { StakingParts } from "../parts.ts";
import { operatorsByPower, STAKING_STORE } from "../state.ts";
import {
  consensusAddressOf,
  getValidator,
  indexByConsensusAddress,
  powerOf,
  readValidator,
  setValidator,
  validatorByConsAddr,
} from "../validators.ts";

/** MsgCreateValidator: a validator of the signer's account with its first delegation. */
export function createCreateValidatorHandler(parts: StakingParts): AnyMessageHandler {
  return messageHandler<MsgCreateValidator, MsgCreateValidatorResponse>({
    codec: MsgCreateValidator,
    response: MsgCreateValidatorResponse,
    aminoName: "cosmos-sdk/MsgCreateValidator",
    signers: ({ validatorAddress }) => [accountOfOperator(validatorAddress)],
    checkStateless({ value, commission, minSelfDelegation, pubkey }) {
      checkCoinText(value);
      checkIntegerText(minSelfDelegation);
      for (const text of [commission?.rate, commission?.maxRate, commission?.maxChangeRate]) checkDecText(text ?? "");
      if (pubkey !== undefined) checkKey(pubkey);
    },
    handle(ctx, msg) {
      const operator = requireOperator(ctx.chain, msg.validatorAddress);
      const { key, units } = checkMessage(msg);
      requireMinRate(ctx, decOf(msg.commission?.rate ?? ""));
      if (getValidator(ctx, operator) !== undefined) throw validatorOwnerExists();
      const consensusAddress = consensusAddressOf(ctx.crypto, key);
      if (consensusAddress === undefined) throw sdkErrors.invalidPublicKey("a validator's key is ed25519");
      if (validatorByConsAddr(ctx, consensusAddress) !== undefined) throw validatorPublicKeyExists();
      const coin = requireBondDenom(ctx, msg.value);
      if (msg.description !== undefined) checkDescription(msg.description);
      if (key.typeUrl !== Ed25519PubKey.typeUrl) throw validatorKeyTypeNotSupported("got: secp256k1, expected: [ed25519]");
      const validator = enter(ctx, operator, newValidator(ctx, operator, msg));
      parts.hooks.afterValidatorCreated(ctx, operator);
      delegate(parts, ctx, operator, units, "account", validator);
      ctx.emit(validatorCreated(msg.validatorAddress, coin));
      return {};
    },
  });
}

/** Any bytes of the right length are a key: whether they are a point of the curve shows when they sign. */
function checkKey({ typeUrl, value }: Any): void {
  const codec = [Ed25519PubKey, Secp256k1PubKey].find((candidate) => candidate.typeUrl === typeUrl);
  if (codec === undefined) throw sdkErrors.txDecode(`unable to resolve type URL ${typeUrl.slice(0, 200)}`);
  const length = codec === Ed25519PubKey ? 32 : 33;
  if (keyLength(codec, value) !== length) throw sdkErrors.invalidPublicKey(`a ${codec.typeName} has ${length} bytes`);
}

function keyLength(codec: typeof Ed25519PubKey, value: Uint8Array): number {
  try {
    return codec.decode(value).key.length;
  } catch (error) {
    if (error instanceof DecodeError) throw sdkErrors.txDecode(error.message);
    throw error;
  }
}

function checkMessage({ pubkey, value, description, commission, minSelfDelegation }: MsgCreateValidator): {
  readonly key: Any;
  readonly units: bigint;
} {
  if (pubkey === undefined) throw emptyValidatorPublicKey();
  const units = requirePositive(value, "invalid delegation amount");
  if (isEmptyDescription(description)) throw sdkErrors.invalidRequest("empty description");
  if (commission === undefined) throw sdkErrors.invalidRequest("empty commission");
  checkRates(commission);
  const minimum = minSelfDelegation === "" ? 0n : BigInt(minSelfDelegation);
  if (minimum <= 0n) throw sdkErrors.invalidRequest("minimum self delegation must be a positive integer");
  if (units < minimum) throw selfDelegationBelowMinimum();
  return { key: pubkey, units };
}

function newValidator(ctx: Context, operator: Uint8Array, msg: MsgCreateValidator): Validator {
  const { rate = "0", maxRate = "0", maxChangeRate = "0" } = msg.commission ?? {};
  return Validator.create({
    operatorAddress: operatorText(ctx.chain, operator),
    consensusPubkey: msg.pubkey,
    status: BondStatus.BOND_STATUS_UNBONDED,
    tokens: "0",
    delegatorShares: "0",
    description: msg.description,
    unbondingTime: timestampOf(0n),
    commission: { commissionRates: { rate, maxRate, maxChangeRate }, updateTime: timestampOf(ctx.block.time) },
    minSelfDelegation: BigInt(msg.minSelfDelegation).toString(),
  });
}

function enter(ctx: Context, operator: Uint8Array, stored: Validator): ReturnType<typeof readValidator> {
  const validator = setValidator(ctx, readValidator(ctx, operator, stored));
  indexByConsensusAddress(ctx, validator);
  operatorsByPower.set(ctx.store.store(STAKING_STORE), [powerOf(validator.tokens), operator], operator);
  return validator;
}
