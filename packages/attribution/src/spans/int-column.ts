/**
 * A long row of 32-bit integers that a suffix index reads: in memory, or in pages of a file.
 *
 * Must: answer for 0 <= index < length; what is read never changes. Should: cost little more than an array at places
 * that were read lately.
 */
export type IntColumn = {
  readonly length: number;
  at(index: number): number;
  /** Values from..to-1, not to be written to. */
  read(from: number, to: number): Int32Array;
};

/** A column over an array, which it doesn't copy. */
export function columnOf(values: Int32Array): IntColumn {
  return new ArrayColumn(values);
}

/** A class, since columns are read in the innermost loops: one shape and one method for all of them. */
class ArrayColumn implements IntColumn {
  readonly length: number;
  readonly #values: Int32Array;

  constructor(values: Int32Array) {
    this.length = values.length;
    this.#values = values;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  read(from: number, to: number): Int32Array {
    return this.#values.subarray(from, to);
  }
}

/** First index in from..to whose value is greater than `value`, of a column that ascends there; `to` when none is. */
export function upperBound(column: IntColumn, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column.at(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
