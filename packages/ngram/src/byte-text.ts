/** A text whose code unit i is byte i (0..255): a map key whose order among texts of one length is byte order. */
export type ByteText = string;

/** The bytes from `start` to `end`, at most a few hundred, one code unit each. */
export function byteTextOf(bytes: Uint8Array, start: number, end: number): ByteText {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** The bytes of a {@link ByteText}. */
export function byteTextToBytes(text: ByteText): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Shorter first, then byte order: the order of texts whose length is written before them. */
export function compareByLength(a: ByteText, b: ByteText): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
