/** Decodes transactions as x/auth/tx/decoder.go of the Cosmos SDK does. */
import { codecOf, type TypeRegistry, type UnpackedAny } from "./any.ts";
import { AuthInfo, TxBody, TxRaw } from "./generated/cosmos/tx/v1beta1.ts";
import { Any } from "./generated/google/protobuf.ts";
import type { MessageCodec } from "./runtime/codec.ts";
import { DecodeError } from "./runtime/errors.ts";
import { maxAnyDepth, maxAnysInOne } from "./runtime/limits.ts";

/** A transaction body with its messages unpacked. */
export interface DecodedTxBody {
  readonly body: TxBody;
  readonly messages: readonly UnpackedAny[];
  /** True when non-critical unknown fields were passed over: the amino JSON sign mode does not cover them. */
  readonly sawUnknownField: boolean;
}

/** Decodes the outermost layer and demands the one canonical encoding (ADR-027). Throws {@link DecodeError}. */
export function decodeTxRaw(bytes: Uint8Array): TxRaw {
  return TxRaw.fromBytes(bytes);
}

/**
 * Decodes a body and the messages in it. Unknown critical fields are refused and unknown non-critical ones reported,
 * in the body and in every Any below it. An outermost message and those packed in it are at most 100, and at most 10 deep.
 * Throws {@link DecodeError}.
 */
export function decodeTxBody(bytes: Uint8Array, registry: TypeRegistry): DecodedTxBody {
  const { message: body, sawUnknownField } = TxBody.decodeLenient(bytes);
  const walk: Walk = { registry, lenient: true, sawUnknownField, anysLeft: maxAnysInOne };
  const messages = body.messages.map((any) => resolve(any, walk, 1));
  for (const option of body.extensionOptions) resolve(option, walk, 1);
  for (const option of body.nonCriticalExtensionOptions) resolve(option, walk, 1);
  return { body, messages, sawUnknownField: walk.sawUnknownField };
}

/** Decodes signers and fee; every unknown field is refused, in public keys too. Throws {@link DecodeError}. */
export function decodeAuthInfo(bytes: Uint8Array, registry: TypeRegistry): AuthInfo {
  const authInfo = AuthInfo.decode(bytes);
  resolveBelow(AuthInfo, authInfo, { registry, lenient: false, sawUnknownField: false, anysLeft: maxAnysInOne }, 1);
  return authInfo;
}

interface Walk {
  readonly registry: TypeRegistry;
  readonly lenient: boolean;
  sawUnknownField: boolean;
  /** How many more the outermost Any under way may hold. */
  anysLeft: number;
}

function resolve(any: Any, walk: Walk, depth: number): UnpackedAny {
  if (depth === 1) walk.anysLeft = maxAnysInOne;
  if (depth > maxAnyDepth) {
    throw new DecodeError("too-deep", Any.typeName, `max depth exceeded, at most ${maxAnyDepth} messages may lie in one another`);
  }
  if (walk.anysLeft === 0) {
    throw new DecodeError("too-many-elements", Any.typeName, `call limit exceeded, a message may hold at most ${maxAnysInOne - 1} others`);
  }
  walk.anysLeft--;
  const codec = codecOf(walk.registry, any);
  let message: object;
  if (walk.lenient) {
    const decoded = codec.decodeLenient(any.value);
    message = decoded.message;
    walk.sawUnknownField ||= decoded.sawUnknownField;
  } else {
    message = codec.decode(any.value);
  }
  resolveBelow(codec, message, walk, depth + 1);
  return { typeUrl: any.typeUrl, codec, message };
}

function resolveBelow(codec: MessageCodec<object>, message: object, walk: Walk, depth: number): void {
  for (const field of codec.fields) {
    const inner = field.of?.();
    if (inner === undefined) continue;
    const value: unknown = (message as Readonly<Record<string, unknown>>)[field.key];
    if (value === undefined) continue;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const item of items) {
      if (inner === Any) resolve(item as Any, walk, depth);
      else resolveBelow(inner, item as object, walk, depth);
    }
  }
}
