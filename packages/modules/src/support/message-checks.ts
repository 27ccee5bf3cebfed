import { EncodingError, toUtf8 } from "@openledger/primitives";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { ChainConfig, ErrorDefinition } from "@openledger/state-machine";
import { parseAddress } from "./addresses.ts";
import { isDenom, parseAmount } from "./amounts.ts";

/** Checks of single fields; each throws the module's "malformed" error with the field's name and what it must be. */
export interface MessageChecks {
  require(condition: boolean, sentence: string): void;
  address(field: string, value: string): void;
  addressOrEmpty(field: string, value: string): void;
  /** UTF-8 length within `min..max` bytes and no control characters but newline and tab. */
  text(field: string, value: string, min: number, max: number): void;
  bytes(field: string, value: Uint8Array, length: number): void;
  bytesOrEmpty(field: string, value: Uint8Array, length: number): void;
  /** A value in `min..max`, both inclusive. */
  range(field: string, value: number | bigint, min: number | bigint, max: number | bigint): void;
  /** Units in a decimal text, at least `min`; returns them. */
  amount(field: string, value: string, min: bigint): bigint;
  /** A present coin with a valid denom and at least `min` units; returns it. */
  coin(field: string, value: Coin | undefined, min: bigint): Coin;
}

/** Builds the checks of one message. */
export function messageChecks(malformed: ErrorDefinition, chain: ChainConfig): MessageChecks {
  function require(condition: boolean, sentence: string): void {
    if (!condition) throw malformed(sentence);
  }
  function address(field: string, value: string): void {
    require(parseAddress(chain, value) !== undefined, `${field} must be an address with prefix ${chain.bech32Prefix}`);
  }
  function bytes(field: string, value: Uint8Array, length: number): void {
    require(value.length === length, `${field} must have ${length} bytes, not ${value.length}`);
  }
  function amount(field: string, value: string, min: bigint): bigint {
    const units = parseAmount(value);
    if (units === undefined || units < min) throw malformed(`${field} must be decimal digits of at least ${min}`);
    return units;
  }
  return {
    require,
    address,
    addressOrEmpty: (field, value) => {
      if (value !== "") address(field, value);
    },
    text: (field, value, min, max) =>
      require(isPlainText(value, min, max), `${field} must be plain text of ${min} to ${max} bytes`),
    bytes,
    bytesOrEmpty: (field, value, length) => {
      if (value.length !== 0) bytes(field, value, length);
    },
    range: (field, value, min, max) =>
      require(value >= min && value <= max, `${field} must lie in ${min}..${max}, not be ${value}`),
    amount,
    coin: (field, value, min) => {
      if (value === undefined) throw malformed(`${field} is missing`);
      require(isDenom(value.denom), `${field} must have a denom of 3 to 128 letters, digits and /:._-`);
      amount(field, value.amount, min);
      return value;
    },
  };
}

function isPlainText(value: string, min: number, max: number): boolean {
  if (value.length > max) return false;
  try {
    const bytes = toUtf8(value);
    return (
      bytes.length >= min &&
      bytes.length <= max &&
      bytes.every((byte) => byte === 9 || byte === 10 || (byte >= 32 && byte !== 127))
    );
  } catch (error) {
    if (error instanceof EncodingError) return false;
    throw error;
  }
}
