// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { PageRequest, PageResponse } from "../../cosmos/base/query/v1beta1.ts";
import { Coin } from "../../cosmos/base/v1beta1.ts";

export const ModelKind = {
  MODEL_KIND_UNSPECIFIED: 0,
  /** Deterministic passages over frozen datanet versions. */
  MODEL_KIND_RETRIEVAL: 1,
  /** Integer n-gram language model, trained on frozen datanet versions. */
  MODEL_KIND_NGRAM: 2,
  /**
   * Any upstream that the host asks: output asserted by the host, with passages of the manifest as context where the
   * recipe says so. Artifact and rule version are those of a retrieval model over the manifest.
   */
  MODEL_KIND_EXTERNAL: 3,
} as const;
export type ModelKind = EnumValue<typeof ModelKind>;

/** A datanet version that a model was made from, with its fixed share of the unowned data part. */
export interface ManifestEntry {
  datanetId: bigint;
  version: bigint;
  priorBps: number;
}
export const ManifestEntry: MessageCodec<ManifestEntry> = defineMessage<ManifestEntry>("openledger.model.v1.ManifestEntry", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
  { no: 3, key: "priorBps", name: "prior_bps", type: "uint32" },
]);

/** A part of the model share that goes to somebody else. */
export interface Royalty {
  receiver: string;
  bps: number;
}
export const Royalty: MessageCodec<Royalty> = defineMessage<Royalty>("openledger.model.v1.Royalty", [
  { no: 1, key: "receiver", name: "receiver", type: "string" },
  { no: 2, key: "bps", name: "bps", type: "uint32" },
]);

export interface Model {
  id: bigint;
  owner: string;
  name: string;
  versionCount: bigint;
}
export const Model: MessageCodec<Model> = defineMessage<Model>("openledger.model.v1.Model", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "owner", name: "owner", type: "string" },
  { no: 3, key: "name", name: "name", type: "string" },
  { no: 4, key: "versionCount", name: "version_count", type: "uint64" },
]);

export interface ModelVersion {
  modelId: bigint;
  version: bigint;
  kind: ModelKind;
  ruleVersion: number;
  artifactRoot: Uint8Array;
  manifest: ManifestEntry[];
  /** sha256 of the recipe where the kind has one. */
  recipeHash: Uint8Array;
  seed: bigint;
  floorPrice?: Coin | undefined;
  royalties: Royalty[];
  publisher: string;
  /** Responsible parties; empty means nobody. */
  steward: string;
  approver: string;
  /** N of the ownership rule: tokens of the manifest. */
  manifestTokens: bigint;
  /** Contributions accepted on the whole chain before the publish; later ones own nothing in this version's answers. */
  acceptedAtPublish: bigint;
  publishedHeight: bigint;
  /** How the artifact was made and is sampled, in the bytes of its kind; empty for kinds without one. */
  recipe: Uint8Array;
}
export const ModelVersion: MessageCodec<ModelVersion> = defineMessage<ModelVersion>("openledger.model.v1.ModelVersion", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
  { no: 3, key: "kind", name: "kind", type: "enum", enumTable: () => ModelKind },
  { no: 4, key: "ruleVersion", name: "rule_version", type: "uint32" },
  { no: 5, key: "artifactRoot", name: "artifact_root", type: "bytes" },
  { no: 6, key: "manifest", name: "manifest", type: "message", rule: "repeated", of: () => ManifestEntry },
  { no: 7, key: "recipeHash", name: "recipe_hash", type: "bytes" },
  { no: 8, key: "seed", name: "seed", type: "uint64" },
  { no: 9, key: "floorPrice", name: "floor_price", type: "message", rule: "optional", of: () => Coin },
  { no: 10, key: "royalties", name: "royalties", type: "message", rule: "repeated", of: () => Royalty },
  { no: 11, key: "publisher", name: "publisher", type: "string" },
  { no: 12, key: "steward", name: "steward", type: "string" },
  { no: 13, key: "approver", name: "approver", type: "string" },
  { no: 14, key: "manifestTokens", name: "manifest_tokens", type: "uint64" },
  { no: 15, key: "acceptedAtPublish", name: "accepted_at_publish", type: "uint64" },
  { no: 16, key: "publishedHeight", name: "published_height", type: "int64" },
  { no: 17, key: "recipe", name: "recipe", type: "bytes" },
]);

