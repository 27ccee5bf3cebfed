export type { FollowerErrorCode } from "./errors.ts";
export { createAttester, type Attester, type AttesterOptions } from "./attester.ts";
export { createFollower } from "./follower.ts";
export type { AttesterRule, Follower, FollowerOptions, FollowerStatus, ForcedRule, SoftSource } from "./follower-options.ts";
export { fraudFromJson, fraudHeight, fraudToJson, type BatchId, type EquivocationFraud, type ExecutionFraud, type FraudRecord, type OmissionFraud } from "./fraud-record.ts";
export { savedBreaks } from "./da-progress.ts";
export { readSlices, type ReadSlice } from "./read-slices.ts";
export { verifyFraud, type FraudVerdict, type VerifyFraudOptions } from "./verify-fraud.ts";
