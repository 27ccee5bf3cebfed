export type { FollowerErrorCode } from "./errors.ts";
export { createFollower, type Follower, type FollowerOptions, type FollowerStatus, type SoftSource } from "./follower.ts";
export { fraudFromJson, fraudToJson, type BatchId, type EquivocationFraud, type ExecutionFraud, type FraudRecord } from "./fraud-record.ts";
export { readSlices, type ReadSlice } from "./read-slices.ts";
export { verifyFraud, type FraudVerdict, type VerifyFraudOptions } from "./verify-fraud.ts";
