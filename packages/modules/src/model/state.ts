import { Model, ModelVersion, Params } from "@openledger/messages/openledger/model/v1";
import {
  createItem,
  createMap,
  createSequence,
  pairKey,
  protoCodec,
  u64Key,
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
} from "@openledger/store";

export const MODEL: string = "model";

// 0x00                  -> Params
// 0x01                  -> next model id
// 0x02 | id             -> Model
// 0x03 | id | version   -> ModelVersion
export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const modelIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x01), start: 1n });
export const models: CollectionMap<bigint, Model> = createMap({
  prefix: Uint8Array.of(0x02),
  key: u64Key,
  value: protoCodec(Model),
});
export const versions: CollectionMap<readonly [bigint, bigint], ModelVersion> = createMap({
  prefix: Uint8Array.of(0x03),
  key: pairKey(u64Key, u64Key),
  value: protoCodec(ModelVersion),
});

/** Key prefix of all models. */
export const MODELS_PREFIX: Uint8Array = Uint8Array.of(0x02);
