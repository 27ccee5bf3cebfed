/** Colours of a terminal, or plain text where nobody sees them. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  /** One of a few colours that are told apart; the same number gives the same colour. */
  colour(number: number, text: string): string;
}

const COLOURS: readonly number[] = [36, 33, 35, 32, 34, 91, 96, 93];

export function createStyle(stream: { readonly isTTY?: boolean }): Style {
  const isColoured = stream.isTTY === true && process.env["NO_COLOR"] === undefined;
  // Each line gets its own codes, so that a pager or a split keeps the colour.
  const paint = (code: number) => (text: string) =>
    isColoured ? text.split("\n").map((line) => (line === "" ? "" : `\u001b[${code}m${line}\u001b[0m`)).join("\n") : text;
  return {
    bold: paint(1),
    dim: paint(2),
    good: paint(32),
    bad: paint(31),
    colour: (number, text) => paint(COLOURS[number % COLOURS.length] ?? 36)(text),
  };
}
