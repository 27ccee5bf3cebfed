/** Somebody who registers texts. */
export interface Contributor {
  readonly name: string;
  readonly documents: readonly Uint8Array[];
}

/** Texts by several contributors, on which a measurement runs. */
export interface TextSet {
  readonly name: string;
  /** Where the texts come from and how they were divided. */
  readonly origin: string;
  /** At least two, each with text. */
  readonly contributors: readonly Contributor[];
}

/** Bytes of all documents. */
export function sizeOf({ contributors }: TextSet): number {
  return contributors.reduce((sum, { documents }) => sum + documents.reduce((bytes, { length }) => bytes + length, 0), 0);
}

/** A set without its empty contributors. Throws RangeError when fewer than two are left. */
export function textSet(name: string, origin: string, contributors: readonly Contributor[]): TextSet {
  const filled = contributors.filter(({ documents }) => documents.some((document) => document.length >= 200));
  if (filled.length < 2) throw new RangeError(`${name} needs texts of two contributors, each 200 bytes or more`);
  return { name, origin, contributors: filled };
}
