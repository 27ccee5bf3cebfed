import { assert } from "@openledger/primitives";
import { Any } from "./generated/google/protobuf.ts";
import type { MessageCodec } from "./runtime/codec.ts";
import { DecodeError } from "./runtime/errors.ts";

/** The message types that an Any may hold, by type URL. */
export interface TypeRegistry {
  /** Codec of a type URL such as `/cosmos.bank.v1beta1.MsgSend`, undefined when the chain does not know it. */
  lookup(typeUrl: string): MessageCodec<object> | undefined;
}

/** A message out of an Any, with the codec that read it. */
export interface UnpackedAny {
  readonly typeUrl: string;
  readonly codec: MessageCodec<object>;
  readonly message: object;
}

/** A registry of exactly these types. Giving one twice is an InvariantViolation. */
export function createTypeRegistry(codecs: readonly MessageCodec<object>[]): TypeRegistry {
  const byUrl = new Map<string, MessageCodec<object>>();
  for (const codec of codecs) {
    assert(!byUrl.has(codec.typeUrl), `${codec.typeUrl} is registered twice`);
    byUrl.set(codec.typeUrl, codec);
  }
  return { lookup: (typeUrl) => byUrl.get(typeUrl) };
}

/** Wraps a message in an Any under its type URL. */
export function packAny<T extends object>(codec: MessageCodec<T>, message: T): Any {
  return { typeUrl: codec.typeUrl, value: codec.toBytes(message) };
}

/** Strictly decodes what an Any holds. Throws {@link DecodeError}, `unknown-type` when no codec is registered. */
export function unpackAny(registry: TypeRegistry, any: Any): UnpackedAny {
  const codec = codecOf(registry, any);
  return { typeUrl: any.typeUrl, codec, message: codec.decode(any.value) };
}

/** The registered codec of an Any. Throws {@link DecodeError} `unknown-type`. */
export function codecOf(registry: TypeRegistry, any: Any): MessageCodec<object> {
  const codec = registry.lookup(any.typeUrl);
  if (codec === undefined) throw new DecodeError("unknown-type", Any.typeName, `unable to resolve type URL ${any.typeUrl.slice(0, 200)}`);
  return codec;
}