/** Signed by the publisher, and by steward and approver where they are named. */
export interface MsgPublishModel {
  publisher: string;
  /** 0 makes a new model. */
  modelId: bigint;
  name: string;
  kind: ModelKind;
  ruleVersion: number;
  artifactRoot: Uint8Array;
  manifest: ManifestEntry[];
  recipeHash: Uint8Array;
  seed: bigint;
  floorPrice?: Coin | undefined;
  royalties: Royalty[];
  steward: string;
  approver: string;
  recipe: Uint8Array;
}
export const MsgPublishModel: MessageCodec<MsgPublishModel> = defineMessage<MsgPublishModel>("openledger.model.v1.MsgPublishModel", [
  { no: 1, key: "publisher", name: "publisher", type: "string" },
  { no: 2, key: "modelId", name: "model_id", type: "uint64" },
  { no: 3, key: "name", name: "name", type: "string" },
  { no: 4, key: "kind", name: "kind", type: "enum", enumTable: () => ModelKind },
  { no: 5, key: "ruleVersion", name: "rule_version", type: "uint32" },
  { no: 6, key: "artifactRoot", name: "artifact_root", type: "bytes" },
  { no: 7, key: "manifest", name: "manifest", type: "message", rule: "repeated", of: () => ManifestEntry },
  { no: 8, key: "recipeHash", name: "recipe_hash", type: "bytes" },
  { no: 9, key: "seed", name: "seed", type: "uint64" },
  { no: 10, key: "floorPrice", name: "floor_price", type: "message", rule: "optional", of: () => Coin },
  { no: 11, key: "royalties", name: "royalties", type: "message", rule: "repeated", of: () => Royalty },
  { no: 12, key: "steward", name: "steward", type: "string" },
  { no: 13, key: "approver", name: "approver", type: "string" },
  { no: 14, key: "recipe", name: "recipe", type: "bytes" },
], { name: "openledger/MsgPublishModel" });

export interface MsgPublishModelResponse {
  modelId: bigint;
  version: bigint;
}
export const MsgPublishModelResponse: MessageCodec<MsgPublishModelResponse> = defineMessage<MsgPublishModelResponse>("openledger.model.v1.MsgPublishModelResponse", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
]);

export interface Params {
  maxManifestEntries: number;
  maxRoyalties: number;
  maxRoyaltyBps: number;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.model.v1.Params", [
  { no: 1, key: "maxManifestEntries", name: "max_manifest_entries", type: "uint32" },
  { no: 2, key: "maxRoyalties", name: "max_royalties", type: "uint32" },
  { no: 3, key: "maxRoyaltyBps", name: "max_royalty_bps", type: "uint32" },
]);

export interface QueryModelRequest {
  modelId: bigint;
}
export const QueryModelRequest: MessageCodec<QueryModelRequest> = defineMessage<QueryModelRequest>("openledger.model.v1.QueryModelRequest", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
]);

export interface QueryModelResponse {
  model?: Model | undefined;
}
export const QueryModelResponse: MessageCodec<QueryModelResponse> = defineMessage<QueryModelResponse>("openledger.model.v1.QueryModelResponse", [
  { no: 1, key: "model", name: "model", type: "message", rule: "optional", of: () => Model },
]);

export interface QueryModelsRequest {
  pagination?: PageRequest | undefined;
}
export const QueryModelsRequest: MessageCodec<QueryModelsRequest> = defineMessage<QueryModelsRequest>("openledger.model.v1.QueryModelsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryModelsResponse {
  models: Model[];
  pagination?: PageResponse | undefined;
}
export const QueryModelsResponse: MessageCodec<QueryModelsResponse> = defineMessage<QueryModelsResponse>("openledger.model.v1.QueryModelsResponse", [
  { no: 1, key: "models", name: "models", type: "message", rule: "repeated", of: () => Model },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryModelVersionRequest {
  modelId: bigint;
  version: bigint;
}
export const QueryModelVersionRequest: MessageCodec<QueryModelVersionRequest> = defineMessage<QueryModelVersionRequest>("openledger.model.v1.QueryModelVersionRequest", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
]);

export interface QueryModelVersionResponse {
  version?: ModelVersion | undefined;
}
export const QueryModelVersionResponse: MessageCodec<QueryModelVersionResponse> = defineMessage<QueryModelVersionResponse>("openledger.model.v1.QueryModelVersionResponse", [
  { no: 1, key: "version", name: "version", type: "message", rule: "optional", of: () => ModelVersion },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.model.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.model.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const MsgService: {
  readonly PublishModel: MethodDefinition<MsgPublishModel, MsgPublishModelResponse>;
} = {
  PublishModel: { path: "/openledger.model.v1.Msg/PublishModel", request: MsgPublishModel, response: MsgPublishModelResponse },
};

export const QueryService: {
  readonly Model: MethodDefinition<QueryModelRequest, QueryModelResponse>;
  readonly Models: MethodDefinition<QueryModelsRequest, QueryModelsResponse>;
  readonly ModelVersion: MethodDefinition<QueryModelVersionRequest, QueryModelVersionResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Model: { path: "/openledger.model.v1.Query/Model", request: QueryModelRequest, response: QueryModelResponse },
  Models: { path: "/openledger.model.v1.Query/Models", request: QueryModelsRequest, response: QueryModelsResponse },
  ModelVersion: { path: "/openledger.model.v1.Query/ModelVersion", request: QueryModelVersionRequest, response: QueryModelVersionResponse },
  Params: { path: "/openledger.model.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
