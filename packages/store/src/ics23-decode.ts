/** Reads ics23 proofs that come from outside. Every refusal is a StoreError MALFORMED_PROOF. */
import type { CommitmentProof, ExistenceProof, InnerOp, LeafOp, NonExistenceProof } from "./ics23-types.ts";
import { StoreError } from "./store-error.ts";

/** Fields of one message; a field holds its varints or byte strings in the order they appear. */
type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

/** Reads `cosmos.ics23.v1.CommitmentProof` with one existence or non-existence proof. */
export function decodeCommitmentProof(bytes: Uint8Array): CommitmentProof {
  const fields = readFields(bytes);
  const exist = optionalBytes(fields, 1);
  const nonexist = optionalBytes(fields, 2);
  if (exist !== undefined && nonexist === undefined) return { exist: decodeExistence(exist) };
  if (nonexist !== undefined && exist === undefined) return { nonexist: decodeNonExistence(nonexist) };
  throw malformed("it holds neither an existence nor a non-existence proof alone");
}

function decodeExistence(bytes: Uint8Array): ExistenceProof {
  const fields = readFields(bytes);
  const leaf = optionalBytes(fields, 3);
  if (leaf === undefined) throw malformed("an existence proof has no leaf");
  const path = (fields.get(4) ?? []).map((op) => {
    if (typeof op === "number") throw malformed("an inner step is not a message");
    return decodeInnerOp(op);
  });
  return { key: bytesOf(fields, 1), value: bytesOf(fields, 2), leaf: decodeLeafOp(leaf), path };
}

function decodeNonExistence(bytes: Uint8Array): NonExistenceProof {
  const fields = readFields(bytes);
  const left = optionalBytes(fields, 2);
  const right = optionalBytes(fields, 3);
  return {
    key: bytesOf(fields, 1),
    left: left === undefined ? undefined : decodeExistence(left),
    right: right === undefined ? undefined : decodeExistence(right),
  };
}

function decodeLeafOp(bytes: Uint8Array): LeafOp {
  const fields = readFields(bytes);
  return {
    hash: numberOf(fields, 1),
    prehashKey: numberOf(fields, 2),
    prehashValue: numberOf(fields, 3),
    length: numberOf(fields, 4),
    prefix: bytesOf(fields, 5),
  };
}

function decodeInnerOp(bytes: Uint8Array): InnerOp {
  const fields = readFields(bytes);
  return { hash: numberOf(fields, 1), prefix: bytesOf(fields, 2), suffix: bytesOf(fields, 3) };
}

function readFields(bytes: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  for (let at = 0; at < bytes.length;) {
    const tag = readVarint(bytes, at);
    const head = readVarint(bytes, tag.next);
    at = head.next;
    let value: number | Uint8Array = head.value;
    if ((tag.value & 7) === 2) {
      at += head.value;
      if (at > bytes.length) throw malformed("a field is cut short");
      value = bytes.slice(head.next, at);
    } else if ((tag.value & 7) !== 0) throw malformed("a field has an unknown wire type");
    const field = tag.value >>> 3;
    const values = fields.get(field);
    if (values === undefined) fields.set(field, [value]);
    else values.push(value);
  }
  return fields;
}

/** An unsigned varint below 2^28: more than any length or number in a proof needs. */
function readVarint(bytes: Uint8Array, offset: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) throw malformed("a number is cut short");
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return { value, next: offset + i + 1 };
  }
  throw malformed("a number is too large");
}

function single(fields: Fields, field: number): number | Uint8Array | undefined {
  const values = fields.get(field);
  if (values !== undefined && values.length > 1) throw malformed(`field ${field} appears twice`);
  return values?.[0];
}

function optionalBytes(fields: Fields, field: number): Uint8Array | undefined {
  const value = single(fields, field);
  if (typeof value === "number") throw malformed(`field ${field} is a number`);
  return value;
}

function bytesOf(fields: Fields, field: number): Uint8Array {
  return optionalBytes(fields, field) ?? new Uint8Array(0);
}

function numberOf(fields: Fields, field: number): number {
  const value = single(fields, field) ?? 0;
  if (typeof value !== "number") throw malformed(`field ${field} is not a number`);
  return value;
}

function malformed(why: string): StoreError {
  return new StoreError("MALFORMED_PROOF", `the proof is malformed: ${why}; ask for it again`);
}
