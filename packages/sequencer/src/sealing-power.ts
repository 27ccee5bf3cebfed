/** Whether the one validator that is here may seal the next block alone. */
import { CometError, updateRankedSet, type Block, type ValidatorSet } from "@openledger/comet";
import { equalBytes, toHex, type Height, type Sha256 } from "@openledger/primitives";
import type { ExecutedBlock } from "@openledger/state-machine";
import { failedCrossing, setChangeOf } from "./crossing.ts";
import { sequencerError } from "./errors.ts";
import { nextHeight } from "./propose-block.ts";
import type { OpenedChain } from "./recover.ts";
import type { SealingKey } from "./sealing-key.ts";

/** Throws `VALIDATOR_KEY` unless the key is of a validator of genesis or of the next block. */
export function requireKnownKey(chain: OpenedChain, { publicKey }: Pick<SealingKey, "publicKey">): void {
  const sets = [chain.validators.at(chain.genesis.initialHeight), chain.validators.at(nextHeight(chain))];
  if (sets.some(({ validators }) => validators.some((one) => equalBytes(one.publicKey, publicKey)))) return;
  throw sequencerError(
    "VALIDATOR_KEY",
    "genesis does not name the key in config/priv_validator_key.json as a validator; restore that key or run init",
  );
}

/**
 * Throws `VALIDATOR_POWER` when the key has not more than two thirds of the power of the set that signs the block at
 * `height`: no light client would accept what it seals.
 */
export function requirePower(set: ValidatorSet, { publicKey }: Pick<SealingKey, "publicKey">, height: Height): void {
  if (holdsPower(set, publicKey)) return;
  const { validators, totalPower } = set;
  const own = powerOf(set, publicKey);
  const others = validators
    .filter((one) => !equalBytes(one.publicKey, publicKey))
    .slice(0, 5)
    .map(({ address, power }) => `${toHex(address).toUpperCase()} has ${power}`);
  throw sequencerError(
    "VALIDATOR_POWER",
    `block ${height} must be signed by more than two thirds of a voting power of ${totalPower}, and the key of this node has ` +
      `${own} (others: ${others.join(", ")}); under valset_source "staking" an engine in which all of them vote, CometBFT v0.38, ` +
      'must run the chain from here on; to go on with one sequencer, set app_state.staking.valset_source to "sequencer" in the ' +
      'genesis that "openledgerd export" prints, and begin from it in a new home',
  );
}

/** Whether a key has more than two thirds of the power of a set, and so seals alone. */
export function holdsPower(set: ValidatorSet, publicKey: Uint8Array): boolean {
  return powerOf(set, publicKey) * 3n > set.totalPower * 2n;
}

/** The last block in the log that a key sealed alone; 0 when there is none. */
export function lastSealedBy({ store, validators }: Pick<OpenedChain, "store" | "validators">, publicKey: Uint8Array): bigint {
  const { firstHeight, lastHeight, setChanges } = store;
  if (lastHeight === 0n) return 0n;
  // The last blocks before each change, newest first.
  const ends = [lastHeight, ...setChanges.toReversed().flatMap(({ height }) => [height + 1n, height, height - 1n])];
  return ends.find((at) => at >= firstHeight && at <= lastHeight && holdsPower(validators.at(at), publicKey)) ?? 0n;
}

function powerOf({ validators }: ValidatorSet, publicKey: Uint8Array): bigint {
  return validators.find((one) => equalBytes(one.publicKey, publicKey))?.power ?? 0n;
}

/** Throws `VALIDATOR_SET` when the changes that a block makes cannot be applied, before anything of the block is kept. */
export function requireSomeValidator(sha256: Sha256, { validators }: OpenedChain, block: Block, { request, response }: ExecutedBlock): void {
  const failed = failedCrossing(sha256, block, response);
  if (failed !== undefined) throw sequencerError("VALIDATOR_SET", `${failed}; it is not sealed`);
  // A rotation is the whole set.
  if (setChangeOf(sha256, block, response)?.rotation !== undefined) return;
  try {
    updateRankedSet(sha256, validators.at(request.height + 1n), response.validatorUpdates);
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    throw sequencerError(
      "VALIDATOR_SET",
      `block ${request.height} is not sealed, because ${error.message} two blocks later; the last validator with power must stay bonded`,
      error,
    );
  }
}
