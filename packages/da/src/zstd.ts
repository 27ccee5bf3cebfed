import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { PART_BYTES_MAX, type Deflate, type Inflate } from "@openledger/derivation";

/** A window of 8 MiB covers the longest slice; a frame that asks for more memory is refused. */
const WINDOW_LOG_MAX = 23;

/** Compresses with zstd, unless that saves nothing. */
export const deflateZstd: Deflate = (slice) => {
  const body = zstdCompressSync(slice, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  return body.length < slice.length ? { compression: "zstd", body: new Uint8Array(body) } : undefined;
};

/** Decompresses zstd to exactly `length` bytes, at most 4 MiB; undefined for anything else. */
export const inflateZstd: Inflate = (_compression, body, length) => {
  if (length > PART_BYTES_MAX) return undefined;
  try {
    const options = { maxOutputLength: length, params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX } };
    const slice = zstdDecompressSync(body, options);
    return slice.length === length ? new Uint8Array(slice) : undefined;
  } catch {
    return undefined;
  }
};
