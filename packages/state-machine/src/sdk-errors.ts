import { defineError, TxError, type ErrorDefinition } from "./tx-error.ts";

const sdk = (code: number, meaning: string): ErrorDefinition => defineError("sdk", code, meaning);

type SdkErrorName =
  | "txDecode"
  | "invalidSequence"
  | "unauthorized"
  | "insufficientFunds"
  | "unknownRequest"
  | "invalidAddress"
  | "invalidPublicKey"
  | "unknownAddress"
  | "invalidCoins"
  | "outOfGas"
  | "memoTooLarge"
  | "insufficientFee"
  | "tooManySignatures"
  | "noSignatures"
  | "invalidRequest"
  | "txTooLarge"
  | "keyNotFound"
  | "invalidHeight"
  | "txTimeoutHeight"
  | "unknownExtensionOptions"
  | "wrongSequence"
  | "notFound"
  | "invalidType"
  | "invalidGasLimit";

/** The root errors of the Cosmos SDK, which wallets know by codespace `sdk`, code and text. */
export const sdkErrors: Readonly<Record<SdkErrorName, ErrorDefinition>> = {
  txDecode: sdk(2, "tx parse error"),
  invalidSequence: sdk(3, "invalid sequence"),
  unauthorized: sdk(4, "unauthorized"),
  insufficientFunds: sdk(5, "insufficient funds"),
  unknownRequest: sdk(6, "unknown request"),
  invalidAddress: sdk(7, "invalid address"),
  invalidPublicKey: sdk(8, "invalid pubkey"),
  unknownAddress: sdk(9, "unknown address"),
  invalidCoins: sdk(10, "invalid coins"),
  outOfGas: sdk(11, "out of gas"),
  memoTooLarge: sdk(12, "memo too large"),
  insufficientFee: sdk(13, "insufficient fee"),
  tooManySignatures: sdk(14, "maximum number of signatures exceeded"),
  noSignatures: sdk(15, "no signatures supplied"),
  invalidRequest: sdk(18, "invalid request"),
  txTooLarge: sdk(21, "tx too large"),
  keyNotFound: sdk(22, "key not found"),
  invalidHeight: sdk(26, "invalid height"),
  invalidType: sdk(29, "invalid type"),
  txTimeoutHeight: sdk(30, "tx timeout height"),
  unknownExtensionOptions: sdk(31, "unknown extension options"),
  wrongSequence: sdk(32, "incorrect account sequence"),
  notFound: sdk(38, "not found"),
  invalidGasLimit: sdk(41, "invalid gas limit"),
};

/** An error without a registered code, which the SDK reports as codespace `undefined`, code 1. */
export function unregisteredError(text: string): TxError {
  return new TxError("undefined", 1, text);
}

/** True for an exhausted gas meter, which nothing on the way up may catch or rename. */
export function isOutOfGas(error: TxError): boolean {
  return error.codespace === sdkErrors.outOfGas.codespace && error.code === sdkErrors.outOfGas.code;
}
