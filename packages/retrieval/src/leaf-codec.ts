import { assert } from "@openledger/primitives";
import { byteTextFromBytes, type ByteText } from "./byte-text.ts";

/** First leaf of every artifact: what scores are relative to. */
export interface ArtifactHeader {
  readonly ruleVersion: number;
  readonly passages: number;
  readonly packages: number;
  readonly terms: number;
  /** Average terms per passage and per package, rounded down. */
  readonly averagePassageLength: number;
  readonly averagePackageLength: number;
}

/** How many passages and packages hold a term. */
export interface TermLeaf {
  readonly term: ByteText;
  readonly passages: number;
  readonly packages: number;
}

/** How often a term stands in a package. */
export interface PackageTermLeaf {
  readonly sequence: bigint;
  readonly term: ByteText;
  readonly tf: number;
}

/** A contribution as the ranking knows it. */
export interface PackageLeaf {
  readonly sequence: bigint;
  /** Its terms. */
  readonly length: number;
  readonly documents: number;
  readonly title: ByteText;
}

/** A passage with its place and all that its score needs besides its bytes. */
export interface PassageLeaf {
  readonly sequence: bigint;
  readonly document: number;
  readonly start: number;
  readonly end: number;
  /** Its number in the artifact. */
  readonly number: number;
  readonly bodyStart: number;
  /** Terms of its body. */
  readonly length: number;
  readonly hasCode: boolean;
  readonly heading: ByteText;
  readonly ancestors: readonly ByteText[];
  readonly openFence: ByteText;
  readonly closeFence: ByteText;
}

const KIND_HEADER = "\x01";
const KIND_TERM = "\x02";
const KIND_PACKAGE_TERM = "\x03";
const KIND_PACKAGE = "\x04";
const KIND_PASSAGE = "\x05";
const FLAG_CODE = 1;

export function headerLeaf(header: ArtifactHeader): ByteText {
  const { ruleVersion, passages, packages, terms, averagePassageLength, averagePackageLength } = header;
  const numbers = [ruleVersion, passages, packages, terms, averagePassageLength, averagePackageLength];
  return KIND_HEADER + numbers.map(u32).join("");
}

/** What the leaf of a term begins with, and no other leaf. */
export function termKey(term: ByteText): ByteText {
  return KIND_TERM + short(term);
}

export function termLeaf({ term, passages, packages }: TermLeaf): ByteText {
  return termKey(term) + u32(passages) + u32(packages);
}

/** What the leaf of a term in a package begins with, and no other leaf. */
export function packageTermKey(sequence: bigint, term: ByteText): ByteText {
  return KIND_PACKAGE_TERM + u64(sequence) + short(term);
}

export function packageTermLeaf({ sequence, term, tf }: PackageTermLeaf): ByteText {
  return packageTermKey(sequence, term) + u32(tf);
}

/** What the leaf of a package begins with, and no other leaf. */
export function packageKey(sequence: bigint): ByteText {
  return KIND_PACKAGE + u64(sequence);
}

export function packageLeaf({ sequence, length, documents, title }: PackageLeaf): ByteText {
  return packageKey(sequence) + u32(length) + u32(documents) + short(title);
}

export function passageLeaf(passage: PassageLeaf): ByteText {
  const { sequence, document, start, end, number, bodyStart, length, hasCode, heading, ancestors } = passage;
  return (
    KIND_PASSAGE +
    u64(sequence) +
    [document, start, end, number, bodyStart, length].map(u32).join("") +
    u8(hasCode ? FLAG_CODE : 0) +
    short(heading) +
    u8(ancestors.length) +
    ancestors.map(short).join("") +
    short(passage.openFence) +
    short(passage.closeFence)
  );
}

/** The header that a leaf holds, or undefined when it is another leaf or no canonical one. */
export function readHeaderLeaf(leaf: Uint8Array): ArtifactHeader | undefined {
  const [ruleVersion, passages, packages, terms, averagePassageLength, averagePackageLength] = u32s(leaf, 1);
  if (averagePackageLength === undefined || averagePassageLength === undefined || terms === undefined) return undefined;
  if (ruleVersion === undefined || passages === undefined || packages === undefined) return undefined;
  const header = { ruleVersion, passages, packages, terms, averagePassageLength, averagePackageLength };
  const isSane = averagePassageLength > 0 && averagePackageLength > 0;
  return isSane && headerLeaf(header) === byteTextFromBytes(leaf) ? header : undefined;
}

/** The package that a leaf holds, or undefined when it is another leaf or no canonical one. */
export function readPackageLeaf(leaf: Uint8Array): PackageLeaf | undefined {
  const text = byteTextFromBytes(leaf);
  if (!text.startsWith(KIND_PACKAGE) || leaf.length < 18) return undefined;
  const [length = 0, documents = 0] = u32s(leaf, 9);
  const found = { sequence: u64At(leaf, 1), length, documents, title: text.slice(18) };
  return found.title.length <= 0xff && packageLeaf(found) === text ? found : undefined;
}

/** Counts in the last bytes of a leaf that begins with `key`: two for a term, one for a term in a package. */
export function countsAfter(leaf: Uint8Array, key: ByteText, count: number): readonly number[] | undefined {
  return leaf.length === key.length + 4 * count ? u32s(leaf, key.length) : undefined;
}

/** The passage that a leaf holds, or undefined when it is another leaf or no canonical one. */
export function readPassageLeaf(leaf: Uint8Array): PassageLeaf | undefined {
  const text = byteTextFromBytes(leaf);
  if (!text.startsWith(KIND_PASSAGE) || leaf.length < 38) return undefined;
  const [document = 0, start = 0, end = 0, number = 0, bodyStart = 0, length = 0] = u32s(leaf, 9);
  let at = 34;
  const next = (): ByteText => {
    const size = leaf[at] ?? 0;
    const from = at + 1;
    at = from + size;
    return text.slice(from, at);
  };
  const heading = next();
  const count = leaf[at++] ?? 0;
  const ancestors = Array.from({ length: count }, next);
  const [openFence, closeFence] = [next(), next()];
  const sequence = u64At(leaf, 1);
  const hasCode = leaf[33] === FLAG_CODE;
  const place = { sequence, document, start, end, number, bodyStart, length };
  const passage = { ...place, hasCode, heading, ancestors, openFence, closeFence };
  const isSane = start <= bodyStart && bodyStart < end && length > 0;
  return isSane && passageLeaf(passage) === text ? passage : undefined;
}

/** True for a leaf of any passage. */
export function isPassageLeaf(leaf: Uint8Array): boolean {
  return leaf[0] === KIND_PASSAGE.charCodeAt(0);
}


function u32s(bytes: Uint8Array, from: number): number[] {
  const values: number[] = [];
  for (let at = from; at + 4 <= bytes.length; at += 4) values.push(u32At(bytes, at));
  return values;
}

function u32At(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

function u64At(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(at);
}

function u8(value: number): ByteText {
  assert(Number.isInteger(value) && value >= 0 && value <= 0xff, `u8 out of range: ${value}`);
  return String.fromCharCode(value);
}

function u32(value: number): ByteText {
  assert(Number.isInteger(value) && value >= 0 && value <= 0xffffffff, `u32 out of range: ${value}`);
  return String.fromCharCode(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function u64(value: bigint): ByteText {
  return u32(Number(value >> 32n)) + u32(Number(value & 0xffffffffn));
}

function short(text: ByteText): ByteText {
  return u8(text.length) + text;
}
