import { defineError, type ErrorDefinition } from "@openledger/state-machine";

/** Codes of the SDK's x/bank. */
export const noInputs: ErrorDefinition = defineError("bank", 2, "no inputs to send transaction");
export const noOutputs: ErrorDefinition = defineError("bank", 3, "no outputs to send transaction");
export const inputOutputMismatch: ErrorDefinition = defineError("bank", 4, "sum inputs != sum outputs");
export const sendDisabled: ErrorDefinition = defineError("bank", 5, "send transactions are disabled");
export const duplicateEntry: ErrorDefinition = defineError("bank", 8, "duplicate entry");
export const multipleSenders: ErrorDefinition = defineError("bank", 9, "multiple senders not allowed");

export const bankErrors: readonly ErrorDefinition[] = [
  noInputs,
  noOutputs,
  inputOutputMismatch,
  sendDisabled,
  duplicateEntry,
  multipleSenders,
];
