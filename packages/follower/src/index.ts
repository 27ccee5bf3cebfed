export type { FollowerErrorCode } from "./errors.ts";
export { createAttester, type Attester, type AttesterOptions } from "./attester.ts";
export { createFollower, type AttesterRule, type Follower, type FollowerOptions, type ForcedRule, type FollowerStatus, type SoftSource } from "./follower.ts";
export { fraudFromJson, fraudHeight, fraudToJson, type BatchId, type EquivocationFraud, type ExecutionFraud, type FraudRecord, type OmissionFraud } from "./fraud-record.ts";
export { readSlices, type ReadSlice } from "./read-slices.ts";
export { verifyFraud, type FraudVerdict, type VerifyFraudOptions } from "./verify-fraud.ts";
