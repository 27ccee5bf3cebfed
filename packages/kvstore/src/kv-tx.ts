import { PublicKey } from "@openledger/messages/tendermint/crypto";
import { ValidatorUpdate } from "@openledger/messages/tendermint/abci";
import { concatBytes, EncodingError, fromBase64, toUtf8, uvarint } from "@openledger/primitives";

const EQUALS = 0x3d;
const COLON = 0x3a;
const VALIDATOR_PREFIX: readonly number[] = [...toUtf8("val=")];
const BANG = 0x21;
const POWER_MAX = 2n ** 63n - 1n;

/** What a transaction writes: a pair of text, or a validator under its public key. */
export type KvTx =
  | { readonly kind: "pair"; readonly key: Uint8Array; readonly value: Uint8Array }
  | {
      readonly kind: "validator";
      readonly publicKey: Uint8Array;
      /** Length-prefixed `ValidatorUpdate`; undefined for power 0, which removes the validator. */
      readonly update: Uint8Array | undefined;
    };

/**
 * Reads `key=value`, `key:value` (each with one separator that is neither first nor last) or
 * `val=type!base64 public key!power`; undefined for anything else. Rules: abci/example/kvstore of CometBFT v0.38.
 */
export function parseKvTx(tx: Uint8Array): KvTx | undefined {
  if (isValidatorTx(tx)) return parseValidator(tx.subarray(VALIDATOR_PREFIX.length));
  const separators = tx.filter((byte) => byte === EQUALS || byte === COLON);
  const separator = separators[0];
  if (separator === undefined || separators.length !== 1) return undefined;
  const at = tx.indexOf(separator);
  if (at === 0 || at === tx.length - 1) return undefined;
  return { kind: "pair", key: tx.slice(0, at), value: tx.slice(at + 1) };
}

/** The form in which a pair enters a block: `:` becomes `=`. */
export function canonicalKvTx(tx: Uint8Array): Uint8Array {
  const at = tx.indexOf(COLON);
  if (at < 0) return tx;
  const changed = tx.slice();
  changed[at] = EQUALS;
  return changed;
}

/** Key and value as events show them: the whole transaction for both when `=` does not part it in two. */
export function eventPair(tx: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const at = tx.indexOf(EQUALS);
  if (at < 0 || tx.indexOf(EQUALS, at + 1) >= 0) return [tx, tx];
  return [tx.subarray(0, at), tx.subarray(at + 1)];
}

function isValidatorTx(tx: Uint8Array): boolean {
  return VALIDATOR_PREFIX.every((byte, i) => tx[i] === byte);
}

function parseValidator(rest: Uint8Array): KvTx | undefined {
  const ends = [...rest.entries()].filter(([, byte]) => byte === BANG).map(([i]) => i);
  const [first, second] = ends;
  if (first === undefined || second === undefined || ends.length !== 2) return undefined;
  const text = (from: number, to: number): string => String.fromCharCode(...rest.subarray(from, to));
  const [type, powerText] = [text(0, first), text(second + 1, rest.length)];
  const publicKey = parseKey(text(first + 1, second));
  if (publicKey === undefined || !/^\+?\d{1,19}$/.test(powerText)) return undefined;
  const power = BigInt(powerText.replace("+", ""));
  if (power > POWER_MAX || publicKeyOf(type, publicKey) === undefined) return undefined;
  return { kind: "validator", publicKey, update: validatorUpdate(type, publicKey, power) };
}

/** Length-prefixed `ValidatorUpdate`; undefined for power 0 and for a key that is none of `type`. */
export function validatorUpdate(type: string, publicKey: Uint8Array, power: bigint): Uint8Array | undefined {
  const pubKey = publicKeyOf(type, publicKey);
  if (power === 0n || pubKey === undefined) return undefined;
  const update = ValidatorUpdate.toBytes(ValidatorUpdate.create({ pubKey, power }));
  return concatBytes(uvarint(BigInt(update.length)), update);
}

function parseKey(text: string): Uint8Array | undefined {
  try {
    return fromBase64(text);
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}

function publicKeyOf(type: string, key: Uint8Array): PublicKey | undefined {
  if ((type === "" || type === "ed25519") && key.length === 32) return PublicKey.create({ ed25519: key });
  return type === "secp256k1" && key.length === 33 ? PublicKey.create({ secp256k1: key }) : undefined;
}
