import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("rollup", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const noSequencer: ErrorDefinition = define(3, "no single key seals the blocks of this chain");
export const handOverInFlight: ErrorDefinition = define(4, "another hand-over has not taken effect yet");
export const sameSequencer: ErrorDefinition = define(5, "this key is the sequencer's already");
export const notAValidator: ErrorDefinition = define(6, "no validator has this consensus key");
export const validatorNotBonded: ErrorDefinition = define(7, "only a bonded validator that is not jailed can be the sequencer");

export const errors: readonly ErrorDefinition[] = [
  malformedMessage,
  noSequencer,
  handOverInFlight,
  sameSequencer,
  notAValidator,
  validatorNotBonded,
];
