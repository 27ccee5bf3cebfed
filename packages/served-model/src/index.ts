export type { ExternalContext, ExternalModel } from "./external-engine.ts";
export { followRevocations } from "./follow-revocations.ts";
export { buildEngine, type EngineAnswer, type EngineCall, type HeldBySequence, type ModelEngine } from "./model-engine.ts";
export { fetchOfferedModel, type OfferedModel } from "./offered-model.ts";
export { createRevocations, type Revocations, type RevocationsOptions } from "./revocations.ts";
export { loadServedModel, type ServedModel } from "./served-model.ts";
export { sessionView, type SessionView } from "./session-view.ts";
