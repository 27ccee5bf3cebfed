import type { IncomingMessage } from "node:http";

/** Path and arguments of a request; undefined for a target that is no path. */
export function requestTarget(request: IncomingMessage): { readonly path: string; readonly search: URLSearchParams } | undefined {
  const target = request.url ?? "/";
  if (!target.startsWith("/")) return undefined;
  const at = target.indexOf("?");
  const path = at < 0 ? target : target.slice(0, at);
  return { path, search: new URLSearchParams(at < 0 ? "" : target.slice(at + 1)) };
}
