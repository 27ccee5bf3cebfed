import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("rewards", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const nothingToClaim: ErrorDefinition = define(3, "nothing to claim; settlements pay when their window is over");

export const errors: readonly ErrorDefinition[] = [malformedMessage, nothingToClaim];
