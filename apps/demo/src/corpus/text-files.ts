import { lstat, readdir, readFile } from "node:fs/promises";
import { isUtf8 } from "node:buffer";
import { compareText, type SkippedFile } from "./corpus.ts";

/** The bytes of a text file, or why it is left out. */
export type TextFile = { readonly bytes: Uint8Array } | { readonly skipped: SkippedFile };

/** Reads a regular UTF-8 file of at most `bytesMax` bytes that holds text; `shownPath` names it in the reason. */
export async function readTextFile(path: string, shownPath: string, bytesMax: number): Promise<TextFile> {
  const { size } = await lstat(path);
  if (size > bytesMax) return skip(shownPath, `is larger than ${bytesMax} bytes; split it`);
  const bytes = new Uint8Array(await readFile(path));
  if (!isUtf8(bytes)) return skip(shownPath, "is not UTF-8 text; convert it, for example with iconv");
  if (!bytes.some((byte) => byte > 0x20)) return skip(shownPath, "holds no text");
  if (bytes.includes(0)) return skip(shownPath, "holds zero bytes, so it is not text");
  return { bytes };
}

/**
 * Regular files in `folder` below its sub-folder `under` ("" or like "docs/"), with or without deeper folders (no
 * links, no dot files), as paths with `/`, sorted. Stops soon after `filesMax`.
 */
export async function listFiles(
  folder: string,
  under: string,
  { isDeep, filesMax }: { readonly isDeep: boolean; readonly filesMax: number },
): Promise<string[]> {
  const found: string[] = [];
  const open = [under];
  for (let prefix = open.pop(); prefix !== undefined && found.length <= filesMax; prefix = open.pop()) {
    for (const entry of await readdir(`${folder}/${prefix}`, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory() && isDeep) open.push(`${prefix}${entry.name}/`);
      else if (entry.isFile()) found.push(`${prefix}${entry.name}`);
    }
  }
  return found.sort(compareText);
}

function skip(path: string, reason: string): TextFile {
  return { skipped: { path, reason } };
}
