import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("accountability", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const unknownIncident: ErrorDefinition = define(3, "no such incident in state; it was closed long ago or never reported");
export const unknownSubject: ErrorDefinition = define(4, "what the incident is about is not on this chain");
export const notBuyer: ErrorDefinition = define(5, "only the buyer of a session reports its receipts");
export const receiptNotPaid: ErrorDefinition = define(6, "the receipt's settlement is void and its price is back with the buyer");
export const alreadyReported: ErrorDefinition = define(7, "the reporter has an open incident about this; wait for its outcome");
export const tooManyOfReporter: ErrorDefinition = define(8, "the reporter has as many open incidents as the parameters allow; wait for an outcome");
export const tooManyOfSubject: ErrorDefinition = define(9, "the places of this subject are taken and a further one costs more; name it as max_deposit, or wait for an outcome");
export const notRespondent: ErrorDefinition = define(10, "only the holder of the named role responds");
export const notReporter: ErrorDefinition = define(11, "after a rejection only the reporter escalates");
export const notTheTurn: ErrorDefinition = define(12, "the incident does not wait for this; query it for its state and whose turn it is");
export const turnOver: ErrorDefinition = define(13, "the time for this is over");
export const compensationDenomDiffers: ErrorDefinition = define(14, "compensation out of a bond is in the bond's denom");
export const compensationTooSmall: ErrorDefinition = define(15, "an acceptance pays at least what the reporter asks, in its denom; pay that, or accept without paying");
export const noBond: ErrorDefinition = define(16, "no bond stands behind this; name an offer of the host for this model version, or decide no compensation");
export const nothingToFreeze: ErrorDefinition = define(17, "the incident is about no model version");
export const nothingToStrike: ErrorDefinition = define(18, "the incident is about no contribution");

export const errors: readonly ErrorDefinition[] = [
  malformedMessage,
  unknownIncident,
  unknownSubject,
  notBuyer,
  receiptNotPaid,
  alreadyReported,
  tooManyOfReporter,
  tooManyOfSubject,
  notRespondent,
  notReporter,
  notTheTurn,
  turnOver,
  compensationDenomDiffers,
  compensationTooSmall,
  noBond,
  nothingToFreeze,
  nothingToStrike,
];
