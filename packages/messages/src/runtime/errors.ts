/** What is wrong with bytes that should be a message; stable, so that callers can map it to their own codes. */
export type DecodeErrorCode =
  | "unknown-field"
  | "wrong-wire-type"
  | "overlong-varint"
  | "out-of-range"
  | "invalid-utf8"
  | "duplicate-field"
  | "truncated"
  | "too-deep"
  | "too-many-elements"
  | "too-long"
  | "not-canonical"
  | "unknown-type";

/** Bytes from outside that are not the message they should be. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  readonly code: DecodeErrorCode;
  /** Full protobuf name of the message in which decoding stopped, such as `cosmos.tx.v1beta1.TxRaw`. */
  readonly type: string;
  /** Field number, when a single field is to blame. */
  readonly tag: number | undefined;
  /** Of an unknown field: 0 to 7, how its value is encoded. */
  readonly wireType: number | undefined;

  constructor(code: DecodeErrorCode, type: string, detail: string, tag?: number, wireType?: number) {
    super(`${type}${tag === undefined ? "" : ` field ${tag}`}: ${detail}`);
    this.code = code;
    this.type = type;
    this.tag = tag;
    this.wireType = wireType;
  }
}

/** A value handed to `encode` that its field cannot hold: always a mistake of the caller. */
export class EncodeError extends Error {
  override readonly name = "EncodeError";
}
