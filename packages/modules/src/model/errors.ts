import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("model", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const unknownModel: ErrorDefinition = define(3, "no such model; query Models for the ids that exist");
export const unknownVersion: ErrorDefinition = define(4, "no such model version");
export const notOwner: ErrorDefinition = define(5, "only the model's owner publishes its versions");
export const tooManyEntries: ErrorDefinition = define(6, "more manifest entries than the parameters allow");
export const versionNotFrozen: ErrorDefinition = define(7, "manifest names a datanet version that is not frozen");
export const useNotLicensed: ErrorDefinition = define(8, "the datanet's licence does not allow this use");
export const priorTooLow: ErrorDefinition = define(9, "prior below the minimum of the datanet's licence");
export const priorsTooHigh: ErrorDefinition = define(10, "priors sum to more than 10000 basis points");
export const tooManyRoyalties: ErrorDefinition = define(11, "more royalties than the parameters allow; flatten them");
export const royaltiesTooHigh: ErrorDefinition = define(12, "royalties above the parameter's limit");
export const unknownKind: ErrorDefinition = define(13, "this chain runs models of kinds retrieval and ngram");
export const tokeniserDiffers: ErrorDefinition = define(
  14,
  "datanet version was counted by another tokeniser; freeze a new one",
);
export const commonsInManifest: ErrorDefinition = define(15, "a commons datanet stands in no manifest");
export const markedSinceFrozen: ErrorDefinition = define(
  16,
  "the datanet version holds rows that were revoked since; freeze a new one",
);
export const unknownBase: ErrorDefinition = define(17, "no such model version to derive from; name bases as model and version");
export const notDerivable: ErrorDefinition = define(18, "the publisher of this version lets nobody derive from it");
export const tooManyAncestors: ErrorDefinition = define(19, "more ancestors than the parameters allow, bases of bases included");
export const lineageCycle: ErrorDefinition = define(20, "a version cannot descend from a version of its own model");
export const notFrozen: ErrorDefinition = define(21, "the version is not frozen");

export const artifactFrozen: ErrorDefinition = define(22, "a version with this artifact, of this publisher or over these datanet versions, is frozen; publish another artifact, or ask governance to let it go on");
export const baseFrozen: ErrorDefinition = define(23, "nobody derives from a version that is frozen");

export const errors: readonly ErrorDefinition[] = [
  malformedMessage,
  unknownModel,
  unknownVersion,
  notOwner,
  tooManyEntries,
  versionNotFrozen,
  useNotLicensed,
  priorTooLow,
  priorsTooHigh,
  tooManyRoyalties,
  royaltiesTooHigh,
  unknownKind,
  tokeniserDiffers,
  commonsInManifest,
  markedSinceFrozen,
  unknownBase,
  notDerivable,
  tooManyAncestors,
  lineageCycle,
  notFrozen,
  artifactFrozen,
  baseFrozen,
];
