import { compareBytes, equalBytes, type Sha256 } from "@openledger/primitives";
import { ensure } from "./errors.ts";
import type { Validator, ValidatorSet } from "./types.ts";

/** CometBFT's bound on the sum of voting power: a proposer priority must not overflow int64. */
export const MAX_TOTAL_POWER: bigint = ((1n << 63n) - 1n) / 8n;

/** First 20 bytes of sha256 of an ed25519 key. */
export function validatorAddress(sha256: Sha256, publicKey: Uint8Array): Uint8Array {
  return sha256(publicKey).slice(0, 20);
}

/**
 * Validator set of keys and powers in any order, sorted as CometBFT hashes it: power descending, address ascending.
 * Throws `MALFORMED` for a key that is not 32 bytes, a power below 1, a key given twice or too much power in all.
 */
export function createValidatorSet(
  sha256: Sha256,
  members: readonly { readonly publicKey: Uint8Array; readonly power: bigint }[],
): ValidatorSet {
  const validators = members.map(({ publicKey, power }): Validator => {
    ensure(publicKey.length === 32, "MALFORMED", `a validator key of ${publicKey.length} bytes`);
    ensure(power > 0n, "MALFORMED", `a validator with power ${power}`);
    return {
      address: validatorAddress(sha256, publicKey),
      publicKey: new Uint8Array(publicKey),
      power,
    };
  });
  validators.sort(byPowerThenAddress);
  const totalPower = validators.reduce((sum, { power }) => sum + power, 0n);
  ensure(totalPower <= MAX_TOTAL_POWER, "MALFORMED", `total voting power ${totalPower} is above ${MAX_TOTAL_POWER}`);
  const addresses = validators.map(({ address }) => address).sort(compareBytes);
  for (let i = 1; i < addresses.length; i++) {
    const twice = equalBytes(addresses[i - 1] as Uint8Array, addresses[i] as Uint8Array);
    ensure(!twice, "MALFORMED", "a validator occurs twice");
  }
  return { validators, totalPower };
}

function byPowerThenAddress(a: Validator, b: Validator): number {
  if (a.power !== b.power) return a.power > b.power ? -1 : 1;
  return compareBytes(a.address, b.address);
}
