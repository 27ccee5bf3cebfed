/** Lines of at most `width` characters, broken at spaces; a longer word stands alone and is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const fits = line === "" ? word : `${line} ${word}`;
    if (fits.length <= width) {
      line = fits;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    for (; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** Cells beside each other, each wrapped to its width, with two spaces between. */
export function columns(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = cells.map((cell, i) => wrap(cell, widths[i] ?? 1));
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    wrapped.map((lines, i) => (lines[row] ?? "").padEnd(widths[i] ?? 1)).join("  ").trimEnd(),
  );
}
