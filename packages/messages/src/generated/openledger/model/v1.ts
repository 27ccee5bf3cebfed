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

/** A published version of a model. */
export interface VersionRef {
  modelId: bigint;
  version: bigint;
}
export const VersionRef: MessageCodec<VersionRef> = defineMessage<VersionRef>("openledger.model.v1.VersionRef", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
]);

/** A version that another one descends from, with what each of its descendants owes it. */
export interface Ancestor {
  modelId: bigint;
  version: bigint;
  /** The publisher of the ancestor. */
  receiver: string;
  /** Of the descendant's model share; the ancestor fixed it when it was published. */
  bps: number;
  /** 1 for a base that the publisher named, 2 for a base of a base; the least one where several ways lead here. */
  generation: number;
}
export const Ancestor: MessageCodec<Ancestor> = defineMessage<Ancestor>("openledger.model.v1.Ancestor", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
  { no: 3, key: "receiver", name: "receiver", type: "string" },
  { no: 4, key: "bps", name: "bps", type: "uint32" },
  { no: 5, key: "generation", name: "generation", type: "uint32" },
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
  /** Others may name this version as a base. Its own publisher always may. */
  derivable: boolean;
  /** What each descendant owes this version, of the descendant's model share. */
  deriveBps: number;
  /** Bases and all that they descend from, ascending by model and version, each once. */
  ancestors: Ancestor[];
  /**
   * The first version with the same artifact root, where another publisher made it and it is no ancestor. The same rows
   * and recipe give the same root to everybody, so this says that the artifact is no different one, not that it was taken.
   */
  sameArtifactAs?: VersionRef | undefined;
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
  { no: 18, key: "derivable", name: "derivable", type: "bool" },
  { no: 19, key: "deriveBps", name: "derive_bps", type: "uint32" },
  { no: 20, key: "ancestors", name: "ancestors", type: "message", rule: "repeated", of: () => Ancestor },
  { no: 21, key: "sameArtifactAs", name: "same_artifact_as", type: "message", rule: "optional", of: () => VersionRef },
]);

/** A frozen version takes no new sessions, and its hosts answer no more calls. */
export interface VersionFreeze {
  /** What was upheld by governance. */
  incidentId: bigint;
  height: bigint;
  /** Unix nanoseconds. */
  time: bigint;
}
export const VersionFreeze: MessageCodec<VersionFreeze> = defineMessage<VersionFreeze>("openledger.model.v1.VersionFreeze", [
  { no: 1, key: "incidentId", name: "incident_id", type: "uint64" },
  { no: 2, key: "height", name: "height", type: "int64" },
  { no: 3, key: "time", name: "time", type: "int64" },
]);

/** Signed by governance: the version takes sessions again. */
export interface MsgUnfreezeModelVersion {
  authority: string;
  modelId: bigint;
  version: bigint;
}
export const MsgUnfreezeModelVersion: MessageCodec<MsgUnfreezeModelVersion> = defineMessage<MsgUnfreezeModelVersion>("openledger.model.v1.MsgUnfreezeModelVersion", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "modelId", name: "model_id", type: "uint64" },
  { no: 3, key: "version", name: "version", type: "uint64" },
], { name: "openledger/MsgUnfreezeModelVersion" });

