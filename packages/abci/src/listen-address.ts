import { abciError } from "./errors.ts";

/** Where the App waits for CometBFT. */
export type AbciAddress =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

/** The kernel's limit of a socket's path on Linux, which is the longer one of the systems that we run on. */
const PATH_BYTES_MAX = 107;

/** Reads `unix:///run/app.sock`, `unix://relative.sock` or `tcp://127.0.0.1:26658`; port 0 takes any. Throws `LISTEN_ADDRESS`. */
export function abciAddress(text: string): AbciAddress {
  const path = /^unix:\/\/(.+)$/.exec(text)?.[1];
  if (path !== undefined) {
    if (Buffer.byteLength(path) > PATH_BYTES_MAX) {
      throw abciError("LISTEN_ADDRESS", `${path} is longer than the ${PATH_BYTES_MAX} bytes that a socket's path may have; choose a shorter one`);
    }
    return { kind: "unix", path };
  }
  const match = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^:/\s]+):(\d{1,5})$/.exec(text);
  const [, host = "", port = ""] = match ?? [];
  if (match === null || Number(port) > 65_535) {
    throw abciError("LISTEN_ADDRESS", `${text} is no ABCI address; give unix://PATH or tcp://127.0.0.1:26658`);
  }
  return { kind: "tcp", host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}
