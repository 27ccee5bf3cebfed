import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { HttpError } from "./http-error.ts";

const compress = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
};

interface StaticFile {
  readonly type: string;
  readonly plain: Uint8Array;
  readonly gzipped: Uint8Array;
}

/** The built pages in memory, by path with a leading slash. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** Reads and compresses a build's files. */
export async function loadStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const type = TYPES[extname(entry.name)];
    if (type === undefined) continue;
    const plain = await readFile(path);
    files.set(`/${relative(folder, path).split(sep).join("/")}`, { type, plain, gzipped: await compress(plain, { level: 9 }) });
  }
  return files;
}

/**
 * Answers a page or an asset. Assets have their content's hash in their name and never change; every address that names
 * no file is a route of the page. Throws HttpError `not-found` for an asset that this build has not.
 */
export function sendStatic(request: IncomingMessage, response: ServerResponse, files: StaticFiles, path: string): void {
  const isAsset = path.startsWith("/assets/") || extname(path) !== "";
  const file = files.get(isAsset ? path : "/index.html");
  if (file === undefined) throw new HttpError("not-found", `This explorer has no file ${path.slice(0, 200)}. Reload the page.`);
  const isGzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const body = isGzip ? file.gzipped : file.plain;
  response.writeHead(200, {
    "content-type": file.type,
    "content-length": body.length,
    vary: "accept-encoding",
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    ...(isGzip ? { "content-encoding": "gzip" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