export interface MsgUnfreezeModelVersionResponse {}
export const MsgUnfreezeModelVersionResponse: MessageCodec<MsgUnfreezeModelVersionResponse> = defineMessage<MsgUnfreezeModelVersionResponse>("openledger.model.v1.MsgUnfreezeModelVersionResponse", []);

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
  /** Others may derive from this version. */
  derivable: boolean;
  /** What each descendant owes this version, of the descendant's model share; 0 is free. Only of a derivable version. */
  deriveBps: number;
  /** What this version was derived from, as its publisher says: ascending by model and version, each once. */
  bases: VersionRef[];
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
  { no: 15, key: "derivable", name: "derivable", type: "bool" },
  { no: 16, key: "deriveBps", name: "derive_bps", type: "uint32" },
  { no: 17, key: "bases", name: "bases", type: "message", rule: "repeated", of: () => VersionRef },
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
  /** Of the model share: royalties to named receivers and what ancestors are owed, together. */
  maxRoyaltyBps: number;
  maxAncestors: number;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.model.v1.Params", [
  { no: 1, key: "maxManifestEntries", name: "max_manifest_entries", type: "uint32" },
  { no: 2, key: "maxRoyalties", name: "max_royalties", type: "uint32" },
  { no: 3, key: "maxRoyaltyBps", name: "max_royalty_bps", type: "uint32" },
  { no: 4, key: "maxAncestors", name: "max_ancestors", type: "uint32" },
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
  /** Absent while the version takes sessions. */
  freeze?: VersionFreeze | undefined;
}
export const QueryModelVersionResponse: MessageCodec<QueryModelVersionResponse> = defineMessage<QueryModelVersionResponse>("openledger.model.v1.QueryModelVersionResponse", [
  { no: 1, key: "version", name: "version", type: "message", rule: "optional", of: () => ModelVersion },
  { no: 2, key: "freeze", name: "freeze", type: "message", rule: "optional", of: () => VersionFreeze },
]);

export interface QueryDescendantsRequest {
  modelId: bigint;
  /** 0 for all versions of the model. */
  version: bigint;
  pagination?: PageRequest | undefined;
}
export const QueryDescendantsRequest: MessageCodec<QueryDescendantsRequest> = defineMessage<QueryDescendantsRequest>("openledger.model.v1.QueryDescendantsRequest", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
  { no: 3, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** A version that descends from another one, and how. */
export interface Descendant {
  modelId: bigint;
  version: bigint;
  publisher: string;
  /** Version of the model that was asked for. */
  ancestorVersion: bigint;
  /** What it owes that version, of its model share. */
  bps: number;
  generation: number;
}
export const Descendant: MessageCodec<Descendant> = defineMessage<Descendant>("openledger.model.v1.Descendant", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
  { no: 3, key: "publisher", name: "publisher", type: "string" },
  { no: 4, key: "ancestorVersion", name: "ancestor_version", type: "uint64" },
  { no: 5, key: "bps", name: "bps", type: "uint32" },
  { no: 6, key: "generation", name: "generation", type: "uint32" },
]);

export interface QueryDescendantsResponse {
  descendants: Descendant[];
  pagination?: PageResponse | undefined;
}
export const QueryDescendantsResponse: MessageCodec<QueryDescendantsResponse> = defineMessage<QueryDescendantsResponse>("openledger.model.v1.QueryDescendantsResponse", [
  { no: 1, key: "descendants", name: "descendants", type: "message", rule: "repeated", of: () => Descendant },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
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
  readonly UnfreezeModelVersion: MethodDefinition<MsgUnfreezeModelVersion, MsgUnfreezeModelVersionResponse>;
} = {
  PublishModel: { path: "/openledger.model.v1.Msg/PublishModel", request: MsgPublishModel, response: MsgPublishModelResponse },
  UnfreezeModelVersion: { path: "/openledger.model.v1.Msg/UnfreezeModelVersion", request: MsgUnfreezeModelVersion, response: MsgUnfreezeModelVersionResponse },
};

export const QueryService: {
  readonly Model: MethodDefinition<QueryModelRequest, QueryModelResponse>;
  readonly Models: MethodDefinition<QueryModelsRequest, QueryModelsResponse>;
  readonly ModelVersion: MethodDefinition<QueryModelVersionRequest, QueryModelVersionResponse>;
  /** Ascending by version of the ancestor, then model and version of the descendant. */
  readonly Descendants: MethodDefinition<QueryDescendantsRequest, QueryDescendantsResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Model: { path: "/openledger.model.v1.Query/Model", request: QueryModelRequest, response: QueryModelResponse },
  Models: { path: "/openledger.model.v1.Query/Models", request: QueryModelsRequest, response: QueryModelsResponse },
  ModelVersion: { path: "/openledger.model.v1.Query/ModelVersion", request: QueryModelVersionRequest, response: QueryModelVersionResponse },
  Descendants: { path: "/openledger.model.v1.Query/Descendants", request: QueryDescendantsRequest, response: QueryDescendantsResponse },
  Params: { path: "/openledger.model.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
