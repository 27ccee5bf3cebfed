export { judgeRotations, rotationsFromJson, verifyStepAcross, type Crossings, type JudgedRotation } from "./crossings.ts";
export { attestationsFromJson, attestedBlockOf, type AttestedVerdict } from "./attestations.ts";
export { nanosFromRfc3339, signedHeaderFromJson, validatorSetFromJson, validatorsFromJson, type ValidatorEntry } from "./comet-json.ts";
export { createLightClient, type LightClient, type LightClientOptions, type TrustRoot } from "./light-client.ts";
export { LightError, type ConflictEvidence, type LightErrorCode } from "./light-error.ts";
export { createRpcLightProvider, type LightProvider } from "./light-provider.ts";
export { verifySignedBlock } from "./verify-signed-block.ts";
export { verifySequentially, verifySkipping, verifyStep, type FetchBlock, type PathRules } from "./verify-path.ts";
