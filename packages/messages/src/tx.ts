/** Decodes transactions as x/auth/tx/decoder.go of the Cosmos SDK does. */
import { codecOf, type TypeRegistry, type UnpackedAny } from "./any.ts";
import { AuthInfo, TxBody, TxRaw } from "./generated/cosmos/tx/v1beta1.ts";
import { Any } from "./generated/google/protobuf.ts";
import type { MessageCodec } from "./runtime/codec.ts";
import { DecodeError } from "./runtime/errors.ts";
import { maxDepth } from "./runtime/limits.ts";

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
 * in the body and in every Any below it. Throws {@link DecodeError}.
 */
export function decodeTxBody(bytes: Uint8Array, registry: TypeRegistry): DecodedTxBody {
  const { message: body, sawUnknownField } = TxBody.decodeLenient(bytes);
  const walk: Walk = { registry, lenient: true, sawUnknownField };
  const messages = body.messages.map((any) => resolve(any, walk, 1));
  for (const option of body.extensionOptions) resolve(option, walk, 1);
  for (const option of body.nonCriticalExtensionOptions) resolve(option, walk, 1);
  return { body, messages, sawUnknownField: walk.sawUnknownField };
}

/** Decodes signers and fee; every unknown field is refused, in public keys too. Throws {@link DecodeError}. */
export function decodeAuthInfo(bytes: Uint8Array, registry: TypeRegistry): AuthInfo {
  const authInfo = AuthInfo.decode(bytes);
  resolveBelow(AuthInfo, authInfo, { registry, lenient: false, sawUnknownField: false }, 1);
  return authInfo;
}

interface Walk {
  readonly registry: TypeRegistry;
  readonly lenient: boolean;
  sawUnknownField: boolean;
}

function resolve(any: Any, walk: Walk, depth: number): UnpackedAny {
  if (depth > maxDepth) throw new DecodeError("too-deep", Any.typeName, `nested deeper than ${maxDepth} messages`);
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
