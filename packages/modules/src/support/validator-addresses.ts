import { addressFromBytes, addressToBytes, EncodingError, type Address } from "@openledger/primitives";
import type { ChainConfig } from "@openledger/state-machine";

/** `<prefix>valoper1…`: a validator's operator, whose bytes are those of its account. */
export function operatorText({ bech32Prefix }: ChainConfig, bytes: Uint8Array): string {
  return addressFromBytes(`${bech32Prefix}valoper`, bytes);
}

/** `<prefix>valcons1…`: the address of a consensus key. */
export function consensusText({ bech32Prefix }: ChainConfig, bytes: Uint8Array): string {
  return addressFromBytes(`${bech32Prefix}valcons`, bytes);
}

/** `<prefix>1…`: an account. */
export function accountText({ bech32Prefix }: ChainConfig, bytes: Uint8Array): Address {
  return addressFromBytes(bech32Prefix, bytes);
}

/** Bytes of an operator's text. Throws EncodingError with what is wrong. */
export function operatorBytes({ bech32Prefix }: ChainConfig, text: string): Uint8Array {
  return notEmpty(text, `${bech32Prefix}valoper`);
}

/** Bytes of a consensus address's text. Throws EncodingError with what is wrong. */
export function consensusBytes({ bech32Prefix }: ChainConfig, text: string): Uint8Array {
  return notEmpty(text, `${bech32Prefix}valcons`);
}

/** Bytes of an account's text. Throws EncodingError with what is wrong. */
export function accountBytes({ bech32Prefix }: ChainConfig, text: string): Uint8Array {
  return notEmpty(text, bech32Prefix);
}

function notEmpty(text: string, prefix: string): Uint8Array {
  if (text.trim() === "") throw new EncodingError("empty address string is not allowed");
  return addressToBytes(prefix, text);
}

/** The account text of an operator's text, whatever its prefix; other text stays as it is, for the frame to refuse. */
export function accountOfOperator(text: string): string {
  const suffix = "valoper";
  const prefix = text.slice(0, Math.max(0, text.lastIndexOf("1")));
  if (!prefix.endsWith(suffix) || prefix === suffix) return text;
  try {
    return addressFromBytes(prefix.slice(0, -suffix.length), addressToBytes(prefix, text));
  } catch (error) {
    if (error instanceof EncodingError) return text;
    throw error;
  }
}
