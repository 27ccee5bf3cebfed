import { characterStart, trimAscii, type ByteText } from "./byte-text.ts";
import { HEADING_BYTES_MAX } from "./rule.ts";

/** What a document says of itself between two `---` lines at its start. */
export interface FrontMatter {
  /** Value of `name`, else of `title`. */
  readonly title: ByteText;
  readonly description: ByteText;
  readonly keywords: ByteText;
  /** Offset of the first byte after the block; 0 when there is none. */
  readonly end: number;
}

const BLOCK_BYTES_MAX = 16_384;
const VALUE_BYTES_MAX = 1000;
const NONE: FrontMatter = { title: "", description: "", keywords: "", end: 0 };

/** Reads the block `---`, `key: value` lines, `---` at the start of `text`. Other keys are left alone. */
export function readFrontMatter(text: ByteText): FrontMatter {
  const bom = text.startsWith("\xef\xbb\xbf") ? 3 : 0;
  const head = text.slice(bom, bom + BLOCK_BYTES_MAX);
  const open = /^---[ \t]*\r?\n/.exec(head);
  if (open === null) return { ...NONE, end: bom };
  const close = /^---[ \t]*$/m.exec(head.slice(open[0].length).replaceAll("\r", " "));
  if (close === null) return { ...NONE, end: bom };
  const inner = head.slice(open[0].length, open[0].length + close.index);
  const name = valueOf(inner, "name");
  const title = name === "" ? valueOf(inner, "title") : name;
  return {
    title: title.slice(0, characterStart(title, HEADING_BYTES_MAX)),
    description: valueOf(inner, "description"),
    keywords: valueOf(inner, "keywords"),
    end: bom + open[0].length + close.index + close[0].length,
  };
}

function valueOf(block: ByteText, key: string): ByteText {
  for (const line of block.split("\n")) {
    if (!line.startsWith(`${key}:`)) continue;
    const value = trimAscii(line.slice(key.length + 1));
    const bare = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
    return bare.slice(0, characterStart(bare, VALUE_BYTES_MAX));
  }
  return "";
}
