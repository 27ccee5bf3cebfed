import type { Reader, Writer } from "protobufjs/minimal.js";

/** Scalar types of proto3 that a ledger message may hold; float and double are refused by the generator. */
export type ScalarType =
  | "int32"
  | "uint32"
  | "sint32"
  | "fixed32"
  | "sfixed32"
  | "int64"
  | "uint64"
  | "sint64"
  | "fixed64"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

/** Names and numbers of an enum. */
export type EnumTable = Readonly<Record<string, number>>;

/** The known numbers of an enum; an unknown number decodes to itself, as proto3 asks. */
export type EnumValue<Table extends EnumTable> = Table[keyof Table] | (number & {});

/** How amino JSON writes a field, from the annotations of amino.proto, gogo.proto and cosmos.proto. */
export interface AminoField {
  /** Its name there, where that is not the name in the .proto file. */
  readonly name?: string;
  /** Written even when it is empty (`dont_omitempty`). */
  readonly keep?: true;
  /** `list`: an empty list is `[]`, not null; `int`: empty is "0"; `dec`: 18-decimal fixed point as digits. */
  readonly as?: "list" | "int" | "dec";
  /** Type name that a member of a oneof is written under. */
  readonly member?: string;
}

/** How amino JSON writes a message. */
export interface AminoMessage {
  /** Its name inside an Any, such as `cosmos-sdk/MsgSend`. */
  readonly name?: string;
  /** `key`: nothing but the bytes of its field `key`; `threshold`: a multisig key. */
  readonly as?: "key" | "threshold";
}

/** One field of a message, in the order of its number. */
export interface Field {
  /** Field number, 1..2^29-1. */
  readonly no: number;
  /** Property name in TypeScript. */
  readonly key: string;
  /** Name in the .proto file, which REST and amino JSON use. */
  readonly name: string;
  readonly type: ScalarType | "enum" | "message";
  /** `optional` covers sub-messages, `optional` scalars and members of a oneof: absent is undefined. */
  readonly rule?: "optional" | "repeated";
  readonly oneof?: string;
  /** Codec of a sub-message. A function, because messages may refer to each other in a circle. */
  readonly of?: () => MessageCodec<object>;
  readonly enumTable?: () => EnumTable;
  readonly amino?: AminoField;
}

/** What {@link MessageCodec.create} accepts: any part of a message, at any depth. */
export type DeepPartial<T> = T extends Uint8Array | bigint | number | string | boolean | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepPartial<Item>[]
    : { readonly [Key in keyof T]?: DeepPartial<T[Key]> | undefined };

/** A message together with whether unknown non-critical fields were passed over. */
export interface LenientDecoding<T> {
  readonly message: T;
  readonly sawUnknownField: boolean;
}

/**
 * Encodes and decodes one message type. It fits the `TsProtoGeneratedType` of the CosmJS registry.
 *
 * @example
 * const bytes = Coin.toBytes({ denom: "uopen", amount: "5" });
 * const coin = Coin.fromBytes(bytes);
 */
export interface MessageCodec<T extends object> {
  /** Full protobuf name, `cosmos.base.v1beta1.Coin`. */
  readonly typeName: string;
  /** Type URL inside an Any, `/cosmos.base.v1beta1.Coin`. */
  readonly typeUrl: string;
  /** All fields in number order. */
  readonly fields: readonly Field[];
  /** What amino JSON needs to know of the message; undefined where nothing is annotated. */
  readonly amino: AminoMessage | undefined;
  /** A complete message: given parts are copied, everything else is the proto3 default. */
  create(partial?: DeepPartial<T>): T;
  /** Same as {@link create}; the name that CosmJS calls. */
  fromPartial(partial: DeepPartial<T>): T;
  /** Appends the message in number order without defaults. Throws EncodeError for a value out of its field's range. */
  encode(message: T, writer?: Writer): Writer;
  /** Strict decode of all (or the next `length`) bytes. Byte fields are copies. Throws DecodeError. */
  decode(input: Uint8Array | Reader, length?: number): T;
  /** As {@link decode}, but passes over unknown fields whose number has bit 11 set (ADR-020, non-critical). */
  decodeLenient(input: Uint8Array): LenientDecoding<T>;
  /** Encoded message in an array of its own. */
  toBytes(message: T): Uint8Array;
  /** Strict decode that also demands that encoding the result gives back the same bytes. Throws DecodeError. */
  fromBytes(bytes: Uint8Array): T;
}

/** Request and response of one method of a service. */
export interface MethodDefinition<Request extends object, Response extends object> {
  /** `/cosmos.bank.v1beta1.Query/Balance`, the ABCI query path and the gRPC path. */
  readonly path: string;
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
}
