import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("feedback", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const notBuyer: ErrorDefinition = define(3, "only the buyer of a session gives feedback on its receipts");
export const notPaid: ErrorDefinition = define(4, "nothing was paid for this receipt; feedback comes from those who paid");
export const alreadyRated: ErrorDefinition = define(5, "the buyer has given feedback on this receipt before");

export const errors: readonly ErrorDefinition[] = [malformedMessage, notBuyer, notPaid, alreadyRated];
