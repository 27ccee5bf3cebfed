/** Smallest position of each run of `length` symbols, or -1, by comparing it with every place of the text. */
export function naiveEarliest(text: Int32Array, symbols: Int32Array, length: number): Int32Array {
  return Int32Array.from({ length: symbols.length - length }, (_, start) => {
    for (let i = 0; i < length; i++) if ((symbols[start + i] as number) <= 0) return -1;
    for (let position = 0; position + length <= text.length; position++) {
      let equal = 0;
      while (equal < length && text[position + equal] === symbols[start + equal]) equal++;
      if (equal === length) return position;
    }
    return -1;
  });
}
