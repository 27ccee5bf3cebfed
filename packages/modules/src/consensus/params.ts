import type { ConsensusParams } from "@openledger/messages/tendermint/types";
import { unregisteredError } from "@openledger/state-machine";
import { durationNanos } from "../support/timestamps.ts";

/** CometBFT's `MaxBlockSizeBytes`. */
const MAX_BLOCK_BYTES = 104_857_600n;
const KEY_TYPES = ["ed25519", "secp256k1"];
/** Go's longest duration. */
const MAX_NANOS = (1n << 63n) - 1n;

/** Throws what CometBFT's `ConsensusParams.ValidateBasic` says; these errors have no code. */
export function checkConsensusParams(params: ConsensusParams): void {
  const maxBytes = params.block?.maxBytes ?? 0n;
  const maxGas = params.block?.maxGas ?? 0n;
  if (maxBytes === 0n) throw unregisteredError("block.MaxBytes cannot be 0");
  if (maxBytes < -1n) throw unregisteredError(`block.MaxBytes must be -1 or greater than 0. Got ${maxBytes}`);
  if (maxBytes > MAX_BLOCK_BYTES) throw unregisteredError(`block.MaxBytes is too big. ${maxBytes} > ${MAX_BLOCK_BYTES}`);
  if (maxGas < -1n) throw unregisteredError(`block.MaxGas must be greater or equal to -1. Got ${maxGas}`);
  checkEvidence(params, maxBytes);
  const enableHeight = params.abci?.voteExtensionsEnableHeight ?? 0n;
  if (enableHeight < 0n) throw unregisteredError(`ABCI.VoteExtensionsEnableHeight cannot be negative. Got: ${enableHeight}`);
  const types = params.validator?.pubKeyTypes ?? [];
  if (types.length === 0) throw unregisteredError("len(Validator.PubKeyTypes) must be greater than 0");
  types.forEach((type, i) => {
    if (KEY_TYPES.includes(type)) return;
    throw unregisteredError(`params.Validator.PubKeyTypes[${i}], ${type.slice(0, 100)}, is an unknown pubkey type`);
  });
}

function checkEvidence({ evidence }: ConsensusParams, blockBytes: bigint): void {
  const { maxAgeNumBlocks = 0n, maxAgeDuration, maxBytes = 0n } = evidence ?? {};
  if (maxAgeNumBlocks <= 0n) {
    throw unregisteredError(`evidence.MaxAgeNumBlocks must be greater than 0. Got ${maxAgeNumBlocks}`);
  }
  const age = durationNanos(maxAgeDuration);
  if (age <= 0n || age > MAX_NANOS) {
    throw unregisteredError(`evidence.MaxAgeDuration must be grater than 0 if provided, Got ${age}`);
  }
  if (maxBytes > (blockBytes === -1n ? MAX_BLOCK_BYTES : blockBytes)) {
    throw unregisteredError(`evidence.MaxBytesEvidence is greater than upper bound, ${maxBytes} > ${blockBytes}`);
  }
  if (maxBytes < 0n) throw unregisteredError(`evidence.MaxBytes must be non negative. Got: ${maxBytes}`);
}

/** Throws what CometBFT's `ValidateUpdate` says of a change of the height at which vote extensions begin. */
export function checkVoteExtensions(before: bigint, after: bigint | undefined, height: bigint): void {
  if (after === undefined) return;
  if (after < 0n) throw unregisteredError("VoteExtensionsEnableHeight must be positive");
  if ((before <= 0n && after === 0n) || before === after) return;
  const isEnabled = before > 0n && before <= height;
  if (after === 0n) {
    if (!isEnabled) return;
    throw unregisteredError(
      `vote extensions cannot be disabled once enabledold enable height: ${before}, current height ${height}`,
    );
  }
  if (after <= height) {
    throw unregisteredError(
      `vote extensions cannot be updated to a past or current height, enable height: ${after}, current height ${height}`,
    );
  }
  if (isEnabled) {
    throw unregisteredError(
      `vote extensions cannot be modified once enabledenable height: ${before}, current height ${height}`,
    );
  }
}
