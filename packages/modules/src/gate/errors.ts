import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("gate", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const unknownGate: ErrorDefinition = define(3, "this denom has no gate; the query Gates lists those that have one");
export const gateClosed: ErrorDefinition = define(4, "this gate is closed; governance may open it again");
export const notIssuer: ErrorDefinition = define(5, "only the issuer of the gate may deposit");
export const numberDiffers: ErrorDefinition = define(6, "a deposit carries the number after the last one; ask the query Gates for it");
export const baseDenomGate: ErrorDefinition = define(7, "the base denom cannot have a gate; nobody may mint it");
export const tooManyGates: ErrorDefinition = define(8, "there are as many gates as there can be");
export const notAnAccount: ErrorDefinition = define(9, "the account of a module cannot receive a deposit; name a person's account");
export const supplyTooLarge: ErrorDefinition = define(10, "the deposit would bring the denom above 2^127-1 units; deposit less");

export const errors: readonly ErrorDefinition[] = [
  malformedMessage,
  unknownGate,
  gateClosed,
  notIssuer,
  numberDiffers,
  baseDenomGate,
  tooManyGates,
  notAnAccount,
  supplyTooLarge,
];
