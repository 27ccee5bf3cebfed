export { aminoJson, aminoJsonOfAny } from "./amino/amino-json.ts";
export { timestampText } from "./amino/time-text.ts";
export { aminoSignBytes, type AminoSignDoc } from "./amino/amino-sign-doc.ts";
export { codecOf, createTypeRegistry, packAny, unpackAny, type TypeRegistry, type UnpackedAny } from "./any.ts";
export type {
  AminoField,
  AminoMessage,
  DeepPartial,
  EnumTable,
  EnumValue,
  Field,
  LenientDecoding,
  MessageCodec,
  MethodDefinition,
  ScalarType,
} from "./runtime/codec.ts";
export { decodeOwn } from "./runtime/decode-own.ts";
export { defineMessage } from "./runtime/define-message.ts";
export { DecodeError, EncodeError, type DecodeErrorCode } from "./runtime/errors.ts";
export { decodeAuthInfo, decodeTxBody, decodeTxRaw, type DecodedTxBody } from "./tx.ts";
