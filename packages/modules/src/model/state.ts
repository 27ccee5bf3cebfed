import { Model, ModelVersion, Params, VersionFreeze, VersionRef } from "@openledger/messages/openledger/model/v1";
import { concatBytes, u64be } from "@openledger/primitives";
import {
  bytesKey,
  createItem,
  createMap,
  createSequence,
  lengthPrefixedBytesKey,
  pairKey,
  presentValue,
  protoCodec,
  u64Key,
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
  type PairKeyCodec,
} from "@openledger/store";

export const MODEL: string = "model";

/** A model's id and a version's number in it. */
export type VersionKey = readonly [modelId: bigint, version: bigint];

// 0x00                  -> Params
// 0x01                  -> next model id
// 0x02 | id             -> Model
// 0x03 | id | version   -> ModelVersion
// 0x04 | ancestor id | version | id | version -> 1, each ancestor of each version
// 0x05 | artifact root  -> VersionRef, the first version that was published with it
// 0x06 | id | version   -> VersionFreeze, while it is frozen
// 0x07 | len | artifact root | id | version -> 1, each version that is frozen
const versionKey: PairKeyCodec<bigint, bigint> = pairKey(u64Key, u64Key);

export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const modelIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x01), start: 1n });
export const models: CollectionMap<bigint, Model> = createMap({
  prefix: Uint8Array.of(0x02),
  key: u64Key,
  value: protoCodec(Model),
});
export const versions: CollectionMap<VersionKey, ModelVersion> = createMap({
  prefix: Uint8Array.of(0x03),
  key: versionKey,
  value: protoCodec(ModelVersion),
});
/** Key of an ancestor and of what descends from it. */
export const descendantKey: PairKeyCodec<VersionKey, VersionKey> = pairKey(versionKey, versionKey);
export const descendants: CollectionMap<readonly [VersionKey, VersionKey], true> = createMap({
  prefix: Uint8Array.of(0x04),
  key: descendantKey,
  value: presentValue,
});
export const firstOfArtifact: CollectionMap<Uint8Array, VersionRef> = createMap({
  prefix: Uint8Array.of(0x05),
  key: bytesKey,
  value: protoCodec(VersionRef),
});

export const freezes: CollectionMap<VersionKey, VersionFreeze> = createMap({
  prefix: Uint8Array.of(0x06),
  key: versionKey,
  value: protoCodec(VersionFreeze),
});
const frozenArtifactKey: PairKeyCodec<Uint8Array, VersionKey> = pairKey(lengthPrefixedBytesKey, versionKey);
export const frozenArtifacts: CollectionMap<readonly [Uint8Array, VersionKey], true> = createMap({
  prefix: Uint8Array.of(0x07),
  key: frozenArtifactKey,
  value: presentValue,
});
/** What the keys of the frozen versions with one artifact root begin with. */
export const frozenArtifactPrefix = (artifactRoot: Uint8Array): Uint8Array => frozenArtifactKey.prefix(artifactRoot);

/** Key prefix of all models. */
export const MODELS_PREFIX: Uint8Array = Uint8Array.of(0x02);
/** Key prefix of what descends from a version, or with version 0 from any version of the model. */
export const descendantsPrefix = (modelId: bigint, version: bigint): Uint8Array =>
  concatBytes(Uint8Array.of(0x04), u64be(modelId), ...(version === 0n ? [] : [u64be(version)]));
