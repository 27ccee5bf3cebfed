import type { AnteInput } from "./ante-input.ts";
import { checkBasics, checkTimeoutHeight, rejectExtensionOptions } from "./check-basics.ts";
import { checkMemo } from "./check-memo.ts";
import { checkSignatureLimit, checkSignatures, consumeSignatureGas, incrementSequences } from "./check-signatures.ts";
import { consumeTxSize } from "./consume-tx-size.ts";
import { deductFee } from "./deduct-fee.ts";
import { setPublicKeys } from "./set-public-keys.ts";

// The order of x/auth/ante/ante.go in SDK 0.50: it decides which error wins and what gas an error has used.
const steps: readonly ((input: AnteInput) => void)[] = [
  rejectExtensionOptions,
  checkBasics,
  checkTimeoutHeight,
  checkMemo,
  consumeTxSize,
  deductFee,
  setPublicKeys,
  checkSignatureLimit,
  consumeSignatureGas,
  checkSignatures,
  incrementSequences,
];

/** Runs every step before the messages: who pays, who signs, in which order. Throws the SDK's errors. */
export function runAnte(input: AnteInput): void {
  for (const step of steps) step(input);
}
